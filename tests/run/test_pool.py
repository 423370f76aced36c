"""Processes that extract, and die, hang or run out of memory. The pipeline is only pretended."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import made_pipeline
import pytest
from made_rows import TEXT

from quotes.errors import ModelError
from quotes.run.local import RunOptions, run
from quotes.run.pool import Pool
from quotes.table.files import read
from quotes.types import Article, Failure


def source(folder: Path, *titles: str) -> Path:
    path = folder / "in.jsonl"
    rows = [{"id": f"n{number}", "title": title, "text": f"w{number} {TEXT}"} for number, title in enumerate(titles)]
    path.write_text("\n".join(map(json.dumps, rows)), "utf8")
    return path


@pytest.mark.slow
def test_rows_are_the_same_for_any_number_of_workers(tmp_path: Path) -> None:
    paths = [source(tmp_path, "pause 0.2", *[""] * 30, "fail", "pause 0.1", "wrong", *[""] * 30)]
    for workers in (1, 3):
        options = RunOptions(workers=workers, loader=made_pipeline.load)
        summary = run(paths, tmp_path / f"{workers}.parquet", options=options)
        assert (summary.articles, summary.failures) == (62, 2)
    for name in ("parquet", "articles.parquet", "failures.parquet"):
        assert (tmp_path / f"1.{name}").read_bytes() == (tmp_path / f"3.{name}").read_bytes()


@pytest.mark.slow
def test_an_article_that_kills_its_process_twice_is_a_failure_and_the_rest_goes_on(tmp_path: Path) -> None:
    paths = [source(tmp_path, "", "die", f"die-once {tmp_path / 'm'}", "memory", "")]
    failed: list[Failure] = []
    options = RunOptions(workers=2, loader=made_pipeline.load, on_failure=failed.append)
    summary = run(paths, tmp_path / "corpus", options=options)
    assert [row.doc_id for row in read(tmp_path / "corpus")][::2] == ["n0", "n2", "n4"]
    assert (summary.articles, summary.failures) == (3, 2)
    assert [failure.doc_id for failure in failed] == ["n1", "n3"]
    for failure, why in zip(failed, ("killed by SIGKILL", "ran out of memory"), strict=True):
        assert failure.error.startswith("its process ended twice")
        assert why in failure.error


@pytest.mark.slow
def test_an_article_beyond_its_time_is_a_failure(tmp_path: Path) -> None:
    results = gather(made_pipeline.load, [Article("a", "word", title="hang"), Article("b", "word")], seconds=5.0)
    assert "took longer than 5 s" in results[0][1].error
    assert not isinstance(results[1][1], Failure)


def test_a_pipeline_that_cannot_be_loaded_ends_the_run_with_its_message(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="pip install it"):
        run([source(tmp_path, "")], tmp_path / "x", options=RunOptions(loader=made_pipeline.load_nothing, workers=2))
    assert not list(tmp_path.glob("x/quotes/*"))


@pytest.mark.slow
def test_processes_that_die_while_they_load_end_the_run(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot start.*SIGKILL.*fewer --workers"):
        run([source(tmp_path, "")], tmp_path / "x", options=RunOptions(loader=made_pipeline.load_and_die, workers=2))


@pytest.mark.slow
def test_a_long_article_has_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotes.run.pool.LIMIT_CHARS", 10)
    results = gather(made_pipeline.load, [Article("long", "word " * 40, title="pause 6")], seconds=3.0)
    assert not isinstance(results[0][1], Failure)


@pytest.mark.slow
def test_an_article_that_takes_long_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotes.run.pool._LONG", 0.2)
    told: list[str] = []
    gather(made_pipeline.load, [Article("slow", "word", title="pause 2")], note=told.append)
    assert len(told) == 1
    assert told[0].startswith("slow (4 characters) has taken")


@pytest.mark.slow
def test_a_worker_killed_from_outside_is_replaced() -> None:
    pool = Pool(1, made_pipeline.load)
    killed = False
    try:
        pool.submit(0, Article("a", "word", title="pause 1"))
        results: dict = {}
        while len(results) < 1:
            results.update(pool.collect(0.1))
            if pool.ready_at and not killed:
                killed = True
                os.kill(pool._workers[0].process.pid, signal.SIGKILL)
    finally:
        pool.close()
    assert not isinstance(results[0][1], Failure)


def gather(loader: Callable, articles: list[Article], **choices: object) -> list:
    pool = Pool(1, loader, **choices)
    try:
        for number, article in enumerate(articles):
            pool.submit(number, article)
        results: dict = {}
        while len(results) < len(articles):
            results.update(pool.collect(0.1))
    finally:
        pool.close()
    return [results[number] for number in range(len(articles))]
