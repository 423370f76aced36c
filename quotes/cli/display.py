"""Answers as text: a table to read, CSV, JSON. Pure: what is made here, the command line prints."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from quotes.table.passages import Segment
    from quotes.types import Quote


class _Column(NamedTuple):
    name: str
    most: int | None = None  # how wide it may grow; None: the room that is left [characters]


#: What a wide table of quotations shows.
_COLUMNS = (
    _Column("quote"),
    _Column("speaker", 24),
    _Column("kind", 16),
    _Column("cue", 14),
    _Column("date", 10),
    _Column("outlet", 18),
    _Column("confidence", 10),
)
#: From this width on, a row of quotations is one line; below, it is a few lines of its own [characters].
WIDE = 130
#: A column narrower than this can not be read: the rows are then written one below the other [characters].
READABLE = 8


def csv_lines(table: pa.Table) -> Iterator[str]:
    r"""Yield the lines of a CSV file, the header first. Lists are written as JSON, null as nothing.

    >>> import pyarrow as pa
    >>> list(csv_lines(pa.table({"quote": ["“Yes, we can.”"], "spans": [[{"start": 0, "end": 14}]]})))
    ['quote,spans\n', '"“Yes, we can.”","[{""start"": 0, ""end"": 14}]"\n']
    """
    yield _csv_line(table.column_names)
    for row in _rows(table):
        yield _csv_line([_cell(value) for value in row.values()])


def json_lines(table: pa.Table) -> Iterator[str]:
    r"""Yield the lines of one JSON list, one row a line. Days are written as ISO dates.

    >>> import pyarrow as pa
    >>> "".join(json_lines(pa.table({"n": [1, 2]})))
    '[{"n": 1},\n {"n": 2}]\n'
    """
    opening = "["
    for row in _rows(table):
        yield opening + json.dumps(row, ensure_ascii=False, default=str)
        opening = ",\n "
    yield "]\n" if table.num_rows else "[]\n"


def quote_table(quotes: Sequence[Quote], *, width: int, texts: Mapping[str, str], context: bool = False) -> Group:
    """Make a table of quotations for reading, that fits the width.

    Args:
        quotes: the rows.
        width: room [characters].
        texts: articles' texts by doc_id, to show where pieces were joined; of those not there it is not shown.
        context: show the sentences around each quotation, the words marked.
    """
    from rich.console import Group

    from quotes.table.passages import printed

    if width >= WIDE and not context:
        return Group(_lines([(quote, printed(texts.get(quote.doc_id), quote)) for quote in quotes]))
    return Group(
        *(part for quote in quotes for part in _record(quote, texts.get(quote.doc_id), width, context=context))
    )


def _lines(rows: Sequence[tuple[Quote, str]]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=SIMPLE_HEAD, expand=True)
    for name, most in _COLUMNS:
        shown.add_column(name, ratio=None if most else 1, max_width=most, no_wrap=True, overflow="ellipsis")
    shown.columns[-1].justify = "right"
    for quote, words in rows:
        cells = {"quote": words, "kind": _kind(quote)}
        shown.add_row(*(Text(_shown(cells.get(name, getattr(quote, name)))) for name, _ in _COLUMNS))
    return shown


def _record(quote: Quote, text: str | None, width: int, *, context: bool) -> Iterator[Text]:
    """Write one row below the other: the words, cut to two lines, and below who said them, how, when and where."""
    from rich.text import Text

    from quotes.table.passages import context as around
    from quotes.table.passages import printed

    words = _shown(printed(text, quote)) if not context or text is None else marked(around(text, quote))
    room = len(words) if context else 2 * width - 4
    yield Text(words if len(words) <= room else words[: room - 1] + "…", style="bold")
    about = [quote.speaker or "speaker not known", _kind(quote), quote.cue, quote.date, quote.outlet]
    about.append(None if quote.confidence is None else f"confidence {quote.confidence:.2f}")
    yield Text("  " + " · ".join(_shown(part) for part in about if part is not None) + "\n")


def _kind(quote: Quote) -> str:
    """Say how the words are reported; that they were denied, not said or asked is never left out."""
    return quote.kind if quote.polarity == "said" else f"{quote.kind}, {quote.polarity.upper().replace('_', ' ')}"


def marked(parts: Iterable[Segment], *, all_labels: bool = False) -> str:
    """Write a passage with ⟦⟧ around the quotation and, where all labels are wanted, ⟨cue: said⟩ around the rest.

    >>> from quotes.table.passages import Label, Segment
    >>> marked([Segment("“We won,”", (Label.QUOTATION,)), Segment(" "), Segment("said", (Label.CUE,))], all_labels=True)
    '⟦“We won,”⟧ ⟨cue: said⟩'
    """
    shown = ""
    for part in parts:
        others = ", ".join(label for label in part.labels if label != "quotation")
        words = f"⟨{others}: {part.text}⟩" if others and all_labels and part.text.strip() else part.text
        shown += f"⟦{words}⟧" if "quotation" in part.labels else words
    return printable(" ".join(shown.replace("⟧⟦", "").split()))


def text_table(table: pa.Table, *, width: int, whole: Sequence[str] = ()) -> Table | Group:
    """Make a table of any columns for reading; where they do not fit the width, the rows stand one below the other.

    Args:
        table: the rows.
        width: room [characters].
        whole: columns that are never cut.
    """
    rows = [{name: _shown(value) for name, value in row.items()} for row in _rows(table)]
    sizes = {name: max([len(name), *(len(row[name]) for row in rows)]) for name in table.column_names}
    least = {name: size if name in whole else min(size, READABLE) for name, size in sizes.items()}
    if _total(sizes, least, 1) > width:
        return _stacked(rows, indent=max(map(len, sizes)) + 2)
    cap = max(size for size in range(1, width + 1) if _total(sizes, least, size) <= width)
    return _side_by_side(rows, table.schema, {name: max(least[name], min(sizes[name], cap)) for name in sizes})


def _stacked(rows: Sequence[dict[str, str]], *, indent: int) -> Group:
    """Write rows one below the other, a line for each column."""
    from rich.console import Group
    from rich.text import Text

    lines = ["\n".join(f"{name:{indent}}{value}" for name, value in row.items()) + "\n" for row in rows]
    return Group(*map(Text, lines))


def _side_by_side(rows: Sequence[dict[str, str]], schema: pa.Schema, widths: Mapping[str, int]) -> Table:
    """Write columns side by side, numbers to the right."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=SIMPLE_HEAD)
    for name, room in widths.items():
        justify: Literal["left", "right"] = "right" if _is_number(schema.field(name).type) else "left"
        shown.add_column(name, width=room, no_wrap=True, overflow="ellipsis", justify=justify)
    for row in rows:
        shown.add_row(*map(Text, row.values()))
    return shown


