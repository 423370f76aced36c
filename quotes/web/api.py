"""The JSON interface: what the pages do, for scripts. `/openapi.json` describes it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, BeforeValidator, Field

from quotes.table.corrections import Correction, in_effect
from quotes.table.facets import count_each
from quotes.table.query import Sort
from quotes.table.quote_table import QuoteTable
from quotes.types import Act, Kind, Polarity
from quotes.web.claims_page import find
from quotes.web.decisions import Day, Decision, Line, decide
from quotes.web.desk import NotFoundError
from quotes.web.persons import Rows
from quotes.web.quotation_page import quotation_values
from quotes.web.rows import as_json, details
from quotes.web.searching import FACETS
from quotes.web.uploads import Submission, clean
from quotes.web.views import Context, context_of
from quotes.web.workers import Job

_Problem = {"model": dict[str, Any], "description": "What went wrong, and what to do."}
router = APIRouter(
    prefix="/api",
    responses=dict.fromkeys((400, 403, 404, 409, 413, 421, 422, 429), _Problem),
)

_CLEAN = BeforeValidator(lambda value: clean(value) if isinstance(value, str) else value)
Words = Annotated[str | None, _CLEAN, Query(max_length=500)]
Id = Annotated[str, _CLEAN, Query(max_length=2_000)]
In = Annotated[str | None, Query(alias="in", description="Which table: table, or checked (articles checked here).")]
_MOST_ROWS = 1_000


class NewArticle(BaseModel):
    """An article to be checked."""

    text: Annotated[str, _CLEAN, Field(min_length=1, description="The article's text.")]
    title: Line | None = None
    outlet: Line | None = None
    published: Day | None = None


class ClaimIn(BaseModel):
    """A claim: somebody is said to have said some words."""

    words: Annotated[Line, Field(min_length=1)]
    speaker: Line | None = None


class Filter(BaseModel):
    """What rows to return: as the options of `quotes query`."""

    text: Words = None
    speaker: Words = None
    outlet: Words = None
    role: Words = None
    said_after: Annotated[str | None, Query(description="First day: 2026-05-08, 2026-05 or 2026.", max_length=10)] = (
        None
    )
    said_before: Annotated[str | None, Query(description="Last day, itself included.", max_length=10)] = None
    kind: Kind | None = None
    act: Act | None = None
    polarity: Polarity | None = None
    min_confidence: Annotated[float | None, Query(ge=0, le=1)] = None


@router.get("/quotations")
def quotations(
    request: Request,
    asked: Annotated[Filter, Query()],
    where: In = None,
    sort: Sort | None = None,
    limit: Annotated[int, Query(ge=0, le=_MOST_ROWS)] = 25,
) -> dict[str, Any]:
    """Return the rows that match, as corrected; `total` tells how many there are in all."""
    context, table, filters = _search(request, asked, where)
    answer = table.query(sort=sort, limit=limit, **filters)
    rows = [
        as_json(quote) | {"corrected": changed} for quote, changed in context.desk.corrected(list(_quotes(answer.rows)))
    ]
    return {"total": answer.total, "undated": answer.undated, "rows": rows}


@router.get("/facets")
def facets(request: Request, asked: Annotated[Filter, Query()], where: In = None) -> dict[str, Any]:
    """Count the rows that match by speaker, outlet, kind, polarity and month."""
    context, table, filters = _search(request, asked, where)
    counted = count_each(table.database, [*FACETS, "month"], filters)
    most = 10 * context.config.facet_values
    return {name: [{"value": value, "n": n} for value, n in values[:most]] for name, values in counted.items()}


@router.get("/quotation")
def quotation(request: Request, quote_id: Annotated[Id, Query(alias="id")]) -> dict[str, Any]:
    """Return a quotation with all places where its words were printed, first to last."""
    values = quotation_values(context_of(request), quote_id)
    return as_json(values["quote"]) | {"printings": [as_json(one.quote) for one in values["printings"]]}


@router.get("/person")
def person(request: Request, person_id: Annotated[Id, Query(alias="id")], where: In = None) -> dict[str, Any]:
    """Return what was printed of a person, by speaker_id or person_id."""
    found = Rows(context_of(request).table(where), person_id).person()
    return {name: _day(getattr(found, name)) for name in found.__slots__}


@router.get("/article")
def article(request: Request, doc_id: Annotated[Id, Query(alias="id")]) -> dict[str, Any]:
    """Return an article with its rows, as corrected, and its history."""
    context = context_of(request)
    opened = context.desk.open(doc_id)
    rows = [details(one, number, context.config) for number, one in enumerate(opened.corrected.rows)]
    told = {name: _day(getattr(opened.article, name)) for name in opened.article.__slots__}
    return {"article": told, "rows": rows, "history": [_line(line) for line in opened.history]}


@router.post("/articles", status_code=202)
def submit(request: Request, sent: NewArticle) -> dict[str, Any]:
    """Take an article, to be extracted by a worker; ask for the job until it is done."""
    context = context_of(request)
    submission = Submission("", sent.text.encode(), sent.title, sent.outlet, sent.published)
    return _job(context.workers.submit(submission, name=sent.title or "the text"))


@router.get("/jobs/{job_id}")
def job(request: Request, job_id: str) -> dict[str, Any]:
    """Tell how far an article is; its doc_id once it is done."""
    return _job(_find_job(context_of(request), job_id))


@router.delete("/jobs/{job_id}")
def cancel(request: Request, job_id: str) -> dict[str, Any]:
    """Cancel an article."""
    context = context_of(request)
    found = _find_job(context, job_id)
    context.workers.cancel(found)
    return _job(found)


@router.post("/claims")
def claim(request: Request, asked: ClaimIn, where: In = None) -> dict[str, Any]:
    """Check a claim: the verdict of `quotes check`."""
    return find(context_of(request), asked.words, asked.speaker or "", where).to_dict()


@router.get("/corrections")
def corrections(request: Request, doc_id: Annotated[Id | None, Query(alias="id")] = None) -> dict[str, Any]:
    """Return all lines of corrections, of one article or of all, and which hold."""
    lines, damaged = context_of(request).desk.corrections()
    own = [line for line in lines if doc_id is None or line.doc_id == doc_id]
    return {
        "lines": [_line(line) for line in own],
        "hold": [line.id for line in in_effect(own)],
        "damaged": len(damaged),
    }


@router.post("/corrections", status_code=201)
def correct(request: Request, decision: Decision) -> dict[str, Any]:
    """Save a correction. Nothing is ever overwritten: it is one more line, and can be undone."""
    context = context_of(request)
    return _line(decide(context.desk, decision.model_copy(update={"who": decision.who or context.who})))


def _search(request: Request, asked: Filter, where: str | None) -> tuple[Context, QuoteTable, dict[str, Any]]:
    context = context_of(request)
    table = context.table(where)
    filters = {
        name: str(value) if isinstance(value, str) else value for name, value in asked if value not in (None, "")
    }
    if filters.get("text"):
        context.desk.words_ready(table)
    return context, table, filters


def _quotes(rows: Any) -> Any:
    from quotes.table.schema import to_quotes

    return to_quotes(rows)


def _find_job(context: Context, job_id: str) -> Job:
    found = context.workers.job(job_id)
    if found is None:
        msg = "There is no such job: it was done long ago, or the server was started anew. Send the article again."
        raise NotFoundError(msg)
    return found


def _job(found: Job) -> dict[str, Any]:
    return {"job": found.id, "state": str(found.state), "error": found.error, "doc_id": found.result}


def _line(line: Correction) -> dict[str, Any]:
    values = {name: _day(getattr(line, name)) for name in line.__slots__}
    return values | {"spans": [[piece.start, piece.end] for piece in line.spans]}


def _day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
