"""Find claims that are put together out of several places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

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


class _Place(NamedTuple):
    """Words of a claim that a row has in the same order."""

    start: int  # first word in the claim
    there: int  # first word in the row
    size: int  # words
    row: Row

    @property
    def end(self) -> int:
        """The word of the claim after the last one."""
        return self.start + self.size


def _cover(claim: Text, rows: Sequence[Row]) -> list[_Place] | None:
    """Find places that give the claim from its first word to its last; None: there are none."""
    found = _common_places(claim, rows)
    places: list[_Place] = []
    at = 0
    while at < len(claim.words) - (MAX_BETWEEN if places else 0):
        best = _next_place(found, at, places[-1] if places else None)
        if best is None:
            return None
        places.append(best)
        at = best.end
    return places if _apart(places) else None


def _common_places(claim: Text, rows: Sequence[Row]) -> list[_Place]:
    """Find the runs of words that claim and rows share, long enough and with a content word."""
    least = max(MIN_RUN, round(MIN_SHARE * len(claim.words)))
    found = [_Place(*run, row) for row in rows for run in runs(claim, row.text, least=least)]
    return [place for place in found if any(is_content(word.key) for word in claim.words[place.start : place.end])]


def _next_place(found: Sequence[_Place], at: int, before: _Place | None) -> _Place | None:
    """Choose the place that carries the claim furthest; of equal ones one in the article of the place before.

    Args:
        found: all places.
        at: the word of the claim to go on from.
        before: the place before; None: this is the first.

    Returns:
        The place; None: no place goes on from there.
    """

    def rank(place: _Place) -> tuple[int, bool]:
        return place.end, before is not None and place.row.quote.doc_id == before.row.quote.doc_id

    reach = [place for place in found if _reaches(place, at)]
    best = max(reach, key=rank, default=None)
    return best if best is not None and best.end > at else None


def _reaches(place: _Place, at: int) -> bool:
    """Tell whether a place begins at a word of the claim or just after it, or overlaps it and goes well beyond."""
    return at <= place.start <= at + MAX_BETWEEN or place.start < at < place.end - MIN_RUN + 1


def _apart(places: Sequence[_Place]) -> bool:
    """Tell whether the places are apart: in several rows, or in one with words left out between, or turned round."""
    return any(
        one.row.quote.quote_id != two.row.quote.quote_id or not 0 <= two.there - (one.there + one.size) < MIN_LEFT_OUT
        for one, two in pairwise(places)
    )


def _weighed(claim: Text, place: _Place) -> Weighed:
    part = Text(claim.text, claim.words[place.start : place.end])
    found = fit(part, place.row.text)
    assert found is not None
    return Weighed(Verdict.JOINED, place.row, found, place.size / len(claim.words))


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
