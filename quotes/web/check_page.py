"""Check an article: paste it, send a file, or choose one from the table; wait; see it with its quotations."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from quotes.errors import InputError
from quotes.web.article_view import article_values
from quotes.web.uploads import ENDINGS, Submission, clean
from quotes.web.views import address, context_of, page
from quotes.web.workers import FINAL, BusyError, Job, State

router = APIRouter(include_in_schema=False)

#: Articles of the table that are offered on the first page.
_OFFERED = 12


@router.get("/")
def home(request: Request) -> Response:
    """Show the form for an article, and some articles to choose from."""
    return _home(request)


@router.post("/check")
def check(  # noqa: PLR0913  the fields of a form
    request: Request,
    text: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    outlet: Annotated[str, Form()] = "",
    published: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Take an article, and go to the page where one waits for it."""
    context = context_of(request)
    values = {"text": text, "title": title, "outlet": outlet, "published": published}
    try:
        sent = _submission(values, file)
        job = context.workers.submit(sent, name=clean(title or sent.name or "the pasted text"))
    except (InputError, BusyError) as error:
        return _home(request, status=422, problem=str(error), values=values)
    return RedirectResponse(f"/jobs/{job.id}", status_code=303)


@router.post("/again")
def again(request: Request, doc_id: Annotated[str, Form()]) -> Response:
    """Extract an article that was checked here anew; its corrections are kept."""
    context = context_of(request)
    article = context.desk.article(doc_id)
    job = context.workers.submit(article, name=article.title or doc_id)
    return RedirectResponse(f"/jobs/{job.id}", status_code=303)


@router.get("/jobs/{job_id}")
def job_page(request: Request, job_id: str) -> Response:
    """Show how far an article is; go on to it once it is done."""
    context = context_of(request)
    job = context.workers.job(job_id)
    if job is None:
        problem = (
            "That article is no longer waiting: it was done long ago, or the server was started anew. Paste it again."
        )
        return _home(request, status=404, problem=problem)
    state = job.state  # once: it changes while the page is made
    if state == State.DONE:
        return RedirectResponse(address("/article", id=job.result), status_code=303)
    waits = state not in FINAL
    values: dict[str, Any] = {"ahead": context.workers.ahead(job), "seconds": context.config.extraction_seconds}
    return page(request, "job.html", job=job, state=state, waits=waits, **values)


@router.post("/jobs/{job_id}/cancel")
def cancel(request: Request, job_id: str) -> Response:
    """Stop an article."""
    context = context_of(request)
    job: Job | None = context.workers.job(job_id)
    if job is not None:
        context.workers.cancel(job)
    return RedirectResponse("/", status_code=303)


@router.get("/article")
def article(request: Request, doc_id: Annotated[str, Query(alias="id")] = "") -> Response:
    """Show an article with its quotations."""
    context = context_of(request)
    return page(request, "article.html", **article_values(context.desk.open(doc_id), context.config))


def _home(request: Request, status: int = 200, **values: Any) -> Response:
    context = context_of(request)
    told = {"problem": "", "values": dict.fromkeys(("text", "title", "outlet", "published"), ""), "endings": ENDINGS}
    return page(request, "home.html", status, offered=context.desk.latest(_OFFERED), **(told | values))


def _submission(values: dict[str, str], file: UploadFile | None) -> Submission:
    published = None
    if values["published"]:
        try:
            published = date.fromisoformat(values["published"])
        except ValueError as error:
            msg = f"{values['published']!r} is not a day. Write it as 2026-05-08."
            raise InputError(msg) from error
    about = {name: clean(values[name]).strip() or None for name in ("title", "outlet")}
    if file is not None and file.filename:
        return Submission(clean(file.filename), file.file.read(), published=published, **about)
    if not values["text"].strip():
        msg = "There is no article yet. Paste its text, or choose a file."
        raise InputError(msg)
    return Submission("", clean(values["text"]).encode(), published=published, **about)
