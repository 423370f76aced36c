"""Docs made of marked text, in which a person can read what is marked.

[q0|“We won,”] [c0|said] [s0=Ana Ruiz|she].     quotation, cue and source mention 0; who is meant behind the "="
[m=p1|The mayor] spoke.                          a mention of entity p1
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import spacy
from spacy.tokens import Doc, Span

from quotes.annotations import write_people, write_quotations, write_tagged
from quotes.records import AttributedQuotation, Mention, MentionKind, Resolution, Speaker, TaggedAttribution
from quotes.tokenizer import split_marks
from quotes.types import Kind

MARKED = re.compile(r"\[([qcsm])(\d*)(?:=([^|\]]*))?\|([^\]]*)\]")
NLP = spacy.blank("en")
split_marks(NLP)


@dataclass(frozen=True)
class Mark:
    """Characters `start:end` of the plain text are marked."""

    letter: str
    number: str
    meant: str | None
    start: int
    end: int


def read_marked(marked: str) -> tuple[str, list[Mark]]:
    """Read marked text: the text without its marks, and the marks.

    >>> read_marked("[s0=Ana|She] left.")
    ('She left.', [Mark(letter='s', number='0', meant='Ana', start=0, end=3)])
    """
    text, marks, end = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[end : match.start()]
        marks.append(Mark(match[1], match[2], match[3], len(text), len(text) + len(match[4])))
        text += match[4]
        end = match.end()
    return text + marked[end:], marks


def spans(doc: Doc, marks: list[Mark], letter: str) -> dict[str, list[Span]]:
    """Return the spans marked with a letter, by number."""
    found: dict[str, list[Span]] = defaultdict(list)
    for mark in marks:
        if mark.letter == letter:
            span = doc.char_span(mark.start, mark.end, alignment_mode="expand")
            assert span is not None, mark
            found[mark.number].append(span)
    return found


def tagged_doc(marked: str, parse: Callable[[str], Doc] = NLP.make_doc) -> Doc:
    """Make a Doc on which the network found what is marked."""
    text, marks = read_marked(marked)
    doc = parse(text)
    write_tagged(doc, tagged(doc, marks))
    return doc


def tagged(doc: Doc, marks: list[Mark]) -> list[TaggedAttribution]:
    """Return what is marked as attributions that the network found."""
    contents, cues, sources = (spans(doc, marks, letter) for letter in "qcs")
    return [
        TaggedAttribution(tuple(own), *(found[name][0] if found[name] else None for found in (cues, sources)), 0.5, 0.5)
        for name, own in contents.items()
    ]


def quoted_doc(
    marked: str, parse: Callable[[str], Doc], *, kind: Kind = Kind.MIXED
) -> tuple[Doc, dict[str, str | None]]:
    """Parse marked text and write the quotations marked.

    Returns:
        The Doc, and who is meant by each source, by the quotation's id.
    """
    text, marks = read_marked(marked)
    doc = parse(text)
    write_quotations(
        doc,
        [
            AttributedQuotation(f"q{number}", kind, one.contents, one.cue, one.source, "tagged" if one.source else "")
            for number, one in zip(spans(doc, marks, "q"), tagged(doc, marks), strict=True)
        ],
    )
    return doc, {f"q{mark.number}": mark.meant for mark in marks if mark.letter == "s"}


def resolved_doc(marked: str, parse: Callable[[str], Doc]) -> Doc:
    """Parse marked text and write the direct quotations and the people marked: `[s0=p1|...]`, `[m=p2|...]`."""
    doc, meant = quoted_doc(marked, parse, kind=Kind.DIRECT)
    _, marks = read_marked(marked)
    sources = spans(doc, marks, "s")
    write_people(
        doc,
        mentions=[
            Mention(doc.char_span(mark.start, mark.end, alignment_mode="expand"), MentionKind.NAME, mark.meant)
            for mark in marks
            if mark.letter == "m"
        ],
        entities=[],
        speakers=[Speaker(name, sources[name[1:]][0], person or None, Resolution()) for name, person in meant.items()],
    )
    return doc
