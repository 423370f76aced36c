"""Messages for people, on standard error; the command line's alone. Data goes to standard output, in `cli.py`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.status import Status
from rich.text import Text

from quotes.cli.display import account, printable
from quotes.types import Failure

if TYPE_CHECKING:
    from quotes.run.local import Summary

#: Failures told one by one; the log has them all.
FAILURES = 10
#: Without a terminal, progress is a line every so often [seconds].
EVERY = 30.0

CONSOLE = Console(stderr=True, highlight=False, soft_wrap=True)


def say(message: str) -> None:
    """Tell people something."""
    CONSOLE.print(Text(printable(message, keep="\n")))


def say_failed(failure: Failure) -> None:
    """Tell that an article failed, and why."""
    say(f"Failed: {failure.doc_id}: {failure.reason} ({failure.stage})")


class Progress:
    """What a run tells while it goes: one changing line on a terminal, else a line now and then."""

    def __init__(self, status: Status | None, *, quiet: bool) -> None:
        self._status, self._quiet = status, quiet
        self._told = time.monotonic()
        self._failures = 0

    def note(self, message: str) -> None:
        """Tell about a guess, or about something left out."""
        if not self._quiet:
            say(f"Note: {message}")

    def failed(self, failure: Failure) -> None:
        """Tell of a failure; of many, the first."""
        self._failures += 1
        if self._failures <= FAILURES:
            say_failed(failure)

    def update(self, summary: Summary) -> None:
        """Tell how far the run is."""
        if self._status is not None:
            self._status.update(Text(account(summary)))
        elif not self._quiet and time.monotonic() - self._told >= EVERY:
            self._told = time.monotonic()
            say(account(summary))


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress]:
    """Show progress while the block runs."""
    if quiet or not CONSOLE.is_terminal:
        yield Progress(None, quiet=quiet)
        return
    with CONSOLE.status(Text("Loading ...")) as status:
        yield Progress(status, quiet=quiet)
