"""Read the facts about a Doc's layout that all later steps look up: quoted words, sentences, paragraphs, headlines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Token

from quotes.annotations import read_context, read_quotations
from quotes.types import Kind

_OPENING_MARKS, _CLOSING_MARKS = frozenset("“«„"), frozenset("”»")
HEADLINE_WORDS = range(4, 30)  # words in a headline
MIN_HEADLINE_CAPITALS = 0.75  # share of a headline's long words that begin with a capital
MIN_LONG_WORD = 4  # letters
_ITEM_HEAD = re.compile(
    r"[_*=~#•·—–-](?:\s*[_*=~#•·.—–-]){2,}"  # ___   * * *
    r"|#?\d{1,3}[.)]?"  # 7
    r"|\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?(?: [A-Z]{2,4})?:?",  # 5:45 p.m.
    re.I,
)
ITEM_DISTANCE = 10  # sentences that the end of an item counts for


@dataclass(frozen=True, slots=True)
class Discourse:
    """Facts by token of a Doc.

    Attributes:
        quoted: the token stands between quotation marks.
        sentence: number of its narrated sentence; one that is all quotation has the number of the one before.
        paragraph: number of its paragraph.
        item: number of its item, on a page of several short ones.
        headline: it stands in a line that capitalises every long word.
    """

    quoted: list[bool]
    sentence: list[int]
    paragraph: list[int]
    item: list[int]
    headline: list[bool]


def read_discourse(doc: Doc) -> Discourse:
    """Read quotation marks, narrated sentences, paragraphs, items and headlines off a Doc."""
    quoted, paragraph, item = _quoted(doc), _paragraphs(doc), _items(doc)
    return Discourse(quoted, _narrated_sentences(doc, quoted, paragraph, item), paragraph, item, _headlines(doc))


def _narrated_sentences(doc: Doc, quoted: list[bool], paragraph: list[int], item: list[int]) -> list[int]:
    """Number the narrated sentences; a sentence begins to count at its first word outside quotation marks."""
    sentence, count, counted, place = [0] * len(doc), 0, False, (0, 0)
    for token in doc:
        if token.is_sent_start or (paragraph[token.i], item[token.i]) != place:
            counted = False
            count += ITEM_DISTANCE * (item[token.i] != place[1])
            place = paragraph[token.i], item[token.i]
        if not counted and token.is_alpha and not quoted[token.i]:
            counted = True
            count += 1
        sentence[token.i] = count
    return sentence


def _items(doc: Doc) -> list[int]:
    """Number the items of a page of several: they begin below a line of marks, a bare number or a time of day.

    ___        5:45 p.m.        7
    """
    lines = [0, *(token.i + 1 for token in doc if "\n" in token.text), len(doc)]
    items, number, separators = [0] * len(doc), 0, list(read_context(doc).separators)
    for start, end in pairwise(lines):
        below_separator = bool(separators) and start < end and separators[0] < doc[start].idx
        separators = [place for place in separators if start == end or place >= doc[start].idx]
        number += below_separator or bool(_ITEM_HEAD.fullmatch(doc[start:end].text.strip()))
        items[start:end] = [number] * (end - start)
    return items


def _paragraphs(doc: Doc) -> list[int]:
    """Number the paragraphs. Only breaks between words count: what is not of the story is blank."""
    paragraphs, number, after_break, begun = [], 0, False, False
    for token in doc:
        if token.is_space:
            after_break = after_break or "\n" in token.text
        else:
            number += after_break and begun
            after_break, begun = False, True
        paragraphs.append(number)
    return paragraphs


def _quoted(doc: Doc) -> list[bool]:
    quoted, inside = [False] * len(doc), False
    for token in doc:
        text = token.text
        if "\n" in text:
            inside = False
        elif text in _OPENING_MARKS or (text == '"' and not inside):
            inside = True
        elif text in _CLOSING_MARKS or text == '"':
            inside = False
        quoted[token.i] = inside
    for quotation in read_quotations(doc):
        if quotation.kind == Kind.DIRECT:
            for piece in quotation.pieces:
                quoted[piece.start : piece.end] = [True] * len(piece)
    return quoted


def _headlines(doc: Doc) -> list[bool]:
    """Mark the lines in which nearly every long word and all verbs are capitalised: there, a capital tells no name."""
    marked, start = [False] * len(doc), 0
    for end in [*(token.i for token in doc if "\n" in token.text), len(doc)]:
        if _is_headline([token for token in doc[start:end] if token.is_alpha]):
            marked[start:end] = [True] * (end - start)
        start = end + 1
    return marked


def _is_headline(words: list[Token]) -> bool:
    capitals = [token.text[0].isupper() for token in words if len(token) >= MIN_LONG_WORD]
    narrates = any(token.pos_ in {"VERB", "AUX"} and token.is_lower for token in words)
    enough = bool(capitals) and sum(capitals) >= MIN_HEADLINE_CAPITALS * len(capitals)
    return len(words) in HEADLINE_WORDS and not narrates and enough
