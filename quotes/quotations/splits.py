"""Split what the network joined into one quotation each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span

from quotes.quotations.bounds import LETTERS
from quotes.quotations.candidates import BESIDE, TAGGED, Candidate
from quotes.quotations.reporting_clauses import Clause, clause_beside
from quotes.quotations.signatures import signature_after


@dataclass(frozen=True, slots=True)
class Part:
    """Pieces that are one quotation, and the candidate whose cue and source it has."""

    pieces: tuple[Span, ...]
    of: Candidate


def split(candidate: Candidate, pieces: list[Span], marked: set[int]) -> Iterator[Part]:
    """Yield the quotations that the pieces of one candidate are.

    A piece in marks with a reporting clause of its own beside it belongs to that clause, and so do the pieces behind it
    that have none. A paraphrase and the speech in the next sentence are two quotations of one speaker. A signature ends
    a quotation.

    Args:
        candidate: the attribution as linked.
        pieces: its pieces, in text order.
        marked: the tokens that stand inside marks.
    """
    current = candidate
    own: list[Span] = []
    for piece in pieces:
        clause = clause_beside(piece) if candidate.link == TAGGED and _is_speech(piece, marked) else None
        if clause is not None and not _agrees(current, clause):
            yield from _part(own, current)
            own, current = [], Candidate(cue=clause.cue, source=clause.source, link=BESIDE)
        elif own and _parts(own[-1], piece, marked):
            yield from _part(own, current)
            own = []
        own.append(piece)
        if signature_after(piece.doc, piece.end) is not None:
            yield from _part(own, current)
            own, current = [], Candidate()
    yield from _part(own, current)


def _part(pieces: list[Span], of: Candidate) -> Iterator[Part]:
    if pieces:
        yield Part(tuple(pieces), replace(of, link=of.link if of.source is not None else ""))


def _is_speech(piece: Span, marked: set[int]) -> bool:
    return all(token.i in marked for token in piece if LETTERS.search(token.text))


def _parts(one: Span, other: Span, marked: set[int]) -> bool:
    """True where a sentence begins between a paraphrase and speech."""
    if _is_speech(one, marked) == _is_speech(other, marked):
        return False
    return any(token.is_sent_start or "\n" in token.text for token in one.doc[one.end : other.start + 1])


def _agrees(candidate: Candidate, clause: Clause) -> bool:
    """True if what is linked so far is the clause: its cue, and a source that shares words with its subject."""
    if candidate.cue is None or not _overlap(candidate.cue, clause.cue):
        return False
    return candidate.source is None or _overlap(candidate.source, clause.source)


def _overlap(some: Span, other: Span) -> bool:
    return some.start < other.end and other.start < some.end
