"""Compare the words of a claim with the words of one printed text.

The claim is laid along the text where it fits with the fewest edits (Sellers 1980, "The theory and computation of
evolutionary distances"); what is left before and after, and the edits themselves, tell how far it was printed so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein, Opcode

from quotes.check.words import Word, is_negation, words_of
from quotes.lexicon import table

_CLAUSE = re.compile(r"[,;:.!?–—]")
#: Words in brackets may stand for so many others.
_BRACKET_WORDS = 4


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the claim and the words printed in their place; "" for none."""

    claimed: str
    printed: str


@dataclass(frozen=True, slots=True)
class Fit:
    """How a claim fits a text.

    Args:
        start, end: words of the text that it is laid along, end exclusive.
        edits: words that differ.
        size: words of the claim, or of the stretch where that is longer.
        whole: the stretch is whole sentences: nothing of them is left out.
        ellipsis: words are left out where the claim has an ellipsis.
        differences: the edits, as words.
        negation: a word that denies is in the one and not in the other.
    """

    start: int
    end: int
    edits: int
    size: int
    whole: bool
    ellipsis: bool
    differences: tuple[Difference, ...]
    negation: bool

    @property
    def likeness(self) -> float:
        """Share of the words that are the same, 0 to 1."""
        return 1 - self.edits / max(self.size, 1)


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its words; `text` is what differences are shown of."""

    text: str
    words: tuple[Word, ...]

    @classmethod
    def of(cls, text: str) -> Text:
        """Split a text."""
        return cls(text, tuple(words_of(text)))

    def keys(self) -> list[str]:
        """Return what is compared."""
        return [word.key for word in self.words]

    def slice(self, start: int, end: int) -> str:
        """Return the text of some words."""
        return self.text[self.words[start].start : self.words[end - 1].end] if start < end else ""


def fit(claim: Text, printed: Text) -> Fit | None:
    """Lay a claim along a text; None where one of them has no words.

    >>> fit(Text.of("we never won the cup"), Text.of("I know that we won the cup. Ask them.")).differences
    (Difference(claimed='never', printed=''),)
    >>> found = fit(Text.of("We won ... again"), Text.of("We won the cup again"))
    >>> found.edits, found.ellipsis, found.whole
    (0, True, True)
    """
    if not claim.words or not printed.words:
        return None
    parts = _parts(claim)
    if len(parts) > 1 and (found := _in_order(claim, parts, printed)) is not None:
        return found
    start, end = _window(claim.keys(), printed.keys())
    return _measure(claim, (0, len(claim.words)), printed, (start, end))


def runs(claim: Text, printed: Text, *, least: int) -> list[tuple[int, int, int]]:
    """List the stretches of a claim that stand in a text word for word: first word in the claim, in the text, length."""
    keys, others = claim.keys(), printed.keys()
    found = []
    place = 0
    while place < len(keys):
        size, there = max(
            ((_same(keys[place:], others[start:]), start) for start, key in enumerate(others) if key == keys[place]),
            default=(0, 0),
            key=lambda one: one[0],
        )
        if size >= least:
            found.append((place, there, size))
        place += max(size, 1) if size >= least else 1
    return found


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    size = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        size += 1
    return size


def _parts(claim: Text) -> list[tuple[int, int]]:
    """Cut a claim where it has an ellipsis."""
    starts = [0, *(place for place, word in enumerate(claim.words) if word.gap and place)]
    return list(zip(starts, [*starts[1:], len(claim.words)], strict=True))


def _in_order(claim: Text, parts: list[tuple[int, int]], printed: Text) -> Fit | None:
    """Fit the parts of a claim with ellipses one after the other, word for word; None where they do not."""
    keys, others = claim.keys(), printed.keys()
    place, first, left_out, turned = 0, None, False, False
    for start, end in parts:
        wanted = keys[start:end]
        there = next((at for at in range(place, len(others)) if others[at : at + len(wanted)] == wanted), None)
        if there is None:
            return None
        if first is None:
            first = there
        elif there > place:
            left_out, turned = True, turned or _turns(printed, place, there)
        place = there + len(wanted)
    first = first or 0
    return Fit(
        first,
        place,
        0,
        len(keys),
        _whole(printed, first, place),
        ellipsis=left_out,
        differences=(),
        negation=turned,
    )


def _turns(printed: Text, start: int, end: int) -> bool:
    """Tell whether leaving out some words turns the sense: a denial of what stands beside them, in the same clause."""
    rims = (
        (printed.words[start - 1].end, printed.words[start].start),
        (printed.words[end - 1].end, printed.words[end].start),
    )
    apart = any(_CLAUSE.search(printed.text[one:two]) for one, two in rims)
    return not apart and any(is_negation(word.key) for word in printed.words[start:end])


def _window(claim: Sequence[str], printed: Sequence[str]) -> tuple[int, int]:
    """Find the stretch of a text that a claim is nearest to, with the beginning and end of the text free."""
    costs, starts = [0] * (len(printed) + 1), list(range(len(printed) + 1))
    for row, key in enumerate(claim, 1):
        new, new_starts = [row], [0]
        for column, other in enumerate(printed, 1):
            change, insert, delete = costs[column - 1] + (key != other), new[column - 1] + 1, costs[column] + 1
            best = min(change, insert, delete)
            new.append(best)
            if best == change:
                new_starts.append(starts[column - 1])
            else:
                new_starts.append(new_starts[column - 1] if best == insert else starts[column])
        costs, starts = new, new_starts
    end = min(range(len(costs)), key=lambda place: (costs[place], abs(place - starts[place] - len(claim))))
    return starts[end], end


def _measure(claim: Text, part: tuple[int, int], printed: Text, window: tuple[int, int]) -> Fit:
    start, end = _stretched(claim, printed, *window)
    keys, others = claim.keys()[part[0] : part[1]], printed.keys()[start:end]
    changed = [
        op for op in Levenshtein.opcodes(keys, others) if op.tag != "equal" and not _free(op, claim, printed, start)
    ]
    edits = sum(max(op.src_end - op.src_start, op.dest_end - op.dest_start) for op in changed)
    differences = tuple(
        Difference(claim.slice(op.src_start, op.src_end), printed.slice(start + op.dest_start, start + op.dest_end))
        for op in changed
    )
    negation = sum(map(is_negation, keys)) % 2 != sum(map(is_negation, others)) % 2
    size = max(len(keys), len(others))
    return Fit(
        start, end, edits, size, _whole(printed, start, end), ellipsis=False, differences=differences, negation=negation
    )


def _stretched(claim: Text, printed: Text, start: int, end: int) -> tuple[int, int]:
    """Take in words at the rims that brackets in the claim stand for."""
    if claim.words[0].bracketed and start and not printed.words[start].begins:
        start -= 1
    return start, max(end, min(start + 1, len(printed.words)))


def _free(op: Opcode, claim: Text, printed: Text, start: int) -> bool:
    """Tell whether an edit is what brackets allow: words put in by somebody who quotes, or in place of others."""
    put_in = claim.words[op.src_start : op.src_end]
    there = printed.words[start + op.dest_start : start + op.dest_end]
    bracketed = [words for words in (put_in, there) if words and all(word.bracketed for word in words)]
    return bool(bracketed) and max(len(put_in), len(there)) <= _BRACKET_WORDS


def _whole(printed: Text, start: int, end: int) -> bool:
    """Tell whether a stretch begins and ends with sentences; "but" and the like before it do not count."""
    openers = table("sentence_openers")
    while start and not printed.words[start].begins and printed.words[start - 1].key in openers:
        start -= 1
    return printed.words[start].begins and (end == len(printed.words) or printed.words[end].begins)
