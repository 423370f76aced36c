"""Turn what a person decides on the page into a correction: checked against the article, the words taken from it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from quotes.errors import InputError
from quotes.table.corrected import CorrectedRow, words_at
from quotes.table.corrections import Action, Correction
from quotes.table.schema import quote_id
from quotes.types import Kind, Piece, SpeakerKind
from quotes.web.desk import Desk, NotFoundError, Opened
from quotes.web.uploads import clean

#: Offsets are stored as 32-bit numbers.
_MOST = 2**31 - 1

Line = Annotated[
    str, BeforeValidator(lambda value: clean(value) if isinstance(value, str) else value), Field(max_length=2_000)
]
Offset = Annotated[int, Field(ge=0, le=_MOST)]
Day = Annotated[date, Field(ge=date(1, 1, 2), le=date(9999, 12, 30))]


class Decision(BaseModel):
    """What a person decides about a quotation, or about an article."""

    action: Action = Field(description="right, speaker, words, none, add, day, checked, undo")
    doc_id: Line = Field(description="Id of the article.")
    quote_id: Line = Field(default="", description="Id of the row as extracted. Not needed for add, checked and undo.")
    spans: list[tuple[Offset, Offset]] = Field(
        default_factory=list,
        max_length=50,
        description="Of words and add: where the words stand [code points, end exclusive].",
    )
    words: Line = Field(
        default="", description="Of add: the words, instead of their place; they must stand once in the article."
    )
    speaker: Line | None = Field(default=None, description="Of speaker and add: who speaks; null: not known.")
    speaker_kind: SpeakerKind | None = Field(
        default=None, description="What the speaker is; null: as other rows say, else a person."
    )
    kind: Kind | None = Field(default=None, description="Of add: how the words are reported.")
    day: Day | None = Field(default=None, description="Of day: the day it was said; null: not known.")
    undoes: Line | None = Field(default=None, description="Of undo: id of the line that does not hold.")
    who: Line = Field(default="", description="Who decides.")


def decide(desk: Desk, decision: Decision) -> Correction:
    """Make and save a correction.

    Raises:
        NotFoundError: there is no such article, quotation or line.
        InputError: the words do not stand in the article, or something is missing.
        OutputError: it cannot be written.
    """
    opened = desk.open(decision.doc_id)
    base = Correction(str(decision.action), decision.doc_id, who=decision.who.strip())
    if decision.action == Action.UNDO:
        return desk.correct(replace(base, undoes=_undone(opened, decision), quote_id=decision.quote_id))
    if decision.action == Action.CHECKED:
        return desk.correct(base)
    if decision.action == Action.ADD:
        return desk.correct(_added(opened, decision, base))
    one = _row(opened, decision.quote_id)
    return desk.correct(_changed(opened, one, decision, base))


def _undone(opened: Opened, decision: Decision) -> str:
    if not any(line.id == decision.undoes for line in opened.history):
        msg = "There is no such correction to undo. Reload the page to see those that hold."
        raise NotFoundError(msg)
    return str(decision.undoes)


def _row(opened: Opened, root: str) -> CorrectedRow:
    for one in (*opened.corrected.rows, *opened.corrected.removed):
        if one.root == root or one.row.quote_id == root:
            return one
    msg = f"The article has no quotation of the id {root!r}. Reload the page: it may have been extracted anew."
    raise NotFoundError(msg)


def _changed(opened: Opened, one: CorrectedRow, decision: Decision, base: Correction) -> Correction:
    row = one.row
    line = replace(
        base,
        quote_id=one.root,
        spans=row.spans,
        words=row.quote,
        speaker=row.speaker,
        speaker_kind=row.speaker_kind,
        kind=row.kind,
    )
    if decision.action == Action.SPEAKER:
        speaker = _name(decision.speaker)
        kind = decision.speaker_kind or _known_kind(opened, speaker)
        return replace(line, speaker=speaker, speaker_kind=str(kind) if kind and speaker else None)
    if decision.action == Action.WORDS:
        spans = _spans(opened.article.text, decision.spans)
        return replace(line, spans=spans, words=words_at(opened.article.text, spans))
    if decision.action == Action.DAY:
        return replace(line, day=decision.day)
    return line


def _added(opened: Opened, decision: Decision, base: Correction) -> Correction:
    text = opened.article.text
    spans = _spans(text, decision.spans or _place(text, decision.words))
    for one in opened.corrected.rows:
        if one.row.spans == spans:
            msg = "These words are marked as a quotation already. Choose it in the text to change it."
            raise InputError(msg)
    speaker = _name(decision.speaker)
    kind = decision.speaker_kind or _known_kind(opened, speaker)
    return replace(
        base,
        quote_id=quote_id(decision.doc_id, spans),
        spans=spans,
        words=words_at(text, spans),
        speaker=speaker,
        speaker_kind=str(kind) if kind and speaker else None,
        kind=str(decision.kind or _kind(text, spans)),
    )


def _spans(text: str, given: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """Check where words stand, and drop white space at their ends.

    Raises:
        InputError: they lie outside the article, overlap, or hold no word.
    """
    pieces = []
    for start, end in sorted(given):
        inside = text[start:end]
        if end > len(text) or not inside.strip():
            msg = "These words do not stand in the article. Select them in the text again."
            raise InputError(msg)
        pieces.append(Piece(start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())))
    if not pieces or any(one.end > two.start for one, two in itertools.pairwise(pieces)):
        msg = "No words are selected, or some are selected twice. Select them in the text again."
        raise InputError(msg)
    return tuple(pieces)


def _place(text: str, words: str) -> list[tuple[int, int]]:
    words = words.strip()
    count = text.count(words) if words else 0
    if count != 1:
        often = "not" if not count else f"{count} times"
        msg = f"These words stand {often} in the article. Give them as they are printed, and enough of them to be found once."
        raise InputError(msg)
    start = text.index(words)
    return [(start, start + len(words))]


def _name(speaker: str | None) -> str | None:
    name = " ".join((speaker or "").split())
    return name or None


def _known_kind(opened: Opened, speaker: str | None) -> str | None:
    rows = (one.row for one in opened.corrected.rows)
    return next((row.speaker_kind for row in rows if row.speaker == speaker), None)


def _kind(text: str, spans: Sequence[Piece]) -> Kind:
    return Kind.DIRECT if all(text[piece.start] in "“\"‘'«„" for piece in spans) else Kind.INDIRECT
