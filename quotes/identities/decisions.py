"""Decisions of the user about who is whom, in a CSV file beside the table; they survive when it grows.

Columns: decision (same, not_same), one, other (a name as printed), one_row, other_row (a quote_id that tells which of
several people of the name is meant; empty: all of them), who, when, why.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from quotes.errors import InputError
from quotes.table import identities as store


class Verdict(StrEnum):
    """What was decided."""

    SAME = "same"
    NOT_SAME = "not_same"


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the file."""

    decision: str
    one: str
    other: str
    one_row: str = ""
    other_row: str = ""
    who: str = ""
    when: str = ""
    why: str = ""


COLUMNS = tuple(field.name for field in fields(Decision))


def read(table: str | Path) -> list[Decision]:
    """Read a table's decisions; none if there is no file.

    Raises:
        InputError: a line is no decision.
    """
    path = store.decisions_path(table)
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf8") as file:
        return [_decision(row, path, number) for number, row in enumerate(csv.DictReader(file), start=2)]


def add(table: str | Path, decision: Decision) -> Path:
    """Append a decision to a table's file, with the day on which it was taken."""
    path = store.decisions_path(table)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.is_file()
    with path.open("a", newline="", encoding="utf8") as file:
        lines = csv.writer(file)
        if new:
            lines.writerow(COLUMNS)
        when = decision.when or datetime.now(UTC).date().isoformat()
        values = {name: getattr(decision, name) for name in COLUMNS} | {"when": when}
        lines.writerow(values.values())
    return path


def refer(table: str | Path, text: str) -> tuple[str, str]:
    """Say which name, and if need be which row, is meant by a person_id, a quote_id or a name.

    Raises:
        InputError: the table has no such person; or its people were not looked for yet.
    """
    people = store.read(table)
    if people is None:
        msg = f"{store.path(table)}: not there yet. Make it first: quotes people {table}"
        raise InputError(msg)
    by_name = []
    for row in people.select(["person_id", "name", "aliases", "quote_ids"]).to_pylist():
        if row["person_id"] == text:
            return row["name"], row["quote_ids"][0]
        if text in row["quote_ids"]:
            return row["name"], text
        if text in {row["name"], *row["aliases"]}:
            by_name.append(row)
    if len(by_name) == 1:
        return text, by_name[0]["quote_ids"][0]
    if not by_name:
        msg = f"{text!r}: no such person. Give a person_id, as `quotes people {table} --show NAME` shows it, or a name as printed."
    else:
        ids = ", ".join(row["person_id"] for row in by_name)
        msg = f"{text!r}: several people are printed so: {ids}. Give one of these ids."
    raise InputError(msg)


def _decision(row: dict[str, str], path: Path, number: int) -> Decision:
    if row.get("decision") not in set(Verdict) or not row.get("one") or not row.get("other"):
        msg = f"{path}, line {number}: no decision. Columns: {', '.join(COLUMNS)}; decision is same or not_same, one and other are names."
        raise InputError(msg)
    return Decision(**{name: row.get(name) or "" for name in COLUMNS})
