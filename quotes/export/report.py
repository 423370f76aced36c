"""Rows as a page that stands alone: each quotation in its passage, with links to the page and to the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, Template

from quotes.table.passages import Segment, passage
from quotes.types import Article, Quote


@dataclass(frozen=True, slots=True)
class _Row:
    quote: Quote
    about: str
    passage: list[list[Segment]]
    link: str | None
    text_link: str | None


def report(
    quotes: Sequence[Quote], articles: Mapping[str, Article], *, total: int | None = None, title: str = "Quotations"
) -> str:
    """Make an HTML page of rows, that needs no other file. Markup in the articles is shown, not obeyed.

    Args:
        quotes: the rows.
        articles: their articles by doc_id; of those not there the quotation is shown without its passage.
        total: how many rows there are in all; None: these.
        title: the page's title.
    """
    anchors = {doc_id: f"text-{number}" for number, doc_id in enumerate(articles)}
    rows = [
        _Row(
            quote,
            _about(quote),
            passage(articles[quote.doc_id].text, quote) if quote.doc_id in articles else [],
            safe_link(quote.url),
            anchors.get(quote.doc_id),
        )
        for quote in quotes
    ]
    values: dict[str, Any] = {"articles": articles, "anchors": anchors, "title": title, "style": style("page", "marks")}
    return template("report.html").render(rows=rows, total=len(rows) if total is None else total, **values)


def safe_link(url: str | None) -> str | None:
    """Return an address that a browser may follow from a report; None for all others ("javascript:...").

    >>> safe_link("https://post.example/1"), safe_link("javascript:alert(1)")
    ('https://post.example/1', None)
    """
    try:
        return url if url and urlsplit(url).scheme in {"http", "https"} else None
    except ValueError:
        return None


@lru_cache
def template(name: str) -> Template:
    """Load one of the templates; what they are given is escaped."""
    source = files("quotes") / "export" / "templates" / name
    return Environment(autoescape=True).from_string(source.read_text("utf8"))


@lru_cache
def style(*names: str) -> str:
    """Return style sheets: "page" of whole pages, "marks" of the words marked in them."""
    folder = files("quotes") / "export" / "templates"
    return "".join((folder / f"{name}.css").read_text("utf8") for name in names)


def _about(quote: Quote) -> str:
    sure = f"speaker {quote.confidence:.0%} sure" if quote.confidence is not None else None
    said = f"{quote.kind}, “{quote.cue}”" if quote.cue else quote.kind
    day = f"{quote.date} ({quote.date_basis})" if quote.date else None
    return " · ".join(str(part) for part in (said, day, quote.outlet, quote.title, sure) if part)
