"""Corrections of a table by people: append-only lines beside it, `NAME.corrections.jsonl` or FOLDER/corrections.jsonl.

The table itself is never rewritten. Each line says who changed what, and when; undoing is a new line. A line holds the
words and the speaker as they were decided, not only the row's id, so that it outlives a new extraction.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from quotes.errors import InputError, OutputError
from quotes.types import Piece

#: How long to wait for another process that is writing [seconds].
LOCK_SECONDS = 10


class Action(StrEnum):
    """What a person decided about a quotation."""

    RIGHT = "right"  # words and speaker are right
    SPEAKER = "speaker"  # another speaker, or nobody known
    WORDS = "words"  # it begins or ends elsewhere
    NONE = "none"  # it is no quotation
    ADD = "add"  # a quotation that was missed
    DAY = "day"  # it was said on another day
    CHECKED = "checked"  # the whole article was checked
    UNDO = "undo"  # an earlier line does not hold


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision about one quotation.

    Args:
        action: what was decided.
        doc_id: id of the article.
        quote_id: id of the row as it was extracted; of a quotation that was added, the one that its words give. ""
            where the whole article is meant.
        spans: where the words stand, as decided.
        words: what stands there.
        speaker: who speaks, as decided; None: not known.
        speaker_kind: a `SpeakerKind`.
        kind: how the words are reported, a `Kind`.
        day: the day it was said, of action DAY; None: not known.
        undoes: id of the line that does not hold, of action UNDO.
        who: name of the person who decided; "": not given.
        at: when, UTC, ISO 8601.
        id: id of this line.
    """

    action: str
    doc_id: str
    quote_id: str = ""
    spans: tuple[Piece, ...] = ()
    words: str = ""
    speaker: str | None = None
    speaker_kind: str | None = None
    kind: str | None = None
    day: date | None = None
    undoes: str | None = None
    who: str = ""
    at: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Damage:
    """A line that cannot be read; the others hold."""

    line: int
    reason: str


def path(table: str | Path) -> Path:
    """Return where the corrections of a table stand, whether they do or not.

    >>> path("out/news.parquet").as_posix()
    'out/news.corrections.jsonl'
    """
    return beside(table, "corrections.jsonl")


def beside(table: str | Path, name: str) -> Path:
    """Return the path of a file that belongs to a table: NAME.name beside it, or FOLDER/name within."""
    table = Path(table)
    if table.is_dir() or (not table.suffix and not table.is_file()):
        folder = table.parent if table.name == "quotes" and not (table / "quotes").is_dir() else table
        return folder / name
    return table.with_name(f"{table.stem}.{name}")


def append(file: Path, correction: Correction) -> Correction:
    """Write a correction at the end of a file, and return it with its id and time.

    Several processes can append at once; each waits for the other.

    Raises:
        OutputError: the file cannot be written.
    """
    stamped = replace(
        correction,
        id=correction.id or secrets.token_hex(8),
        at=correction.at or datetime.now(UTC).isoformat(timespec="seconds"),
    )
    append_line(file, asdict(stamped))
    return stamped


def append_line(file: Path, values: dict[str, Any]) -> None:
    """Write one JSON object as a line at the end of a file, whole or not at all.

    Raises:
        OutputError: the file cannot be written.
    """
    line = json.dumps(values, ensure_ascii=False, default=str).encode() + b"\n"
    try:
        with FileLock(f"{file}.lock", timeout=LOCK_SECONDS), file.open("ab+") as handle:
            if handle.tell():
                handle.seek(-1, os.SEEK_END)
                line = line if handle.read(1) == b"\n" else b"\n" + line  # a crash cut the last line off
            handle.write(line)
            handle.flush()
            os.fsync(handle.fileno())
    except (OSError, Timeout) as error:
        msg = f"{file}: the correction was not saved ({error}). Make room there, or close what is writing it, and do it again."
        raise OutputError(msg) from error


def read(file: Path) -> tuple[list[Correction], list[Damage]]:
    """Read all lines of a file of corrections, and which of them are damaged. No file: no corrections.

    Raises:
        InputError: the file is there and cannot be opened.
    """
    try:
        data = file.read_bytes() if file.is_file() else b""
    except OSError as error:
        msg = f"{file}: cannot be read ({error.strerror or error})."
        raise InputError(msg) from error
    found: list[Correction] = []
    damaged: list[Damage] = []
    for number, line in enumerate(data.decode("utf8", "replace").split("\n"), 1):
        if line.strip():
            try:
                found.append(parse(json.loads(line)))
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                damaged.append(Damage(number, f"{type(error).__name__}: {error}"))
    return found, damaged


def parse(values: dict[str, Any]) -> Correction:
    """Make a correction of a line's values. Unknown fields, of a later version, are ignored.

    Raises:
        ValueError: a value makes no sense.
    """
    if not isinstance(values, dict):
        msg = "not an object"
        raise ValueError(msg)
    known = {name: value for name, value in values.items() if name in Correction.__dataclass_fields__}
    known["action"] = str(Action(known["action"]))
    known["spans"] = tuple(Piece(int(piece["start"]), int(piece["end"])) for piece in known.get("spans", ()))
    known["day"] = date.fromisoformat(known["day"]) if known.get("day") else None
    return Correction(**known)


def in_effect(corrections: Iterable[Correction]) -> list[Correction]:
    """Return the corrections that hold: those that no later line undoes, without the undoing lines themselves.

    >>> one = Correction("right", "a", id="1")
    >>> in_effect([one, Correction("undo", "a", undoes="1", id="2")])
    []
    >>> in_effect([one, Correction("undo", "a", undoes="1", id="2"), Correction("undo", "a", undoes="2", id="3")]) == [one]
    True
    """
    lines = list(corrections)
    undone: set[str] = set()
    for line in reversed(lines):  # an undoing that is undone itself counts for nothing
        if line.action == Action.UNDO and line.id not in undone and line.undoes is not None:
            undone.add(line.undoes)
    return [line for line in lines if line.action != Action.UNDO and line.id not in undone]


def of_article(corrections: Sequence[Correction], doc_id: str) -> list[Correction]:
    """Return the corrections of one article."""
    return [line for line in corrections if line.doc_id == doc_id]
