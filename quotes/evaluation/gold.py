"""Read gold files: articles whose attributions a person has marked.

One article a line, as PolNeAR is distributed here: `{"id", "published", "title", "text", "attributions": [...]}`,
an attribution being `{"id", "type", "content": [[start, end], ...], "cue": [...], "source": [...]}` and, where a
person has labelled it, `{"speaker", "aliases", "kind", "role", "said_on"}`. Offsets are code points into `text`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from spacy.tokens import Doc, Span

from quotes.errors import InputError
from quotes.types import Article, Group, Kind, Piece

_MARKED = {Group.QUOTATIONS: "content", Group.CUES: "cue", Group.SPEAKERS: "source"}


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution as a person marked it. `labelled`: the fields after it were filled."""

    id: str
    kind: Kind
    content: tuple[Piece, ...]
    cue: tuple[Piece, ...]
    source: tuple[Piece, ...]
    labelled: bool
    speaker: str | None
    aliases: tuple[str, ...]
    speaker_kind: str | None
    role: str | None
    dated: bool  # the key said_on was present: None then means that the text gives no date
    said_on: date | None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article and what is true of it."""

    article: Article
    attributions: tuple[Attribution, ...]


def read(path: str | Path) -> Iterator[GoldArticle]:
    """Yield the articles of a gold file.

    Raises:
        InputError: the file is missing, or a line is not a gold article.
    """
    path = Path(path)
    if not path.is_file():
        msg = f"{path}: no such gold file. Give a .jsonl with one article a line (docs/evaluation.md shows one)."
        raise InputError(msg)
    with path.open(encoding="utf8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield _article(json.loads(line))
                except (ValueError, KeyError, TypeError) as error:
                    msg = f"{path}, line {number}: not a gold article ({type(error).__name__}: {error})."
                    raise InputError(msg) from error


def annotate(doc: Doc, gold: GoldArticle) -> Doc:
    """Write the gold contents, cues and sources of an article on its Doc, as the pipeline would.

    Span ids are the gold attributions' ids. Offsets inside a token widen to the whole token.
    """
    for group, field in _MARKED.items():
        doc.spans[group] = [
            span
            for attribution in gold.attributions
            for piece in getattr(attribution, field)
            if (span := _span(doc, piece, attribution, group)) is not None
        ]
    if gold.article.published:
        doc.user_data["published"] = gold.article.published.isoformat()
    return doc


def _span(doc: Doc, piece: Piece, attribution: Attribution, group: str) -> Span | None:
    span = doc.char_span(piece.start, piece.end, alignment_mode="expand")
    if span is None:
        return None
    label = attribution.kind if group == Group.QUOTATIONS else "GOLD"
    return Span(doc, span.start, span.end, label=label, span_id=attribution.id)


def _article(data: dict) -> GoldArticle:
    published = data.get("published")
    article = Article(
        doc_id=data["id"],
        text=data["text"],
        title=data.get("title"),
        published=date.fromisoformat(published) if published else None,
        outlet=data.get("outlet") or data.get("publisher"),
        url=data.get("url"),
    )
    return GoldArticle(article, tuple(_attribution(item) for item in data["attributions"]))


def _attribution(data: dict) -> Attribution:
    def pieces(field: str) -> tuple[Piece, ...]:
        return tuple(Piece(start, end) for start, end in data[field])

    said_on = data.get("said_on")
    return Attribution(
        id=data["id"],
        kind=Kind(data["type"]),
        content=pieces("content"),
        cue=pieces("cue"),
        source=pieces("source"),
        labelled="kind" in data,
        speaker=data.get("speaker"),
        aliases=tuple(data.get("aliases", ())),
        speaker_kind=data.get("kind"),
        role=data.get("role"),
        dated="said_on" in data,
        said_on=date.fromisoformat(said_on) if said_on else None,
    )
