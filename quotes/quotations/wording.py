"""The words of a quotation, as they are printed without its marks."""

from __future__ import annotations

import re

from quotes.marks import MARKS, pair

#: A closing mark at the end of a piece whose opening mark stands in another piece; behind a letter ’ is an apostrophe.
_LONELY = re.compile(r"[”»\"]$|(?<=[^\w\s])['’]$")


def without_marks(words: str) -> str:
    """Drop the outer quotation marks of a piece of a quotation.

    A mark is outer when its partner is the other rim, or nowhere in the piece.

    >>> without_marks("“It’s ‘so’ far.”"), without_marks("“One” and “two”"), without_marks("‘so’ they said”")
    ('It’s ‘so’ far.', '“One” and “two”', '‘so’ they said')
    """
    stretches = pair(words)
    opened = bool(stretches) and stretches[0].start == 0
    closed = bool(stretches) and stretches[-1].closed and stretches[-1].end == len(words)
    if opened and closed and len(stretches) == 1:
        return words[_mark(words) : len(words) - _mark(words[::-1])].strip()
    if opened and not stretches[0].closed:
        return words[_mark(words) :].lstrip()
    if not closed and _LONELY.search(words):
        return words[: len(words) - _mark(words[::-1])].rstrip()
    return words


def _mark(words: str) -> int:
    """Return the length of the quotation mark that a text begins with."""
    return 2 if words[:2] in ("''", "``") else int(words[:1] in MARKS and bool(words))
