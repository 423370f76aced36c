"""The account of a run: what was done, skipped and failed, and how fast."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from quotes.types import Failure

#: Kinds of errors told apart in the summary.
_KINDS = 20
#: Errors told in full where nothing at all came through.
_ERRORS = 5


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run has done so far.

    Args:
        articles: articles extracted and written.
        quotes: rows written.
        failures: articles and inputs that failed in this run.
        words: words of the articles written.
        skipped: articles that the output folder had already.
        seconds: how long it took, loading apart.
        loading: until the pipeline was loaded [seconds].
        changed: of `articles`, those that took the place of an earlier version.
        unread: inputs not read again, as they are finished and unchanged.
        failed_before: articles that failed in an earlier run and were not tried again.
        outdated: articles whose rows another pipeline made.
        cleared: files of a killed run that were cleared.
        known: articles that were in the output when the run began.
        failed_here: failures that the output holds at the end, earlier ones too.
        reasons: how many failed for which reason.
        share: share of the inputs that was read, 0 to 1. None: not known.
        expected: articles that are expected in all. None: not known.
        left: time left [seconds]. None: not known.
    """

    articles: int = 0
    quotes: int = 0
    failures: int = 0
    words: int = 0
    skipped: int = 0
    seconds: float = 0.0
    loading: float = 0.0
    changed: int = 0
    unread: int = 0
    failed_before: int = 0
    outdated: int = 0
    cleared: int = 0
    known: int = 0
    failed_here: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    share: float | None = None
    expected: int | None = None
    left: float | None = None


class Account:
    """Keeps count."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.errors: list[str] = []
        self.reasons: Counter[str] = Counter()
        self._began = time.monotonic()
        self._ready: float | None = None
        self._bytes_at_start: int | None = None

    def ready(self) -> None:
        """Remember when the first results could come."""
        self._ready = self._ready or time.monotonic()

    def fail(self, failure: Failure) -> None:
        """Count a failure, by its reason."""
        self.count["failures"] += 1
        kind = reason(failure)
        self.reasons[kind if kind in self.reasons or len(self.reasons) < _KINDS else "other"] += 1
        if len(self.errors) < _ERRORS:
            self.errors.append(f"{failure.doc_id}: {failure.error} ({failure.step})")

    def summary(self, *, done: int = 0, total: int | None = None) -> Summary:
        """Sum up. `done`, `total`: how much of the inputs was read [bytes]; None: not known."""
        now = time.monotonic()
        ready = self._ready if self._ready is not None else now
        share = left = expected = None
        if total:
            share = min(1.0, done / total)
            expected, left = self._expect(done, total, now - ready)
        return Summary(
            **self.count,
            reasons=dict(self.reasons.most_common()),
            seconds=now - ready,
            loading=ready - self._began,
            share=share,
            expected=expected,
            left=left,
        )

    def _expect(self, done: int, total: int, seconds: float) -> tuple[int | None, float | None]:
        """Guess from what was extracted since the first article of this run: what was skipped took no time."""
        if self._bytes_at_start is None:
            if self.count["articles"]:
                self._bytes_at_start = done
            return None, None
        read = done - self._bytes_at_start
        if read <= 0 or not seconds:
            return None, None
        seen = self.count["articles"] + self.count["failures"] + self.count["skipped"]
        return round(seen * total / done), seconds * (total - done) / read


def reason(failure: Failure) -> str:
    """Return what kind of failure it is: its first sentence without what differs from article to article.

    >>> reason(Failure("a", "read", "a.csv:7: has 3 cells where the first line names 4 columns. Put fields ..."))
    'read: has N cells where the first line names N columns'
    """
    error = re.sub(r"^(after \d+ (articles|rows): |line \d+: |\S+:\d+: )+", "", failure.error)
    error = re.split(r"\. |\.$| \(|: ", error, maxsplit=1)[0]
    return f"{failure.step}: " + re.sub(r"\d[\d,.]*", "N", re.sub(r"'[^']*'|\"[^\"]*\"", "...", error))[:100]
