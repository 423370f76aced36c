"""The page of one quotation: its passage, the evidence, all places where the words were printed, and how they differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from quotes.table.passages import Segment, passage
from quotes.table.query import rows_at
from quotes.table.quote_table import QuoteTable
from quotes.table.schema import to_quotes
from quotes.types import Quote
from quotes.web.desk import NotFoundError
from quotes.web.differences import Run, likeness, word_by_word
from quotes.web.rows import as_json, details
from quotes.web.views import Context, context_of, page

router = APIRouter(include_in_schema=False)

#: Rows that are compared with a quotation, and how like it they must be to be printings of the same words.
_COMPARED = 60
_MIN_LIKENESS = 0.8
#: Words that are compared at most: of a page that is one quotation, the beginning tells enough [characters].
_COMPARED_CHARS = 3_000


@dataclass(frozen=True, slots=True)
class Printing:
    """One place where the words were printed.

    Args:
        quote: the row there.
        runs: how the words differ; empty: not at all.
        own: it is the quotation that the page is of.
    """

    quote: Quote
    runs: list[Run]
    own: bool


@router.get("/quotation/{quote_id}.json")
def quotation_json(request: Request, quote_id: str) -> Response:
    """Return one quotation as JSON, with its printings."""
    context = context_of(request)
    values = quotation_values(context, quote_id)
    places = [as_json(one.quote) for one in values["printings"]]
    return JSONResponse(as_json(values["quote"]) | {"printings": places})


@router.get("/quotation/{quote_id}")
def quotation_page(request: Request, quote_id: str) -> Response:
    """Show one quotation."""
    context = context_of(request)
    return page(request, "quotation.html", **quotation_values(context, quote_id))


def quotation_values(context: Context, quote_id: str) -> dict[str, Any]:
    """Return the values of the template.

    Raises:
        NotFoundError: there is no such quotation.
    """
    desk = context.desk
    quote = desk.quote(quote_id)
    paragraphs: list[list[Segment]] = []
    told = None
    try:
        opened = desk.open(quote.doc_id)
    except NotFoundError:  # the articles do not lie beside the table
        opened = None
    if opened is not None:
        found = (*opened.corrected.rows, *opened.corrected.removed)
        one = next((one for one in found if quote_id in (one.root, one.row.quote_id)), None)
        if one is not None:
            quote, told = one.row, details(one, 0, context.config)
        paragraphs = passage(opened.article.text, quote)
    printings = [place for table in desk.tables.values() for place in printings_of(context, table, quote)]
    printings.sort(
        key=lambda place: (place.quote.published is None, place.quote.published or date.max, place.quote.doc_id)
    )
    removed = opened is not None and any(quote_id == one.root for one in opened.corrected.removed)
    return {"quote": quote, "told": told, "passage": paragraphs, "printings": printings, "removed": removed}


def printings_of(context: Context, table: QuoteTable, quote: Quote) -> list[Printing]:
    """Find where a table has the same words, or nearly."""
    words = quote.quote[:_COMPARED_CHARS]
    context.desk.words_ready(table)
    hits = table.database.words().similar(words, limit=_COMPARED)
    near = [
        place for place, other in enumerate(hits.words) if likeness(words, other[:_COMPARED_CHARS]) >= _MIN_LIKENESS
    ]
    rows = rows_at(table.database, hits.places.take(near))
    return [
        Printing(
            row,
            []
            if row.quote == quote.quote
            else word_by_word(quote.quote[:_COMPARED_CHARS], row.quote[:_COMPARED_CHARS]),
            row.quote_id == quote.quote_id,
        )
        for row in to_quotes(rows)
    ]
