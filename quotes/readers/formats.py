"""Define the formats that can be read, and detect them by file name."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

_ENDINGS_BESIDE = {".htm": "html", ".ndjson": "jsonl"}


class Format(StrEnum):
    """A file format. The value is also its file extension."""

    TXT = "txt"
    HTML = "html"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    PARQUET = "parquet"
    WARC = "warc"


def format_of(path: PurePath) -> tuple[Format | None, bool]:
    """Return a file's format by its name, and whether it is gzipped.

    Gzipped Parquet is not supported: Parquet compresses its own columns, and is read from its end.

    Returns:
        The format (None: not supported), and True if the name ends in .gz.

    >>> format_of(PurePath("news/a.jsonl.gz"))
    (<Format.JSONL: 'jsonl'>, True)
    >>> format_of(PurePath("letter.docx"))
    (None, False)
    """
    packed = path.suffix.lower() == ".gz"
    ending = PurePath(path.stem).suffix if packed else path.suffix
    name = _ENDINGS_BESIDE.get(ending.lower(), ending.lower().removeprefix("."))
    kind = Format(name) if name in list(Format) else None
    return (None if packed and kind is Format.PARQUET else kind), packed


def supported() -> str:
    """Return the supported file extensions, for messages.

    >>> supported()
    '.txt, .html, .jsonl, .json, .csv, .tsv, .parquet, .warc, .htm, .ndjson, and .gz of all but .parquet'
    """
    return ", ".join([*(f".{kind}" for kind in Format), *_ENDINGS_BESIDE]) + ", and .gz of all but .parquet"
