"""What all pages share: the templates, and what the application knows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from quotes import __version__
from quotes.config import WebConfig
from quotes.export.report import safe_link
from quotes.table.quote_table import QuoteTable
from quotes.web.desk import Desk, NotFoundError
from quotes.web.marking import shown
from quotes.web.workers import Workers


@dataclass(frozen=True, slots=True)
class Context:
    """What the application knows: the desk, the workers, limits, and who is working."""

    desk: Desk
    workers: Workers
    config: WebConfig
    who: str

    def table(self, name: str | None) -> QuoteTable:
        """Return the table to search: "table", "checked", or the first that there is.

        Raises:
            NotFoundError: there is none.
        """
        tables = self.desk.tables
        if name in tables:
            return tables[str(name)]
        if tables:
            return next(iter(tables.values()))
        msg = "There is no table yet. Check an article first, or start with one: quotes serve TABLE"
        raise NotFoundError(msg)


def context_of(request: Request) -> Context:
    """Return what the application knows."""
    context: Context = request.app.state.context
    return context


def page(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Answer with a template."""
    context = context_of(request)
    tables = context.desk.tables
    told = {
        "path": request.url.path,
        "version": __version__,
        "tables": tables,
        "desk": context.desk,
        "who": context.who,
    }
    return HTMLResponse(_templates().get_template(name).render(told | values), status_code=status)


def address(path: str, **values: Any) -> str:
    """Make an address of a path and what is asked for; nothing is left out of it but what is empty.

    >>> address("/search", text="a b", speaker=None)
    '/search?text=a+b'
    """
    given = {name: value for name, value in values.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path


@lru_cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("quotes.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"shown": _shown, "percent": percent, "day": day, "number": number, "words": _words}
    templates.globals |= {"address": address, "safe_link": safe_link, "json_island": json_island}
    return templates


def percent(value: float | None) -> str:
    """Write a probability; people write no 100 % of what is not certain.

    >>> percent(0.996), percent(1.0), percent(None)
    ('99%', '100%', 'not known')
    """
    if value is None:
        return "not known"
    return "100%" if value == 1 else f"{min(int(value * 100 + 0.5), 99)}%"


def day(value: date | str | None) -> str:
    """Write a day as people read it.

    >>> day(date(2026, 5, 8)), day(None)
    ('8 May 2026', 'no day known')
    """
    if not value:
        return "no day known"
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{found.day} {found:%B %Y}"


def number(value: int) -> str:
    """Write a number with commas."""
    return f"{value:,}"


def json_island(value: Mapping[str, Any]) -> Markup:
    r"""Write data for scripts into a page; nothing in it can end the element that it stands in.

    >>> json_island({"a": "</script>"})
    Markup('{"a": "\\u003c/script\\u003e"}')
    """
    text = json.dumps(value, ensure_ascii=False, default=str)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _shown(value: object) -> str:
    return shown(str(value))


def _words(value: str) -> str:
    return value.replace("_", " ")
