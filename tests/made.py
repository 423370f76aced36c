"""Docs made by hand from marked text, for tests that need no model.

`[q0|“We won,”] [c0|said] [s0|Ana Ruiz].` marks the words of quotation, cue and source mention 0.
"""

import re

import spacy
from spacy.tokens import Doc, Span

from quotes.tokenizer import split_marks
from quotes.types import Group

GROUPS = {"q": Group.QUOTATIONS, "c": Group.CUES, "s": Group.SPEAKERS}
MARKED = re.compile(r"\[([qcs])(\d+)\|([^\]]*)\]")
NLP = spacy.blank("en")
split_marks(NLP)


def doc_of(marked: str) -> Doc:
    """Read marked text: the text without its marks, the marked spans in their groups (ids "a0", "a1", ...).

    >>> doc = doc_of("[q0|“Go,”] [c0|said] [s0|Ana].")
    >>> doc.text, [span.text for span in doc.spans["quotations"]]
    ('“Go,” said Ana.', ['“Go,”'])
    """
    text, found, end = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[end : match.start()]
        found.append((match[1], f"a{match[2]}", len(text), len(text) + len(match[3])))
        text += match[3]
        end = match.end()
    doc = NLP.make_doc(text + marked[end:])
    spans = {group: [] for group in GROUPS.values()}
    for kind, name, start, stop in found:
        piece = doc.char_span(start, stop, alignment_mode="expand")
        spans[GROUPS[kind]].append(Span(doc, piece.start, piece.end, label=kind, span_id=name))
    for group, members in spans.items():
        doc.spans[group] = members
    return doc
