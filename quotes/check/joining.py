"""Find claims that are put together out of several places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from quotes.check.comparison import Text, fit, runs
from quotes.check.verdicts import Row, Verdict, Weighed
from quotes.check.words import is_content
from quotes.types import Article, Kind, Quote

#: A place must give so many words, and so much of the claim.
MIN_RUN = 3
MIN_SHARE = 0.15
#: Words of the claim that may stand between two places ("and") [words].
MAX_BETWEEN = 2
#: Words left out within one row that make two places of it [words].
MIN_LEFT_OUT = 4
#: Room between two rows for "she said" and no more [characters].
MAX_GAP = 100


def joined(claim: Text, rows: Sequence[Row]) -> list[Weighed] | None:
    """Return the places that a claim is put together of, in its order, best the claimed speaker's own; None where it is not.

    Nothing may be missing but a word or two between them. Places in one row count as two where words between them are
    left out without an ellipsis, or where their order is turned.
    """
    for source in ([row for row in rows if row.same_speaker], rows):
        places = _cover(claim, source)
        if places and len(places) > 1:
            return [_weighed(claim, place) for place in places]
    return None


_Place = tuple[int, int, int, Row]  # first word in the claim, first word in the row, words, the row


def _cover(claim: Text, rows: Sequence[Row]) -> list[_Place] | None:
    least = max(MIN_RUN, round(MIN_SHARE * len(claim.words)))
    found = [(start, there, size, row) for row in rows for start, there, size in runs(claim, row.text, least=least)]
    found = [one for one in found if any(is_content(word.key) for word in claim.words[one[0] : one[0] + one[2]])]
    places: list[_Place] = []
    at = 0
    while at < len(claim.words) - (MAX_BETWEEN if places else 0):
        reach = [
            one for one in found if at <= one[0] <= at + MAX_BETWEEN or one[0] < at < one[0] + one[2] - MIN_RUN + 1
        ]
        if not reach:
            return None
        best = max(
            reach, key=lambda one: (one[0] + one[2], places and one[3].quote.doc_id == places[-1][3].quote.doc_id)
        )
        if best[0] + best[2] <= at:
            return None
        places.append(best)
        at = best[0] + best[2]
    return places if _apart(places) else None


def _apart(places: Sequence[_Place]) -> bool:
    """Tell whether the places are apart: in several rows, or in one with words left out between, or turned round."""
    return any(
        one[3].quote.quote_id != two[3].quote.quote_id or not 0 <= two[1] - (one[1] + one[2]) < MIN_LEFT_OUT
        for one, two in pairwise(places)
    )


def _weighed(claim: Text, place: _Place) -> Weighed:
    start, _, size, row = place
    part = Text(claim.text, claim.words[start : start + size])
    found = fit(part, row.text)
    assert found is not None
    return Weighed(Verdict.JOINED, row, found, size / len(claim.words))


def is_running(parts: Sequence[Weighed], articles: Mapping[str, Article]) -> bool:
    """Tell whether the places are one speech that the table has in several rows, broken by no more than "she said"."""
    rows = [part.row.quote for part in parts]
    return (
        all(_goes_on(one, two, articles) for one, two in pairwise(rows))
        and all(part.fit.end == len(part.row.text.words) for part in parts[:-1])
        and all(part.fit.start == 0 for part in parts[1:])
    )


def _goes_on(one: Quote, two: Quote, articles: Mapping[str, Article]) -> bool:
    start, end = one.spans[-1].end, two.spans[0].start
    same = (one.doc_id, one.speaker, one.polarity) == (two.doc_id, two.speaker, two.polarity)
    if not same or Kind.INDIRECT in (one.kind, two.kind) or not 0 <= end - start <= MAX_GAP:
        return False
    return one.doc_id in articles and "\n" not in articles[one.doc_id].text[start:end]
