"""Decode bytes. Report the encoding, unless it is UTF-8."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress

import charset_normalizer

from quotes.errors import InputError
from quotes.readers.streams import SAMPLE_BYTES

_WINDOWS = "cp1252"
_ENGLISH = (_WINDOWS, "mac_roman")  # encodings of English text that is not Unicode, the likelier first
#: characters beyond ASCII where English has them: marks on the right side of a word, letters inside words
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_AT_HOME = re.compile(
    r"(?<![^\W\d_])[“‘](?=\S)|(?<=\S)[”’]|’(?=\w)|[–—…•©®™£€°½¼¾\xa0\xad]"
    r"|(?<=[A-Za-zß-öø-ÿ])[ß-öø-ÿ](?![A-Z])|(?<![^\W_])[ß-öø-ÿ](?=[a-z])"
    r"|(?<![a-zß-öø-ÿ])[À-ÖØ-Þ](?=[A-Za-zß-öø-ÿ])"
)
_MIN_AT_HOME = 0.8  # least share of them in such places for the text to be English
_MIN_HIGH_NULS = (
    0.5  # least share of high bytes that are NUL in UTF-16 of Latin script; other scripts: charset-normalizer
)
_MAX_LOW_NULS = 0.1  # largest share of low bytes that are NUL: U+0100 (Ā) and the like
_SAMPLE_BYTES = 4 * 1024**2  # sample for statistics [bytes]
_MAX_CONTROLS = 0.01  # largest share of control characters in text
_CONTROLS = dict.fromkeys([*range(9), *range(14, 32)])


def decode(data: bytes, encoding: str | None, note: Callable[[str], None], *, declared: str | None = None) -> str:
    """Decode a whole file. Drops a byte order mark and nothing else; line ends are kept.

    Valid UTF-8 is read as UTF-8 whatever is declared: other encodings hardly ever look like it by chance, and pages
    often declare a wrong one.

    Args:
        data: all bytes of the file.
        encoding: encoding chosen by the caller; None: detect it.
        note: is called with a message that names the encoding.
        declared: encoding that the server declared; tried if the data is not UTF-8.

    Raises:
        InputError: the data is binary, or not in the encoding chosen.
    """
    name = encoding or detect(data, declared=declared)
    try:
        text = data.decode(_without_mark(name, data))
    except UnicodeError as error:
        raise InputError(_undecodable(name, error)) from error
    _refuse_binary(text)
    if encoding is None:
        _say(name, note)
    return text


def detect(data: bytes, *, declared: str | None = None, complete: bool = True) -> str:
    """Detect the encoding of data.

    In this order: a byte order mark; UTF-16 without one; UTF-8 if the data is valid; the declared encoding if it fits;
    windows-1252 or Mac Roman if one of them gives English text; what charset-normalizer finds.

    Args:
        data: the file, or its beginning.
        declared: encoding that the server declared.
        complete: False if the data is a sample, which may end inside a character.

    Returns:
        Name of the encoding, as Python knows it.

    >>> detect("“We won,” said Ruiz.".encode("cp1252")), detect("“We won,” said Ruiz.".encode("mac_roman"))
    ('windows-1252', 'mac-roman')

    Raises:
        InputError: the data is not text in any encoding.
    """
    if unicode := _mark(data) or _utf16(data):
        return unicode
    if _is_utf8(data, complete=complete):
        return "utf-8"
    if declared and _decodes(data, declared):
        return _named(declared)
    if english := _english(data[:_SAMPLE_BYTES]):
        return _named(english)
    best = charset_normalizer.from_bytes(data[:_SAMPLE_BYTES]).best()
    if best is None or (b"\0" in data and "\0" in str(best)):
        raise InputError(_BINARY)
    return _named(_WINDOWS if _WINDOWS in best.could_be_from_charset else best.encoding)


def text_stream(
    stream: io.BufferedReader, encoding: str | None, note: Callable[[str], None], *, newline: str
) -> io.TextIOWrapper:
    r"""Decode a stream piece by piece.

    The encoding is detected from the beginning of the stream. Later bytes that do not fit it become lone surrogates (PEP
    383), so that one bad row is one failure: see `unwritable`.

    Args:
        stream: the bytes.
        encoding: encoding chosen by the caller; None: detect it.
        note: is called with a message that names the encoding.
        newline: how lines end (see `io.TextIOWrapper`). Line ends are kept.

    Raises:
        InputError: the stream is empty, or binary.
    """
    sample = stream.peek(SAMPLE_BYTES)
    if not sample:
        msg = "is empty. Check how it was made."
        raise InputError(msg)
    name = encoding or detect(sample, complete=len(sample) < SAMPLE_BYTES)
    _refuse_binary(sample.decode(name, "ignore"))
    if encoding is None:
        _say(name, note)
    return io.TextIOWrapper(stream, _without_mark(name, sample), "surrogateescape", newline)


def lines(text: io.TextIOWrapper, max_chars: int) -> Iterator[str]:
    """Yield the lines of a text, with their ends.

    Args:
        text: the text.
        max_chars: limit of a line [characters]. A longer one is cut to `max_chars` + 1, so that callers can tell.
    """
    while line := text.readline(max_chars + 1):
        yield line
        rest = line
        while len(rest) > max_chars and not rest.endswith("\n"):
            rest = text.readline(max_chars + 1)


def unwritable(text: str) -> str | None:
    r"""Return why a string cannot be written as UTF-8; None: it can.

    >>> unwritable("caf\udce9")
    'has bytes that are not in the encoding of the file (0xE9 in place 4). Save the file as UTF-8, or give its --encoding.'
    """
    try:
        text.encode("utf8")
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        place = f"in place {error.start + 1}"
        if 0xDC80 <= code < 0xDD00:  # noqa: PLR2004 - the range of PEP 383
            byte = f"0x{code - 0xDC00:X}"
            return (
                f"has bytes that are not in the encoding of the file ({byte} {place}). "
                "Save the file as UTF-8, or give its --encoding."
            )
        return f"has half a character (U+{code:04X} {place}). Write the file again with complete characters."
    return None


_BINARY = (
    "is binary data, not text. If it is text, give its encoding (--encoding utf-16-le, say); "
    "otherwise convert it to a text format."
)


def _mark(data: bytes) -> str | None:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    return "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else None


def _without_mark(name: str, data: bytes) -> str:
    """Return the codec that drops the byte order mark of UTF-8, if there is one."""
    is_utf8 = codecs.lookup(name).name == "utf-8"
    return "utf-8-sig" if is_utf8 and data.startswith(codecs.BOM_UTF8) else name


def _is_utf8(data: bytes, *, complete: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, complete)
    except UnicodeDecodeError:
        return False
    return True


def _utf16(data: bytes) -> str | None:
    r"""Return the encoding if data is UTF-16 without a byte order mark; None: it is not.

    English UTF-16 is mostly valid UTF-8 too, with a NUL in every other place. As UTF-8 it would be refused as binary
    data, so this test misreads no text.

    >>> _utf16("We won.".encode("utf-16-be")), _utf16(b"040\x0004")
    ('utf-16-be', None)
    """
    first, second = data[:_SAMPLE_BYTES:2], data[1:_SAMPLE_BYTES:2]
    for name, high, low in (("utf-16-be", first, second), ("utf-16-le", second, first)):
        if high.count(0) > _MIN_HIGH_NULS * len(high) and low.count(0) < _MAX_LOW_NULS * len(low):
            return name
    return None


def _refuse_binary(text: str) -> None:
    """Refuse binary data.

    Raises:
        InputError: the text has too many control characters.
    """
    if len(text) - len(text.translate(_CONTROLS)) > _MAX_CONTROLS * len(text):
        raise InputError(_BINARY)


def _english(data: bytes) -> str | None:
    """Return the encoding of English text that is not Unicode; None: the data is not such text.

    Letter statistics cannot decide: in English, hardly anything but quotation marks, dashes and the letters of a few names
    lies beyond ASCII. Their places can: “don’t” read in the wrong encoding is “donÕt”.
    """
    if b"\0" in data:
        return None
    best, share = None, 0.0
    for encoding in _ENGLISH:
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            own = len(_AT_HOME.findall(text)) / max(1, len(_BEYOND_ASCII.findall(text)))
            best, share = (encoding, own) if own > share else (best, share)
    return best if share >= _MIN_AT_HOME else None


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(_named(name))
    except (LookupError, ValueError):
        return False
    return True


def _named(name: str) -> str:
    """Return the usual name of an encoding. Latin-1 and ASCII are read as windows-1252, as browsers do (WHATWG Encoding)."""
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return name
    if codec in ("iso8859-1", "ascii"):
        codec = _WINDOWS
    return codec.replace("cp125", "windows-125")


def _undecodable(name: str, error: UnicodeError) -> str:
    where = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
    return f"is not in the encoding {name}{where}. Give the right one with --encoding."


def _say(name: str, note: Callable[[str], None]) -> None:
    if not name.startswith("utf-8"):
        note(f"read as {name}")
