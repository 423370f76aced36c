"""The same articles give the same articles, and rows, whatever file they come in. At length: compare_formats.py."""

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from compare_formats import WRITERS, differences, write_all
from spacy.language import Language
from test_readers_pages import resource, response

import quotes
from quotes.readers import read
from quotes.types import Article

SAVED = Path(__file__).parent / "saved-from-browser.html"
URL = "https://gazette.example/2026/03/05/wexmoor-lido-reopens-in-may"


@pytest.mark.slow
def test_articles_are_the_same_in_every_format(tmp_path: Path) -> None:
    first, *others = write_all(tmp_path, 200)
    for path in others:
        assert list(differences(first, path)) == [], path.name


@pytest.mark.model
@pytest.mark.slow
def test_rows_are_the_same_in_every_format(tmp_path: Path, nlp: Language) -> None:
    write_all(tmp_path, 6)
    first, *others = (quotes.extract(nlp, read([tmp_path / name])) for name in WRITERS)
    assert first
    assert all(rows == first for rows in others)


def test_page_saved_from_a_browser_is_the_page_that_was_crawled(tmp_path: Path) -> None:
    html = SAVED.read_bytes()
    row = {"id": URL, "url": URL, "html": html.decode("utf8")}
    (tmp_path / "a.warc").write_bytes(response(URL, html))
    (tmp_path / "b.warc").write_bytes(resource(URL, html, kind="text/html"))
    (tmp_path / "c.jsonl").write_text(json.dumps(row), "utf8")
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "d.parquet")
    (saved,) = read([SAVED])
    assert isinstance(saved, Article)
    assert (saved.title, saved.author, saved.outlet) == (
        "Wexmoor lido to reopen in May after nine years",
        "Pia Holloway",
        "The Tarn Gazette",
    )
    assert saved.text.startswith("Wexmoor lido to reopen")
    assert saved.text.endswith("“People who want a bath have one at home,” she added.")
    for words in ("Buy now", "Advertisement", "stood empty", "the goat", "my wife", "cookies", "newsletter", "©"):
        assert words not in saved.text
    for name in ("a.warc", "b.warc", "c.jsonl", "d.parquet"):
        (article,) = read([tmp_path / name])
        assert article == replace(saved, doc_id=URL), name
