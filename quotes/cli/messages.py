"""Messages for people, on standard error; the command line's alone. Data goes to standard output, in `cli.py`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.status import Status
from rich.text import Text

from quotes.cli.display import printable
from quotes.cli.run_reports import progress_line
from quotes.types import Failure

if TYPE_CHECKING:
    from quotes.run.account import Summary

#: Failures told one by one; the log has them all.
FAILURES = 10
#: Without a terminal, progress is a line after the first second and then every so often; on one, it changes [seconds].
FIRST = 1.0
EVERY = 30.0
BLINK = 0.2

CONSOLE = Console(stderr=True, highlight=False, soft_wrap=True)


def say(message: str) -> None:
    """Tell people something."""
    CONSOLE.print(Text(printable(message, keep="\n")))


def say_failed(failure: Failure) -> None:
    """Tell that an article failed, and why."""
    say(f"Failed: {failure.doc_id}: {failure.error} ({failure.step})")


class Progress:
    """What a run tells while it goes: one changing line on a terminal, else a line now and then."""

    def __init__(self, status: Status | None, *, quiet: bool) -> None:
        self._status, self._quiet = status, quiet
        self._next = time.monotonic() + (FIRST if status is None else 0.0)
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
        if self._quiet or time.monotonic() < self._next:
            return
        if self._status is not None:
            self._next = time.monotonic() + BLINK
            self._status.update(Text(progress_line(summary)))
        else:
            self._next = time.monotonic() + EVERY
            say(progress_line(summary))


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress]:
    """Show progress while the block runs."""
    if quiet or not CONSOLE.is_terminal:
        yield Progress(None, quiet=quiet)
        return
    with CONSOLE.status(Text("Reading ...")) as status:
        yield Progress(status, quiet=quiet)
