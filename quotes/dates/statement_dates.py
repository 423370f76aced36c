"""Date the statements of a story: the best of its occasions for each, if it is likely enough.

Stated: the day stands in the sentence of the cue ("said Tuesday"). Scene: it is that of an occasion told elsewhere. What
the text does not say is left undated: a wrong day is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from quotes.annotations import read_context, read_quotations, write_dates
from quotes.config import MIN_DATE_PROBABILITY
from quotes.dates.doubts import GRAVE
from quotes.dates.pairs import read_story
from quotes.dates.scorer import Scored, score
from quotes.records import StatementDate
from quotes.types import DateBasis


@Language.factory("statement_dates", requires=["doc.spans"], assigns=["doc.spans"])
class StatementDates:
    """Write the day of each quotation; it needs the parse, the quotations, their speakers and the day of publication."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Date the quotations of a Doc."""
        return annotate(doc)


def annotate(doc: Doc) -> Doc:
    """Write the day of each quotation that the text dates."""
    write_dates(doc, _dates(doc))
    return doc


def _dates(doc: Doc) -> Iterator[StatementDate]:
    published = read_context(doc).published
    if published is None or not read_quotations(doc):
        return
    best: dict[str, Scored] = {}
    for scored in score(read_story(doc, published)):
        name = scored.tied.pair.statement.quotation.id
        if name not in best or _rank(scored) > _rank(best[name]):
            best[name] = scored
    for name, scored in best.items():
        day = scored.tied.pair.occasion.day
        if scored.probability >= MIN_DATE_PROBABILITY and day is not None:
            basis = DateBasis.STATED if scored.tied.stated else DateBasis.SCENE
            span = scored.tied.pair.occasion.span
            yield StatementDate(name, span, basis, day, scored.tied.tie, scored.probability)


def _rank(scored: Scored) -> tuple[bool, float]:
    """Rank a day that the cue's own sentence states, beyond doubt, before all others."""
    return scored.tied.stated and not scored.tied.doubts & GRAVE, scored.probability
