"""Ray on this machine: two actors make the table that two processes make, also when one of them is killed."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import made_pipeline
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_rows import TEXT

from quotes.errors import InputError
from quotes.run.engines import run
from quotes.run.local import RunOptions
from quotes.table.files import locate, read

ray = pytest.importorskip("ray", reason="needs the extra `ray`")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def _cluster() -> Iterator[None]:
    ray.init(
        num_cpus=3,
        include_dashboard=False,
        log_to_driver=False,
        object_store_memory=150_000_000,
        runtime_env={"env_vars": {"PYTHONPATH": str(Path(__file__).parents[1])}},
    )
    yield
    ray.shutdown()


def inputs(folder: Path, marker: Path, pause: str) -> list[Path]:
    """Write JSON lines and Parquet with articles of all kinds; one kills its process always, one once."""
    titles = ["", "fail", "wrong", "die", f"die-once {marker}", *[pause] * 60]
    rows = [{"id": f"n{number}", "title": title, "text": f"w{number} {TEXT}"} for number, title in enumerate(titles)]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)) + '\n{"id": broken\n', "utf8")
    table = [row | {"id": f"p{number}", "title": pause} for number, row in enumerate(rows)]
    table[7]["id"] = "n0"  # taken
    pq.write_table(pa.Table.from_pylist(table), folder / "b.parquet")
    return [folder / "a.jsonl", folder / "b.parquet", folder / "gone.txt"]


def failed(table: Path) -> list[tuple[str, str]]:
    return sorted((row["doc_id"], row["step"]) for row in pq.read_table(locate(table).failures[0]).to_pylist())


def kill_an_actor(done: threading.Event) -> None:
    """Kill the first actor that has begun."""
    while not done.is_set():
        for path in Path("/proc").glob("[0-9]*"):
            try:
                name = (path / "cmdline").read_bytes()
            except OSError:
                continue
            if name.startswith(b"ray::MapWorker"):
                time.sleep(1.5)
                os.kill(int(path.name), signal.SIGKILL)
                done.set()
                return
        time.sleep(0.05)


def test_two_actors_make_the_same_table_also_when_one_is_killed(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    paths = inputs(tmp_path, marker, "pause 0.05")
    options = RunOptions(workers=2, loader=made_pipeline.load)
    done = threading.Event()
    threading.Thread(target=kill_an_actor, args=(done,), daemon=True).start()
    summary = run(paths, tmp_path / "ray", engine="ray", options=options)
    killed = done.is_set()
    done.set()
    marker.unlink()
    assert killed, "No actor was seen."
    local = run(paths, tmp_path / "local", options=options)
    assert (summary.articles, summary.failures) == (local.articles, local.failures) == (126, 6)
    assert list(read(tmp_path / "ray")) == list(read(tmp_path / "local"))
    assert failed(tmp_path / "ray") == failed(tmp_path / "local")
    again = run(paths, tmp_path / "ray", engine="ray", options=options)
    assert (again.articles, again.failures, again.unread) == (0, 0, 2)
    paths[0].touch()
    again = run(paths, tmp_path / "ray", engine="ray", options=options)
    assert (again.articles, again.failures, again.skipped) == (0, 0, 62)


def test_standard_input_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read standard input"):
        run(["-"], tmp_path / "x", engine="ray")
