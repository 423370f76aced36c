"""The kinds of files that can be read, and how names tell them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

_ENDINGS_BESIDE = {".htm": "html", ".ndjson": "jsonl"}


class Format(StrEnum):
    """A kind of file; the value is also the ending of its name."""

    TXT = "txt"
    HTML = "html"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    PARQUET = "parquet"
    WARC = "warc"


def format_of(path: PurePath) -> tuple[Format | None, bool]:
    """Tell the format from a file's name, and whether the file is gzip-compressed.

    Parquet packs its own columns and has to be read from the end: a gzipped one is none that we read.

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
    """Return the endings that can be read, for messages.

    >>> supported()
    '.txt, .html, .jsonl, .json, .csv, .tsv, .parquet, .warc, .htm, .ndjson, and .gz of all but .parquet'
    """
    return ", ".join([*(f".{kind}" for kind in Format), *_ENDINGS_BESIDE]) + ", and .gz of all but .parquet"
