"""Claims: one by one, or from a file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from quotes.errors import InputError


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that somebody is claimed to have said.

    Args:
        words: the words.
        speaker: who is claimed to have said them; None: anybody.
    """

    words: str
    speaker: str | None = None


def read_claims(path: str | Path) -> list[Claim]:
    """Read a CSV with the columns `claim` and, if there is one, `speaker`; others are left alone.

    Raises:
        InputError: there is no such file, it is not CSV in UTF-8, or it has no column `claim`.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror or error}). Give a CSV with the columns claim and speaker."
        raise InputError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{path}: not UTF-8 at byte {error.start:,}. Save it as CSV in UTF-8."
        raise InputError(msg) from error
    lines = text.splitlines(keepends=True)
    delimiter = max(",;\t", key=(lines[0] if lines else "").count)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        msg = f'{path}, line {reader.line_num}: not CSV ({error}). A cell with a comma or quotation marks stands in "...", its marks doubled.'
        raise InputError(msg) from error
    return _claims(path, rows)


def _claims(path: str | Path, rows: list[tuple[int, list[str]]]) -> list[Claim]:
    names = [name.strip().casefold() for name in rows[0][1]] if rows else []
    if "claim" not in names:
        found = f"it has {', '.join(names)}" if any(names) else "it is empty"
        msg = f"{path}: no column claim; {found}. The first line must name the columns: claim,speaker"
        raise InputError(msg)
    claims = []
    for line, row in rows[1:]:
        if len(row) > len(names):
            msg = f'{path}, line {line}: {len(row)} cells, and the first line names {len(names)}. Put a cell with a comma in "...".'
            raise InputError(msg)
        cells = dict(zip(names, row, strict=False))
        claims.append(Claim(cells.get("claim", "").strip(), cells.get("speaker", "").strip() or None))
    return claims
