"""The lines of a page, and what each is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a line of a page is."""

    TEXT = "text"
    HEADLINE = "headline"  # no sentence: headline, cross-heading, item of a list
    FURNITURE = "furniture"
    CAPTION = "caption"
    FOREIGN = "foreign"  # not English


@dataclass(slots=True)
class Line:
    """A line of a page; a paragraph wrapped by hand is one line.

    Attributes:
        start: where it begins [characters].
        end: where it ends, exclusive.
        text: its text.
        role: what it is.
        dateline: the day in its dateline, "" where it names none; None: it has no dateline.
    """

    start: int
    end: int
    text: str
    role: Role
    dateline: str | None = None

    @property
    def key(self) -> str:
        """What is the same in all printings of the line."""
        return " ".join(self.text.casefold().split())

    @property
    def words(self) -> int:
        """Number of words."""
        return len(self.text.split())
