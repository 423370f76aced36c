"""Share the work of one corpus among several runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Self

from quotes.errors import InputError
from quotes.readers.inputs import Input, inputs_of


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several equal shares, counted from 1."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a share as people write it.

        >>> Shard.parse("3/64")
        Shard(number=3, of=64)

        Raises:
            InputError: it is none.
        """
        found = re.fullmatch(r"(\d+)/(\d+)", text.strip())
        if not found or not 1 <= int(found[1]) <= int(found[2]):
            msg = f"--shard {text}: not a share. Write 1/64 for the first of 64, up to 64/64."
            raise InputError(msg)
        return cls(int(found[1]), int(found[2]))

    @property
    def tag(self) -> str:
        """Return it as a part of a file's name."""
        return f"{self.number:04d}of{self.of:04d}"

    def has(self, position: int) -> bool:
        """Tell whether the input, or the article, at a position (from 0) falls to it."""
        return position % self.of == self.number - 1


def enough_inputs(paths: Iterable[str | Path], of: int) -> bool:
    """Tell whether there is at least one input for each share; else the articles themselves are shared out."""
    found = (item for path in paths if str(path) != "-" for item in inputs_of(path, lambda _: None))
    return sum(1 for _ in islice((item for item in found if isinstance(item, Input)), of)) >= of
