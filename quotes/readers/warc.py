"""Read web archives: each page that was fetched completely, with its URL as id."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from quotes.errors import InputError
from quotes.readers.encoding import decode
from quotes.readers.inputs import Input
from quotes.readers.options import Reading
from quotes.readers.published import Dates
from quotes.readers.records import Record, article, failure
from quotes.types import Article, Failure

_HTML = ("text/html", "application/xhtml+xml")
_OK = 200
_FETCHED = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.revisit
_RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n"
_HEAD = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"


def read_warc(stream: io.BufferedReader, source: Input, reading: Reading) -> Iterator[Article | Failure]:
    """Yield the articles of the pages in an archive. Other records are counted in a note.

    Pages are in response records, as crawlers write them, and in resource records, which hold the page alone. A revisit
    record says that a page has not changed since it was fetched before; it holds no text.

    A page's id is its URL. The day of the crawl is not the day of publication: it may be years later.
    """
    dates = Dates(source.name, reading.note)
    encodings: set[str] = set()
    skipped = revisits = number = 0
    for number, item in enumerate(_records(stream), 1):
        where = f"{source.name}:{number}"
        if item.record_type == WarcRecordType.revisit:
            revisits += 1
            continue
        try:
            with _panics_as_errors():
                record = _record(item, where, encodings, reading)
        except Exception as error:  # one bad record must not stop the others
            yield failure(where, error)
            continue
        if record is None:
            skipped += 1
        else:
            yield article(record, dates, reading)
    for encoding in sorted(encodings):
        reading.note(f"{source.name}: some pages {encoding}")
    if skipped:
        reading.note(f"{source.name}: skipped {skipped} of {number} records: not pages, or not status 200")
    if revisits:
        reading.note(f"{source.name}: skipped {revisits} of {number} records: revisits, which hold no text")


class _Pieces:
    """A stream for FastWARC: `BufferedReader.read` would drop what it has where gzipped data ends early."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self.read = stream.read1
        self.tell = stream.tell


def _records(stream: io.BufferedReader) -> Iterator[WarcRecord]:
    with _panics_as_errors():
        yield from ArchiveIterator(cast(BinaryIO, _Pieces(stream)), record_types=_FETCHED, parse_http=False)


@contextmanager
def _panics_as_errors() -> Iterator[None]:
    """Turn FastWARC's panics into errors. They do not derive from Exception, and would end the run.

    Raises:
        InputError: FastWARC panicked.
    """
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        msg = "is damaged: the WARC reader failed. Check that the file is complete."
        raise InputError(msg) from error


def _record(item: WarcRecord, where: str, encodings: set[str], reading: Reading) -> Record | None:
    """Make a record from a response or resource; None: it is not a page.

    The content is read whole, and decoded as a record of its own. This shows whether it is complete, and a body that
    cannot be unzipped does not spoil the stream for the next record.

    Raises:
        InputError: the record is incomplete, too large, or without a URL.
    """
    declared = item.content_length
    limit = reading.config.max_file_bytes
    if declared > limit:
        msg = f"the record has {declared:,} bytes; at most {limit:,} are read (Config.max_file_bytes)."
        raise InputError(msg)
    content = item.reader.read(declared)
    if len(content) < declared:
        msg = f"the record is incomplete: {len(content):,} of {declared:,} bytes. Fetch the archive again."
        raise InputError(msg)
    if item.record_type == WarcRecordType.resource:
        content = _RESPONSE % (item.headers.get("Content-Type") or "").encode() + content
    fetched = WarcRecord.from_bytes(_HEAD % len(content) + content)
    fetched.parse_http(auto_decode="all")
    headers = fetched.http_headers
    if headers is None or headers.status_code != _OK or fetched.http_content_type not in _HTML:
        return None
    url = (item.headers.get("WARC-Target-URI") or "").strip("<> ")
    if not url:
        msg = "the record has no WARC-Target-URI, and so no id. Check how the archive was made."
        raise InputError(msg)
    body = fetched.reader.read(limit + 1)
    if len(body) > limit:
        msg = f"the page unpacks to more than {limit:,} bytes (Config.max_file_bytes)."
        raise InputError(msg)
    html = decode(body, reading.options.encoding, encodings.add, declared=fetched.http_charset)
    return Record(where, {"id": url, "url": url, "html": html})
