"""A process that dies at a chosen step of its writing, without dying: from there on nothing reaches the disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from quotes.table import lock
from quotes.table.sinks import Sink
from quotes.table.storage import Storage

STEPS = ("publish", "move", "delete")


class Killed(BaseException):
    """The process is dead. No code of ours may catch it and go on writing."""


@contextmanager
def dying(monkeypatch: pytest.MonkeyPatch, step: int, *, after: bool) -> Iterator[list[str]]:
    """Die at a step (from 0) of publishing, moving and deleting files, before it or after it. Yields the steps taken."""
    taken: list[str] = []
    dead = False

    def watched(name: str):
        real = getattr(Storage, name)

        def act(self: Storage, *arguments: object):
            nonlocal dead
            if dead or (len(taken) == step and not after):
                dead = True
                raise Killed
            result = real(self, *arguments)
            taken.append(f"{name} {arguments[-1]}")
            if len(taken) == step + 1 and after:
                dead = True
                raise Killed
            return result

        return act

    def discard(sink: Sink) -> None:
        if not dead:
            real_discard(sink)

    real_discard = Sink.discard
    with monkeypatch.context() as patch:
        for name in STEPS:
            patch.setattr(Storage, name, watched(name))
        patch.setattr(Sink, "discard", discard)
        yield taken


def bury(folder: Path) -> None:
    """Let the lock of the dead run look like one: in truth its process, this one, is alive."""
    for path in folder.glob(".lock*"):
        holder = path.read_text("utf8")
        path.write_text(holder.replace(f'"started": "{lock._started(__import__("os").getpid())}"', '"started": "1"'))
