"""Extract a few articles into a table that is thrown away: to check a claim without one."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from spacy.language import Language

from quotes import pipeline
from quotes.config import DEFAULT, Config
from quotes.errors import InputError
from quotes.readers import read
from quotes.readers.web import fetch, is_address
from quotes.table.quote_table import QuoteTable, open_table
from quotes.table.writer import Writer
from quotes.types import Article, Failure, PublishedBasis


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of one article from outside; None: as it was read."""

    title: str | None = None
    outlet: str | None = None
    published: date | None = None

    def given(self) -> bool:
        """Tell whether anything is known."""
        return any(value is not None for value in (self.title, self.outlet, self.published))


@contextmanager
def unsaved_table(
    sources: Sequence[str],
    *,
    details: Details | None = None,
    nlp: Language | None = None,
    config: Config = DEFAULT,
    on_failure: Callable[[Failure], None] | None = None,
) -> Iterator[QuoteTable]:
    """Extract articles, and open the table of their quotations while the block runs.

    Args:
        sources: files, folders, patterns, "-" for standard input, or addresses of pages.
        details: of the one article that is read.
        nlp: the pipeline. None: the one of `pipeline.load()`.
        config: limits.
        on_failure: is given each article that failed.

    Raises:
        InputError: not one article could be read, or details are given and there are several.
    """
    with tempfile.TemporaryDirectory(prefix="quotes-") as folder:
        articles = _articles(sources, Path(folder), details, config, on_failure)
        loaded = nlp or pipeline.load()
        path = Path(folder) / "unsaved.parquet"
        with Writer(path) as tables:
            for article, found in pipeline.stream(loaded, articles):
                if isinstance(found, Failure):
                    _tell(found, on_failure)
                else:
                    tables.add(article, found)
        yield open_table(path)


def _articles(
    sources: Sequence[str],
    folder: Path,
    details: Details | None,
    config: Config,
    on_failure: Callable[[Failure], None] | None,
) -> list[Article]:
    articles: list[Article] = []
    for number, source in enumerate(sources):
        for item in _read(source, folder / f"page-{number}.html", config):
            if isinstance(item, Failure):
                _tell(item, on_failure)
            else:
                articles.append(item)
    if not articles:
        msg = f"{', '.join(sources)}: there is no article to check against. Give a table, articles, an address, or - and paste the text."
        raise InputError(msg)
    if details is None or not details.given():
        return articles
    if len(articles) > 1:
        msg = f"--title, --outlet and --published are of one article, and there are {len(articles)}. Leave them out, or give one article."
        raise InputError(msg)
    return [_with_details(articles[0], details)]


def _read(source: str, page: Path, config: Config) -> Iterator[Article | Failure]:
    if not is_address(source):
        yield from read([source], config=config)
        return
    page.write_bytes(fetch(source, config=config))
    for item in read([page], config=config):
        yield replace(item, doc_id=source) if isinstance(item, Failure) else replace(item, doc_id=source, url=source)


def _with_details(article: Article, details: Details) -> Article:
    basis = str(PublishedBasis.METADATA) if details.published else article.published_basis
    return replace(
        article,
        title=details.title or article.title,
        outlet=details.outlet or article.outlet,
        published=details.published or article.published,
        published_basis=basis,
    )


def _tell(failure: Failure, on_failure: Callable[[Failure], None] | None) -> None:
    if on_failure is not None:
        on_failure(failure)
