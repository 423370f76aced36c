"""Read articles from files, folders, patterns and standard input."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from quotes.config import DEFAULT, Config
from quotes.errors import OutputError, counted
from quotes.readers.columns import heads_table
from quotes.readers.encoding import detect
from quotes.readers.formats import Format
from quotes.readers.html import page_starts
from quotes.readers.ids import Ids
from quotes.readers.inputs import Input, inputs_of
from quotes.readers.jsonlines import read_json, read_lines
from quotes.readers.options import Reading, ReadOptions
from quotes.readers.records import failure
from quotes.readers.streams import SAMPLE_BYTES, Position, opened
from quotes.readers.tables import read_csv, read_parquet
from quotes.readers.text import read_page, read_text
from quotes.readers.warc import read_warc
from quotes.types import Article, Failure

#: Each reader takes a byte stream, the input that it belongs to, and the run.
_READERS: dict[Format, Callable[[io.BufferedReader, Input, Reading], Iterator[Article | Failure]]] = {
    Format.TXT: read_text,
    Format.HTML: read_page,
    Format.JSONL: read_lines,
    Format.JSON: read_json,
    Format.CSV: read_csv,
    Format.TSV: read_csv,
    Format.PARQUET: read_parquet,
    Format.WARC: read_warc,
}


def read(
    paths: Iterable[str | Path],
    *,
    options: ReadOptions | None = None,
    config: Config = DEFAULT,
    position: Position | None = None,
) -> Iterator[Article | Failure]:
    """Read articles one at a time. Memory does not grow with the corpus.

    What cannot be read is a `Failure` in its place, and the rest goes on. Text is decoded and otherwise unchanged; offsets
    point into it.

    Args:
        paths: files, folders, patterns such as "news/*.csv", or "-" for standard input. Folders are read with all below
            them, in the order of names.
        options: encodings and columns; see `ReadOptions`.
        config: limits of size.
        position: is told how far the reading is. None: nobody wants to know.

    Raises:
        InputError: the options cannot work. Raised at once, before anything is read.
    """
    options = options or ReadOptions()
    options.check()
    return _read([paths] if isinstance(paths, str | Path) else paths, options, config, position or Position())


def _read(
    paths: Iterable[str | Path], options: ReadOptions, config: Config, position: Position
) -> Iterator[Article | Failure]:
    given = False
    with closing(Ids()) as ids:
        reading = Reading(options, config, ids, position)
        for path in paths:
            given = True
            for source in inputs_of(path, reading.note):
                if isinstance(source, Failure):
                    yield replace(source, input=source.doc_id)
                elif options.on_input is None or options.on_input(source):
                    for item in _articles(source, reading):
                        yield replace(item, input=source.name) if isinstance(item, Failure) else item
    if not given:
        yield Failure("", "read", "nothing to read: no path was given. Give files, folders, or - for standard input.")


def read_input(source: Input, options: ReadOptions, config: Config = DEFAULT) -> Iterator[Article | Failure]:
    """Read one input on its own: no ids are known but those in it."""
    with closing(Ids()) as ids:
        yield from _articles(source, Reading(options, config, ids))


def _articles(source: Input, reading: Reading) -> Iterator[Article | Failure]:
    count = 0
    try:
        with opened(source, reading.config, reading.position) as stream:
            kind = source.kind or _kind_of(source, stream, reading)
            for item in _READERS[kind](stream, replace(source, kind=kind), reading):
                count += 1
                yield item
    except OutputError:  # not the file's fault: there is no room for what the run must remember
        raise
    except Exception as error:  # one bad file must not stop the others
        where = f"after {counted(count, 'article')}" if count else None
        yield failure(source.name, error, where=where)
        return
    if not count:
        yield Failure(source.name, "read", "has no articles. Check that it is the right file.")


def _kind_of(source: Input, stream: io.BufferedReader, reading: Reading) -> Format:
    """Return the format of standard input: the one that was given, else detect it from the first bytes."""
    if reading.options.stdin_format is not None:
        return Format(reading.options.stdin_format)
    sample = stream.peek(SAMPLE_BYTES)
    kind = Format.PARQUET if sample.startswith(b"PAR1") else Format.WARC if sample.startswith(b"WARC/") else None
    if kind is None:
        encoding = reading.options.encoding or detect(sample, complete=False)
        kind = sniff(sample.decode(encoding, "replace"), complete=len(sample) < SAMPLE_BYTES)
    reading.note(f"{source.name}: read as {kind}; if it is something else, give --stdin-format")
    return kind


def sniff(sample: str, *, complete: bool) -> Format:
    r"""Detect the format of a text from its beginning: JSON, HTML or a table, else plain text.

    Args:
        sample: the beginning of the text.
        complete: True if the sample is the whole text.

    >>> sniff('\n{"text": "We won."}\n{"te', complete=False), sniff("{Laughs} We won.", complete=True)
    (<Format.JSONL: 'jsonl'>, <Format.TXT: 'txt'>)
    """
    if page_starts(sample):
        return Format.HTML
    start = sample.lstrip("\ufeff \t\r\n")
    line, line_ends, _ = start.partition("\n")
    if (kind := _json_line(line)) is not None:
        return kind
    if not line_ends and not complete and line.startswith('{"'):
        return Format.JSONL  # the beginning of one long line
    if heads_table(line):
        return Format.TSV if "\t" in line else Format.CSV
    is_open = line.rstrip() in ("{", "[", "[{") or line.startswith('[{"')
    return Format.JSON if is_open else Format.TXT


def _json_line(line: str) -> Format | None:
    """Return the format of a text whose first line is JSON; None: it is none."""
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return Format.JSONL if isinstance(first, dict) else Format.JSON if isinstance(first, list) else Format.TXT
