"""Find the reporting clause printed right beside a piece of speech: “...,” said Reed; Brook said: “...”."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from quotes.lexicon import load
from quotes.marks import MARKS

#: Tokens of a subject, and of what stands between the verb and a colon: "told those at the hospital:".
MAX_SUBJECT_TOKENS, MAX_OBJECT_TOKENS = 8, 8
#: Verbs up the parse that a cue may share a subject with.
MAX_SHARED_VERBS = 3
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
    [Brook] [told] the paper: “We won.”    before it, also where a paragraph ends between

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
    """Find the clause that a colon or comma ends; a colon may stand in the paragraph before."""
    doc, end = piece.doc, _delimiter_before(piece)
    if end is None:
        return None
    verb = _verb_before(doc, end) if doc[end].text == ":" else end - 1
    if verb is None or not _reports(doc[verb]):
        return None
    source = _subject_behind(doc, verb, end) or _subject_before(doc, verb, end) or _parsed_subject(doc[verb])
    return Clause(doc[verb : verb + 1], source) if source is not None else None


def _delimiter_before(piece: Span) -> int | None:
    """Return the colon, or the comma of the same line, that stands before a piece."""
    doc, i = piece.doc, piece.start - 1
    while i >= 0 and doc[i].is_space:
        i -= 1
    if i < 1:
        return None
    return i if doc[i].text == ":" or (doc[i].text == "," and i == piece.start - 1) else None


def _subject_behind(doc: Doc, verb: int, end: int) -> Span | None:
    """Return the subject of "Said Ellis:"."""
    opens = doc[verb].text[0].isupper() and verb + 1 < end and _may_be_subject(doc[verb + 1])
    return doc[verb + 1 : end] if opens else None


def _subject_before(doc: Doc, verb: int, end: int) -> Span | None:
    """Return the noun phrase straight before the verb; before a comma it must open its clause."""
    stop = verb
    while stop > 0 and doc[stop - 1].pos_ in {"ADV", "AUX"}:
        stop -= 1
    start = stop
    while start > max(0, stop - MAX_SUBJECT_TOKENS) and not doc[start].is_sent_start and _is_nominal(doc[start - 1]):
        start -= 1
    if start == stop or not _may_be_subject(doc[start]):
        return None
    return doc[start:stop] if doc[end].text == ":" or _opens_clause(doc, start) else None


def _parsed_subject(verb: Token) -> Span | None:
    subject = subject_of(verb)
    if subject is None or not _may_be_subject(subject):
        return None
    return verb.doc[subject.left_edge.i : subject.i + 1]


def _verb_before(doc: Doc, colon: int) -> int | None:
    """Return the reporting verb of "doctors told those at the hospital:", with no other verb before the colon."""
    for i in range(colon - 1, max(-1, colon - 1 - MAX_OBJECT_TOKENS), -1):
        token = doc[i]
        if _reports(token):
            return i
        if token.pos_ in {"VERB", "AUX"} or token.is_space or token.text in MARKS or token.text in {".", ";", ":"}:
            return None
    return None


def _opens_clause(doc: Doc, start: int) -> bool:
    return start == 0 or doc[start].is_sent_start or not any(char.isalnum() for char in doc[start - 1].text)


def subject_of(verb: Token) -> Token | None:
    """Return a verb's own subject, or that of the verb which it is joined to or depends on.

    A passive's subject is what was said: then None.
    """
    for _ in range(MAX_SHARED_VERBS):
        children = {child.dep_: child for child in reversed(list(verb.children))}
        if not children.keys().isdisjoint(("nsubjpass", "agent")):
            return None
        if "nsubj" in children:
            return children["nsubj"]
        if verb.dep_ == "acl" and verb.tag_ == "VBG":
            return verb.head
        if verb.dep_ not in ("conj", "advcl", "xcomp") or verb.head.pos_ not in ("VERB", "AUX"):
            return None
        verb = verb.head
    return None


def _skip(doc: Doc, i: int) -> int:
    """Return the place behind the comma and the space that may follow a closing mark; the end where a line ends."""
    while i < len(doc) and (doc[i].text == "," or (doc[i].is_space and "\n" not in doc[i].text)):
        i += 1
    return i if i < len(doc) and not doc[i].is_space else len(doc)


def _reports(token: Token) -> bool:
    return token.lemma_.lower() in load().reporting_verbs and token.tag_ in _FINITE


def _is_nominal(token: Token) -> bool:
    if not any(char.isalnum() for char in token.text):
        return token.text in _JOINTS
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
