"""Read gold files: articles whose attributions a person has marked.

One article a line, as PolNeAR is distributed here: `{"id", "published", "title", "text", "attributions": [...]}`,
an attribution being `{"id", "type", "content": [[start, end], ...], "cue": [...], "source": [...]}` and, where a
person has labelled it, `{"speaker", "aliases", "kind", "role", "said_on"}`. Offsets are code points into `text`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from spacy.tokens import Doc, Span

from quotes.annotations import write_context, write_quotations
from quotes.errors import InputError
from quotes.records import AttributedQuotation, StoryContext
from quotes.types import Article, Kind, Piece


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
    """Write the gold quotations of an article on its Doc, as the pipeline would; their ids are the gold's.

    Of a cue or source in several pieces the first is written. Offsets inside a token widen to the whole token.
    """
    marked = {field: marked_spans(doc, gold, field) for field in ("content", "cue", "source")}
    write_context(doc, StoryContext(published=gold.article.published))
    write_quotations(
        doc,
        [
            AttributedQuotation(
                id=attribution.id,
                kind=attribution.kind,
                pieces=tuple(marked["content"][attribution.id]),
                cue=next(iter(marked["cue"].get(attribution.id, ())), None),
                source=next(iter(marked["source"].get(attribution.id, ())), None),
                link="gold",
            )
            for attribution in gold.attributions
            if attribution.id in marked["content"]
        ],
    )
    return doc


def marked_spans(doc: Doc, gold: GoldArticle, field: str) -> dict[str, list[Span]]:
    """Return the spans that the gold marks, by the attribution's id.

    Args:
        doc: the article's Doc.
        gold: the article.
        field: content, cue or source.

    Returns:
        Attributions without any are left out. Offsets inside a token widen to the whole token.
    """
    found: dict[str, list[Span]] = defaultdict(list)
    for attribution in gold.attributions:
        for piece in getattr(attribution, field):
            span = doc.char_span(piece.start, piece.end, alignment_mode="expand")
            if span is not None:
                found[attribution.id].append(span)
    return found


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
