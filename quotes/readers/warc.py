"""Web archives: every page that was fetched whole, under its address."""

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
    """Yield the articles of the pages in an archive; what else was fetched is counted in a note.

    Pages are in response records, as crawlers write them, and in resource records, which hold the page alone. A revisit
    record says that a page fetched before was found unchanged: there is no text in it.

    A page's id is its address. The day of the crawl is not taken for the day of publication: it may be years later.
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
        except Exception as error:  # one broken record leaves the others whole
            yield failure(where, error)
            continue
        if record is None:
            skipped += 1
        else:
            yield article(record, dates, reading)
    for encoding in sorted(encodings):
        reading.note(f"{source.name}: some pages {encoding}")
    if skipped:
        reading.note(f"{source.name}: passed over {skipped} of {number} records that are not pages, or not status 200")
    if revisits:
        reading.note(f"{source.name}: passed over {revisits} of {number} records: revisits, which hold no text")


class _Pieces:
    """A stream for FastWARC: `BufferedReader.read` would drop what it has when packed data breaks off."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self.read = stream.read1
        self.tell = stream.tell


def _records(stream: io.BufferedReader) -> Iterator[WarcRecord]:
    with _panics_as_errors():
        yield from ArchiveIterator(cast(BinaryIO, _Pieces(stream)), record_types=_FETCHED, parse_http=False)


@contextmanager
def _panics_as_errors() -> Iterator[None]:
    """Make an exception of FastWARC's panics, which are none, and would end the whole run.

    Raises:
        InputError: FastWARC panicked.
    """
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        msg = "is damaged: the WARC reader gave up. Check that the file is complete."
        raise InputError(msg) from error


def _record(item: WarcRecord, where: str, encodings: set[str], reading: Reading) -> Record | None:
    """Make a record of a response or resource; None: it is no page.

    The content is read whole, and unpacked as a record of its own: so it can be seen whether all of it is there, and a
    body that cannot be unpacked does not spoil the stream for the next record.

    Raises:
        InputError: cut short, too large, or without an address.
    """
    declared = item.content_length
    limit = reading.config.max_file_bytes
    if declared > limit:
        msg = f"the record has {declared:,} bytes; at most {limit:,} are read (Config.max_file_bytes)."
        raise InputError(msg)
    content = item.reader.read(declared)
    if len(content) < declared:
        msg = f"the record is cut short: {len(content):,} of {declared:,} bytes. Fetch the archive again."
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
