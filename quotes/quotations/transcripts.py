"""Find the turns of interviews and debates: lines that begin with who speaks and a colon.

Such lines are speech without quotation marks, whatever the network thinks of them. One label alone proves nothing ("NOTE:");
an interview has several turns, and somebody in it speaks twice.

    IRENA VOSS, ANCHOR: Good evening.
    Dr Amara Sy, hospital director (through translator): We moved forty patients.
    Q: And then?
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from quotes.lexicon import load
from quotes.marks import MARKS

#: Words of a label's name, title included; of a whole label, role and brackets included [tokens].
MAX_NAME_TOKENS, MAX_LABEL_TOKENS = 6, 20
#: Turns that make an interview.
MIN_TURNS = 3
#: Paragraphs without a label that may follow a turn and belong to it, where another turn comes after.
MAX_CONTINUED = 3
#: Lines within which a turn has another one: a headline such as "Ruiz: We Won" stands alone.
REACH = MAX_CONTINUED + 1
_SENTENCE_ENDS = frozenset(".?!…”\"'’-–—])")
_BRACKETS = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn, in tokens, end exclusive.

    Attributes:
        label_start: where the label begins.
        name_end: where the name in it ends; role and brackets follow.
        colon: the colon behind the label.
        pieces: what is said, a paragraph each.
    """

    label_start: int
    name_end: int
    colon: int
    pieces: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """First token of what is said."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """One past the last token."""
        return self.pieces[-1][1]


def turns(doc: Doc) -> list[Turn]:
    """List the turns of a Doc, in order; none where it holds no interview."""
    lines = [line for line in _lines(doc) if line[0] < line[1]]
    found = [_turn(doc, start, end) for start, end in lines]
    speakers = Counter(_key(doc, turn) for turn in found if turn is not None)
    if not _is_interview(speakers):
        return []
    certain = [turn if turn is not None and _is_certain(doc, turn, speakers) else None for turn in found]
    return list(_continued(doc, lines, [_beside_others(certain, place) for place in range(len(certain))]))


def _is_interview(speakers: Counter[str]) -> bool:
    """True where two and more speak, and one of them twice."""
    return speakers.total() >= MIN_TURNS and max(speakers.values()) > 1 and len(speakers) > 1


def _beside_others(found: list[Turn | None], place: int) -> Turn | None:
    """Return the turn of a line, unless it stands alone."""
    around = found[max(0, place - REACH) : place + REACH + 1]
    return found[place] if sum(turn is not None for turn in around) > 1 else None


def _continued(doc: Doc, lines: list[tuple[int, int]], found: list[Turn | None]) -> Iterator[Turn]:
    """Add to each turn the paragraphs without a label between it and the next one."""
    places = [place for place, turn in enumerate(found) if turn is not None]
    for place, following in zip(places, [*places[1:], None], strict=True):
        turn = found[place]
        assert turn is not None
        between = lines[place + 1 : following] if following is not None else []
        is_speech = len(between) <= MAX_CONTINUED and all(_is_sentence(doc, end) for _, end in between)
        yield replace(turn, pieces=(*turn.pieces, *between)) if is_speech else turn


def _key(doc: Doc, turn: Turn) -> str:
    """Return what is the same in all labels of one speaker: the last word of the name."""
    return doc[turn.name_end - 1].text.casefold()


def _is_certain(doc: Doc, turn: Turn, speakers: Counter[str]) -> bool:
    """True for a label in capitals, a name of two words and more, or one that comes again."""
    name = doc[turn.label_start : turn.name_end]
    return len(name) > 1 or name.text.isupper() or speakers[_key(doc, turn)] > 1


def _lines(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield the lines, white space and opening marks at their beginning left out."""
    start = 0
    for end in [*(token.i for token in doc if "\n" in token.text), len(doc)]:
        while start < end and doc[start].is_space:
            start += 1
        yield start, end
        start = end + 1


def _turn(doc: Doc, start: int, end: int) -> Turn | None:
    """Read a line as a turn: a capitalised name, perhaps a role and brackets, then a colon and words."""
    while start < end and doc[start].text in MARKS:
        start += 1
    colon = next((i for i in range(start, min(end, start + MAX_LABEL_TOKENS)) if doc[i].text.endswith(":")), start)
    if colon + 1 >= end or not _is_sentence(doc, end):
        return None
    name_end = start
    while name_end < colon and _is_name_word(doc, name_end, start):
        name_end += 1
    if name_end == start or name_end - start > MAX_NAME_TOKENS or not _is_role(doc, name_end, colon):
        return None
    return Turn(start, name_end, colon, ((colon + 1, end),))


def _is_sentence(doc: Doc, end: int) -> bool:
    """True if a line ends as a sentence does; headlines, which also begin with a name and a colon, do not."""
    return doc[end - 1].text[-1] in _SENTENCE_ENDS


def _is_name_word(doc: Doc, i: int, start: int) -> bool:
    token = doc[i]
    particle = i > start and load().name_parts.get(token.lower_) == "particle"
    return token.text[0].isupper() or particle or (token.text in {".", "-", "’", "'"} and i > start)


def _is_role(doc: Doc, start: int, colon: int) -> bool:
    """True if what stands between name and colon is nothing, a role behind a comma, or brackets."""
    i = start
    while i < colon:
        if doc[i].text in _BRACKETS:
            closing = next((k for k in range(i, colon + 1) if doc[k].text.startswith(_BRACKETS[doc[i].text])), None)
            if closing is None:
                return False
            i = closing + 1
        elif doc[i].text == ",":
            i += 1
            while i < colon and (doc[i].is_alpha or doc[i].text in {"-", "’s", "'s", "&", "."}):
                if doc[i].pos_ in {"VERB", "AUX"} and doc[i].is_lower:
                    return False
                i += 1
        else:
            return False
    return True
