"""Runs into a folder: going on, changes, failures, shards, crashes at every step. The pipeline is only pretended."""

import gzip
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import crashes
import made_pipeline
import pyarrow.parquet as pq
import pytest
from made_rows import TEXT

from quotes import pipeline
from quotes.config import Config
from quotes.errors import InputError, OutputError
from quotes.readers.options import ReadOptions
from quotes.run.local import RunOptions, run
from quotes.run.shards import Shard
from quotes.table import folder_writer
from quotes.table.compacting import compact
from quotes.table.files import locate, read
from quotes.types import Article, Failure, Quote


class Pretended:
    """A pipeline whose version can be told."""

    def __init__(self, version: int = 1) -> None:
        self.meta = {"quotes": f"pretended {version}"}


NLP: Any = Pretended()


@pytest.fixture(autouse=True)
def _pretend(monkeypatch: pytest.MonkeyPatch) -> None:
    def stream(
        nlp: object, articles: Iterable[Article], *, config: Config
    ) -> Iterator[tuple[Article, list[Quote] | Failure]]:
        for article in articles:
            if article.title == "stop":
                raise KeyboardInterrupt
            yield from made_pipeline.stream([article])

    monkeypatch.setattr(pipeline, "stream", stream)
    monkeypatch.setattr(folder_writer, "PART_ARTICLES", 3)


def write(path: Path, rows: dict[str, tuple[str, str]]) -> Path:
    """Write JSON lines: id -> title, text."""
    lines = [json.dumps({"id": name, "title": title, "text": text}) for name, (title, text) in rows.items()]
    path.write_text("\n".join(lines), "utf8")
    return path


def story(number: int, title: str = "", text: str = "") -> tuple[str, tuple[str, str]]:
    return f"n{number}", (title, text or f"w{number} {TEXT}")


def table(folder: Path) -> list[tuple[str, str]]:
    return [(row.doc_id, row.quote) for row in read(folder)]


def failures(folder: Path) -> list[tuple[str, str]]:
    return sorted(
        (row["doc_id"], row["error"]) for path in locate(folder).failures for row in pq.read_table(path).to_pylist()
    )


def notes(paths: list[Path], output: Path, **options: Any) -> tuple[Any, list[str]]:
    told: list[str] = []
    read_options = ReadOptions(on_note=told.append)
    return run(paths, output, nlp=NLP, options=RunOptions(read=read_options, **options)), told


def test_a_finished_folder_is_recognised_without_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write(tmp_path / "a.jsonl", dict(map(story, range(7))))
    run([source], tmp_path / "corpus", nlp=NLP)
    before = table(tmp_path / "corpus")
    monkeypatch.setattr("quotes.readers.reading._articles", lambda *_: pytest.fail("An input was read."))
    summary, told = notes([source], tmp_path / "corpus")
    assert (summary.unread, summary.articles, summary.loading < 5) == (1, 0, True)
    assert told == [
        f"{tmp_path / 'corpus'}: going on. There: 7 articles with 14 quotations, 0 failures, 1 inputs read to their end."
    ]
    assert table(tmp_path / "corpus") == before


def test_new_articles_are_added_changed_ones_replaced_known_ones_skipped(tmp_path: Path) -> None:
    source = write(tmp_path / "a.jsonl", dict(map(story, range(5))))
    run([source], tmp_path / "corpus", nlp=NLP)
    write(source, dict([story(0), story(1, text=f"changed {TEXT}"), *map(story, range(2, 7))]))
    summary = run([source], tmp_path / "corpus", nlp=NLP)
    assert (summary.articles, summary.changed, summary.skipped) == (3, 1, 4)
    found = dict(table(tmp_path / "corpus")[::2])
    assert sorted(found) == [f"n{number}" for number in range(7)]
    assert found["n1"].startswith("changed ")
    assert len(table(tmp_path / "corpus")) == 14


def test_a_second_input_may_bring_a_new_version(tmp_path: Path) -> None:
    first = write(tmp_path / "monday.jsonl", dict(map(story, range(3))))
    run([first], tmp_path / "corpus", nlp=NLP)
    second = write(tmp_path / "tuesday.jsonl", dict([story(1, text=f"changed {TEXT}")]))
    assert run([second], tmp_path / "corpus", nlp=NLP).changed == 1
    assert len(table(tmp_path / "corpus")) == 6


