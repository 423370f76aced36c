"""All corrections: who decided what, and when; undo; take them along as lines, rows or gold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any

import pyarrow as pa
from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from quotes.table.corrected import Corrected
from quotes.table.corrections import Action, in_effect
from quotes.table.schema import QUOTES, to_batch
from quotes.types import Quote
from quotes.web.decisions import Decision, decide
from quotes.web.desk import Desk, NotFoundError
from quotes.web.gold import Labelled, gold_line
from quotes.web.rows import history_line
from quotes.web.searching import csv_of
from quotes.web.views import context_of, page

router = APIRouter(include_in_schema=False)

_LINES = 200


@router.get("/corrections")
def corrections_page(request: Request) -> Response:
    """List the corrections, latest first."""
    desk = context_of(request).desk
    lines, damaged = desk.corrections()
    holding = {line.id for line in in_effect(lines)}
    shown = [
        {"line": line, "told": history_line(line), "holds": line.id in holding, "is_undo": line.action == Action.UNDO}
        for line in lines[::-1][:_LINES]
    ]
    return page(request, "corrections.html", lines=shown, total=len(lines), holding=len(holding), damaged=damaged)


@router.post("/corrections/undo")
async def undo(request: Request) -> Response:
    """Undo one correction."""
    form = await request.form()
    told = {name: str(form.get(name, "")) for name in ("doc_id", "undoes", "who")}
    context = context_of(request)
    who = told["who"] or context.who
    decision = Decision(action=Action.UNDO, doc_id=told["doc_id"], undoes=told["undoes"], who=who)
    await run_in_threadpool(decide, context.desk, decision)
    return RedirectResponse("/corrections", status_code=303)


@router.get("/corrections.jsonl")
def lines(request: Request) -> Response:
    """Return the file of corrections as it is."""
    file = context_of(request).desk.corrections_path
    data = file.read_bytes() if file.is_file() else b""
    return Response(data, media_type="application/x-ndjson", headers=_download("corrections.jsonl"))


@router.get("/corrected.csv")
def corrected_csv(request: Request, doc_id: Annotated[str, Query(alias="id")] = "") -> Response:
    """Return the rows of one article, or of all that were corrected, after their corrections."""
    context = context_of(request)
    rows = to_batch(list(_corrected_rows(context.desk, doc_id)), QUOTES)
    table = pa.Table.from_batches([rows])
    return StreamingResponse(csv_of(context, table), media_type="text/csv", headers=_download("corrected.csv"))


@router.get("/gold.jsonl")
def gold(request: Request, doc_id: Annotated[str, Query(alias="id")] = "") -> Response:
    """Return articles that were checked whole as gold, which `quotes evaluate` reads; with an id, that article."""
    desk = context_of(request).desk
    made = (_gold(desk, one) for one in _checked(desk, doc_id))
    return StreamingResponse(
        (json.dumps(line, ensure_ascii=False) + "\n" for line in made if line is not None),
        media_type="application/x-ndjson",
        headers=_download("gold.jsonl"),
    )


def _corrected_rows(desk: Desk, doc_id: str) -> Iterator[Quote]:
    ids = [doc_id] if doc_id else dict.fromkeys(line.doc_id for line in in_effect(desk.corrections()[0]))
    for one in ids:
        yield from (row.row for row in _open(desk, one, must=bool(doc_id)).rows)


def _open(desk: Desk, doc_id: str, *, must: bool) -> Corrected:
    try:
        return desk.open(doc_id).corrected
    except NotFoundError:
        if must:
            raise
        return Corrected(())


def _checked(desk: Desk, doc_id: str) -> list[str]:
    lines = in_effect(desk.corrections()[0])
    return [doc_id] if doc_id else list(dict.fromkeys(line.doc_id for line in lines if line.action == Action.CHECKED))


def _gold(desk: Desk, doc_id: str) -> dict[str, Any] | None:
    try:
        opened = desk.open(doc_id)
    except NotFoundError:
        return None
    rows = [Labelled(one.row, labelled=True) for one in opened.corrected.rows]
    return gold_line(opened.article, rows, complete=bool(opened.corrected.checked))


def _download(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
