"""Rows as values for scripts and for JSON: what a page tells of a quotation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from quotes import lexicon
from quotes.config import WebConfig
from quotes.table.corrected import CorrectedRow
from quotes.table.corrections import Correction
from quotes.types import Polarity, Quote
from quotes.web.marking import shown
from quotes.web.views import day, percent

#: What is said of a polarity that is not `said`; never left out.
POLARITY = {"denied": "denied", "not_said": "not said", "asked": "asked"}
#: What each basis of a day says to people.
_BASIS = {
    "stated": "the text says so",
    "scene": "the day of the occasion at which it was said",
    "published": "the day of publication; the text gives no day",
    "unknown": "neither the text nor the article gives a day",
}
_STEPS = {
    "cue": "words that report it",
    "name": "the full name",
    "date": "words that date it",
    "corrected": "decided by a person",
}


def as_json(quote: Quote) -> dict[str, Any]:
    """Return a row's columns as values for JSON."""
    return {name: _plain(value) for name, value in asdict(quote).items()}


def details(one: CorrectedRow, number: int, config: WebConfig) -> dict[str, Any]:
    """Return what the page shows of a row, as text."""
    row = one.row
    return {
        "n": number,
        "id": one.root,
        "quote_id": row.quote_id,
        "words": shown(row.quote),
        "speaker": shown(row.speaker) if row.speaker else None,
        "speaker_id": row.speaker_id,
        "speaker_kind": row.speaker_kind,
        "role": shown(row.speaker_role) if row.speaker_role else None,
        "sure": percent(row.confidence) if row.speaker else None,
        "confidence": row.confidence,
        "kind": row.kind,
        "polarity": POLARITY.get(row.polarity),
        "cue": shown(row.cue) if row.cue else None,
        "mention": shown(row.mention) if row.mention else None,
        "day": day(row.date),
        "iso": row.date.isoformat() if row.date else "",
        "basis": _BASIS.get(row.date_basis, row.date_basis) + (f": “{shown(row.date_text)}”" if row.date_text else ""),
        "evidence": [{"step": step_name(step.step), "text": shown(step.text)} for step in row.evidence],
        "spans": [[piece.start, piece.end] for piece in row.spans],
        "checked": one.is_checked,
        "doubts": doubts(one, config),
        "history": [history_line(line) for line in one.corrections],
    }


def doubts(one: CorrectedRow, config: WebConfig) -> list[str]:
    """List why a person should look at a row; nothing where somebody has."""
    row = one.row
    if one.is_checked:
        return []
    found = []
    if row.speaker is None:
        found.append("speaker not known")
    elif row.confidence is not None and row.confidence < config.doubtful_below:
        found.append(f"speaker only {percent(row.confidence)} sure")
    if row.polarity != Polarity.SAID:
        found.append(POLARITY.get(row.polarity, row.polarity))
    return found


def doubtful(rows: Sequence[CorrectedRow], config: WebConfig) -> list[int]:
    """Return the numbers of the rows to be checked first: unknown speakers, then the least sure."""
    numbers = [number for number, one in enumerate(rows) if doubts(one, config)]
    return sorted(numbers, key=lambda number: (rows[number].row.speaker is not None, rows[number].row.confidence or 0))


def step_name(step: str) -> str:
    """Say what a step of the evidence is."""
    name, _, rule = step.partition(":")
    told = _STEPS.get(name, name.replace("_", " "))
    return f"{told} ({rule.replace('_', ' ')})" if rule else told


def history_line(line: Correction) -> dict[str, str]:
    """Say who did what, and when."""
    what = day(line.day) if line.action == "day" else line.speaker or "nobody known"
    did = lexicon.table("decisions")[line.action][0].format(shown(what))
    return {"id": line.id, "who": shown(line.who) or "somebody", "did": did, "at": line.at[:16].replace("T", " ")}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return float(f"{value:.7g}")
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value
