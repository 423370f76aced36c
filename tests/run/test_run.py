"""Many articles through a pipeline that is only pretended: what is written, counted, kept and said."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from made_rows import TEXT, make_quote

from quotes import pipeline, readers
from quotes.config import Config
from quotes.errors import InputError, OutputError
from quotes.run.account import Summary
from quotes.run.local import RunOptions, run
from quotes.table import folder_writer
from quotes.table.files import locate, read
from quotes.types import Article, Failure, Quote

NLP: Any = object()


def pretended(
    nlp: object, articles: Iterable[Article], *, config: Config
) -> Iterator[tuple[Article, list[Quote] | Failure]]:
    """Extract one row of an article; fail, or be stopped, where its title says so."""
    for article in articles:
        if article.title == "stop":
            raise KeyboardInterrupt
        if article.title == "fail":
            yield article, Failure(article.doc_id, "extract", "it was asked to")
        elif article.title == "wrong":
            yield article, [make_quote(doc_id=article.doc_id, kind="reported")]
        else:
            yield article, [make_quote(doc_id=article.doc_id)]


@pytest.fixture(autouse=True)
def _pretend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "stream", pretended)


def articles(folder: Path, *titles: str, name: str = "in.jsonl") -> Path:
    path = folder / name
    rows = [{"id": f"{path.stem}-{number}", "title": title, "text": TEXT} for number, title in enumerate(titles)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    return path


def ids(table: Path) -> list[str]:
    return [row.doc_id for row in read(table)]


def test_articles_become_a_table(tmp_path: Path) -> None:
    output = tmp_path / "out.parquet"
    summary = run([articles(tmp_path, "a", "b", "c")], output, nlp=NLP)
    assert ids(output) == ["in-0", "in-1", "in-2"]
    assert (summary.articles, summary.quotes, summary.failures) == (3, 3, 0)
    assert summary.words == 3 * len(TEXT.split())
    assert summary.seconds > 0


def test_what_fails_is_logged_and_the_rest_goes_on(tmp_path: Path) -> None:
    output, failed = tmp_path / "out.parquet", []
    source = articles(tmp_path, "a", "fail", "wrong", "b")
    options = RunOptions(on_failure=failed.append)
    summary = run([source, tmp_path / "gone.txt"], output, nlp=NLP, options=options)
    assert ids(output) == ["in-0", "in-3"]
    assert (summary.articles, summary.failures) == (2, 3)
    log = pq.read_table(tmp_path / "out.failures.parquet").to_pylist()
    assert [Failure(**row) for row in log] == failed
    assert [(row["doc_id"], row["step"]) for row in log[:2]] == [("in-1", "extract"), ("in-2", "rows")]
    assert "kind is 'reported'" in log[1]["error"]
    assert log[2]["step"] == "read"
    assert pq.read_table(tmp_path / "out.articles.parquet")["doc_id"].to_pylist() == ["in-0", "in-3"]


def test_progress_is_told_after_each_article(tmp_path: Path) -> None:
    told: list[Summary] = []
    summary = run([articles(tmp_path, "a", "fail", "b")], tmp_path / "out.parquet", nlp=NLP, on_progress=told.append)
    assert list(dict.fromkeys((state.articles, state.failures) for state in told)) == [(0, 0), (1, 0), (1, 1), (2, 1)]
    assert told[-1].quotes == summary.quotes == 2


def test_where_all_fail_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nothing was written.*\n  in-0: it was asked to \(extract\)"):
        run([articles(tmp_path, *["fail"] * 7)], tmp_path / "out.parquet", nlp=NLP)
    with pytest.raises(InputError, match="and 2 more"):
        run([tmp_path / "in.jsonl"], tmp_path / "folder", nlp=NLP)
    with pytest.raises(InputError, match="no such file"):
        run([tmp_path / "gone"], tmp_path / "out.parquet", nlp=NLP)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["in.jsonl"]


def test_the_output_is_tried_before_the_pipeline_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unwanted() -> None:
        pytest.fail("The pipeline was loaded.")

    monkeypatch.setattr(pipeline, "load", unwanted)
    (tmp_path / "out.parquet").write_text("there")
    with pytest.raises(OutputError, match="exists"):
        run([articles(tmp_path, "a")], tmp_path / "out.parquet")


def test_the_input_is_not_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "in.parquet"
    source.write_text("precious")
    with pytest.raises(OutputError, match="is the input too"):
        run([source], tmp_path / "." / "in.parquet", nlp=NLP, options=RunOptions(overwrite=True))
    assert source.read_text() == "precious"


def test_interrupted_a_file_is_as_it_was(tmp_path: Path) -> None:
    output = tmp_path / "out.parquet"
    run([articles(tmp_path, "a")], output, nlp=NLP)
    with pytest.raises(KeyboardInterrupt) as stop:
        run([articles(tmp_path, "a", "stop", name="two.jsonl")], output, nlp=NLP, options=RunOptions(overwrite=True))
    assert "is as it was" in stop.value.__notes__[0]
    assert ids(output) == ["in-0"]


def test_interrupted_a_folder_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_writer, "PART_ARTICLES", 2)
    output = tmp_path / "corpus"
    with pytest.raises(KeyboardInterrupt) as stop:
        run([articles(tmp_path, "a", "b", "c", "stop", "d")], output, nlp=NLP)
    assert "3 articles" in stop.value.__notes__[0]
    assert ids(output) == ["in-0", "in-1", "in-2"]
    summary = run([articles(tmp_path, "a", "b", "c", "quiet", "d")], output, nlp=NLP)
    assert (summary.articles, summary.skipped) == (2, 3)
    assert ids(output) == [f"in-{number}" for number in range(5)]
    assert len(locate(output).articles) == len(locate(output).quotes)


def test_a_folder_that_has_all_is_left_alone(tmp_path: Path) -> None:
    source = articles(tmp_path, "a", "b")
    for unread, skipped in ((0, 0), (1, 0), (0, 2)):
        summary = run([source], tmp_path / "corpus", nlp=NLP)
        assert (summary.unread, summary.skipped) == (unread, skipped)
        if unread:
            source.touch()  # it may have changed: it is read, and found to be the same
    assert len(ids(tmp_path / "corpus")) == 2


def test_what_failed_is_tried_again(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    assert run([articles(tmp_path, "a", "fail")], output, nlp=NLP).failures == 1
    assert run([articles(tmp_path, "a", "b")], output, nlp=NLP).articles == 1
    assert ids(output) == ["in-0", "in-1"]


def test_overwriting_a_folder_skips_nothing(tmp_path: Path) -> None:
    source = articles(tmp_path, "a", "b")
    run([source], tmp_path / "corpus", nlp=NLP)
    summary = run([source], tmp_path / "corpus", nlp=NLP, options=RunOptions(overwrite=True))
    assert (summary.articles, summary.skipped) == (2, 0)
    assert ids(tmp_path / "corpus") == ["in-0", "in-1"]


def test_reading_does_not_run_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory would grow with the corpus if it did."""
    ahead: list[int] = []
    done = 0

    def endless(*args: object, **kwargs: object) -> Iterator[Article]:
        for number in range(300):
            ahead.append(number - done)
            yield Article(str(number), TEXT)

    def count(summary: Summary) -> None:
        nonlocal done
        done = summary.articles

    monkeypatch.setattr(readers, "read", endless)
    run(["any"], tmp_path / "out.parquet", nlp=NLP, on_progress=count)
    assert max(ahead) <= 70


@pytest.mark.model
@pytest.mark.slow
def test_any_number_of_workers_writes_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    source = articles(tmp_path, "a", "b", "c", "d", "e")
    for workers in (1, 2):
        options = RunOptions(workers=workers)
        assert run([source], tmp_path / f"{workers}.parquet", options=options).articles == 5
    assert len(ids(tmp_path / "1.parquet")) >= 5
    assert (tmp_path / "1.parquet").read_bytes() == (tmp_path / "2.parquet").read_bytes()
