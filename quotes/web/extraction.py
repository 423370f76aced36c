"""What a worker does with an article: read it, find its quotations. The only file of the page that loads the models."""

from __future__ import annotations

from collections.abc import Callable

from quotes.config import DEFAULT_WEB
from quotes.errors import InputError
from quotes.types import Article, Failure, Quote
from quotes.web.uploads import Submission, article_of

#: An article and its rows.
Extracted = tuple[Article, list[Quote]]


def make() -> Callable[[Submission | Article], Extracted]:
    """Load the models, and return the function that extracts. Called once in each worker."""
    from quotes import pipeline

    _limit_memory()
    nlp = pipeline.load(threads=1)
    pipeline.extract(nlp, "“We won,” said Ana Ruiz.")  # the first text is slow

    def extract(sent: Submission | Article) -> Extracted:
        article = article_of(sent) if isinstance(sent, Submission) else sent
        read, found = next(pipeline.stream(nlp, [article]))
        if isinstance(found, Failure):
            raise InputError(found.error)
        return read, found

    return extract


def _limit_memory() -> None:
    """Bound what a hostile file can take, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    limit = DEFAULT_WEB.worker_memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))
