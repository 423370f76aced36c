"""Apply corrections to the rows of an article.

A correction is of a row. Where a new extraction no longer has the row, it holds all the same as long as the article has
the words at the same place; where it has not, the correction is left aside and said to be stale.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from quotes.people.names import identity
from quotes.quotations.wording import without_marks
from quotes.table.corrections import Action, Correction
from quotes.table.schema import quote_id
from quotes.types import Act, Article, DateBasis, Kind, Piece, Polarity, Quote, SpeakerKind, Step

#: What the evidence of a corrected row begins with.
STEP = "corrected"
_LINE_END = re.compile(r"\s*\n\s*")
_NAMED = (SpeakerKind.PERSON, SpeakerKind.ORGANISATION)


@dataclass(frozen=True, slots=True)
class CorrectedRow:
    """A row with what people decided about it.

    Args:
        row: the row as it is to be shown; its quote_id is that of its words.
        root: quote_id of the row as it was extracted: what corrections refer to.
        corrections: those that hold, in order.
    """

    row: Quote
    root: str
    corrections: tuple[Correction, ...] = ()

    @property
    def is_checked(self) -> bool:
        """True if somebody decided who speaks."""
        return any(line.action in {Action.RIGHT, Action.SPEAKER, Action.ADD} for line in self.corrections)


@dataclass(frozen=True, slots=True)
class Corrected:
    """The rows of an article after its corrections.

    Args:
        rows: in text order.
        removed: what was said to be no quotation.
        stale: corrections whose words the article no longer has.
        checked: the lines that say that the whole article was checked.
    """

    rows: tuple[CorrectedRow, ...]
    removed: tuple[CorrectedRow, ...] = ()
    stale: tuple[Correction, ...] = ()
    checked: tuple[Correction, ...] = ()


@dataclass(slots=True)
class _Work:
    rows: dict[str, Quote]
    lines: dict[str, list[Correction]] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    stale: list[Correction] = field(default_factory=list)
    checked: list[Correction] = field(default_factory=list)


def apply(article: Article, rows: Sequence[Quote], corrections: Iterable[Correction]) -> Corrected:
    """Apply the corrections that hold to the rows of one article.

    Args:
        article: the article.
        rows: its rows, as extracted.
        corrections: of this article, those in effect, in order.
    """
    work = _Work({row.quote_id: row for row in rows})
    for line in corrections:
        _apply_line(work, article, line)
    made = [CorrectedRow(row, root, tuple(work.lines.get(root, ()))) for root, row in work.rows.items()]
    made.sort(key=lambda one: one.row.spans[0].start)
    return Corrected(
        tuple(one for one in made if one.root not in work.removed),
        tuple(one for one in made if one.root in work.removed),
        tuple(work.stale),
        tuple(work.checked),
    )


def words_at(text: str, spans: Sequence[Piece]) -> str:
    """Return the words of some pieces as the table has them: outer marks dropped, lines and pieces joined.

    >>> words_at("“We won,” she said.", [Piece(0, 9)])
    'We won,'
    """
    return " ".join(_LINE_END.sub(" ", without_marks(text[piece.start : piece.end])) for piece in spans)


def _apply_line(work: _Work, article: Article, line: Correction) -> None:
    if line.action == Action.CHECKED:
        work.checked.append(line)
        return
    row = work.rows.get(line.quote_id)
    if row is None:
        if not _stands(article.text, line):
            work.stale.append(line)
            return
        row = _same_place(work, line) or _made(article, work.rows.values(), line)
        work.rows[line.quote_id] = row
    work.lines.setdefault(line.quote_id, []).append(line)
    work.removed.discard(line.quote_id)
    if line.action == Action.NONE:
        work.removed.add(line.quote_id)
    else:
        work.rows[line.quote_id] = _changed(article, row, line, work.rows.values())


def _stands(text: str, line: Correction) -> bool:
    return bool(line.spans) and line.spans[-1].end <= len(text) and words_at(text, line.spans) == line.words


def _same_place(work: _Work, line: Correction) -> Quote | None:
    """Take the row of a new extraction that overlaps the corrected words, so that no quotation stands twice."""
    for root, row in work.rows.items():
        if root not in work.lines and any(
            one.start < two.end and two.start < one.end for one in row.spans for two in line.spans
        ):
            del work.rows[root]
            return _placed(row, line.spans, line.words)
    return None


def _changed(article: Article, row: Quote, line: Correction, others: Iterable[Quote]) -> Quote:
    if line.action == Action.DAY:
        return _dated(row, line)
    if line.action == Action.WORDS:
        row = _placed(row, line.spans, words_at(article.text, line.spans))
        return replace(row, pipeline=_pipeline(row, line))
    if line.action == Action.RIGHT and line.speaker == row.speaker:
        return replace(row, confidence=1.0 if row.speaker else None, pipeline=_pipeline(row, line))
    if line.action == Action.ADD:  # words that somebody set aside before
        row = _placed(row, line.spans, line.words)
    return replace(row, **_speaker(line, others), pipeline=_pipeline(row, line))


def _placed(row: Quote, spans: tuple[Piece, ...], words: str) -> Quote:
    return replace(row, spans=spans, quote=words, quote_id=quote_id(row.doc_id, spans))


def _speaker(line: Correction, others: Iterable[Quote]) -> dict[str, Any]:
    if line.speaker is None:
        none = dict.fromkeys(("speaker", "speaker_kind", "speaker_role", "speaker_id", "confidence"))
        return {**none, "evidence": (Step(STEP, "speaker not known", None, None),)}
    known = next((row for row in others if row.speaker == line.speaker), None)
    kind = line.speaker_kind or (known.speaker_kind if known is not None else None) or SpeakerKind.PERSON
    return {
        "speaker": line.speaker,
        "speaker_kind": str(kind),
        "speaker_role": known.speaker_role if known is not None else None,
        "speaker_id": identity(line.speaker) if kind in _NAMED else None,
        "confidence": 1.0,
        "evidence": (Step(STEP, line.speaker, None, None),),
    }


def _dated(row: Quote, line: Correction) -> Quote:
    basis = DateBasis.STATED if line.day else DateBasis.PUBLISHED if row.published else DateBasis.UNKNOWN
    return replace(
        row,
        said_on=line.day,
        date=line.day or row.published,
        date_basis=str(basis),
        date_text=None,
        date_confidence=1.0 if line.day else None,
        pipeline=_pipeline(row, line),
    )


def _made(article: Article, others: Iterable[Quote], line: Correction) -> Quote:
    """Make the row of a quotation that the extraction has not."""
    near = _nearest(others, line.spans[0].start)
    published: date | None = near.published if near is not None else article.published
    return Quote(
        quote=line.words,
        date=published,
        doc_id=article.doc_id,
        story=near.story if near is not None else 0,
        title=near.title if near is not None else article.title,
        outlet=article.outlet,
        url=article.url,
        published=published,
        kind=line.kind or str(Kind.DIRECT),
        spans=line.spans,
        date_basis=str(DateBasis.PUBLISHED if published else DateBasis.UNKNOWN),
        act=str(Act.SPEECH),
        polarity=str(Polarity.SAID),
        quote_id=quote_id(article.doc_id, line.spans),
        pipeline="by hand",
        **_speaker(line, others),
        cue=None,
        cue_start=None,
        cue_end=None,
        mention=None,
        speaker_start=None,
        speaker_end=None,
        said_on=None,
        date_text=None,
        date_confidence=None,
    )


def _nearest(rows: Iterable[Quote], start: int) -> Quote | None:
    return min(rows, key=lambda row: abs(row.spans[0].start - start), default=None)


def _pipeline(row: Quote, line: Correction) -> str:
    """Say in the row that a person changed it: exports have no other column for it."""
    return f"{row.pipeline.split('; corrected')[0]}; corrected{f' by {line.who}' if line.who else ''} {line.at[:10]}"
