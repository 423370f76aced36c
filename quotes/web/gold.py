"""Write what people decided as gold: the form that `quotes evaluate` reads and training takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quotes.types import Article, DateBasis, Quote, SpeakerKind

_NAMED = (SpeakerKind.PERSON, SpeakerKind.ORGANISATION)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A row as a person left it; `labelled`: the speaker was decided, not only the words."""

    quote: Quote
    labelled: bool


def gold_line(article: Article, rows: Sequence[Labelled], *, complete: bool) -> dict[str, Any]:
    """Make one line of a gold file.

    Args:
        article: the article.
        rows: its quotations, as people left them.
        complete: True if the article has no others. Otherwise what else is found there is not wrong, and precision can
            not be told from it.
    """
    return {
        "id": article.doc_id,
        "published": article.published.isoformat() if article.published else None,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "text": article.text,
        "complete": complete,
        "attributions": [_attribution(number, row) for number, row in enumerate(rows)],
    }


def _attribution(number: int, labelled: Labelled) -> dict[str, Any]:
    quote = labelled.quote
    made: dict[str, Any] = {
        "id": f"a{number}",
        "type": quote.kind,
        "content": [[piece.start, piece.end] for piece in quote.spans],
        "cue": _span(quote.cue_start, quote.cue_end),
        "source": _span(quote.speaker_start, quote.speaker_end),
    }
    if labelled.labelled:
        named = quote.speaker_kind in _NAMED
        made |= {
            "speaker": quote.speaker if named else None,
            "aliases": [],
            "kind": quote.speaker_kind,
            "role": quote.speaker_role,
        }
    if quote.date_basis == DateBasis.STATED and quote.said_on is not None:
        made["said_on"] = quote.said_on.isoformat()
    return made


def _span(start: int | None, end: int | None) -> list[list[int]]:
    return [[start, end]] if start is not None and end is not None else []
