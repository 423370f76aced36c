"""Findings: what is to be said of a claim, with all that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from quotes.check.claims import Claim
from quotes.check.comparison import Difference
from quotes.check.unquoted import Told
from quotes.check.verdicts import Verdict, Weighed
from quotes.table.passages import Label, Mark, Segment, context, segments
from quotes.table.speakers import SpeakerMatch
from quotes.types import Article, Quote

Articles = Callable[[Sequence[str]], Mapping[str, Article]]

#: Text shown before and after words that are not speech [characters].
_AROUND = 150


@dataclass(frozen=True, slots=True)
class Printing:
    """An article that printed the words."""

    quote_id: str
    doc_id: str
    outlet: str | None
    published: date | None

    def to_dict(self) -> dict[str, Any]:
        """Return the printing as values for JSON, the day as an ISO date."""
        return asdict(self) | {"published": _iso(self.published)}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be said of a claim.

    Args:
        claim: the claim.
        verdict: what is to be said.
        quote: the row that shows it, or the nearest one where the verdict is not_found; None: there is none, or the words
            are no speech.
        speaker_match: how the claimed speaker meets the row's. With "unknown" the verdict is about the words alone: the
            article names the claimed speaker, and it is not known who speaks.
        context: the passage, the words marked.
        differences: words of the claim, and what was printed in their place.
        parts: the rows that a joined claim is put together of.
        printings: articles among those looked at that print the same words; the first of them is `first_printing`.
        article: where the words stand, without the text.
        note: what else must be known; "" for nothing.
    """

    claim: Claim
    verdict: Verdict
    quote: Quote | None = None
    speaker_match: SpeakerMatch = SpeakerMatch.ANY
    context: tuple[Segment, ...] = ()
    differences: tuple[Difference, ...] = ()
    parts: tuple[Quote, ...] = ()
    printings: int = 0
    first_printing: Printing | None = None
    article: Article | None = None
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as values for JSON: flat, days as ISO dates."""
        quote = self.quote
        place = quote if quote is not None else self.article
        return {
            "claim": self.claim.words,
            "speaker": self.claim.speaker,
            "verdict": str(self.verdict),
            "note": self.note,
            "quote": _field(quote, "quote"),
            "printed_speaker": _field(quote, "speaker"),
            "speaker_match": str(self.speaker_match),
            "confidence": _rounded(_field(quote, "confidence")),
            "kind": _field(quote, "kind"),
            "polarity": _field(quote, "polarity"),
            "cue": _field(quote, "cue"),
            "date": _iso(_field(quote, "date")),
            "doc_id": _field(place, "doc_id"),
            "outlet": _field(place, "outlet"),
            "title": _field(place, "title"),
            "url": _field(place, "url"),
            "published": _iso(_field(place, "published")),
            "context": "".join(segment.text for segment in self.context) or None,
            "evidence": [asdict(step) for step in quote.evidence] if quote is not None else [],
            "differences": [asdict(difference) for difference in self.differences],
            "parts": [{"quote_id": part.quote_id, "doc_id": part.doc_id, "quote": part.quote} for part in self.parts],
            "quote_id": _field(quote, "quote_id"),
            "printings": self.printings,
            "first_printing": self.first_printing.to_dict() if self.first_printing is not None else None,
        }


def make_finding(
    claim: Claim,
    best: Weighed,
    weighed: Sequence[Weighed],
    articles: Articles,
    *,
    parts: Sequence[Weighed] = (),
) -> Finding:
    """Make the finding that a row shows.

    Args:
        claim: the claim.
        best: the row, and what it says of the claim.
        weighed: all rows looked at, for the first printing.
        articles: gives articles by their ids.
        parts: the places that a joined claim is put together of.
    """
    row = best.row
    words = (best.fit.edits, row.speaker)
    same = [
        one.row.quote
        for one in weighed
        if (one.fit.edits, one.row.speaker) == words and one.verdict != Verdict.NOT_FOUND
    ]
    first = min(same or [row.quote], key=lambda quote: (quote.published is None, quote.published or date.max))
    article = articles([row.quote.doc_id]).get(row.quote.doc_id)
    return Finding(
        claim,
        best.verdict,
        row.quote,
        row.speaker,
        tuple(context(article.text, row.quote)) if article is not None else (),
        () if parts else best.fit.differences,
        tuple(part.row.quote for part in parts),
        max(len(same), 1),
        Printing(first.quote_id, first.doc_id, first.outlet, first.published),
        article,
        _note(best),
    )


def not_speech(claim: Claim, told: Told) -> Finding:
    """Make the finding of words that an article has, but not as speech."""
    text = told.article.text
    start, end = max(0, told.start - _AROUND), min(len(text), told.end + _AROUND)
    return Finding(
        claim,
        Verdict.NOT_SPEECH,
        context=tuple(segments(text, start, end, [Mark(told.start, told.end, Label.QUOTATION)])),
        differences=told.fit.differences,
        article=told.article,
    )


def not_found(claim: Claim, nearest: Weighed | None, *, articles: Articles | None = None, note: str = "") -> Finding:
    """Make the finding that nothing shows the claim; the nearest row is given beside it."""
    if nearest is None:
        return Finding(claim, Verdict.NOT_FOUND, note=note)
    row = nearest.row
    article = articles([row.quote.doc_id]).get(row.quote.doc_id) if articles is not None else None
    around = tuple(context(article.text, row.quote)) if article is not None else ()
    return Finding(
        claim, Verdict.NOT_FOUND, row.quote, row.speaker, around, article=article, note="The row is only the nearest."
    )


def _note(best: Weighed) -> str:
    quote, notes = best.row.quote, []
    if quote.polarity != "said":
        notes.append(f"The words were {quote.polarity.replace('_', ' ')}.")
    if best.row.speaker == SpeakerMatch.UNKNOWN:
        notes.append("It is not known who speaks; the article names the claimed speaker.")
    if best.row.speaker == SpeakerMatch.SHORT:
        notes.append(f"The row has only “{quote.speaker}”, which may be another of that name.")
    if best.fit.ellipsis:
        notes.append("The claim leaves words out, and marks it.")
    if best.verdict == Verdict.EXACT and best.fit.end - best.fit.start < len(best.row.text.words):
        notes.append("The quotation has more sentences.")
    return " ".join(notes)


def _field(record: Quote | Article | None, name: str) -> Any:
    """Return a field of a row or an article; None: it is empty, or there is no record."""
    return None if record is None else getattr(record, name)


def _rounded(confidence: float | None) -> float | None:
    return None if confidence is None else round(confidence, 4)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
