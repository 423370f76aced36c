"""Read JSON lines and JSON files."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

from quotes.errors import InputError
from quotes.readers.columns import Columns
from quotes.readers.encoding import decode, lines, text_stream
from quotes.readers.inputs import Input
from quotes.readers.options import Reading
from quotes.readers.records import Row, from_rows
from quotes.readers.streams import read_whole
from quotes.types import Article, Failure


def read_lines(stream: io.BufferedReader, source: Input, reading: Reading) -> Iterator[Article | Failure]:
    """Yield the articles of a file with one JSON object per line. An invalid line is a failure; blank lines are skipped."""
    text = text_stream(
        stream, reading.options.encoding, lambda message: reading.note(f"{source.name}: {message}"), newline="\n"
    )
    rows = _rows(enumerate(lines(text, reading.config.max_field_chars), 1), source.name, reading)
    yield from from_rows(rows, Columns(source.name, reading), reading, source.name)


def read_json(stream: io.BufferedReader, source: Input, reading: Reading) -> Iterator[Article | Failure]:
    """Yield the articles of a JSON file: one object, a list of objects, or one object per line.

    Raises:
        InputError: the file is not JSON.
    """
    data = read_whole(stream, reading.config)
    text = decode(data, reading.options.encoding, lambda message: reading.note(f"{source.name}: {message}"))
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        if not _is_object(text.lstrip().partition("\n")[0]):
            raise InputError(_broken(error)) from error
        reading.note(f"{source.name}: one object per line, read as .jsonl")
        rows = _rows(enumerate(text.split("\n"), 1), source.name, reading)
    else:
        items = content if isinstance(content, list) else [content]
        rows = (_row(item, f"{source.name}:{number}") for number, item in enumerate(items, 1))
    yield from from_rows(rows, Columns(source.name, reading), reading, source.name)


def _rows(numbered: Iterator[tuple[int, str]], name: str, reading: Reading) -> Iterator[Row | Failure]:
    for number, line in numbered:
        if line.isspace() or not line:
            continue
        where = f"{name}:{number}"
        if len(line) > reading.config.max_field_chars:
            reason = f"the line is longer than {reading.config.max_field_chars:,} characters (Config.max_field_chars). Split the article."
            yield Failure(where, "read", reason)
            continue
        try:
            yield _row(json.loads(line), where)
        except (ValueError, RecursionError) as error:
            yield Failure(where, "read", _broken(error))


def _row(item: object, where: str) -> Row | Failure:
    if isinstance(item, dict):
        return Row(where, item)
    reason = f"is a JSON {type(item).__name__}, not an object. Write each article as an object with a text field."
    return Failure(where, "read", reason)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _broken(error: Exception) -> str:
    about = str(error) if isinstance(error, ValueError) else "nested too deep"
    return f"is not valid JSON ({about}). Correct it, or leave it out."
