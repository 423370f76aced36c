"""Find the names that quotations are signed with, as letters and the reactions of readers are: "We won!" – Ana Ruiz."""

from __future__ import annotations

from spacy.tokens import Doc, Span

_DASHES = frozenset({"-", "--", "–", "—", "―"})
#: Words of a name, title included.
_LONGEST_NAME = 6


def signature_after(doc: Doc, end: int) -> Span | None:
    """Return the name that a dash sets behind the token before `end`.

    "We should have won." – **Ana Ruiz**, Eastport     a signature
    "We won" – and nobody saw it.                      none: no name, and the line goes on
    """
    dash = _skip_space(doc, end)
    if dash == len(doc) or doc[dash].text not in _DASHES:
        return None
    start = _skip_space(doc, dash + 1)
    stop = start
    while stop < min(len(doc), start + _LONGEST_NAME) and doc[stop].text[0].isupper():
        stop += 1
    ends_there = stop == len(doc) or doc[stop].text in ",(.[" or "\n" in doc[stop].text
    if not ends_there or stop == start:
        return None
    one_word = stop - start == 1 and not (_opens_line(doc, dash) and doc[stop : stop + 1].text in {",", "("})
    return None if one_word else doc[start:stop]


def _opens_line(doc: Doc, place: int) -> bool:
    return place > 0 and "\n" in doc[place - 1].text


def _skip_space(doc: Doc, place: int) -> int:
    while place < len(doc) and doc[place].is_space:
        place += 1
    return place
