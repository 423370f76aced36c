"""Say of each quoted segment of gold articles what went wrong with its speaker, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

import pyarrow as pa

from quotes.evaluation import gold
from quotes.evaluation.gold import Attribution
from quotes.evaluation.matching import NAMED, best_row, mention, overlap, right_names, segments
from quotes.evaluation.scores import by_article
from quotes.types import Quote


class Cause(StrEnum):
    """What went wrong, in the order in which the pipeline works."""

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


#: By the first step of the evidence: nobody was found, or somebody else.
_UNRESOLVED = {
    "pronoun": (Cause.PRONOUN_OPEN, Cause.PRONOUN_WRONG),
    "source": (Cause.DESCRIPTION_OPEN, Cause.DESCRIPTION_WRONG),
    "name": (Cause.NAME_OPEN, Cause.NAME_WRONG),
    "surname": (Cause.NAME_OPEN, Cause.NAME_WRONG),
}


def count(path: str | Path, rows: Iterable[Quote]) -> pa.Table:
    """Count the quoted segments of a gold file by what went wrong with them; columns cause, n and percent.

    Segments of unnamed speakers are right when their source mention is.

    Raises:
        InputError: the gold file cannot be read.
    """
    found = by_article(rows)
    counts: Counter[Cause | None] = Counter()
    for example in gold.read(path):
        own = found[example.article.doc_id]
        for segment, attribution in segments(example.article.text, example.attributions):
            counts[cause(best_row(segment, own), attribution)] += 1
    del counts[None]
    total = counts.total() or 1
    return pa.Table.from_pylist(
        [{"cause": name, "n": counts[name], "percent": round(100 * counts[name] / total, 1)} for name in Cause]
    )


def cause(row: Quote | None, attribution: Attribution | None) -> Cause | None:
    """Say what went wrong with a segment: the row that holds it against the attribution it is; None: of neither."""
    if attribution is None:
        return None if row is None else Cause.NOT_SPEECH
    if row is None:
        return Cause.NOT_FOUND
    named = attribution.speaker_kind in NAMED
    if named and right_names(row.speaker, attribution)[1]:
        return Cause.RIGHT
    if attribution.source and not overlap(mention(row), attribution.source):
        return Cause.WRONG_SOURCE if mention(row) else Cause.NO_SOURCE
    if not named:
        return Cause.RIGHT
    if right_names(row.speaker, attribution)[0]:
        return Cause.NAME_SHORT
    mentioned_by = next((step.step for step in row.evidence if step.step not in {"cue", "date"}), "source")
    return _UNRESOLVED.get(mentioned_by, _UNRESOLVED["source"])[row.speaker_kind in NAMED]
