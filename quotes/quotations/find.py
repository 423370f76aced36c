"""Turn what the network found into quotations."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span

from quotes.quotations import transcripts
from quotes.quotations.bounds import LETTERS, pieces_of, stretches
from quotes.quotations.candidates import candidates_of
from quotes.quotations.splits import split
from quotes.records import AttributedQuotation, TaggedAttribution
from quotes.types import Kind


def find_quotations(doc: Doc, tagged: Iterable[TaggedAttribution]) -> list[AttributedQuotation]:
    """Turn what the network found into quotations, with the cue and source that it linked.

    Args:
        doc: the story.
        tagged: what the network found.

    Returns:
        The quotations in text order.
    """
    turns = transcripts.turns(doc)
    marked = {i for turn in turns for start, end in turn.pieces for i in range(start, end)}
    marked |= {i for start, end, _ in stretches(doc) for i in range(start, end)}
    candidates = candidates_of(doc, tagged, turns)
    pieces = pieces_of(doc, candidates)
    parts = [one for number, own in pieces.items() for one in split(candidates[number], own, marked)]
    parts.sort(key=lambda one: one.pieces[0].start)
    return [
        AttributedQuotation(
            f"q{number}",
            _kind(one.pieces, marked),
            one.pieces,
            one.of.cue,
            one.of.source,
            one.of.link,
            *one.of.probabilities,
        )
        for number, one in enumerate(parts)
    ]


def _kind(pieces: Iterable[Span], marked: set[int]) -> Kind:
    """Return direct where all words stand inside marks, mixed where some do."""
    inside = [token.i in marked for piece in pieces for token in piece if LETTERS.search(token.text)]
    if all(inside):
        return Kind.DIRECT
    return Kind.MIXED if any(inside) else Kind.INDIRECT
