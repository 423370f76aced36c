"""Show two wordings beside each other, word by word: what is the same, what only one of them has."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from quotes.check.comparison import Text, fit


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are the same in both ("same"), or only in the one that is compared ("claimed") or printed ("printed")."""

    where: str
    text: str


def word_by_word(claimed: str, printed: str) -> list[Run]:
    """Compare two wordings; case, accents and punctuation make no difference.

    >>> [(run.where, run.text) for run in word_by_word("We never won", "We have won.")]
    [('same', 'We'), ('claimed', 'never'), ('printed', 'have'), ('same', 'won')]
    """
    one, other = Text.of(claimed), Text.of(printed)
    found = []
    for op in Levenshtein.opcodes(one.keys(), other.keys()):
        if op.tag == "equal":
            found.append(Run("same", other.slice(op.dest_start, op.dest_end)))
            continue
        found += [Run("claimed", one.slice(op.src_start, op.src_end))] if op.src_start < op.src_end else []
        found += [Run("printed", other.slice(op.dest_start, op.dest_end))] if op.dest_start < op.dest_end else []
    return found


def likeness(one: str, other: str) -> float:
    """Return the share of the words that are the same where the shorter is laid along the longer, 0 to 1."""
    texts = sorted((Text.of(one), Text.of(other)), key=lambda text: len(text.words))
    found = fit(texts[0], texts[1])
    return found.likeness if found is not None else 0.0
