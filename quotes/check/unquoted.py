"""Find the words of a claim in articles where they are not reported as speech."""

from __future__ import annotations

from dataclasses import dataclass

from quotes.check.comparison import Fit, Text, fit
from quotes.table.passages import paragraphs
from quotes.table.quote_table import QuoteTable
from quotes.types import Article, Quote

#: Articles that are looked at for each claim.
NEAREST = 8
#: Share of the words that must be the same.
MIN_LIKENESS = 0.85
#: A claim of fewer words is in every article [words].
MIN_WORDS = 3


@dataclass(frozen=True, slots=True)
class Told:
    """Where an article has the words: offsets into its text [code points]."""

    article: Article
    start: int
    end: int
    fit: Fit


def narrated(claim: Text, table: QuoteTable) -> Told | None:
    """Return the article, and where in it, that has the claim's words outside of all quotations; None where none has."""
    database = table.database
    if len(claim.words) < MIN_WORDS or not database.files.articles:
        return None
    places = database.words("articles").similar(claim.text, limit=NEAREST).places
    ids = database.ask("SELECT doc_id FROM {articles} JOIN places USING (file_index, file_row_number)", places=places)
    found = [
        told
        for article in table.articles(ids["doc_id"].to_pylist()).values()
        for told in _paragraphs(claim, article)
        if told.fit.likeness >= MIN_LIKENESS and not told.fit.negation
    ]
    for told in sorted(found, key=lambda told: (-told.fit.likeness, str(told.article.published))):
        if not any(_overlap(told, row) for row in table.quotes_of(told.article.doc_id)):
            return told
    return None


def _paragraphs(claim: Text, article: Article) -> list[Told]:
    keys = set(claim.keys())
    found = []
    for start, end in paragraphs(article.text):
        printed = Text.of(article.text[start:end])
        if len(keys & set(printed.keys())) < MIN_LIKENESS * len(keys):
            continue
        if (laid := fit(claim, printed)) is not None and laid.end > laid.start:
            words = printed.words[laid.start : laid.end]
            found.append(Told(article, start + words[0].start, start + words[-1].end, laid))
    return found


def _overlap(told: Told, row: Quote) -> bool:
    """Tell whether most of the words are a row's, and so reported speech."""
    shared = sum(max(0, min(told.end, piece.end) - max(told.start, piece.start)) for piece in row.spans)
    return 2 * shared >= told.end - told.start
