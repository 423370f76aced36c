"""Define the options of reading, and the state of one run."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, field, fields

from quotes.config import Config
from quotes.errors import InputError
from quotes.readers.formats import Format
from quotes.readers.ids import Ids
from quotes.readers.inputs import Input
from quotes.readers.streams import Position


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Options of reading. None: detect it from the input, and report the guess through `on_note`.

    Args:
        encoding: encoding of all text files, as Python names it. Bytes that it cannot decode are then a failure.
        fix_mojibake: repair text that was decoded wrongly before ("â€œ" for "“"). Needs ftfy. Offsets then point into the
            repaired text.
        text_column: column or field of the article's text; the others likewise.
        id_column: see `text_column`.
        title_column: see `text_column`.
        published_column: see `text_column`.
        outlet_column: see `text_column`.
        url_column: see `text_column`.
        author_column: see `text_column`.
        stdin_format: format of standard input: the value of a `Format`, such as "csv".
        on_note: is called with each message about a guess, or about something skipped.
        on_input: is called with each input before it is opened; False skips the input.
    """

    encoding: str | None = None
    fix_mojibake: bool = False
    text_column: str | None = None
    id_column: str | None = None
    title_column: str | None = None
    published_column: str | None = None
    outlet_column: str | None = None
    url_column: str | None = None
    author_column: str | None = None
    stdin_format: str | None = None
    on_note: Callable[[str], None] | None = None
    on_input: Callable[[Input], bool] | None = None

    def check(self) -> None:
        """Refuse options that cannot work, before anything is read.

        Raises:
            InputError: the encoding or format is unknown, or ftfy is needed and missing.
        """
        if self.encoding is not None:
            try:
                b"ab".decode(self.encoding, "ignore")
            except (LookupError, ValueError) as error:  # ValueError: a NUL in the name
                msg = f"Unknown encoding {self.encoding!r}. Give one that Python knows, such as utf-8 or windows-1252."
                raise InputError(msg) from error
        if self.stdin_format is not None and self.stdin_format not in list(Format):
            msg = f"Unknown format {self.stdin_format!r} of standard input. Give one of: {', '.join(Format)}."
            raise InputError(msg)
        if self.fix_mojibake and importlib.util.find_spec("ftfy") is None:
            msg = (
                "Repairing wrongly decoded text needs ftfy, which is not installed. Run: pip install ftfy "
                "(or install quotes-extractor with its extra: mojibake)"
            )
            raise InputError(msg)


@dataclass(frozen=True, slots=True)
class Reading:
    """One run of reading: its options, its limits, and the ids claimed so far."""

    options: ReadOptions
    config: Config
    ids: Ids
    position: Position = field(default_factory=Position)

    def note(self, message: str) -> None:
        """Report a guess, or something skipped, to the caller."""
        if self.options.on_note is not None:
            self.options.on_note(message)


def chosen_columns(options: ReadOptions) -> dict[str, str]:
    """Return the columns that the caller named: meaning -> column.

    >>> chosen_columns(ReadOptions(text_column="Body"))
    {'text': 'Body'}
    """
    suffix = "_column"
    return {
        choice.name.removesuffix(suffix): value
        for choice in fields(options)
        if choice.name.endswith(suffix) and (value := getattr(options, choice.name)) is not None
    }
