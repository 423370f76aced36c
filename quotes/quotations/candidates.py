"""The attributions of a story before the bounds of their quotations are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from quotes.quotations.transcripts import Turn
from quotes.records import TaggedAttribution

#: Links: of the network, to the label of an interview's turn, to the reporting clause beside a piece.
TAGGED, TURN, BESIDE = "tagged", "turn", "beside"
#: What is given where the network links nothing.
NO_PROBABILITIES = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An attribution whose quotation has no bounds yet.

    Attributes:
        contents: what is content for certain.
        cue: its cue.
        source: its source mention.
        link: how the source was linked.
        probabilities: of the links to cue and source.
    """

    contents: tuple[Span, ...] = ()
    cue: Span | None = None
    source: Span | None = None
    link: str = ""
    probabilities: tuple[float, float] = NO_PROBABILITIES


def candidates_of(doc: Doc, tagged: Iterable[TaggedAttribution], turns: list[Turn]) -> list[Candidate]:
    """List the attributions, the turns of an interview in the place of what the network found in their lines.

    Args:
        doc: the story.
        tagged: what the network found.
        turns: the turns of an interview.

    Returns:
        The network's attributions in its order, then the turns.
    """
    lines = {i for turn in turns for i in range(turn.label_start, turn.end)}

    def kept(span: Span | None) -> Span | None:
        return span if span is not None and lines.isdisjoint(range(span.start, span.end)) else None

    candidates = [
        Candidate(
            tuple(piece for piece in one.contents if kept(piece) is not None),
            kept(one.cue),
            kept(one.source),
            TAGGED,
            (one.cue_probability, one.source_probability),
        )
        for one in tagged
    ]
    for turn in turns:
        named = turn.name_end - turn.label_start > 1 or len(doc[turn.label_start]) > 1  # Q and A are nobody's names
        source = Span(doc, turn.label_start, turn.name_end) if named else None
        contents = tuple(Span(doc, start, end) for start, end in turn.pieces)
        candidates.append(Candidate(contents, doc[turn.colon : turn.colon + 1], source, TURN, (1.0, 1.0)))
    return candidates
