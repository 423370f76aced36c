"""Label a random sample blind, see the table's precision, take the labels along as gold."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from quotes.table.passages import passage
from quotes.types import Quote
from quotes.web import agreement
from quotes.web.agreement import Label, Sample
from quotes.web.desk import NotFoundError
from quotes.web.gold import Labelled, gold_line
from quotes.web.marking import shown
from quotes.web.uploads import clean
from quotes.web.views import Context, context_of, page

router = APIRouter(include_in_schema=False)

_MOST = 1_000


@router.get("/agreement")
def agreement_page(request: Request) -> Response:
    """List the samples with their figures, and offer a new one."""
    context = context_of(request)
    samples, labels = agreement.read(context.desk.agreement_path)
    shown_samples = [
        {
            "sample": sample,
            "done": len(labels.get(sample.id, {})),
            "figures": _figures(context, sample, labels.get(sample.id, {})),
        }
        for sample in reversed(samples.values())
    ]
    return page(request, "agreement.html", samples=shown_samples, size=context.config.sample_rows)


@router.post("/agreement")
def draw(
    request: Request, size: Annotated[int, Form(ge=1, le=_MOST)] = 50, where: Annotated[str, Form(alias="in")] = ""
) -> Response:
    """Draw a sample."""
    context = context_of(request)
    sample = agreement.draw(context.table(where), where or next(iter(context.desk.tables)), size)
    agreement.save(context.desk.agreement_path, sample)
    return RedirectResponse(f"/agreement/{sample.id}", status_code=303)


@router.get("/agreement/{sample_id}")
def label_page(request: Request, sample_id: str, n: Annotated[int, Query(ge=0, le=_MOST)] = 0) -> Response:
    """Show a quotation of the sample to be labelled: number n, or the first without a label."""
    context = context_of(request)
    sample, labels = _sample(context, sample_id)
    left = [place for place, quote_id in enumerate(sample.quote_ids, 1) if quote_id not in labels]
    place = n or (left[0] if left else 0)
    values: dict[str, Any] = {"sample": sample, "done": len(labels), "total": len(sample.quote_ids), "place": place}
    if not 1 <= place <= len(sample.quote_ids):
        return page(request, "agreement_done.html", figures=_figures(context, sample, labels), **values)
    quote = context.desk.quote(sample.quote_ids[place - 1])
    try:
        opened = context.desk.open(quote.doc_id)
        paragraphs = passage(opened.article.text, _blind(quote))
        people = sorted({one.row.speaker for one in opened.corrected.rows if one.row.speaker})
        article = opened.article
    except NotFoundError:
        paragraphs, people, article = [], [], None
    values |= {"quote": quote, "passage": paragraphs, "people": [shown(name) for name in people], "article": article}
    return page(request, "label.html", given=labels.get(quote.quote_id), **values)


@router.post("/agreement/{sample_id}")
def label(  # noqa: PLR0913  the fields of a form
    request: Request,
    sample_id: str,
    quote_id: Annotated[str, Form()],
    answer: Annotated[str, Form()],
    speaker: Annotated[str, Form(max_length=500)] = "",
    other: Annotated[str, Form(max_length=500)] = "",
    who: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Save a label, and go on to the next."""
    context = context_of(request)
    sample, _ = _sample(context, sample_id)
    if quote_id in sample.quote_ids:
        named = clean(other).strip() or clean(speaker).strip() or None
        given = Label(
            sample.id,
            quote_id,
            is_quotation=answer in {"speaker", "nobody"},
            speaker=named if answer == "speaker" else None,
            unsure=answer == "unsure" or (answer == "speaker" and named is None),
            who=clean(who) or context.who,
            at="",
        )
        agreement.label(context.desk.agreement_path, given)
    return RedirectResponse(f"/agreement/{sample.id}", status_code=303)


@router.get("/agreement/{sample_id}/gold.jsonl")
def gold(request: Request, sample_id: str) -> Response:
    """Return the labelled quotations as gold."""
    context = context_of(request)
    sample, labels = _sample(context, sample_id)
    by_article: dict[str, list[Labelled]] = {}
    for row in context.desk.quotes([one for one in sample.quote_ids if one in labels]):
        made = agreement.as_row(labels[row.quote_id], row)
        if made is not None:
            by_article.setdefault(row.doc_id, []).append(Labelled(made, labelled=True))
    articles = {doc_id: context.desk.article(doc_id) for doc_id in by_article}
    lines = (
        json.dumps(gold_line(articles[one], rows, complete=False), ensure_ascii=False) + "\n"
        for one, rows in by_article.items()
    )
    headers = {"Content-Disposition": 'attachment; filename="sample-gold.jsonl"'}
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)


def _sample(context: Context, sample_id: str) -> tuple[Sample, dict[str, Label]]:
    samples, labels = agreement.read(context.desk.agreement_path)
    if sample_id not in samples:
        msg = "There is no such sample. Draw one on the page “Agreement”."
        raise NotFoundError(msg)
    return samples[sample_id], labels.get(sample_id, {})


def _figures(context: Context, sample: Sample, labels: dict[str, Label]) -> dict[str, agreement.Share]:
    return agreement.figures(labels.values(), context.desk.quotes([one for one in sample.quote_ids if one in labels]))


def _blind(quote: Quote) -> Quote:
    """Hide what the table says of a row: its words alone are marked."""
    return replace(quote, cue_start=None, cue_end=None, speaker_start=None, speaker_end=None, evidence=())
