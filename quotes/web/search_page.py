"""Search: the page of results, the page of a person, and their CSV and JSON."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse

from quotes.errors import QueryError
from quotes.table.query import Filters
from quotes.table.schema import to_quotes
from quotes.types import Act, Kind, Polarity
from quotes.web.persons import Rows
from quotes.web.searching import MAX_PAGES, Results, csv_of, json_of, matching, search
from quotes.web.timeline import bars
from quotes.web.uploads import clean
from quotes.web.views import address, context_of, page

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Query(max_length=500)]
Page = Annotated[int, Query(ge=1, le=MAX_PAGES)]
#: Fields of the form that are filters.
FILTERS = tuple(Filters.__annotations__)


@router.get("/search")
def search_page(
    request: Request, sort: Text = "", where: Annotated[str, Query(alias="in")] = "", n: Page = 1
) -> Response:
    """Show the quotations that match."""
    context = context_of(request)
    asked = {name: clean(request.query_params.get(name, ""))[:500].strip() for name in FILTERS}
    form = asked | {"sort": sort, "in": where}
    values: dict[str, Any] = {"form": form, "kinds": Kind, "acts": Act, "polarities": Polarity, "problem": ""}
    values["link"] = lambda **changes: address("/search", **(form | changes))
    values["files"] = {ending: address(f"/search.{ending}", **form) for ending in ("csv", "json")}
    if not context.desk.tables:
        return page(request, "search.html", results=None, **values)
    try:
        results = search(context, context.table(where), filters_of(asked), sort=sort or None, page=n)
    except QueryError as error:
        values["problem"] = str(error)
        return page(request, "search.html", 422, results=Results([], 0, 0, 1, 1), **values)
    return page(request, "search.html", results=results, **values)


@router.get("/search.csv")
def search_csv(request: Request, sort: Text = "", where: Annotated[str, Query(alias="in")] = "") -> Response:
    """Return the rows that match as CSV."""
    context = context_of(request)
    answer = matching(context, context.table(where), _asked(request), sort=sort or None)
    return StreamingResponse(
        csv_of(context, answer.rows), media_type="text/csv", headers=_download("quotations.csv", answer.total)
    )


@router.get("/search.json")
def search_json(request: Request, sort: Text = "", where: Annotated[str, Query(alias="in")] = "") -> Response:
    """Return the rows that match as JSON."""
    context = context_of(request)
    answer = matching(context, context.table(where), _asked(request), sort=sort or None)
    headers = _download("quotations.json", answer.total)
    return StreamingResponse(json_of(context, answer.rows), media_type="application/json", headers=headers)


@router.get("/person")
def person_page(
    request: Request,
    person_id: Annotated[str, Query(alias="id", max_length=500)] = "",
    where: Annotated[str, Query(alias="in")] = "",
    n: Page = 1,
) -> Response:
    """Show what was printed of a person."""
    context = context_of(request)
    rows = Rows(context.table(where), clean(person_id))
    size = context.config.page_rows
    quotes = list(to_quotes(rows.latest(size, (n - 1) * size)))
    person = rows.person()
    pages = max(1, min(-(-person.quotations // size), MAX_PAGES))
    return page(
        request,
        "person.html",
        person=person,
        rows=context.desk.corrected(quotes),
        timeline=bars(person.months),
        n=n,
        pages=pages,
        link=lambda **changes: address("/person", **({"id": person_id, "in": where} | changes)),
        files={ending: address(f"/person.{ending}", **{"id": person_id, "in": where}) for ending in ("csv", "json")},
        where=where,
    )


@router.get("/person.csv")
def person_csv(
    request: Request, person_id: Annotated[str, Query(alias="id")], where: Annotated[str, Query(alias="in")] = ""
) -> Response:
    """Return a person's rows as CSV."""
    context = context_of(request)
    rows = Rows(context.table(where), clean(person_id)).latest(context.config.max_export_rows)
    return StreamingResponse(csv_of(context, rows), media_type="text/csv", headers=_download("person.csv", len(rows)))


@router.get("/person.json")
def person_json(
    request: Request, person_id: Annotated[str, Query(alias="id")], where: Annotated[str, Query(alias="in")] = ""
) -> Response:
    """Return a person's rows as JSON."""
    context = context_of(request)
    rows = Rows(context.table(where), clean(person_id)).latest(context.config.max_export_rows)
    headers = _download("person.json", len(rows))
    return StreamingResponse(json_of(context, rows), media_type="application/json", headers=headers)


def filters_of(asked: dict[str, str]) -> dict[str, Any]:
    """Turn fields of a form into filters.

    Raises:
        QueryError: the confidence is no number.
    """
    filters: dict[str, Any] = {name: value for name, value in asked.items() if value}
    if "min_confidence" in filters:
        try:
            filters["min_confidence"] = float(filters["min_confidence"])
        except ValueError as error:
            msg = f"{filters['min_confidence']!r} is not a number. Give a confidence from 0 to 1, such as 0.8."
            raise QueryError(msg) from error
    return filters


def _asked(request: Request) -> dict[str, Any]:
    return filters_of({name: clean(request.query_params.get(name, ""))[:500].strip() for name in FILTERS})


def _download(name: str, total: int) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "X-Total": str(total)}
