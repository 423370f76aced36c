"""Find the turns of interviews and debates: lines that begin with who speaks and a colon.

Such lines are speech without quotation marks, whatever the tagger thinks of them. One label alone proves nothing ("NOTE:");
an interview has several turns, and somebody in it speaks twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from quotes.marks import MARKS

#: Words of a label, title included.
LONGEST_LABEL = 5
#: Turns that make an interview.
FEWEST_TURNS = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn, in tokens, end exclusive: the label, the colon behind it, and what is said up to the line's end."""

    label_start: int
    colon: int
    end: int

    @property
    def start(self) -> int:
        """First token of what is said."""
        return self.colon + 1


def turns(doc: Doc) -> list[Turn]:
    """List the turns of a Doc, in order; none where it holds no interview."""
    found = [turn for start, end in _lines(doc) if (turn := _turn(doc, start, end)) is not None]
    labels = Counter(doc[turn.label_start : turn.colon].text for turn in found)
    if len(found) < FEWEST_TURNS or max(labels.values()) == 1:
        return []
    return found


def _lines(doc: Doc) -> Iterator[tuple[int, int]]:
    start = 0
    for token in doc:
        if "\n" in token.text:
            yield start, token.i
            start = token.i + 1
    yield start, len(doc)


def _turn(doc: Doc, start: int, end: int) -> Turn | None:
    """Read a line as a turn: a label in capitals, or a name of two words and more, then a colon and words."""
    while start < end and (doc[start].is_space or doc[start].text in MARKS):
        start += 1
    colon = next((i for i in range(start, min(end, start + LONGEST_LABEL + 1)) if doc[i].text == ":"), start)
    label = doc[start:colon]
    if not label or colon + 1 >= end or not all(token.text[0].isupper() for token in label):
        return None
    if not label.text.isupper() and len(label) == 1:
        return None
    return Turn(start, colon, end)
