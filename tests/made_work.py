"""A worker without models: it finds “words” said NAME, and misbehaves where it is told to."""

import os
import re
import time
from collections.abc import Callable
from dataclasses import replace

from made_rows import QUOTE

from quotes.config import WebConfig
from quotes.errors import InputError
from quotes.table.schema import quote_id
from quotes.types import Article, Piece, Quote, Step
from quotes.web.uploads import Submission, article_of

CONFIG = WebConfig(workers=2, extraction_seconds=3, max_waiting=3)
BASE = f"http://{CONFIG.host}:{CONFIG.port}"

_SAID = re.compile(r"(“[^”]*”) said ([A-Z][a-z]+(?: [A-Z][a-z]+)*)")


def make() -> Callable[[Submission | Article], tuple[Article, list[Quote]]]:
    return work


def work(sent: Submission | Article) -> tuple[Article, list[Quote]]:
    article = article_of(sent) if isinstance(sent, Submission) else sent
    if "HANG" in article.text:
        time.sleep(600)
    if "CRASH" in article.text:
        os._exit(1)
    if "REFUSE" in article.text:
        msg = "It cannot be read, for a reason."
        raise InputError(msg)
    if "BREAK" in article.text:
        raise KeyError(article.text)
    return article, [row(article, found) for found in _SAID.finditer(article.text)]


def row(article: Article, found: re.Match[str]) -> Quote:
    spans = (Piece(*found.span(1)),)
    return replace(
        QUOTE,
        quote=found[1][1:-1],
        speaker=found[2],
        doc_id=article.doc_id,
        title=article.title,
        outlet=article.outlet,
        url=None,
        published=article.published,
        date=article.published,
        spans=spans,
        cue_start=found.end(1) + 1,
        cue_end=found.end(1) + 5,
        mention=found[2],
        speaker_start=found.start(2),
        speaker_end=found.end(2),
        speaker_role=None,
        speaker_id=found[2].lower().replace(" ", "-"),
        confidence=0.9 if " " in found[2] else 0.4,
        evidence=(Step("cue", "said", found.end(1) + 1, found.end(1) + 5), Step("name", found[2], *found.span(2))),
        quote_id=quote_id(article.doc_id, spans),
    )
