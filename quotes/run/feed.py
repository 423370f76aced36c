"""Read in a thread of its own, so that a slow input holds up neither results nor progress."""

from __future__ import annotations

import queue
import threading
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from quotes import readers
from quotes.config import Config
from quotes.readers.inputs import Input, inputs_of
from quotes.readers.options import ReadOptions
from quotes.readers.streams import Position
from quotes.run.shards import Shard, enough_inputs
from quotes.types import Article, Failure

#: Articles that are read and wait.
_AHEAD = 64


@dataclass(frozen=True, slots=True)
class Begins:
    """An input begins. `key`: under which name it is finished; `stamp`: size, time of change and choices of reading."""

    name: str
    key: str
    stamp: list[int] | None
    size: int
    is_read: bool


@dataclass(frozen=True, slots=True)
class Ends:
    """An input was read to its end."""

    begins: Begins


Event = Begins | Ends | Article | Failure


class Feed:
    """The articles of all inputs, with word of where each input begins and ends.

    Args:
        paths: what to read.
        options: choices about reading.
        config: limits of size.
        shard: the share to read. None: all.
        finished: inputs that need not be read while they are unchanged: key -> stamp.
    """

    def __init__(
        self,
        paths: Sequence[str | Path],
        options: ReadOptions,
        config: Config,
        *,
        shard: Shard | None = None,
        finished: dict[str, list[int]] | None = None,
    ) -> None:
        self.is_at_end = False
        self.total_bytes: int | None = None
        self._position = Position()
        self._before = self._size = 0
        self._paths, self._options, self._config = paths, options, config
        self._shard = shard
        self._finished = finished or {}
        self._choices = choices_of(options)
        self._current: Begins | None = None
        self._inputs = self._items = 0
        self._by_input = shard is None or enough_inputs(paths, shard.of)
        self._queue: queue.Queue[Event | BaseException | None] = queue.Queue(_AHEAD)
        self._stopped = threading.Event()
        for work in (self._read, self._measure):
            threading.Thread(target=work, daemon=True).start()

    def take(self, timeout: float = 0.0) -> Event | None:
        """Return what comes next; None: nothing has come yet, or (`is_at_end`) nothing will.

        Raises:
            QuotesError: as reading does.
        """
        try:
            event = self._queue.get(timeout=timeout) if timeout else self._queue.get_nowait()
        except queue.Empty:
            return None
        if isinstance(event, BaseException):
            raise event
        self.is_at_end = event is None
        return event

    def stop(self) -> None:
        """Read no more."""
        self._stopped.set()
        while not self._queue.empty():
            self.take()

    @property
    def done_bytes(self) -> int:
        """Return how much of the inputs was read, or passed over [bytes]."""
        return self._before + min(self._size, self._position.bytes())

    def _read(self) -> None:
        try:
            options = replace(self._options, on_input=self._begin)
            for item in readers.read(self._paths, options=options, config=self._config, position=self._position):
                if self._by_input or (self._shard is not None and self._shard.has(self._items)):
                    self._put(item)
                self._items += 1
            self._end()
            self._put(None)
        except _StoppedError:
            pass
        except BaseException as error:
            self._queue.put(error)

    def _begin(self, source: Input) -> bool:
        """Say that an input begins; tell whether it is to be read."""
        self._end()
        self._inputs += 1
        if self._by_input and self._shard is not None and not self._shard.has(self._inputs - 1):
            return False
        key = source.name if self._by_input or self._shard is None else f"{source.name} {self._shard.tag}"
        begins = begins_of(source, key, self._choices, self._finished)
        if begins.is_read:
            self._current = begins
            self._size = begins.size
            self._position.follow(int)
        else:
            self._before += begins.size
        self._put(begins)
        return begins.is_read

    def _end(self) -> None:
        if self._current is not None:
            self._before += self._size
            self._size = 0
            self._put(Ends(self._current))
            self._current = None

    def _put(self, event: Event | None) -> None:
        while not self._stopped.is_set():
            try:
                self._queue.put(event, timeout=0.5)
            except queue.Full:
                continue
            return
        raise _StoppedError

    def _measure(self) -> None:
        """Add up the sizes of all inputs, beside the reading."""
        if any(str(path) == "-" for path in self._paths):
            return
        total = position = 0
        for source in self._all_inputs():
            position += 1
            if self._stopped.is_set():
                return
            if self._by_input and self._shard is not None and not self._shard.has(position - 1):
                continue
            total += (source.stamp() or (0, 0))[0]
        self.total_bytes = total

    def _all_inputs(self) -> Iterable[Input]:
        for path in self._paths:
            yield from (item for item in inputs_of(path, lambda _: None) if isinstance(item, Input))


def choices_of(options: ReadOptions) -> int:
    """Return a hash of the choices about reading: with others, an input is read again."""
    return zlib.crc32(repr(replace(options, on_note=None, on_input=None)).encode())


def begins_of(source: Input, key: str, choices: int, finished: dict[str, list[int]]) -> Begins:
    """Describe an input, and whether it has to be read."""
    stamp = source.stamp()
    whole = None if stamp is None else [*stamp, choices]
    is_read = whole is None or finished.get(key) != whole
    return Begins(source.name, key, whole, stamp[0] if stamp else 0, is_read)


class _StoppedError(Exception):
    """The run is over."""
