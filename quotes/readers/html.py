"""Extract the article from an HTML page, with trafilatura and htmldate."""

from __future__ import annotations

import copy
import logging
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import htmldate
import trafilatura
from trafilatura.settings import Document

from quotes.config import DEFAULT
from quotes.errors import InputError
from quotes.readers.published import is_ambiguous

#: libxml2 silently cuts off a page where tags are nested deeper; pages of news stay far below
_MAX_DEPTH = 250
#: parsing time grows with the square of the attributes of a tag; tags of news pages have a few
_MAX_ATTRIBUTES = 1000
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{5000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_LOOKED_AT = 2000  # where to look for the first tag of a page [characters]
_ROOT = re.compile(r"<html\b|<body\b|<head\b", re.IGNORECASE)
#: elements that give the day of publication: not the article's own words, nor teasers of other articles
_DATED = """
    //meta | //link[@rel='canonical'] | //script[@type='application/ld+json'] | //body//*[
        (self::time or self::abbr or contains(@class, 'date') or contains(@class, 'publish') or contains(@itemprop, 'date'))
        and string-length(normalize-space()) < 200 and not(ancestor::aside or ancestor::nav or ancestor::footer)
    ]
"""
_EARLIEST = "1900-01-01"

# A Failure reports what could not be read; the libraries' own messages would go to stderr, and do not name the page.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Page:
    """The article on a page. None: the page does not give it."""

    text: str
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    author: str | None = None


def page_starts(text: str) -> bool:
    r"""Return whether a text is an HTML page.

    >>> page_starts("\n<!DOCTYPE html><html>"), page_starts("<b>Bold</b> words")
    (True, False)
    """
    return text[:_LOOKED_AT].lstrip().lower().startswith(("<!doctype html", "<html"))


def page(markup: str, *, url: str | None = None, max_tags: int = DEFAULT.max_page_tags) -> Page:
    """Extract the article from a page.

    Args:
        markup: the decoded page.
        url: its URL, which may contain the date; None: not known.
        max_tags: refuse a page with more tags.

    Returns:
        The article, with a blank line between paragraphs.

    Raises:
        InputError: there is no article on the page, or its tags are too many or nested too deep.
    """
    _check_tags(markup, max_tags)
    tree = trafilatura.load_html(_whole(_without_declaration(markup)))
    if tree is None:
        msg = "is not an HTML page. Check that it was saved completely."
        raise InputError(msg)
    if _depth(tree) > _MAX_DEPTH:
        msg = f"has tags nested more than {_MAX_DEPTH} deep, which no news page has. Check how the page was made."
        raise InputError(msg)
    found = trafilatura.bare_extraction(tree, url=url, with_metadata=True, include_comments=False)
    text = _paragraphs(found.text) if isinstance(found, Document) else ""
    if not isinstance(found, Document) or not text:
        msg = "no article was found on the page. Is it a list of links, or is its text loaded by a script?"
        raise InputError(msg)
    return Page(
        text,
        _line(found.title),
        _published(tree, url or found.url),
        _line(found.sitename),
        _line(found.url),
        _line(found.author),
    )


def _paragraphs(text: str | None) -> str:
    """Separate paragraphs by blank lines; trafilatura puts one on each line."""
    return "\n\n".join(line for line in (text or "").split("\n") if line.strip())


def _without_declaration(markup: str) -> str:
    """Drop the XML declaration of an XHTML page: lxml would decode the text a second time."""
    start = markup.lstrip()
    return start.partition("?>")[2] if start.startswith("<?xml") else markup


def _check_tags(markup: str, max_tags: int) -> None:
    """Refuse pages that would keep the parser busy for hours.

    Raises:
        InputError: too many tags, or too many attributes in one.
    """
    if markup.count("<") > max_tags:
        msg = f"has more than {max_tags:,} tags (Config.max_page_tags). Split it, or give the article's text alone."
        raise InputError(msg)
    if any(len(_QUOTED.sub("", tag).split()) > _MAX_ATTRIBUTES for tag in _LONG_TAG.findall(markup)):
        msg = f"has a tag with more than {_MAX_ATTRIBUTES:,} attributes. Check how the page was made."
        raise InputError(msg)


def _whole(markup: str) -> str:
    """Wrap a fragment in a page: trafilatura refuses a single element."""
    return markup if _ROOT.search(markup, 0, _LOOKED_AT) else f"<html><body>{markup}</body></html>"


def _depth(tree: Any) -> int:
    """Return the depth of a tree. Not recursive, because the tree may be too deep for recursion."""
    deepest = 0
    waiting = [(tree, 1)]
    while waiting:
        element, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in element)
    return deepest


def _line(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None


def _published(tree: Any, url: str | None) -> date | None:
    """Return the day of publication from a page's metadata, its URL, or an element marked as a date.

    On the whole page, htmldate would also take a day that the article tells about, or one from a list of other articles,
    and would silently read 05/03/2019 as May. Dates in the text are left to a later stage, which knows their context.
    """
    dated = tree.makeelement("html")
    for element in tree.xpath(_DATED):
        if not any(is_ambiguous(value) for value in (*element.values(), *element.itertext())):
            dated.append(copy.deepcopy(element))
            dated[-1].tail = None
    day = htmldate.find_date(dated, url=url, original_date=True, extensive_search=False, min_date=_EARLIEST)
    return date.fromisoformat(day) if day else None
