"""Write the annotations of a whole table in another tool's format, and read corrections back as gold."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import quote as escaped
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as pq

from quotes.errors import InputError, OutputError
from quotes.export import label_studio, linked_data, standoff
from quotes.table.quote_table import QuoteTable
from quotes.table.schema import to_articles, to_quotes
from quotes.types import Article, Quote

#: Articles that are read at a time.
BATCH = 256
#: Longest name of a file, without its ending; the doc_id of a longer one is shortened [characters].
MAX_NAME = 150


class Format(StrEnum):
    """Formats of annotations."""

    BRAT = "brat"
    LABEL_STUDIO = "label-studio"
    WEB_ANNOTATION = "web-annotation"
    SCHEMA_ORG = "schema-org"


def export(table: QuoteTable, output: str | Path, *, form: Format) -> tuple[int, int]:
    """Write the annotations of a table.

    Args:
        table: the table; its articles must be there.
        output: for brat a folder that is new or empty; for the others a file: JSON for Label Studio, else one JSON object
            a line.
        form: the format.

    Returns:
        How many rows were written, and how many left out: schema.org has no indirect speech, and nothing that was not said.

    Raises:
        OutputError: the output exists, or cannot be written.
        InputError: the table has no articles beside it.
    """
    if not table.database.files.articles:
        msg = f"{table.database.path}: the articles are not beside the table, and annotations need their texts."
        raise InputError(msg)
    output = Path(output)
    if output.exists() and (output.is_file() or any(output.iterdir())):
        msg = f"{output} exists. Give another name with -o."
        raise OutputError(msg)
    try:
        return _WRITERS[form](table, output)
    except OSError as error:
        msg = f"{output}: cannot be written ({error.strerror or error}). Give another place with -o."
        raise OutputError(msg) from error


def corrections(path: str | Path) -> Iterator[dict[str, Any]]:
    """Yield the gold articles of what was corrected in brat (a folder) or Label Studio (its JSON export).

    Raises:
        InputError: nothing of the kind is there, or an annotation does not fit its text.
    """
    path = Path(path)
    if path.is_dir():
        found = sorted(path.rglob("*.ann"))
        if not found:
            msg = (
                f"{path}: no .ann in this folder. Give the folder that brat works on, or a JSON export of Label Studio."
            )
            raise InputError(msg)
        for file in found:
            text = _read(file.with_suffix(".txt"))
            yield standoff.read_brat(text, _read(file), doc_id=unquote(file.stem))
        return
    try:
        tasks = json.loads(_read(path))
    except ValueError as error:
        msg = f"{path}: not JSON ({error}). Export from Label Studio as JSON, or give brat's folder."
        raise InputError(msg) from error
    for task in tasks if isinstance(tasks, list) else [tasks]:
        if not isinstance(task, dict):
            msg = f"{path}: {task!r} is no task. Export from Label Studio as JSON."
            raise InputError(msg)
        yield label_studio.read_task(task)


def _by_article(table: QuoteTable) -> Iterator[tuple[Article, list[Quote]]]:
    for path in table.database.files.articles:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=BATCH):
                articles = list(to_articles(batch))
                wanted = pa.table({"doc_id": pa.array([article.doc_id for article in articles], pa.string())})
                statement = "SELECT q.* FROM {quotes} q JOIN wanted USING (doc_id) ORDER BY file_index, file_row_number"
                own: dict[str, list[Quote]] = defaultdict(list)
                for quote in to_quotes(table.database.ask(statement, wanted=wanted)):
                    own[quote.doc_id].append(quote)
                yield from ((article, own[article.doc_id]) for article in articles)


def _write_brat(table: QuoteTable, output: Path) -> tuple[int, int]:
    output.mkdir(parents=True, exist_ok=True)
    (output / "annotation.conf").write_text(standoff.CONFIGURATION, "utf8")
    written = 0
    for article, quotes in _by_article(table):
        name = _file_name(article.doc_id)
        (output / f"{name}.txt").write_bytes(article.text.encode("utf8"))
        (output / f"{name}.ann").write_bytes(standoff.write_brat(article, quotes).encode("utf8"))
        written += len(quotes)
    return written, 0


def _write_label_studio(table: QuoteTable, output: Path) -> tuple[int, int]:
    written, opening = 0, "["
    with output.open("x", encoding="utf8", newline="\n") as file:
        for article, quotes in _by_article(table):
            file.write(opening + json.dumps(label_studio.task(article, quotes), ensure_ascii=False))
            written, opening = written + len(quotes), ",\n "
        file.write("]\n" if opening != "[" else "[]\n")
    return written, 0


def _write_lines(
    make: Callable[[Article, Quote], dict[str, Any] | None],
) -> Callable[[QuoteTable, Path], tuple[int, int]]:
    def write(table: QuoteTable, output: Path) -> tuple[int, int]:
        written = left_out = 0
        with output.open("x", encoding="utf8", newline="\n") as file:
            for article, quotes in _by_article(table):
                made = [one for quote in quotes if (one := make(article, quote)) is not None]
                file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in made)
                written, left_out = written + len(made), left_out + len(quotes) - len(made)
        return written, left_out

    return write


_WRITERS: dict[Format, Callable[[QuoteTable, Path], tuple[int, int]]] = {
    Format.BRAT: _write_brat,
    Format.LABEL_STUDIO: _write_label_studio,
    Format.WEB_ANNOTATION: _write_lines(linked_data.web_annotation),
    Format.SCHEMA_ORG: _write_lines(linked_data.schema_org),
}


def _file_name(doc_id: str) -> str:
    """Make a name of a file that `unquote` makes the doc_id of again, where it is not too long."""
    name = escaped(doc_id, safe=" ").replace(".", "%2E")
    return name if len(name) <= MAX_NAME else f"{name[:MAX_NAME]}-{blake2b(doc_id.encode(), digest_size=6).hexdigest()}"


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: cannot be read ({error}). The .txt and .ann of an article lie side by side, in UTF-8."
        raise InputError(msg) from error