def row_lines(quote: Quote, text: str | None) -> Iterator[str]:
    """Yield the lines that show one row: its passage with all marked, who, how, when, where, and the evidence.

    Args:
        quote: the row.
        text: its article's text; None: the table lacks it, and the words alone are shown.
    """
    from quotes.table.passages import passage

    if text is None:
        yield f"⟦{printable(quote.quote)}⟧"
        yield "(The articles are not beside the table: no passage can be shown.)"
    else:
        for paragraph in passage(text, quote):
            yield marked(paragraph, all_labels=True) if paragraph else "[...]"
    yield ""
    for name, value in _facts(quote):
        yield f"{name:12}{_shown(value)}"
    for number, step in enumerate(quote.evidence, 1):
        yield f"{f'evidence {number}':12}{step.step}: {_shown(step.text)}"


def _facts(quote: Quote) -> Iterator[tuple[str, Any]]:
    """Yield what a row says beside its words, without what is not known."""
    day = (
        f"{quote.date} ({quote.date_basis}{f': {quote.date_text}' if quote.date_text else ''})" if quote.date else None
    )
    role = f", {quote.speaker_role}" if quote.speaker_role else ""
    yield "speaker", f"{quote.speaker}{role}" if quote.speaker else "not known"
    facts = {
        "confidence": quote.confidence,
        "kind": _kind(quote),
        "act": quote.act,
        "cue": quote.cue,
        "date": day,
        "printed": ", ".join(str(part) for part in (quote.outlet, quote.published, quote.title) if part),
        "url": quote.url,
        "article": quote.doc_id,
        "quote_id": quote.quote_id,
    }
    yield from ((name, value) for name, value in facts.items() if value is not None and value != "")


def _total(sizes: Mapping[str, int], least: Mapping[str, int], cap: int) -> int:
    """Return the width of a table whose columns are no wider than a cap, where they may be narrower."""
    return sum(max(least[name], min(size, cap)) + 3 for name, size in sizes.items()) + 1


def _is_number(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def printable(text: str, *, keep: str = "") -> str:
    r"""Replace control characters: an article could otherwise command the terminal.

    >>> printable("red \x1b[31m")
    'red �[31m'
    """
    return "".join(c if c.isprintable() or c in keep else "�" for c in text)


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """Make Python of Arrow; a float32 has seven digits, and not the sixteen of its double."""
    import pyarrow as pa

    short = [field.name for field in table.schema if pa.types.is_float32(field.type)]
    for batch in table.to_batches(max_chunksize=1024):
        for row in batch.to_pylist():
            yield row | {name: float(f"{row[name]:.7g}") for name in short if row[name] is not None}


def _csv_line(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return "" if value is None else str(value)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    return printable(" ".join(_cell(value).split()))
