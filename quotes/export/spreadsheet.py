"""Rows as a spreadsheet or as one Parquet file."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from quotes.errors import OutputError

#: What an .xlsx can hold at most, the line of names not counted [rows; characters of a cell].
MAX_ROWS = 1_048_575
MAX_CELL = 32_767

_WIDTHS = {"quote": 60, "speaker": 24, "title": 30, "outlet": 20, "context": 60}


def workbook(rows: pa.Table) -> bytes:
    """Make an .xlsx of rows: days are days, text is text whatever it begins with, lists are JSON.

    Raises:
        OutputError: there are more rows, or longer cells, than a spreadsheet holds.
    """
    if rows.num_rows > MAX_ROWS:
        msg = f"A spreadsheet holds {MAX_ROWS:,} rows, and these are {rows.num_rows:,}. Write --csv or --parquet, or set --limit."
        raise OutputError(msg)
    file = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet, day, head = (
            book.add_worksheet("quotes"),
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"bold": True}),
        )
        for column, name in enumerate(rows.column_names):
            sheet.set_column(
                column, column, _WIDTHS.get(name, 12), day if pa.types.is_date(rows.schema.field(name).type) else None
            )
            sheet.write_string(0, column, name, head)
        sheet.freeze_panes(1, 0)
        number = 0
        for batch in rows.to_batches(max_chunksize=1024):
            for row in batch.to_pylist():
                number += 1
                for column, value in enumerate(row.values()):
                    _write(sheet, number, column, value, day)
    return file.getvalue()


def parquet(rows: pa.Table) -> bytes:
    """Make one Parquet file of rows."""
    file = io.BytesIO()
    pq.write_table(rows, file, compression="zstd")
    return file.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
        if len(text) > MAX_CELL:
            msg = f"Row {row} has {len(text):,} characters in one cell, and a spreadsheet holds {MAX_CELL:,}. Write --csv or --parquet."
            raise OutputError(msg)
        sheet.write_string(row, column, text)
