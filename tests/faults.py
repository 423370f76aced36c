"""Kill runs, fill disks: what `test_faults.py` does at a small scale and `make soak` at full scale."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from quotes.table.files import parts

RUN = Path(__file__).with_name("made_run.py")
ENVIRONMENT = os.environ | {"PYTHONPATH": f"{RUN.parent}{os.pathsep}{RUN.parents[1]}"}
#: Share of the kills that come when the run is at work; the others may come while it begins.
AT_WORK = 0.75


@dataclass(slots=True)
class Killed:
    """What killing a run has cost. `lost`: articles done and not kept, by kill."""

    kills: int = 0
    lost: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)


def command(folder: Path, inputs: Sequence[Path], *options: str) -> list[str]:
    return [sys.executable, str(RUN), str(folder), *map(str, inputs), *options]


def finish(folder: Path, inputs: Sequence[Path], *options: str, timeout: float = 3600) -> subprocess.CompletedProcess:
    """Run to the end."""
    return subprocess.run(
        command(folder, inputs, *options), check=False, capture_output=True, text=True, timeout=timeout, env=ENVIRONMENT
    )


def kill_again_and_again(
    folder: Path, inputs: Sequence[Path], *options: str, kills: int, seed: int, longest: float
) -> Killed:
    """Run, kill -9 at a random moment the run or one of its workers or both, and begin again, so many times."""
    draw = random.Random(seed)
    told = Killed()
    while told.kills < kills:
        process = subprocess.Popen(
            command(folder, inputs, *options),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
        )
        if draw.random() < AT_WORK:
            wait_for_progress(process)
        time.sleep(draw.random() * longest)
        kind = draw.choice(["run", "run", "worker", "run in writing"])
        if kind == "worker":
            victims = children(process.pid)
            if victims:
                kill(draw.choice(victims))
            time.sleep(draw.random() * longest)
            kind = "worker, then run"
        elif kind == "run in writing":
            wait_for_writing(folder, process)
        if process.poll() is None:
            told.kills += 1
            told.kinds.append(kind)
        kill(process.pid)
        out, err = process.communicate()
        assert process.returncode in (0, -signal.SIGKILL), err
        lines = [line.split() for line in out.splitlines() if line[:1].isdigit()]
        done = sum(map(int, lines[-1])) if lines else 0
        told.lost.append(max(0, done - in_index(folder)))
        check_readable(folder)
        if process.returncode == 0:
            break
    return told


def children(pid: int) -> list[int]:
    """List the processes that a process has started and that extract, not its resource tracker."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == pid and b"spawn_main" in (path / "cmdline").read_bytes():
                found.append(int(path.name))
    return found


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def wait_for_progress(process: subprocess.Popen) -> None:
    """Wait until something of this run is written: loading is over."""
    for line in process.stdout:
        if not line[:1].isdigit() or int(line.split()[1]) > 0:
            return


def wait_for_writing(folder: Path, process: subprocess.Popen, seconds: float = 5.0) -> None:
    """Wait until an index file is being written: that is in the middle of closing a part."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        if list((folder / "index").glob(".*.tmp")) or list(folder.glob(".swap*")):
            return
        time.sleep(0.001)


def in_index(folder: Path) -> int:
    """Count the articles and failures that count as done."""
    return sum(pq.read_metadata(path).num_rows for path in parts(folder / "index"))


def check_readable(folder: Path) -> None:
    """Read as somebody else would, in this moment."""
    for name in ("quotes", "articles"):
        if parts(folder / name):
            duckdb.sql(f"SELECT count(*) FROM read_parquet('{folder}/{name}/*.parquet')").fetchall()


def rows(folder: Path, name: str = "quotes") -> list[dict]:
    """Return all rows of one of the tables, in order."""
    return [row for path in parts(folder / name) for row in pq.ParquetFile(path).read().to_pylist()]
