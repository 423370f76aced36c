"""Put the application together: pages, JSON interface, guard, and what errors look like."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from quotes import __version__
from quotes.config import DEFAULT_WEB, WebConfig
from quotes.errors import InputError, OutputError, QueryError, QuotesError
from quotes.web import (
    agreement_page,
    api,
    check_page,
    claims_page,
    corrections_page,
    extraction,
    quotation_page,
    search_page,
)
from quotes.web.desk import Desk, NotFoundError
from quotes.web.security import Access, Guard
from quotes.web.views import Context, page
from quotes.web.workers import BusyError, Work, Workers

_PAGES = (check_page, claims_page, search_page, quotation_page, corrections_page, agreement_page)
_STATUS: dict[type[QuotesError], int] = {
    NotFoundError: 404,
    BusyError: 429,
    InputError: 422,
    QueryError: 422,
    OutputError: 500,
}


def make_app(
    desk: Desk,
    *,
    token: str | None = None,
    who: str = "",
    config: WebConfig = DEFAULT_WEB,
    work: Callable[[], Work] = extraction.make,
) -> FastAPI:
    """Make the application.

    Args:
        desk: the tables and corrections.
        token: what must be known to ask at all; None: nothing.
        who: name under which corrections are saved if a page gives none.
        config: address and limits.
        work: what makes the workers' function: a function at the top of a module.
    """
    workers = Workers(work, desk.keep, config=config)

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        workers.start()
        threading.Thread(target=desk.warm, daemon=True).start()
        yield
        workers.close()

    # No /docs: its scripts come from another server.
    app = FastAPI(title="quotes", version=__version__, summary=__doc__, docs_url=None, redoc_url=None, lifespan=running)
    app.state.context = Context(desk, workers, config, who)
    for one in _PAGES:
        app.include_router(one.router)
    app.include_router(api.router)
    app.mount("/static", StaticFiles(directory=str(files("quotes.web") / "static")), name="static")
    for kind, answer in ((QuotesError, _on_error), (HTTPException, _on_http), (RequestValidationError, _on_invalid)):
        app.add_exception_handler(kind, answer)
    app.add_middleware(Guard, access=Access(config.host, config.port, token, config.max_request_bytes))

    @app.get("/help", include_in_schema=False)
    def help_page(request: Request) -> Response:
        """Show the keys, and how scripts can ask."""
        routes = [
            (method.upper(), path, operation.get("description") or operation.get("summary", ""))
            for path, methods in app.openapi()["paths"].items()
            for method, operation in methods.items()
        ]
        return page(request, "help.html", routes=routes)

    return app


async def _on_error(request: Request, error: Exception) -> Response:
    status = next((number for kind, number in _STATUS.items() if isinstance(error, kind)), 500)
    return _answer(request, status, str(error))


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    message = "There is no such page." if error.status_code == 404 else str(error.detail)  # noqa: PLR2004
    return _answer(request, error.status_code, message, headers=dict(error.headers or {}))


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    problems = [f"{'.'.join(map(str, one['loc'][1:])) or one['loc'][0]}: {one['msg']}" for one in error.errors()]
    return _answer(request, 422, "; ".join(problems))


def _answer(request: Request, status: int, message: str, **more: Any) -> Response:
    if request.url.path.startswith("/api/") or request.url.path.endswith((".json", ".jsonl", ".csv")):
        return JSONResponse({"detail": message}, status_code=status, **more)
    return page(request, "error.html", status, message=message)
