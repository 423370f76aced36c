"""Find the columns of a data file, or the fields of an object, that hold text, id, title and so on."""

from __future__ import annotations

import csv
import importlib.resources
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from quotes.errors import InputError
from quotes.readers.options import Reading, chosen_columns

NAME_IT = "Name the right one with --text-column (in Python: text_column)."
_LISTED_CHARS = 300
_TEXT, _HTML = "text", "html"
_WORDS = {_TEXT: "text", _HTML: "pages", "published": "date"}


class Columns:
    """The columns of one input: as the caller named them, else guessed by name. Guesses are reported once.

    Args:
        name: name of the input, for messages.
        reading: the run.
    """

    def __init__(self, name: str, reading: Reading) -> None:
        self._name = name
        self._reading = reading
        self._chosen = chosen_columns(reading.options)
        self._used: set[tuple[str, str]] = set()
        self._last: tuple[Sequence[str], dict[str, str]] = ((), {})

    def find(self, names: Sequence[str]) -> Mapping[str, str]:
        """Find the columns among names.

        A name that the caller gave is matched exactly, else ignoring case. If it is missing, no guess replaces it.

        Args:
            names: the columns of the table, or the fields of the object.

        Returns:
            Meaning (text, html, id, title, published, outlet, url, author) -> column. Missing ones are left out; `html`,
            a page with its markup, is left out where there is text.
        """
        if self._last[0] != names:
            guessed = {holds: name for holds, name in _guess(names).items() if holds not in self._chosen}
            found = guessed | _choose(names, self._chosen)
            if _TEXT in found or _TEXT in self._chosen:
                found.pop(_HTML, None)
            self._last = (names, found)
            self._say(found)
        return self._last[1]

    def require(self, header: Sequence[str]) -> Mapping[str, str]:
        """Find the columns of a table, which must have text and all columns that the caller named.

        Args:
            header: the columns of the table.

        Returns:
            Meaning -> column, as `find` does.

        Raises:
            InputError: a column is missing, or occurs twice.
        """
        found = self.find(header)
        have = f"The columns are: {listed(header)}."
        for holds, column in self._chosen.items():
            if holds not in found:
                msg = f"has no column {column!r}. {have}"
                raise InputError(msg)
        if _TEXT not in found and _HTML not in found:
            msg = f"has no column that looks like the articles' text. {have} {NAME_IT}"
            raise InputError(msg)
        if twice := [column for column in found.values() if header.count(column) > 1]:
            msg = f"has the column {twice[0]!r} twice. Rename one."
            raise InputError(msg)
        return found

    def close(self) -> None:
        """Report columns that the caller named and that never occurred: usually a typing error."""
        for holds, column in self._chosen.items():
            if self._last[0] and not any(holds == used for used, _ in self._used):
                self._reading.note(f"{self._name}: has no {column!r}, which was given as --{holds}-column")

    def _say(self, found: Mapping[str, str]) -> None:
        new = set(found.items()) - self._used
        self._used |= new
        guessed = [(holds, column) for holds, column in found.items() if (holds, column) in new and holds != column]
        guessed = [(holds, column) for holds, column in guessed if holds not in self._chosen]
        if guessed:
            parts = (f"{_WORDS.get(holds, holds)} from column {column!r}" for holds, column in guessed)
            self._reading.note(f"{self._name}: {', '.join(parts)}")


def heads_table(line: str) -> bool:
    """Return whether a line is the header of a table of articles: two or more known columns, in any format.

    >>> heads_table("id,Headline,body"), heads_table("The text, said Ana, was short.")
    (True, False)
    """
    cells = [cell.strip(' "\ufeff') for cell in re.split(r"[,;\t|]", line.strip())]
    found = _guess(cells)
    return len(found) > 1 and bool({_TEXT, _HTML} & found.keys())


def listed(names: Iterable[str]) -> str:
    """Join the names of columns for a message, cut to a readable length.

    >>> listed(["id", "body"])
    'id, body'
    """
    text = ", ".join(names) or "none"
    return text if len(text) <= _LISTED_CHARS else f"{text[:_LISTED_CHARS]} ..."


def _choose(names: Iterable[str], chosen: Mapping[str, str]) -> dict[str, str]:
    by_case = {name.casefold(): name for name in names}
    exact = set(names)
    return {
        holds: column if column in exact else by_case[column.casefold()]
        for holds, column in chosen.items()
        if column in exact or column.casefold() in by_case
    }


def _guess(names: Sequence[str]) -> dict[str, str]:
    """Choose the column with the best-ranked name for each meaning.

    >>> _guess(["ID", "Pub Date", "body", "headline"])
    {'text': 'body', 'id': 'ID', 'published': 'Pub Date', 'title': 'headline'}
    """
    known = [(*_synonyms()[plain], name) for name in names if (plain := _plain(name)) in _synonyms()]
    best: dict[str, str] = {}
    for holds, _, name in sorted(known, key=lambda entry: entry[1]):
        best.setdefault(holds, name)
    return {holds: best[holds] for holds in sorted(best, key=lambda holds: (holds not in (_TEXT, _HTML), holds))}


@cache
def _synonyms() -> Mapping[str, tuple[str, int]]:
    file = importlib.resources.files("quotes") / "data" / "en" / "columns.tsv"
    lines = file.read_text(encoding="utf8").splitlines()
    entries = csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t")
    return {_plain(name): (holds, int(rank)) for name, holds, rank in entries}


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
