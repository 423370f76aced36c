"""Find the reporting clause printed right beside a piece of speech: “...,” said Reed; Brook said: “...”."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from quotes.lexicon import load
from quotes.marks import MARKS

#: Tokens of a subject between the mark and the verb.
MAX_SUBJECT_TOKENS = 8
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN", "VB"})
_NOMINAL = frozenset({"PROPN", "NOUN", "ADJ", "DET", "PRON"}) | {"NUM"}
_JOINTS = ("of", "for", "and", ".", "-")
_NOT_SUBJECTS = ("that", "this", "it")


@dataclass(frozen=True, slots=True)
class Clause:
    """A reporting clause: its verb, and the noun phrase that is its subject."""

    cue: Span
    source: Span


def clause_beside(piece: Span) -> Clause | None:
    """Return the reporting clause that belongs to a piece of speech in marks, by its place alone.

    “We won,” [said] [Reed].           after it, inverted
    “We won,” [Brook] [said].          after it; not behind a full stop, where a sentence begins, nor before a colon
    [Brook] [said]: “We won.”          before it

    Args:
        piece: tokens of one piece, its marks included.
    """
    return _inverted(piece) or _after(piece) or _before(piece)


def _inverted(piece: Span) -> Clause | None:
    doc, i = piece.doc, _skip(piece.doc, piece.end)
    if i >= len(doc) or not _reports(doc[i]) or doc[i].text[0].isupper():
        return None
    start = i + 1
    if start >= len(doc) or not _may_be_subject(doc[start]):
        return None
    end = _phrase_end(doc, start)
    if doc[end : end + 1].text == ":" or (end < len(doc) and doc[end].text in MARKS):
        return None
    return Clause(doc[i : i + 1], doc[start:end])


def _after(piece: Span) -> Clause | None:
    doc, start = piece.doc, _skip(piece.doc, piece.end)
    if start >= len(doc) or _ends_sentence(piece) or not (doc[start].lower_ == "it" or _may_be_subject(doc[start])):
        return None
    end = _phrase_end(doc, start)
    verb = end
    while verb < len(doc) and doc[verb].pos_ == "ADV":
        verb += 1
    if end - start > MAX_SUBJECT_TOKENS or verb >= len(doc) or not _reports(doc[verb]):
        return None
    return None if _introduces(doc, verb) else Clause(doc[verb : verb + 1], doc[start:end])


def _before(piece: Span) -> Clause | None:
    doc, i = piece.doc, piece.start - 1
    if i < 0 or doc[i].text not in {",", ":"}:
        return None
    verb = i - 1
    if verb < 1 or not _reports(doc[verb]):
        return None
    end = verb
    while end > 0 and doc[end - 1].pos_ == "ADV":
        end -= 1
    start = end
    while start > 0 and end - start < MAX_SUBJECT_TOKENS and _is_nominal(doc[start - 1]):
        start -= 1
    opens = start == 0 or doc[start - 1].is_space or doc[start].is_sent_start or doc[start - 1].text in {".", "”", '"'}
    return Clause(doc[verb : verb + 1], doc[start:end]) if start < end and opens else None


def _skip(doc: Doc, i: int) -> int:
    """Return the place behind the comma and the space that may follow a closing mark; the end where a line ends."""
    while i < len(doc) and (doc[i].text == "," or (doc[i].is_space and "\n" not in doc[i].text)):
        i += 1
    return i if i < len(doc) and not doc[i].is_space else len(doc)


def _reports(token: Token) -> bool:
    return token.lemma_.lower() in load().reporting_verbs and token.tag_ in _FINITE


def _is_nominal(token: Token) -> bool:
    return token.pos_ in _NOMINAL or token.lower_ in _JOINTS or token.tag_ == "POS"


def _may_be_subject(token: Token) -> bool:
    """True for a word that can open a subject; "him" and "who" cannot, nor can "that", which opens what is said."""
    pronoun = load().pronouns.get(token.lower_) if token.tag_ != "PRP$" else None
    if pronoun is not None and (pronoun.case == "object" or not pronoun.person):
        return False
    return token.pos_ in _NOMINAL and token.lower_ not in _NOT_SUBJECTS


def _phrase_end(doc: Doc, start: int) -> int:
    end = start
    while end < len(doc) and _is_nominal(doc[end]) and not (doc[end].text == "." and doc[end].whitespace_ == ""):
        if doc[end].text == "." and (end + 1 == len(doc) or doc[end + 1].is_sent_start):
            break
        end += 1
    return end


def _ends_sentence(piece: Span) -> bool:
    """True if a full stop stands inside the closing mark: what follows is a sentence of its own."""
    last = piece[-1].i
    while last > piece.start and piece.doc[last].text in MARKS:
        last -= 1
    return piece.doc[last].text.endswith(".")


def _introduces(doc: Doc, verb: int) -> bool:
    """True if a clause opens the speech that follows it: Reed said: “..."."""
    i = verb + 1
    while i < len(doc) and doc[i].pos_ in _NOMINAL | {"ADV"}:
        i += 1
    return i < len(doc) and (doc[i].text == ":" or (doc[i].text == "," and doc[i + 1 : i + 2].text in {"“", '"', "‘"}))
