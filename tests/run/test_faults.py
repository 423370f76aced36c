"""Runs as processes of their own, which are killed. Small; `make soak` does it with more, and for longer."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import faults
import pytest
from made_rows import TEXT

pytestmark = pytest.mark.slow

#: Articles in a part, so that a kill loses no more than these and those under way.
PART = 20


def source(folder: Path, count: int, title: str = "pause 0.01") -> Path:
    rows = [{"id": f"n{number}", "title": title, "text": f"w{number} {TEXT}"} for number in range(count)]
    path = folder / "in.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf8")
    return path


def test_killed_again_and_again_the_table_is_that_of_an_undisturbed_run(tmp_path: Path) -> None:
    inputs = [source(tmp_path, 400)]
    options = ("--part-articles", str(PART))
    assert faults.finish(tmp_path / "calm", inputs, *options).returncode == 0
    told = faults.kill_again_and_again(tmp_path / "killed", inputs, *options, kills=5, seed=1, longest=1.0)
    last = faults.finish(tmp_path / "killed", inputs, *options)
    assert last.returncode == 0, last.stderr
    assert faults.rows(tmp_path / "killed") == faults.rows(tmp_path / "calm")
    assert faults.rows(tmp_path / "killed", "articles") == faults.rows(tmp_path / "calm", "articles")
    assert not list((tmp_path / "killed").rglob("*.tmp"))
    assert max(told.lost) <= PART, "A kill has cost more than a part."


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_closes_its_part_and_says_so(tmp_path: Path, number: int) -> None:
    inputs = [source(tmp_path, 500)]
    process = subprocess.Popen(
        faults.command(tmp_path / "corpus", inputs),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=faults.ENVIRONMENT,
    )
    for line in process.stdout:
        if line.split()[0].isdigit() and sum(map(int, line.split())) > 10:
            break
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "articles were written to" in err
    kept = faults.in_index(tmp_path / "corpus")
    assert f"{kept} articles were written" in err
    assert kept > 10
    assert not list((tmp_path / "corpus").glob(".lock*"))
    assert not list((tmp_path / "corpus").rglob("*.tmp"))


def test_no_worker_outlives_its_run(tmp_path: Path) -> None:
    inputs = [source(tmp_path, 10, title="pause 60")]
    process = subprocess.Popen(
        faults.command(tmp_path / "corpus", inputs), stdout=subprocess.DEVNULL, env=faults.ENVIRONMENT
    )
    end = time.monotonic() + 60
    while len(workers := faults.children(process.pid)) < 2 and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(1)
    process.kill()
    process.wait()
    while any(map(alive, workers)) and time.monotonic() < end:
        time.sleep(0.1)
    assert not any(map(alive, workers))


def test_a_second_run_into_the_folder_is_refused(tmp_path: Path) -> None:
    inputs = [source(tmp_path, 10, title="pause 60")]
    process = subprocess.Popen(
        faults.command(tmp_path / "corpus", inputs), stdout=subprocess.DEVNULL, env=faults.ENVIRONMENT
    )
    try:
        end = time.monotonic() + 60
        while not (tmp_path / "corpus" / ".lock").exists() and time.monotonic() < end:
            time.sleep(0.1)
        other = faults.finish(tmp_path / "corpus", inputs)
    finally:
        process.kill()
        process.wait()
    assert other.returncode == 2
    assert f"process {process.pid} on" in other.stderr


def test_a_small_disk_that_fills_up(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=250k", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a tmpfs cannot be mounted here")
    inputs = [source(tmp_path, 200, title="")]
    options = ("--part-articles", str(PART))
    try:
        full = faults.finish(disk / "corpus", inputs, *options)
        assert full.returncode == 2
        assert "No space left" in full.stderr
        assert "Run the same command again" in full.stderr
        faults.check_readable(disk / "corpus")
        assert faults.in_index(disk / "corpus") > 0
        subprocess.run(["mount", "-o", "remount,size=50m", str(disk)], check=True)
        assert faults.finish(disk / "corpus", inputs, *options).returncode == 0
        assert faults.finish(tmp_path / "calm", inputs, *options).returncode == 0
        assert faults.rows(disk / "corpus") == faults.rows(tmp_path / "calm")
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
