"""Find the names that quotations are signed with, as letters, reactions and lists of quotes are.

"We won!" – Ana Ruiz                        behind a dash
“We won!”
– @anaruiz, on X                            on a line of its own, behind a dash
“We won!”
Ana Ruiz, teacher                           on a line of its own, a name of two words and more
"""

from __future__ import annotations

from spacy.tokens import Doc, Span

from quotes.lexicon import load
from quotes.marks import MARKS

_DASHES = frozenset({"-", "--", "–", "—", "―"})
#: Words of a name, title included, and of a line that is a signature [tokens].
MAX_NAME_TOKENS, MAX_LINE_TOKENS = 6, 20


def signature_after(doc: Doc, end: int) -> Span | None:
    """Return the name that a quotation is signed with.

    "We should have won." – **Ana Ruiz**, Eastport     a signature
    "We won" – and nobody saw it.                      none: no name, and the line goes on

    Args:
        doc: the story.
        end: the token behind the quotation.
    """
    place = _skip_space(doc, end)
    if place == len(doc):
        return None
    alone = any("\n" in token.text for token in doc[end:place]) and _is_marked_line(doc, end)
    if doc[place].text not in _DASHES:
        return _signature_line(doc, place) if alone else None
    start = _skip_space(doc, place + 1)
    name = _name(doc, start)
    if name is None:
        return _unnamed_signature(doc, start) if alone else None
    described = alone and doc[name.end : name.end + 1].text in {",", "("}
    return name if len(name) > 1 or described else None


def _is_marked_line(doc: Doc, end: int) -> bool:
    """True if the line that ends before a token begins and ends with a mark."""
    start = end - 1
    while start > 0 and "\n" not in doc[start - 1].text:
        start -= 1
    return doc[end - 1].text in MARKS and doc[start].text in MARKS and start < end - 1


def _name(doc: Doc, start: int) -> Span | None:
    """Return the capitalised words from a place on, where a comma, a bracket or the line's end follows them."""
    stop = start
    while stop < min(len(doc), start + MAX_NAME_TOKENS) and _is_name_word(doc, stop, start):
        stop += 1
    ends_there = stop == len(doc) or doc[stop].text[0] in ",(.[" or "\n" in doc[stop].text
    return doc[start:stop] if stop > start and ends_there else None


def _is_name_word(doc: Doc, i: int, start: int) -> bool:
    token = doc[i]
    between = i > start and i + 1 < len(doc) and doc[i + 1].text[0].isupper()
    joins = between and (
        load().name_parts.get(token.lower_) == "particle" or token.lower_ == "and" or token.text == "-"
    )
    return token.text[0].isupper() or bool(joins)


def _signature_line(doc: Doc, start: int) -> Span | None:
    """Return the name of a line that says who that is, and no more: no verb, no full stop, no cross-heading."""
    name = _name(doc, start)
    if name is None or len(name) == 1 or name.text.isupper():
        return None
    stop = name.end
    while stop < len(doc) and "\n" not in doc[stop].text:
        stop += 1
    told = any(token.tag_ in {"VBD", "VBZ", "VBP", "MD"} for token in doc[name.end : stop])
    short = stop - start <= MAX_LINE_TOKENS and doc[stop - 1].text[-1] not in '.!?:”"'
    return name if short and not told else None


def _unnamed_signature(doc: Doc, start: int) -> Span | None:
    """Return a signature behind a dash that is not a name: "@anaruiz", "sign at the allotments"."""
    stop = start
    while stop < min(len(doc), start + MAX_NAME_TOKENS) and "\n" not in doc[stop].text and doc[stop].text not in ",(":
        stop += 1
    ends_there = stop == len(doc) or doc[stop].text in ",(" or "\n" in doc[stop].text
    return doc[start:stop] if stop > start and ends_there else None


def _skip_space(doc: Doc, place: int) -> int:
    while place < len(doc) and doc[place].is_space:
        place += 1
    return place
