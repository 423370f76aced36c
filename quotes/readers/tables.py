"""Read tables: comma- and tab-separated text, and Parquet. Each row is an article."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from quotes.errors import InputError
from quotes.readers.columns import Columns
from quotes.readers.encoding import lines, text_stream
from quotes.readers.formats import Format
from quotes.readers.inputs import Input
from quotes.readers.options import Reading
from quotes.readers.records import Row, from_rows
from quotes.readers.streams import check_unpacked, read_whole
from quotes.types import Article, Failure

_SAMPLE_LINES = 50
_BATCH_ROWS = 64
_DELIMITERS = ",;\t|"


def read_csv(stream: io.BufferedReader, source: Input, reading: Reading) -> Iterator[Article | Failure]:
    """Yield the articles of a CSV or TSV file. The first line names the columns.

    Quotation marks inside a field must be doubled (RFC 4180). Where they are not, a lenient parser would drop them, and
    with them the quotations. Such rows are failures. A tab-separated file whose fields merely begin with quotation marks
    is read without quoting.
    """
    # This limit is global to the process. Only raise it: lowering it could break other readers.
    csv.field_size_limit(max(csv.field_size_limit(), reading.config.max_field_chars))
    text = text_stream(
        stream, reading.options.encoding, lambda message: reading.note(f"{source.name}: {message}"), newline=""
    )
    columns = Columns(source.name, reading)
    yield from from_rows(_text_rows(text, source, columns, reading), columns, reading, source.name)


def read_parquet(stream: io.BufferedReader, source: Input, reading: Reading) -> Iterator[Article | Failure]:
    """Yield the articles of a Parquet file, a few rows at a time. Only the columns needed are read."""
    columns = Columns(source.name, reading)
    # Parquet is read from its end, so standard input is read whole.
    file = source.open_at() if source.path else pa.BufferReader(read_whole(stream, reading.config))
    with file:
        yield from from_rows(_parquet_rows(file, columns, reading, source.name), columns, reading, source.name)


def _text_rows(text: io.TextIOWrapper, source: Input, columns: Columns, reading: Reading) -> Iterator[Row | Failure]:
    found = lines(text, reading.config.max_field_chars)
    head = list(islice(found, _SAMPLE_LINES))
    delimiter = _delimiter(head[0], source, reading)
    quoting: Literal[0, 3] = csv.QUOTE_NONE if delimiter == "\t" and _is_unquoted(head) else csv.QUOTE_MINIMAL
    checked = _checked(chain(head, found), reading.config.max_field_chars)
    table = csv.reader(checked, delimiter=delimiter, quoting=quoting, strict=True)
    header = tuple(name.strip() for name in next(table, []))
    columns.require(header)
    while True:
        where = f"{source.name}:{table.line_num + 1}"
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            reason = f"has broken quoting ({error}). Put the field in quotation marks, and double those inside it."
            yield Failure(where, "read", reason)
            continue
        if cells:
            yield _row(cells, header, where)


def _row(cells: list[str], header: Sequence[str], where: str) -> Row | Failure:
    if len(cells) == len(header):
        return Row(where, dict(zip(header, cells, strict=True)))
    reason = (
        f"has {len(cells)} cells where the first line names {len(header)} columns. "
        "Put fields with line breaks or delimiters in quotation marks."
    )
    return Failure(where, "read", reason)


def _checked(found: Iterator[str], max_chars: int) -> Iterator[str]:
    for number, line in enumerate(found, 1):
        if len(line) > max_chars:
            msg = f"line {number} is longer than {max_chars:,} characters (Config.max_field_chars); the rest is not read. Check that it is a table."
            raise InputError(msg)
        yield line


def _delimiter(header: str, source: Input, reading: Reading) -> str:
    if source.kind is Format.TSV:
        return "\t"
    delimiter = max(_DELIMITERS, key=header.count)
    if delimiter != ",":
        reading.note(f"{source.name}: read with the delimiter {delimiter!r}")
    return delimiter


def _is_unquoted(head: list[str]) -> bool:
    """Return whether the quotation marks of a tab-separated table are part of its text."""
    sample = csv.reader(head, delimiter="\t", strict=True)
    try:
        for _ in sample:
            pass
    except csv.Error:
        cut_short = len(head) == _SAMPLE_LINES and sample.line_num == _SAMPLE_LINES
        return not cut_short
    return False


def _parquet_rows(file: pa.NativeFile, columns: Columns, reading: Reading, name: str) -> Iterator[Row | Failure]:
    # pre_buffer would load whole row groups: in some files, all rows
    with pq.ParquetFile(file, pre_buffer=False, page_checksum_verification=True) as table:
        total, size, number = table.metadata.num_rows, file.size(), 0
        reading.position.follow(lambda: size * number // max(total, 1))
        chosen = list(columns.require(tuple(table.schema_arrow.names)).values())
        _check_size(table.metadata, file.size(), reading)
        for batch in table.iter_batches(batch_size=_BATCH_ROWS, columns=chosen):
            held = dict(zip(batch.schema.names, batch.columns, strict=True))
            for index in range(batch.num_rows):
                number += 1
                where = f"{name}:{number}"
                try:
                    yield Row(where, {column: values[index].as_py() for column, values in held.items()})
                except (ValueError, OverflowError) as error:
                    yield Failure(where, "read", f"has a value that cannot be read ({error}). Leave it out.")


def _check_size(metadata: pq.FileMetaData, packed: int, reading: Reading) -> None:
    """Refuse a file whose pages unpack to an absurd size.

    Uses the row groups' totals only: PyArrow 26 aborts the process when asked for the size of a damaged column
    (`RowGroupMetaData.column`), while reading that column raises an error.
    """
    unpacked = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    check_unpacked(unpacked, packed, reading.config)
