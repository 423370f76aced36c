"""Check claims against a table: find the rows that may be theirs, weigh them, and choose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import pyarrow as pa

from quotes.check.claims import Claim
from quotes.check.comparison import Text, fit, runs
from quotes.check.findings import Finding, make_finding, not_found, not_speech
from quotes.check.joining import MIN_RUN, is_running, joined
from quotes.check.printings import with_first_printing
from quotes.check.unquoted import narrated
from quotes.check.verdicts import Row, Verdict, Weighed, row_of, weigh
from quotes.table.filter_values import people_rows
from quotes.table.query import rows_at
from quotes.table.quote_table import QuoteTable
from quotes.table.schema import to_quotes
from quotes.table.speakers import SpeakerMatch, fold, is_described, match, may_mean, names_somebody
from quotes.table.word_index import Hits
from quotes.types import Quote

#: Rows that are looked at for each claim: the nearest in words, and the nearest of the claimed speaker.
NEAREST = 60
#: Of each of these, rows that are read whole; all that have the claim word for word are.
READ = 12
#: Claims that are looked up together, so that the table is read once for them.
BATCH = 100
#: A row by another than the claimed speaker is a finding from this likeness on.
MIN_OTHER_LIKENESS = 0.75
#: Words that another must have said for it to be a finding: shorter ones anybody says.
MIN_OTHER_WORDS = 3

#: Which of several rows says most of a claim; the speaker's own words first.
_ORDER = (Verdict.EXACT, Verdict.DENIED, Verdict.PARTIAL, Verdict.REPORTED, Verdict.DIFFERS)


class Checker:
    """Checks claims against one table.

    checker = Checker(quotes.open_table("quotes.parquet"))
    checker.check(Claim("If there is no dialogue there will be war", speaker="Petro")).verdict
    """

    def __init__(self, table: QuoteTable) -> None:
        self._table = table

    def check(self, claim: Claim) -> Finding:
        """Check one claim."""
        return next(self.check_all([claim]))

    def check_all(self, claims: Iterable[Claim]) -> Iterator[Finding]:
        """Check many claims; the findings come in their order."""
        source = iter(claims)
        while batch := list(islice(source, BATCH)):
            for claim, quotes in zip(batch, self._nearest(batch), strict=True):
                yield with_first_printing(self._find(claim, quotes), self._table)

    def _nearest(self, claims: Sequence[Claim]) -> list[list[Quote]]:
        """Return for each claim the rows nearest to it; those of the claimed speaker are never crowded out."""
        found = [self._places(claim) for claim in claims]
        wanted = {place: number for number, place in enumerate(dict.fromkeys(place for own in found for place in own))}
        files, rows = zip(*wanted, strict=True) if wanted else ((), ())
        table = pa.table({"file_index": pa.array(files, pa.uint64()), "file_row_number": pa.array(rows, pa.int64())})
        quotes = list(to_quotes(rows_at(self._table.database, table)))
        return [[quotes[wanted[place]] for place in own] for own in found]

    def _places(self, claim: Claim) -> list[tuple[int, int]]:
        """Find where the rows stand that are worth reading: first by the index, then by how the words fit."""
        claimed = Text.of(claim.words)
        if not claimed.words:
            return []
        index = self._table.database.words()
        hits = [index.similar(claim.words, limit=NEAREST)]
        if claim.speaker:
            hits.append(index.similar(claim.words, names=self._names(claim.speaker), limit=NEAREST))
        return list(dict.fromkeys(place for found in hits for place in _fitting(claimed, found)))

    def _names(self, speaker: str) -> list[str]:
        return [word for word in speaker.replace("-", " ").split() if fold(word)]

    def _find(self, claim: Claim, quotes: list[Quote]) -> Finding:
        """Ask one thing after the other; the first that has an answer decides."""
        claimed = Text.of(claim.words)
        if not claimed.words:
            return not_found(claim, None, note="There are no words to look for.")
        own = self._rows_of(claim.speaker)
        rows = [row_of(quote, _speaker(claim.speaker, quote, own)) for quote in quotes]
        is_question = claim.words.rstrip("”\"’' ").endswith("?")
        weighed = [found for row in rows if (found := weigh(claimed, row, is_question=is_question)) is not None]
        best = self._best(claim, claimed, weighed)
        if best is not None and best.verdict != Verdict.DIFFERS:
            return make_finding(claim, best, weighed, self._table.articles)
        if (put_together := self._joined(claim, claimed, rows, weighed)) is not None:
            return put_together
        if (other := self._other(claim, claimed, weighed, exact=True)) is not None:
            return make_finding(claim, other, weighed, self._table.articles)
        return self._less_sure(claim, claimed, weighed, best)

    def _joined(self, claim: Claim, claimed: Text, rows: Sequence[Row], weighed: Sequence[Weighed]) -> Finding | None:
        parts = joined(claimed, rows)
        if parts is None:
            return None
        articles = self._table.articles
        if is_running(parts, articles([part.row.quote.doc_id for part in parts])):
            parts = [replace(part, verdict=Verdict.EXACT if part.fit.whole else Verdict.PARTIAL) for part in parts]
        decides = max(parts, key=lambda part: part.verdict == Verdict.PARTIAL)
        return make_finding(claim, decides, weighed, articles, parts=parts)

    def _less_sure(self, claim: Claim, claimed: Text, weighed: Sequence[Weighed], best: Weighed | None) -> Finding:
        """Decide where the words are printed nowhere as they were claimed."""
        articles = self._table.articles
        told = None if best is not None and best.likeness >= MIN_OTHER_LIKENESS else narrated(claimed, self._table)
        if told is not None:
            return not_speech(claim, told)
        found = best or self._other(claim, claimed, weighed, exact=False)
        if found is not None:
            return make_finding(claim, found, weighed, articles)
        nearest = max(weighed, key=lambda one: (one.likeness, one.row.same_speaker), default=None)
        return not_found(claim, nearest, articles=articles)

    def _rows_of(self, speaker: str | None) -> set[str]:
        """Return the ids of the rows of all persons who bear the claimed name, where persons were identified."""
        if speaker is None:
            return set()
        return set(people_rows(self._table.database, lambda name: match(speaker, name) == SpeakerMatch.FULL))

    def _best(self, claim: Claim, claimed: Text, weighed: Sequence[Weighed]) -> Weighed | None:
        """Choose the row that says most of the claim among those of the claimed speaker, or of nobody known."""
        own = [found for found in weighed if found.verdict in _ORDER and self._may_be(claim, found.row)]
        return min(own, key=_rank, default=None)

    def _may_be(self, claim: Claim, row: Row) -> bool:
        """Tell whether the speaker may be the claimed one; of a row without a speaker, whether the article names him."""
        if row.speaker != SpeakerMatch.UNKNOWN or claim.speaker is None:
            return row.same_speaker
        article = self._table.articles([row.quote.doc_id]).get(row.quote.doc_id)
        printed = {word.key for word in Text.of(article.text).words} if article is not None else set()
        return fold(claim.speaker.split()[-1]) in printed

    def _other(self, claim: Claim, claimed: Text, weighed: Sequence[Weighed], *, exact: bool) -> Weighed | None:
        """Choose the row of another speaker that has the words, where somebody was claimed."""
        if claim.speaker is None or len(claimed.words) < MIN_OTHER_WORDS:
            return None
        found = [one for one in weighed if one.verdict in _ORDER and not self._may_be(claim, one.row)]
        found = [
            one
            for one in found
            if (not one.fit.edits if exact else one.likeness >= MIN_OTHER_LIKENESS or one.verdict == Verdict.REPORTED)
        ]
        best = min(found, key=_rank, default=None)
        return None if best is None else replace(best, verdict=Verdict.OTHER_SPEAKER)


def _rank(found: Weighed) -> tuple[int, bool, float, bool]:
    unknown = found.row.speaker == SpeakerMatch.UNKNOWN
    short = found.row.speaker == SpeakerMatch.SHORT
    return _ORDER.index(found.verdict), unknown, -found.likeness, short


def _speaker(asked: str | None, quote: Quote, own: set[str]) -> SpeakerMatch:
    if asked is None:
        return SpeakerMatch.ANY
    if quote.quote_id in own or (quote.mention is not None and names_somebody(asked, quote.mention)):
        return SpeakerMatch.FULL
    if quote.speaker is None:
        return SpeakerMatch.UNKNOWN if quote.mention is None or may_mean(quote.mention, asked) else SpeakerMatch.OTHER
    found = match(asked, quote.speaker, kind=quote.speaker_kind)
    by_role = quote.speaker_role is not None and is_described(asked, quote.speaker_role)
    return SpeakerMatch.FULL if found == SpeakerMatch.OTHER and by_role else found


def _fitting(claim: Text, hits: Hits) -> list[tuple[int, int]]:
    """Return the places of the hits whose words fit best, or hold the longest stretch of the claim."""
    scores = []
    for words in hits.words:
        printed = Text.of(words)
        found = fit(claim, printed)
        longest = max((size for _, _, size in runs(claim, printed, least=MIN_RUN)), default=0)
        scores.append(max(found.likeness if found is not None else 0.0, longest / len(claim.words)))
    order = sorted(range(len(scores)), key=lambda number: -scores[number])
    same = sum(score == 1 for score in scores)
    places = list(zip(hits.places["file_index"].to_pylist(), hits.places["file_row_number"].to_pylist(), strict=True))
    return [places[number] for number in order[: max(READ, same)]]
