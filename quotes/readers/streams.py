"""Open inputs as byte streams: unzipped, and limited in size."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from quotes.config import Config
from quotes.errors import InputError
from quotes.readers.inputs import Input

#: bytes that can be peeked at before reading, to detect encoding and format [bytes]
SAMPLE_BYTES = 256 * 1024
_GZIP_MAGIC = b"\x1f\x8b"
#: any file may unpack to this size, whatever the ratio [bytes]
_RATIO_FROM = 16 * 1024**2


class Position:
    """How far into the current input the reading is, for those who show progress."""

    def __init__(self) -> None:
        self._at: Callable[[], int] = int

    def follow(self, at: Callable[[], int]) -> None:
        """Ask `at` from now on."""
        self._at = at

    def bytes(self) -> int:
        """Return how much of the current input was read [bytes of the file, packed as it is]."""
        try:
            return self._at()
        except (OSError, ValueError):  # closed in this moment
            return 0


class BoundedReader(io.RawIOBase):
    """A byte stream that raises an InputError when it exceeds the limits of `config`.

    Fills each buffer as far as it can, so that a `BufferedReader` on top of it can peek at `SAMPLE_BYTES`. Raises an error
    of the stream below only after all bytes before it: a damaged archive is read as far as it goes.

    Args:
        below: the stream to read from.
        config: limits on unzipped data; None: no limits.
        packed: the gzipped stream that `below` unzips; None: it is not gzipped.
    """

    def __init__(
        self, below: io.BufferedIOBase, *, config: Config | None = None, packed: BoundedReader | None = None
    ) -> None:
        self._below = below
        self._config = config
        self._packed = packed
        self._error: Exception | None = None
        self.given = 0

    def readable(self) -> bool:
        """Return True: io requires it."""
        return True

    def tell(self) -> int:
        """Return how many bytes were read. FastWARC asks for it."""
        return self.given

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as possible.

        Raises:
            InputError: the stream exceeds the limits.
        """
        if self._error is not None:
            raise self._error
        filled = 0
        while filled < len(buffer):
            try:
                piece = self._below.read1(len(buffer) - filled)  # read() drops what it has when an error occurs
            except Exception as error:
                if not filled:
                    raise
                self._error = error
                break
            if not piece:
                break
            buffer[filled : filled + len(piece)] = piece
            filled += len(piece)
        self.given += filled
        if self._config is not None:
            check_unpacked(self.given, self._packed.given if self._packed else None, self._config)
        return filled


def check_unpacked(unpacked: int, packed: int | None, config: Config) -> None:
    """Refuse compressed data that unpacks to an absurd size.

    Args:
        unpacked: size so far [bytes].
        packed: compressed size so far [bytes]; None: the stream is not compressed.
        config: the limits.

    Raises:
        InputError: the size or the ratio exceeds its limit.
    """
    limit, ratio = config.max_unpacked_bytes, config.max_unpacking_ratio
    if unpacked > limit:
        msg = f"unpacks to more than {limit:,} bytes (Config.max_unpacked_bytes). Split it, or raise the limit."
        raise InputError(msg)
    if packed is not None and unpacked > max(_RATIO_FROM, ratio * packed):
        msg = (
            f"unpacks to over {ratio} times its size (Config.max_unpacking_ratio), as decompression bombs do and text "
            "does not. If you trust it, unpack it first and read the unpacked file."
        )
        raise InputError(msg)


@contextmanager
def opened(source: Input, config: Config, position: Position | None = None) -> Iterator[io.BufferedReader]:
    """Open an input for reading, unzipped. `SAMPLE_BYTES` can be peeked at.

    Standard input is unzipped if its first bytes are those of gzip, and left open.

    Args:
        source: the input.
        config: limits on unzipped data.
        position: is told how far the reading has come.

    Raises:
        InputError: the name ends in .gz, but the file is not gzipped.
    """
    if source.path is None:
        yield _buffered(cast(io.BufferedIOBase, sys.stdin.buffer), config, packed=None)
        return
    with source.open() as file:
        stream = _buffered(file, config, packed=source.packed)
        if position is not None:  # of a gzipped file only the packed position can be compared with its size
            position.follow(file.tell if source.packed else stream.tell)
        yield stream


def _buffered(file: io.BufferedIOBase, config: Config, *, packed: bool | None) -> io.BufferedReader:
    reader = BoundedReader(file)
    buffered: io.BufferedReader = io.BufferedReader(reader, SAMPLE_BYTES)
    is_gzip = buffered.peek(SAMPLE_BYTES).startswith(_GZIP_MAGIC)
    if packed and not is_gzip:
        msg = "is not gzipped, though its name ends in .gz. Rename it, or compress it."
        raise InputError(msg)
    if not is_gzip or packed is False:
        return buffered
    unpacked = BoundedReader(
        gzip.GzipFile(fileobj=buffered),
        config=config,
        packed=reader,
    )
    return io.BufferedReader(unpacked, SAMPLE_BYTES)


def read_whole(stream: BinaryIO, config: Config) -> bytes:
    """Read a whole stream, for formats that cannot be read piece by piece.

    Args:
        stream: the bytes.
        config: its `max_file_bytes` is the limit.

    Raises:
        InputError: it is empty, or larger than `Config.max_file_bytes`.
    """
    data = stream.read(config.max_file_bytes + 1)
    if len(data) > config.max_file_bytes:
        msg = (
            f"is larger than {config.max_file_bytes:,} bytes, the limit for files that are read whole "
            "(Config.max_file_bytes). Split it, or use .jsonl, .csv, .parquet or .warc."
        )
        raise InputError(msg)
    if not data.strip():
        msg = "is empty. Check how it was made."
        raise InputError(msg)
    return data
