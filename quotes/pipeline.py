"""The components in order, and running them over articles."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd
from spacy.language import Language
from spacy.tokens import Doc

from quotes import __version__
from quotes.annotations import write_context
from quotes.config import DEFAULT, Config
from quotes.dates import statement_dates
from quotes.encoder import tagger
from quotes.entities import decode_entities
from quotes.errors import ModelError, counted
from quotes.layout import lay_out
from quotes.pages import stories
from quotes.people import component as people
from quotes.quotations import component as quotations
from quotes.records import StoryContext
from quotes.rows import rows
from quotes.table import schema
from quotes.tokenizer import split_marks
from quotes.types import Act, Article, Failure, Kind, Quote

logger = logging.getLogger(__name__)

#: Key, in the pipeline's meta, of the name of what makes the rows: our version and the tagger's digest.
NAME = "quotes"
#: Our components, in order, behind the English pipeline's. Importing the modules that they are in registers them.
COMPONENTS = {
    "quotation_tagger": tagger,
    "quotations": quotations,
    "people": people,
    "statement_dates": statement_dates,
}


def load(config: Config = DEFAULT, *, threads: int = 0) -> Language:
    """Load the English pipeline with our components behind it.

    Args:
        config: limits and versions.
        threads: for the tagger; 0 takes all cores.

    Raises:
        ModelError: the English pipeline is not installed, or not in the version that the rules were measured with.
    """
    package = config.language_package
    try:
        module = importlib.import_module(package)
    except ImportError as error:
        msg = f"The English pipeline {package} is not installed. Run: pip install {package}=={config.language_version}"
        raise ModelError(msg) from error
    nlp: Language = module.load()
    if nlp.meta["version"] != config.language_version:
        msg = (
            f"{package} is version {nlp.meta['version']}, but quotes {__version__} was measured with "
            f"{config.language_version}. Run: pip install {package}=={config.language_version}"
        )
        raise ModelError(msg)
    split_marks(nlp)
    nlp.max_length = config.max_article_chars + 1
    nlp.add_pipe("quotation_tagger", config={"folder": config.tagger, "threads": threads})
    for component in list(COMPONENTS)[1:]:
        nlp.add_pipe(component)
    digest = nlp.get_pipe("quotation_tagger").model.meta["digest"]  # type: ignore[attr-defined]
    nlp.meta[NAME] = f"quotes {__version__} tagger {digest}"
    return nlp


def stream(
    nlp: Language, articles: Iterable[Article | Failure], *, config: Config = DEFAULT
) -> Iterator[tuple[Article, list[Quote] | Failure]]:
    """Yield each article with its rows, in order. An article that fails comes with the reason; the rest go on.

    An article's day of publication is the one that its first story has: as given, or as found on the page.
    What could not be read (`readers.read` yields Failures among the articles) is passed on, beside an empty article.
    """
    for article in articles:
        if isinstance(article, Failure):
            yield Article(article.doc_id, ""), article
            continue
        try:
            yield _read(nlp, article, config)
        except Exception as error:
            logger.debug("%s failed", article.doc_id, exc_info=True)
            yield article, Failure(article.doc_id, "extract", f"{type(error).__name__}: {error}")


def extract(
    nlp: Language, articles: str | Article | Iterable[Article | Failure], *, config: Config = DEFAULT
) -> list[Quote]:
    """Extract the rows of a text, an article or many. An article that fails is logged as a warning."""
    if isinstance(articles, str):
        articles = Article(doc_id="text", text=articles)
    if isinstance(articles, Article):
        articles = [articles]
    found: list[Quote] = []
    for article, result in stream(nlp, articles, config=config):
        if isinstance(result, Failure):
            logger.warning("%s: %s", article.doc_id, result.error)
        else:
            found += result
    return found


def to_pandas(quotes: Iterable[Quote]) -> pd.DataFrame:
    """Make a data frame of rows, with the table's columns and types."""
    return schema.to_batch(list(quotes), schema.QUOTES).to_pandas()


def _read(nlp: Language, article: Article, config: Config) -> tuple[Article, list[Quote]]:
    if len(article.text) > config.max_article_chars:
        msg = (
            f"{len(article.text):,} characters is more than max_article_chars={config.max_article_chars:,}. "
            "Split the text into its articles."
        )
        raise ValueError(msg)
    text, decoded = decode_entities(article.text)
    if decoded:
        logger.info(
            "%s: %s in the text decoded; offsets are those of the decoded text",
            article.doc_id,
            counted(decoded, "HTML entity"),
        )
        article = replace(article, text=text)
    found: list[Quote] = []
    told = stories.split(article.text, title=article.title, published=article.published, basis=article.published_basis)
    if not told and (language := stories.foreign_language(article.text)) is not None:
        msg = f"not English, but probably {language!r}. Only English is read."
        raise ValueError(msg)
    for story in told:
        doc = nlp(story_doc(nlp, article, story))
        made = rows(doc, article, story, pipeline=nlp.meta[NAME])
        found += made if config.keep_all else filter(_is_statement, made)
    if told:
        article = replace(article, published=told[0].published, published_basis=told[0].published_basis)
    return article, found


def _is_statement(row: Quote) -> bool:
    """True of all direct and mixed quotations, and of indirect speech and writing."""
    return row.kind != Kind.INDIRECT or row.act in (Act.SPEECH, Act.WRITING)


def story_doc(nlp: Language, article: Article, story: stories.Story) -> Doc:
    """Make the Doc of one story of an article, with nothing found on it yet."""
    doc = nlp.make_doc(story.masked(article.text))
    write_context(
        doc,
        StoryContext(
            published=story.published or article.published,
            dateline=story.dateline,
            separators=lay_out(article.text).separators,
            beside=(*story.beside, *([article.title] if article.title else [])),
        ),
    )
    return doc
