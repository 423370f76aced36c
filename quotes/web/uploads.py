"""Turn what people paste or send into articles: text, HTML pages, Word documents, PDFs. Runs in a worker."""

from __future__ import annotations

import hashlib
import io
import re
import tempfile
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from quotes.config import DEFAULT_WEB, WebConfig
from quotes.errors import InputError
from quotes.readers import read
from quotes.types import Article, Failure, PublishedBasis

#: Endings of files that can be sent.
ENDINGS = (".txt", ".html", ".htm", ".docx", ".pdf")
#: Lines of a PDF that end so are the end of a paragraph.
_PARAGRAPH_END = re.compile(r"[.!?”\"’']\s*$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SHORT_LINE = 0.75


@dataclass(frozen=True, slots=True)
class Submission:
    """What somebody wants to have checked.

    Args:
        name: name of the file; "": the text was pasted.
        data: the file, or the pasted text as UTF-8.
        title: headline; None: as the file says.
        outlet: who published it.
        published: the day it was published.
    """

    name: str
    data: bytes
    title: str | None = None
    outlet: str | None = None
    published: date | None = None


def article_of(sent: Submission, config: WebConfig = DEFAULT_WEB) -> Article:
    """Read one article.

    Its id comes from its text, so that the same text is the same article, and keeps its corrections.

    Raises:
        InputError: the file is of another kind, damaged, or empty.
    """
    ending = Path(sent.name).suffix.lower()
    if ending == ".docx":
        article = Article("", _docx(sent.data, config))
    elif ending == ".pdf":
        article = Article("", _pdf(sent.data, config))
    elif ending in {".html", ".htm"}:
        article = _page(sent)
    elif ending in {"", ".txt"}:
        article = _text(sent)
    else:
        msg = (
            f"{sent.name}: files ending in {ending} are not read. Send one of {', '.join(ENDINGS)}, or paste the text."
        )
        raise InputError(msg)
    return _described(article, sent)


def clean(text: str) -> str:
    r"""Replace what is no character: halves of surrogate pairs, and control characters. The length stays.

    >>> clean("a\ud800b\x00")
    'a�b�'
    """
    return _CONTROL.sub("�", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _described(article: Article, sent: Submission) -> Article:
    text = clean(article.text).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        msg = (
            f"{sent.name or 'The text'} is empty. Paste the article's words, or send a file that has some (not a scan)."
        )
        raise InputError(msg)
    title = sent.title or article.title or _first_line(text)
    published = sent.published or article.published
    digest = hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
    return replace(
        article,
        doc_id=f"checked-{digest}",
        text=text,
        title=title,
        outlet=sent.outlet or article.outlet,
        published=published,
        published_basis=str(PublishedBasis.METADATA) if sent.published else article.published_basis,
    )


def _first_line(text: str) -> str | None:
    r"""Take a short first line without a full stop for the headline.

    >>> _first_line("Wall holds\n\nThe wall held."), _first_line("The wall held. It rained.")
    ('Wall holds', None)
    """
    line, _, rest = text.strip().partition("\n")
    is_headline = bool(rest.strip()) and len(line) < 160 and not line.rstrip().endswith((".", "”", '"'))  # noqa: PLR2004
    return line.strip() if is_headline else None


def _text(sent: Submission) -> Article:
    return _by_readers(sent, ".txt")


def _page(sent: Submission) -> Article:
    return _by_readers(sent, ".html")


def _by_readers(sent: Submission, ending: str) -> Article:
    with tempfile.TemporaryDirectory(prefix="quotes-") as folder:
        path = Path(folder) / f"article{ending}"
        path.write_bytes(sent.data)
        found = next(iter(read([path])))
    if isinstance(found, Failure):
        msg = f"{sent.name or 'The text'}: {found.error}"
        raise InputError(msg)
    return replace(found, outlet=None if ending == ".txt" else found.outlet)


def _docx(data: bytes, config: WebConfig) -> str:
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > config.max_docx_bytes:
                msg = "The document unpacks to too much. Save it as text, and send that."
                raise InputError(msg)
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        msg = f"The file is not a Word document ({error}). Save it anew as .docx, or paste the text."
        raise InputError(msg) from error
    return "\n\n".join(paragraph.text for paragraph in document.paragraphs if paragraph.text.strip())


def _pdf(data: bytes, config: WebConfig) -> str:
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        pages = [page.extract_text() for page in reader.pages[: config.max_pdf_pages]]
    except (pypdf.errors.PyPdfError, ValueError, KeyError, RecursionError) as error:
        msg = f"The PDF cannot be read ({error}). Open it, copy the text and paste it."
        raise InputError(msg) from error
    return "\n\n".join(_unwrapped(page) for page in pages if page.strip())


def _unwrapped(page: str) -> str:
    r"""Join the lines of a PDF's page to paragraphs: a short line that ends a sentence ends one.

    >>> _unwrapped("A storm tide broke over\nthe sea wall.\n“I am wet,” he said, and\nwent home.")
    'A storm tide broke over the sea wall.\n\n“I am wet,” he said, and went home.'
    """
    lines = [line.strip() for line in page.splitlines() if line.strip()]
    width = max(map(len, lines))
    text = ""
    for line in lines:
        text += line
        text += "\n\n" if len(line) < width * _SHORT_LINE and _PARAGRAPH_END.search(line) else " "
    return text.strip()
