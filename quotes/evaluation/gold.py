"""Read gold files: articles whose attributions a person has marked.

One article per line: `{"id", "published", "title", "text", "attributions": [...]}`. An attribution is `{"id", "type",
"content": [[start, end], ...], "cue": [...], "source": [...]}` and, where its speaker was labelled, `{"speaker",
"aliases", "kind", "role", "said_on"}`. Offsets are code points into `text`, end exclusive. docs/evaluation.md shows one.
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

#: The fields of an attribution that hold spans.
_MARKED = ("content", "cue", "source")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution as a person marked it.

    Args:
        id: id within the article.
        kind: direct, mixed or indirect.
        content: the words reported, in one piece or several.
        cue: the words that report them; empty: there are none.
        source: the source mention; empty: there is none.
        labelled: True if the speaker was labelled. Otherwise the four fields below are empty.
        speaker: full name of the speaker; None: no name is known.
        aliases: other names that count as right.
        speaker_kind: a `SpeakerKind`.
        role: office or profession, as printed.
        dated: True if the day was labelled. `said_on` None then means that the text gives no day.
        said_on: the day of the statement.
    """

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
    dated: bool
    said_on: date | None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article and its attributions."""

    article: Article
    attributions: tuple[Attribution, ...]


def read(path: str | Path) -> Iterator[GoldArticle]:
    """Yield the articles of a gold file.

    Args:
        path: a .jsonl file with one article per line. Blank lines are skipped.

    Raises:
        InputError: the file is missing, a line is not a gold article, or a span lies outside its text.
    """
    path = Path(path)
    if not path.is_file():
        msg = f"{path}: no such gold file. Give a .jsonl with one article per line (docs/evaluation.md shows one)."
        raise InputError(msg)
    with path.open(encoding="utf8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    example = _article(json.loads(line))
                    _check_spans(example)
                except InputError as error:
                    msg = f"{path}, line {number}: {error}"
                    raise InputError(msg) from error
                except (ValueError, KeyError, TypeError) as error:
                    msg = f"{path}, line {number}: not a gold article ({type(error).__name__}: {error})."
                    raise InputError(msg) from error
                yield example


def annotate(doc: Doc, gold: GoldArticle) -> Doc:
    """Write the gold quotations of an article on its Doc, as the pipeline does.

    Args:
        doc: a Doc of the article's text.
        gold: the article. Its attributions' ids become the quotations' ids.

    Returns:
        The same Doc. Spans that begin or end inside a token are widened to the whole token. Of a cue or source in
        several pieces the first is written.
    """
    marked = {field: marked_spans(doc, gold, field) for field in _MARKED}
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
    """Return the spans that the gold marks, by attribution.

    Args:
        doc: the article's Doc.
        gold: the article.
        field: content, cue or source.

    Returns:
        Attribution id -> spans, widened to whole tokens. Attributions without any are left out.
    """
    found: dict[str, list[Span]] = defaultdict(list)
    for attribution in gold.attributions:
        for piece in getattr(attribution, field):
            span = doc.char_span(piece.start, piece.end, alignment_mode="expand")
            if span is not None:
                found[attribution.id].append(span)
    return found


def _check_spans(example: GoldArticle) -> None:
    """Refuse spans that are empty or lie outside the text.

    Raises:
        InputError: names the article, the attribution and the span.
    """
    length = len(example.article.text)
    for attribution in example.attributions:
        for field in _MARKED:
            for piece in getattr(attribution, field):
                if not 0 <= piece.start < piece.end <= length:
                    msg = (
                        f"article {example.article.doc_id!r}, attribution {attribution.id!r}: the {field} span "
                        f"[{piece.start}, {piece.end}] is empty or lies outside the text, which has {length:,} characters. "
                        "Offsets are code points into `text`, from 0, end exclusive."
                    )
                    raise InputError(msg)


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
