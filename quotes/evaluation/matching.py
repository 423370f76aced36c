"""Match rows with gold attributions: segments, spans and names, as all scores compare them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from quotes.errors import InputError
from quotes.evaluation import gold
from quotes.evaluation.gold import Attribution, GoldArticle
from quotes.types import Kind, Piece, Quote, SpeakerKind

#: Least share of a segment that a row must cover, and of two contents' union that they must share.
HALF = 0.5
_EMPTY_MARKS = 2  # length of "" [characters]
#: Kinds of speaker that have a name.
NAMED = {SpeakerKind.PERSON, SpeakerKind.ORGANISATION}

_QUOTED = re.compile(r"“[^“”\"\n]*(?:[”\"]|$)|\"[^\"“”\n]*(?:[\"”]|$)|''[^'\n]+''", re.MULTILINE)
_EDGE = r"[\s“”\"'‘’,.;:!?—–-]+"
_LEFT, _RIGHT = re.compile(rf"\A{_EDGE}"), re.compile(rf"{_EDGE}\Z")
_POSSESSIVE = re.compile(r"['’]s\b")
_TITLES = re.compile(
    r"^(?:the |mr\.? |mrs\.? |ms\.? |dr\.? |sen\.? |rep\.? |gov\.? |president |senator |judge |sir |former )+"
)
_NOT_NAME = re.compile(r"[^a-z0-9 ]+")


def paired(path: str | Path, rows: Iterable[Quote]) -> Iterator[tuple[GoldArticle, list[Quote]]]:
    """Yield each gold article with its rows.

    Args:
        path: the gold file.
        rows: rows in any order. Rows of articles that the gold does not have are ignored.

    Raises:
        InputError: the gold file cannot be read; a row points beyond its article's text; or all rows are of articles
            that the gold does not have.
    """
    found: dict[str, list[Quote]] = defaultdict(list)
    for row in rows:
        found[row.doc_id].append(row)
    matched = False
    for example in gold.read(path):
        own = found.get(example.article.doc_id, [])
        matched = matched or bool(own)
        _check_bounds(example, own)
        yield example, own
    if found and not matched:
        msg = (
            f"{path}: the table has no row of any article in this gold file; its first row is of {next(iter(found))!r}. "
            f"Make the table from the gold file itself: quotes extract {path} --all -o NAME.parquet"
        )
        raise InputError(msg)


def _check_bounds(example: GoldArticle, rows: Iterable[Quote]) -> None:
    """Refuse rows that were made from another text.

    Raises:
        InputError: a row points beyond the article's text.
    """
    length = len(example.article.text)
    for row in rows:
        end = max(piece.end for piece in row.spans)
        if end > length:
            msg = (
                f"article {example.article.doc_id!r}: a row of the table ends at {end:,}, but the gold's text has only "
                f"{length:,} characters. Make the table from the gold file itself."
            )
            raise InputError(msg)


def segments(text: str, attributions: Sequence[Attribution]) -> list[tuple[Piece, Attribution | None]]:
    """List the quoted segments of an article.

    Args:
        text: the article's text.
        attributions: its gold attributions.

    Returns:
        Each segment with the attribution that it belongs to; None: nobody said it.
    """
    positives: list[tuple[Piece, Attribution | None]] = []
    for attribution in attributions:
        own = [segment for piece in attribution.content for segment in _quoted(text, piece.start, piece.end)]
        if not own and attribution.kind is not Kind.INDIRECT:  # other marks, or none: dialogue dashes, interviews
            own = list(attribution.content)
        positives += [(segment, attribution) for segment in own]
    contents = [piece for attribution in attributions for piece in attribution.content]
    negatives = (segment for segment in _quoted(text, 0, len(text)) if not overlap([segment], contents))
    return positives + [(segment, None) for segment in negatives]


def best_row(segment: Piece, rows: Sequence[Quote]) -> Quote | None:
    """Return the row that covers most of a segment.

    Args:
        segment: a quoted segment.
        rows: the rows of the article.

    Returns:
        The row; None: none covers half of the segment's characters.
    """
    row = max(rows, key=lambda row: overlap([segment], row.spans), default=None)
    return row if row is not None and overlap([segment], row.spans) >= HALF * size([segment]) else None


def _quoted(text: str, start: int, end: int) -> list[Piece]:
    found = (Piece(*match.span()) for match in _QUOTED.finditer(text, start, end))
    return [piece for piece in found if piece.end - piece.start > _EMPTY_MARKS]


def trimmed(text: str, pieces: Iterable[Piece]) -> list[Piece]:
    """Trim marks, punctuation and spaces from pieces, and join those with no word between them.

    Args:
        text: the article's text.
        pieces: pieces in any order.

    Returns:
        Pieces in the order of the text; those without a word are left out.
    """
    merged: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.start, piece.end)):
        printed = text[piece.start : piece.end]
        start = piece.start + len(printed) - len(_LEFT.sub("", printed))
        end = start + len(_RIGHT.sub("", text[start : piece.end]))
        if start >= end:
            continue
        if merged and not re.search(r"\w", text[merged[-1].end : start]):
            merged[-1] = Piece(merged[-1].start, max(end, merged[-1].end))
        else:
            merged.append(Piece(start, end))
    return merged


def right_names(speaker: str | None, attribution: Attribution) -> tuple[bool, bool]:
    """Compare a speaker with the names of a gold attribution.

    Args:
        speaker: the speaker of a row; None: not known.
        attribution: the attribution.

    Returns:
        Whether the speaker contains a right name, and whether it is the full name.
    """
    said = _fold(speaker)
    names = {_fold(name) for name in (attribution.speaker, *attribution.aliases)} - {""}
    full = {name for name in names if " " in name} | {_fold(attribution.speaker)}
    return any(f" {name} " in f" {said} " for name in names), speaker is not None and said in full


def _fold(name: str | None) -> str:
    """Return a name without case, accents, titles, possessive and punctuation.

    >>> _fold("President Iván Duque’s")
    'ivan duque'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name or "") if not unicodedata.combining(c)).casefold()
    return _NOT_NAME.sub("", _TITLES.sub("", _POSSESSIVE.sub("", plain).strip())).strip()


def mention(row: Quote) -> list[Piece]:
    """Return a row's source mention as a list of one piece; empty: it has none."""
    start, end = row.speaker_start, row.speaker_end
    return [] if start is None or end is None else [Piece(start, end)]


def marked(text: str, contents: Iterable[Iterable[Piece]]) -> set[int]:
    """Return the offsets of all characters in contents, without the marks and spaces at their edges."""
    return {i for pieces in contents for piece in trimmed(text, pieces) for i in range(piece.start, piece.end)}


def overlap(some: Iterable[Piece], others: Sequence[Piece]) -> int:
    """Count the characters that two sets of pieces share."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in some for b in others)


def agreement(some: Sequence[Piece], others: Sequence[Piece]) -> float:
    """Return the intersection over union of two sets of pieces, counted in characters: 0 to 1."""
    both = overlap(some, others)
    return both / ((size(some) + size(others) - both) or 1)


def size(pieces: Iterable[Piece]) -> int:
    """Count the characters of pieces."""
    return sum(piece.end - piece.start for piece in pieces)
