"""Gather quotations round the fullest of them: two parts of one statement are one, two statements with a part in common two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from quotes.identities.spelling import likeness
from quotes.reprints.likeness import changes
from quotes.reprints.words import Words, words_of

#: A quotation's number, its words as printed, and what its speakers are told by.
Printed = tuple[int, str, Sequence[str] | None]


class Leaders:
    """Clusters of quotations, each led by its longest, which all others must be like."""

    def __init__(self) -> None:
        self._leader: dict[int, int] = {}
        self._printed: dict[int, Printed] = {}
        self._led: dict[int, list[int]] = {}

    def compare(self, one: Printed, other: Printed) -> bool:
        """Put two quotations into one cluster if they, and those that lead them, have the same words.

        >>> leaders = Leaders()
        >>> full = "We will mend the old bridge at Marrow Bay before winter, I promise"
        >>> leaders.compare((1, full, ["ruiz"]), (2, "We will mend the old bridge at Marrow Bay", ["ruiz"]))
        True
        >>> list(leaders.all())
        [(1, 1), (2, 1)]
        """
        ours, theirs = self._led_by(one), self._led_by(other)
        if ours[0] == theirs[0]:
            return True
        if not _same(one, other) or ((ours, theirs) != (one, other) and not _same(ours, theirs)):
            return False
        longer, shorter = sorted((ours, theirs), key=lambda printed: (-len(_words(printed[1]).words), printed[0]))
        speakers = sorted({*(longer[2] or ()), *(shorter[2] or ())})
        self._printed[longer[0]] = (longer[0], longer[1], speakers)
        members = self._led.pop(shorter[0], [shorter[0]])
        self._led.setdefault(longer[0], [longer[0]]).extend(members)
        for number in (longer[0], *members):
            self._leader[number] = longer[0]
        self._printed.pop(shorter[0], None)
        return True

    def all(self) -> Iterator[tuple[int, int]]:
        """Yield each quotation that is in a cluster, and who leads it."""
        yield from sorted(self._leader.items())

    def _led_by(self, printed: Printed) -> Printed:
        leader = self._leader.get(printed[0])
        return printed if leader is None else self._printed[leader]


def _same(one: Printed, other: Printed) -> bool:
    speakers = set(one[2] or ()), set(other[2] or ())
    agree = not all(speakers) or any(a == b or likeness(a, b, given=False) for a in speakers[0] for b in speakers[1])
    return changes(_words(one[1]), _words(other[1]), same_speaker=agree) is not None


@lru_cache(maxsize=1 << 14)
def _words(quote: str) -> Words:
    return words_of(quote)
