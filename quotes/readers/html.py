"""A page with its markup -> the article on it. The work is trafilatura's and htmldate's."""

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

#: libxml2 cuts a page off where tags are nested deeper, without a word; no article's page comes near
_MAX_DEPTH = 250
#: the libraries take time by the square of these; tags of articles' pages have a few
_MAX_ATTRIBUTES = 1000
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{5000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_LOOKED_AT = 2000  # characters of a page in which its first tag stands
_ROOT = re.compile(r"<html\b|<body\b|<head\b", re.IGNORECASE)
#: where a page says when it was published: not in what it tells, nor beside what else there is to read
_DATED = """
    //meta | //link[@rel='canonical'] | //script[@type='application/ld+json'] | //body//*[
        (self::time or self::abbr or contains(@class, 'date') or contains(@class, 'publish') or contains(@itemprop, 'date'))
        and string-length(normalize-space()) < 200 and not(ancestor::aside or ancestor::nav or ancestor::footer)
    ]
"""
_EARLIEST = "1900-01-01"

# What could not be read is told by a Failure; the library's own messages, which name no page, would go to stderr.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a page."""

    text: str
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    author: str | None = None


def page_starts(text: str) -> bool:
    r"""Tell whether a text is a page with its markup.

    >>> page_starts("\n<!DOCTYPE html><html>"), page_starts("<b>Bold</b> words")
    (True, False)
    """
    return text[:_LOOKED_AT].lstrip().lower().startswith(("<!doctype html", "<html"))


def page(markup: str, *, url: str | None = None, max_tags: int = DEFAULT.max_page_tags) -> Page:
    """Take the article from a page. Its text is trafilatura's, with a blank line between paragraphs.

    Args:
        markup: the page, decoded.
        url: its address, where known: it may hold the date.
        max_tags: a page with more is refused.

    Raises:
        InputError: no article on it, or more tags, or nested deeper, than a page of news has.
    """
    _check_tags(markup, max_tags)
    tree = trafilatura.load_html(_whole(_without_declaration(markup)))
    if tree is None:
        msg = "is no HTML page. Check that it was saved whole."
        raise InputError(msg)
    if _depth(tree) > _MAX_DEPTH:
        msg = f"its tags are nested more than {_MAX_DEPTH} deep, as no article's are. Check how the page was made."
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
    """Part the paragraphs, one a line in trafilatura's output, by blank lines, as text files have them."""
    return "\n\n".join(line for line in (text or "").split("\n") if line.strip())


def _without_declaration(markup: str) -> str:
    """Blank the encoding that an XHTML page declares: the text is decoded, and lxml would decode it once more."""
    start = markup.lstrip()
    return start.partition("?>")[2] if start.startswith("<?xml") else markup


def _check_tags(markup: str, max_tags: int) -> None:
    """Refuse pages made to keep the parser busy for hours, before they are parsed.

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
    """Make a page of a fragment, as data files have them: trafilatura refuses one that is a single element."""
    return markup if _ROOT.search(markup, 0, _LOOKED_AT) else f"<html><body>{markup}</body></html>"


def _depth(tree: Any) -> int:
    """Return how deep the elements of a tree are nested. Without recursion: it is what is to be prevented."""
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
    """Return the day of publication that a page gives in its metadata, its address, or where it is marked as a date.

    Left to itself, htmldate would go on and take a day that the article tells about, or one from the list of other
    articles, and would read 05/03/2019 as March without a word. Dates in the text are for a later stage, which sees
    where they stand.
    """
    dated = tree.makeelement("html")
    for element in tree.xpath(_DATED):
        if not any(is_ambiguous(value) for value in (*element.values(), *element.itertext())):
            dated.append(copy.deepcopy(element))
            dated[-1].tail = None
    day = htmldate.find_date(dated, url=url, original_date=True, extensive_search=False, min_date=_EARLIEST)
    return date.fromisoformat(day) if day else None
