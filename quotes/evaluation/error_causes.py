"""Count what went wrong with the speakers of quoted segments, by cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

import pyarrow as pa

from quotes.evaluation.gold import Attribution
from quotes.evaluation.matching import NAMED, best_row, mention, overlap, paired, right_names, segments
from quotes.types import Quote


class Cause(StrEnum):
    """What went wrong, in the order of the pipeline's stages."""

    NOT_FOUND = "quotation not found"
    NOT_SPEECH = "not a quotation"
    NO_SOURCE = "no source mention found"
    WRONG_SOURCE = "wrong source mention"
    PRONOUN_OPEN = "pronoun: nobody found"
    PRONOUN_WRONG = "pronoun: somebody else"
    DESCRIPTION_OPEN = "description or body: not resolved to its name"
    DESCRIPTION_WRONG = "description or body: somebody else"
    NAME_OPEN = "name: nobody found"
    NAME_WRONG = "name: somebody else"
    NAME_SHORT = "name: not in full"
    RIGHT = "right"


#: First step of the evidence -> cause if the mention was resolved to nobody, cause if to somebody else.
_UNRESOLVED = {
    "pronoun": (Cause.PRONOUN_OPEN, Cause.PRONOUN_WRONG),
    "source": (Cause.DESCRIPTION_OPEN, Cause.DESCRIPTION_WRONG),
    "name": (Cause.NAME_OPEN, Cause.NAME_WRONG),
    "surname": (Cause.NAME_OPEN, Cause.NAME_WRONG),
}


def count(path: str | Path, rows: Iterable[Quote]) -> pa.Table:
    """Count the quoted segments of a gold file by what went wrong with their speaker.

    Args:
        path: the gold file.
        rows: the rows of its articles.

    Returns:
        Columns cause, n and percent, a row for each `Cause`.

    Raises:
        InputError: the gold file cannot be read, or the rows were not made from it.
    """
    counts: Counter[Cause | None] = Counter()
    for example, own in paired(path, rows):
        for segment, attribution in segments(example.article.text, example.attributions):
            counts[cause(best_row(segment, own), attribution)] += 1
    del counts[None]
    total = counts.total() or 1
    return pa.Table.from_pylist(
        [{"cause": name, "n": counts[name], "percent": round(100 * counts[name] / total, 1)} for name in Cause]
    )


def cause(row: Quote | None, attribution: Attribution | None) -> Cause | None:
    """Compare the row that covers a segment with the attribution that the segment belongs to.

    Args:
        row: the row; None: no row covers it.
        attribution: the attribution; None: nobody said it.

    Returns:
        The first thing that went wrong, or `Cause.RIGHT`. A segment of an unnamed speaker is right when its source
        mention is. None: the segment has neither row nor attribution.
    """
    if attribution is None:
        return None if row is None else Cause.NOT_SPEECH
    if row is None:
        return Cause.NOT_FOUND
    return _cause_of_speaker(row, attribution)


def _cause_of_speaker(row: Quote, attribution: Attribution) -> Cause:
    named = attribution.speaker_kind in NAMED
    name_right, full_right = right_names(row.speaker, attribution)
    if named and full_right:
        return Cause.RIGHT
    if attribution.source and not overlap(mention(row), attribution.source):
        return Cause.WRONG_SOURCE if mention(row) else Cause.NO_SOURCE
    if not named:
        return Cause.RIGHT
    if name_right:
        return Cause.NAME_SHORT
    mentioned_by = next((step.step for step in row.evidence if step.step in _UNRESOLVED), "source")
    return _UNRESOLVED[mentioned_by][row.speaker_kind in NAMED]
