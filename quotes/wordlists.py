"""Read the word lists of data/en: one entry a line, `#` for comments, columns apart by tabs."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def word_list(name: str) -> dict[str, str]:
    r"""Return data/en/NAME.tsv as entry -> the rest of its line.

    >>> word_list("calendar")["sept"]
    'month\t9'
    """
    rows = (files("quotes") / "data" / "en" / f"{name}.tsv").read_text(encoding="utf8").splitlines()
    return {entry: rest for entry, _, rest in (row.partition("\t") for row in rows if row and row[0] != "#")}


@cache
def of_kind(name: str, kind: str) -> frozenset[str]:
    """Return the entries of one kind, case-folded; an entry may be of two kinds, a space between.

    >>> "st. louis" in of_kind("dateline_places", "city")
    True
    """
    return frozenset(entry.casefold() for entry, rest in word_list(name).items() if kind in rest.split())
