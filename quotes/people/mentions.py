"""Words that may mean a person or a body, and the facts about an article that all later steps look up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Span

from quotes.annotations import read_context, read_quotations
from quotes.lexicon import Lexicon
from quotes.people import names
from quotes.types import Kind

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
HYPHENS = frozenset("-‑")
_OPENERS, _CLOSERS = frozenset("“«„"), frozenset("”»")
_HEADLINE_WORDS = range(4, 30)  # words in a headline
_HEADLINE_SHARE = 0.75  # of its long words that begin with a capital
_LONG_WORD = 4  # letters
_OPENS_ITEM = re.compile(
    r"[_*=~#•·—–-](?:\s*[_*=~#•·.—–-]){2,}"  # ___   * * *
    r"|#?\d{1,3}[.)]?"  # 7
    r"|\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?(?: [A-Z]{2,4})?:?",  # 5:45 p.m.
    re.I,
)
_ITEM = 10  # sentences that the end of an item counts for


@dataclass(slots=True)
class Layout:
    """Facts by token of a Doc that all later steps look up."""

    quoted: list[bool]  # between quotation marks
    beat: list[int]  # narrated sentences so far; a sentence that is all quotation does not count
    paragraph: list[int]
    item: list[int]  # of a page of several short ones
    headline: list[bool]  # in a line that capitalises every long word


@dataclass(slots=True)
class Mention:
    """Words that may mean a person or a body. `start`, `end`: tokens, end exclusive, title left out."""

    kind: str  # NAME, ROLE, PRONOUN
    start: int
    end: int
    head: int
    words: tuple[str, ...]  # folded; of a role, its noun first
    quoted: bool
    subject: bool
    beat: int
    outer: int  # where title and affiliation before the name begin
    title: tuple[str, ...] = ()
    observed: tuple[str, ...] = ()
    determined: str = ""  # of a role: definite, possessed, indefinite, bare
    person: int | None = None  # index into the cast
    rule: str = ""  # the rule that resolved it
    speaks: bool = False  # it is a quotation's source
    prior: int | None = None  # the mention that it was resolved through


def lay_out(doc: Doc) -> Layout:
    """Read quotation marks, narrated sentences, paragraphs and headlines off a Doc."""
    quoted, paragraph, item = _quoted(doc), _paragraphs(doc), _items(doc)
    beat, count, told, begun = [0] * len(doc), 0, False, (0, 0)
    for token in doc:
        if token.is_sent_start or (paragraph[token.i], item[token.i]) != begun:
            told = False
            count += _ITEM * (item[token.i] != begun[1])
            begun = paragraph[token.i], item[token.i]
        if not told and token.is_alpha and not quoted[token.i]:
            told = True
            count += 1
        beat[token.i] = count
    return Layout(quoted, beat, paragraph, item, _headlines(doc))


def _items(doc: Doc) -> list[int]:
    """Number the items of a page of several: they begin below a line of marks, a bare number or a time of day.

    ___        5:45 p.m.        7
    """
    lines = [0, *(token.i + 1 for token in doc if "\n" in token.text), len(doc)]
    out, number, parted = [0] * len(doc), 0, list(read_context(doc).separators)
    for start, end in pairwise(lines):
        above = bool(parted) and start < end and parted[0] < doc[start].idx
        parted = [place for place in parted if start == end or place >= doc[start].idx]
        number += above or bool(_OPENS_ITEM.fullmatch(doc[start:end].text.strip()))
        out[start:end] = [number] * (end - start)
    return out


def _paragraphs(doc: Doc) -> list[int]:
    """Number the paragraphs. Only breaks between words count: what is not of the story is blank."""
    out, number, broken, begun = [], 0, False, False
    for token in doc:
        if token.is_space:
            broken = broken or "\n" in token.text
        else:
            number += broken and begun
            broken, begun = False, True
        out.append(number)
    return out


def _quoted(doc: Doc) -> list[bool]:
    quoted, inside = [False] * len(doc), False
    for token in doc:
        text = token.text
        if "\n" in text:
            inside = False
        elif text in _OPENERS or (text == '"' and not inside):
            inside = True
        elif text in _CLOSERS or text == '"':
            inside = False
        quoted[token.i] = inside
    for quotation in read_quotations(doc):
        if quotation.kind == Kind.DIRECT:
            for piece in quotation.pieces:
                quoted[piece.start : piece.end] = [True] * len(piece)
    return quoted


def _headlines(doc: Doc) -> list[bool]:
    """Mark the lines in which nearly every long word and all verbs are capitalised: there, a capital tells no name."""
    out, start = [False] * len(doc), 0
    for end in [*(token.i for token in doc if "\n" in token.text), len(doc)]:
        words = [token for token in doc[start:end] if token.is_alpha]
        long = [token.text[0].isupper() for token in words if len(token) >= _LONG_WORD]
        told = any(token.pos_ in {"VERB", "AUX"} and token.is_lower for token in words)
        if len(words) in _HEADLINE_WORDS and not told and long and sum(long) >= _HEADLINE_SHARE * len(long):
            out[start:end] = [True] * (end - start)
        start = end + 1
    return out


def find_pronouns(doc: Doc, layout: Layout, lexicon: Lexicon) -> Iterator[Mention]:
    """Yield the pronouns that may mean a person or body: of the third person, and relatives."""
    for token in doc:
        entry = lexicon.pronouns.get(token.lower_)
        if entry is not None and (entry.person or token.tag_ in {"WP", "WP$", "WDT"}):
            yield make("PRONOUN", doc[token.i : token.i + 1], layout)


def make(kind: str, span: Span, layout: Layout) -> Mention:
    """Make a mention of a span, with what the parse says of its head."""
    root = span.root
    return Mention(
        kind,
        span.start,
        span.end,
        root.i,
        tuple(word for word in map(names.fold, span.text.split()) if word),
        quoted=layout.quoted[root.i],
        subject=root.dep_ in SUBJECTS,
        beat=layout.beat[root.i],
        outer=span.start,
    )