def test_an_id_given_twice_is_refused_also_when_the_first_input_is_not_read_again(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{name}.jsonl", dict(map(story, range(2)))) for name in "ab"]
    summary = run(paths, tmp_path / "corpus", nlp=NLP)
    assert (summary.articles, summary.failures) == (2, 2)
    before = failures(tmp_path / "corpus")
    paths[1].touch()
    summary = run(paths, tmp_path / "corpus", nlp=NLP)
    assert (summary.articles, summary.failures, summary.failed_before) == (0, 0, 2)
    assert failures(tmp_path / "corpus") == before
    assert len(table(tmp_path / "corpus")) == 4


def test_what_failed_is_tried_again_only_on_request(tmp_path: Path) -> None:
    source = write(tmp_path / "a.jsonl", dict([story(0), story(1, "fail"), story(2, "wrong")]))
    output = tmp_path / "corpus"
    assert run([source], output, nlp=NLP).failures == 2
    source.touch()
    summary = run([source], output, nlp=NLP)
    assert (summary.failures, summary.failed_before, summary.failed_here) == (0, 2, 2)
    summary = run([source], output, nlp=NLP, options=RunOptions(retry_failed=True))
    assert (summary.articles, summary.failures, summary.skipped) == (0, 2, 1)
    assert [name for name, _ in failures(output)] == ["n1", "n2"]
    write(source, dict(map(story, range(3))))
    assert run([source], output, nlp=NLP, options=RunOptions(retry_failed=True)).articles == 2
    assert failures(output) == []
    assert sorted(dict(table(output))) == ["n0", "n1", "n2"]


def test_what_could_not_be_read_is_known_and_may_be_mended(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    good = json.dumps({"id": "n0", "text": TEXT})
    source.write_text(f'{good}\n{{"id": broken\n', "utf8")
    output = tmp_path / "corpus"
    assert run([source], output, nlp=NLP).failures == 1
    source.touch()
    assert run([source], output, nlp=NLP).failed_before == 1
    assert len(failures(output)) == 1
    source.write_text(f"{good}\n" + json.dumps({"id": "n1", "text": TEXT}), "utf8")
    assert run([source], output, nlp=NLP).articles == 1
    assert failures(output) == []


def test_rows_of_another_pipeline_are_counted_and_redone_on_request(tmp_path: Path) -> None:
    source = write(tmp_path / "a.jsonl", dict(map(story, range(4))))
    output = tmp_path / "corpus"
    run([source], output, nlp=NLP)
    newer: Any = Pretended(2)
    write(source, dict(map(story, range(5))))
    summary = run([source], output, nlp=newer)
    assert (summary.articles, summary.outdated) == (1, 4)
    summary = run([source], output, nlp=newer, options=RunOptions(redo_outdated=True))
    assert (summary.articles, summary.changed, summary.skipped) == (4, 4, 1)
    assert run([source], output, nlp=newer, options=RunOptions(redo_outdated=True)).articles == 0
    assert len(table(output)) == 10


def test_other_choices_of_reading_read_an_input_again(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text(f"id,text,body\n1,{TEXT!r},Other words.\n".replace("'", '"'), "utf8")
    run([source], tmp_path / "corpus", nlp=NLP)
    summary = run([source], tmp_path / "corpus", nlp=NLP, options=RunOptions(read=ReadOptions(text_column="body")))
    assert (summary.unread, summary.changed) == (0, 1)


@pytest.mark.slow
@pytest.mark.parametrize("files", [1, 2, 7], ids=["by article", "two files", "by file"])
def test_shards_make_one_table(tmp_path: Path, files: int) -> None:
    paths = [write(tmp_path / f"{number}.jsonl", dict(map(story, range(number, 20, files)))) for number in range(files)]
    for number in (1, 2, 3):
        options = RunOptions(shard=Shard(number, 3))
        run(paths, tmp_path / "shards", nlp=NLP, options=options)
        again = run(paths, tmp_path / "shards", nlp=NLP, options=options)
        assert (again.articles, again.skipped) == (0, 0)
    run(paths, tmp_path / "whole", nlp=NLP)
    compact(tmp_path / "shards")
    assert sorted(table(tmp_path / "shards")) == sorted(table(tmp_path / "whole"))
    assert len(locate(tmp_path / "shards").quotes) == 1


def test_a_share_has_to_be_one() -> None:
    for text in ("0/4", "5/4", "x", "1"):
        with pytest.raises(InputError, match=r"Write 1/64"):
            Shard.parse(text)


def crashed_and_repeated(monkeypatch: pytest.MonkeyPatch, folder: Path, act: Any, step: int, *, after: bool) -> bool:
    """Let an act die at a step, and do it again. Return whether it came as far as that step."""
    with crashes.dying(monkeypatch, step, after=after):
        try:
            act()
        except crashes.Killed:
            died = True
        else:
            died = False
    for name in ("quotes", "articles"):  # whoever reads now finds whole files
        for path in (folder / name).rglob("[!.]*.parquet"):
            pq.read_table(path)
    crashes.bury(folder)
    act()
    return died


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_kill_at_any_step_of_writing_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    """First run, incremental run with changed and mended articles, compaction with partitions: each dies at each step."""
    first = dict([*map(story, range(6)), story(6, "fail"), story(7)])
    second = dict([story(0), story(1, text=f"changed {TEXT}"), *map(story, range(2, 10))])

    def begin(folder: Path) -> None:
        run([write(folder.parent / "a.jsonl", first)], folder, nlp=NLP)

    def go_on(folder: Path) -> None:
        run([write(folder.parent / "a.jsonl", second)], folder, nlp=NLP, options=RunOptions(retry_failed=True))

    def part(folder: Path) -> None:
        compact(folder, partition="year-month")

    acts = [begin, go_on, part]
    (tmp_path / "0").mkdir()
    states, expected = [tmp_path / "0"], []
    for number, act in enumerate(acts, 1):
        states.append(Path(shutil.copytree(states[-1], tmp_path / str(number))))
        act(states[-1] / "corpus")
        expected.append((sorted(table(states[-1] / "corpus")), failures(states[-1] / "corpus")))
    for number, act in enumerate(acts):
        died, step = True, 0
        while died:
            folder = tmp_path / f"{number}-{step}" / "corpus"
            shutil.copytree(states[number], folder.parent)
            died = crashed_and_repeated(
                monkeypatch, folder, lambda act=act, folder=folder: act(folder), step, after=after
            )
            assert (sorted(table(folder)), failures(folder)) == expected[number], f"{act.__name__} died at step {step}"
            assert not list(folder.rglob("*.tmp"))
            step += 1
        assert step > 5


def test_a_full_disk_keeps_what_was_done_and_goes_on_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    source = write(tmp_path / "a.jsonl", dict(map(story, range(10))))
    count = 0

    def sometimes(descriptor: int) -> None:
        nonlocal count
        count += 1
        if count > 8:
            full()

    with monkeypatch.context() as patch, pytest.raises(OutputError, match="No space left") as stop:
        patch.setattr("os.fsync", sometimes)
        run([source], tmp_path / "corpus", nlp=NLP)
    assert "6 articles were written" in stop.value.__notes__[0]
    assert len(table(tmp_path / "corpus")) == 12
    run([source], tmp_path / "corpus", nlp=NLP)
    assert [name for name, _ in table(tmp_path / "corpus")[::2]] == [f"n{number}" for number in range(10)]


def poisons(folder: Path, good: int) -> tuple[list[Path], int]:
    """Write each kind of bad input among good articles. Return the paths, and how many things are bad."""
    rows = [json.dumps({"id": f"g{number}", "text": f"w{number} {TEXT}"}) for number in range(good)]
    bad = ['{"id": "cut', '["a list"]', '{"id": "empty", "text": " "}', '{"id": "none"}', '{"id": "g1", "text": "x"}']
    bad += ['{"id": "number", "text": 7}', json.dumps({"id": "half", "text": "\ud83d"}), "[" * 100_000]
    bad += [json.dumps({"id": "long", "text": "x" * 1_000_001})]
    places = [len(rows) * number // len(bad) for number in range(len(bad))]
    for place, line in sorted(zip(places, bad, strict=True), reverse=True):
        rows.insert(max(3, place), line)
    (folder / "lines.jsonl").write_text("\n".join(rows), "utf8")
    (folder / "table.csv").write_text(
        'id,text\nc1,"A ""good"" one."\nc2,"a "bad" one"\nc3,one,cell too many\nc4,Good.\n'
    )
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "empty.txt").write_text("")
    (folder / "torn.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Fine."}\n' * 9)[:-12])
    (folder / "not.parquet").write_bytes(b"PAR1 and no more")
    (folder / "not.warc").write_bytes(b"WARC/1.0\r\nnonsense")
    names = ["lines.jsonl", "table.csv", "binary.txt", "empty.txt", "not.parquet", "not.warc", "gone.html"]
    return [folder / name for name in names], len(bad) + 2 + 5


@pytest.mark.slow
def test_each_kind_of_bad_input_costs_itself(tmp_path: Path) -> None:
    paths, bad = poisons(tmp_path, 100)
    summary = run(paths, tmp_path / "corpus", nlp=NLP)
    assert (summary.articles, summary.failures) == (102, bad)
    assert sum(summary.reasons.values()) == bad
    assert len({name for name, _ in table(tmp_path / "corpus")}) == 102
    assert all(row["input"] for path in locate(tmp_path / "corpus").failures for row in pq.read_table(path).to_pylist())


def test_replacing_keeps_the_order_of_the_columns(tmp_path: Path) -> None:
    source = write(tmp_path / "a.jsonl", dict(map(story, range(3))))
    run([source], tmp_path / "corpus", nlp=NLP, options=replace(RunOptions(), overwrite=True))
    run([source], tmp_path / "corpus", nlp=NLP, options=RunOptions(overwrite=True))
    assert len(table(tmp_path / "corpus")) == 6
