"""Bytes of an input: unpacked where they are packed, and never more of them than the settings allow."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from quotes.config import Config
from quotes.errors import InputError
from quotes.readers.inputs import Input

#: bytes that can be looked at before reading, to tell encoding and format
SAMPLE_BYTES = 256 * 1024
_GZIP_MAGIC = b"\x1f\x8b"
#: so much any file may unpack to, however small it is packed [bytes]
_RATIO_FROM = 16 * 1024**2


class BoundedReader(io.RawIOBase):
    """A stream of bytes that ends in an InputError when it has given more than the limits of `config` allow.

    Fills the buffer it is given where it can, so that a `BufferedReader` over it can peek at `SAMPLE_BYTES`. An error of
    the stream below comes up only after the bytes before it: a broken archive is read as far as it goes.
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
        """Say yes, as io wants it."""
        return True

    def tell(self) -> int:
        """Return how many bytes were given. FastWARC asks for it."""
        return self.given

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as there are bytes.

        Raises:
            InputError: there are more bytes than the limits allow.
        """
        if self._error is not None:
            raise self._error
        filled = 0
        while filled < len(buffer):
            try:
                piece = self._below.read1(len(buffer) - filled)  # read() drops what it has when an error comes
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
    """Refuse what unpacks to absurd size. `packed` None: the stream was not packed.

    Raises:
        InputError: more bytes than the limit, or far more than any news text gives.
    """
    limit, ratio = config.max_unpacked_bytes, config.max_unpacking_ratio
    if unpacked > limit:
        msg = f"unpacks to more than {limit:,} bytes (Config.max_unpacked_bytes). Split it, or raise the limit."
        raise InputError(msg)
    if packed is not None and unpacked > max(_RATIO_FROM, ratio * packed):
        msg = (
            f"unpacks to over {ratio} times its size (Config.max_unpacking_ratio), as decompression bombs do and text "
            "does not. If it is sound, unpack it first and read the unpacked file."
        )
        raise InputError(msg)


@contextmanager
def opened(source: Input, config: Config) -> Iterator[io.BufferedReader]:
    """Open an input for reading, unpacked. At least `SAMPLE_BYTES` can be peeked at.

    Standard input is unpacked where its first bytes are gzip's. It is left open.

    Raises:
        InputError: the name says gzip and the content does not.
    """
    if source.path is None:
        yield _buffered(cast(io.BufferedIOBase, sys.stdin.buffer), config, packed=None)
        return
    with source.path.open("rb") as file:
        yield _buffered(file, config, packed=source.packed)


def _buffered(file: io.BufferedIOBase, config: Config, *, packed: bool | None) -> io.BufferedReader:
    reader = BoundedReader(file)
    buffered: io.BufferedReader = io.BufferedReader(reader, SAMPLE_BYTES)
    is_gzip = buffered.peek(SAMPLE_BYTES).startswith(_GZIP_MAGIC)
    if packed and not is_gzip:
        msg = "is not gzip-compressed, though its name ends in .gz. Rename or compress it."
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
    """Read all of a stream that cannot be read piece by piece.

    Raises:
        InputError: it is empty, or larger than `Config.max_file_bytes`.
    """
    data = stream.read(config.max_file_bytes + 1)
    if len(data) > config.max_file_bytes:
        msg = (
            f"is larger than {config.max_file_bytes:,} bytes, the most that is read in one piece "
            "(Config.max_file_bytes). Split it, or use .jsonl, .csv, .parquet or .warc."
        )
        raise InputError(msg)
    if not data.strip():
        msg = "is empty. Check how it was made."
        raise InputError(msg)
    return data
