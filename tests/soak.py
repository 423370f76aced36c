"""Run a large made corpus through, kill it, fill its disk; print what was seen: python tests/soak.py --articles 100000.

The pipeline is the pretended one, so that what is tried is reading, sharing out, writing and going on; `--real` takes the
real one. The first part draws memory and progress over time (soak.svg in the folder).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import faults

ROOT = Path(__file__).parents[1]
#: seconds between two looks at the memory
EVERY = 0.5
PAGE_KIB = 4


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=60)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--part-articles", type=int, default=1_000)
    parser.add_argument("--real", action="store_true")
    given = parser.parse_args()
    inputs = make(given.folder / "in", given.articles, given.words)
    options = [
        "--part-articles",
        str(given.part_articles),
        "--part-seconds",
        "120",
        *(["--real"] if given.real else []),
    ]
    seconds = watch(given.folder, inputs, options)
    say(
        f"recognising the finished folder: {timed(given.folder / 'calm', inputs, options):.1f} s, with the start of Python"
    )
    say(
        f"one worker instead of two: {watch(given.folder, inputs, [*options, '--workers', '1'], 'one') / seconds:.2f} times as long"
    )
    calm = faults.rows(given.folder / "calm")
    same("one worker", faults.rows(given.folder / "one"), calm)
    longest = max(1.0, seconds / given.kills)
    told = faults.kill_again_and_again(
        given.folder / "killed", inputs, *options, kills=given.kills, seed=given.articles, longest=longest
    )
    assert faults.finish(given.folder / "killed", inputs, *options).returncode == 0
    kinds = ", ".join(f"{told.kinds.count(kind)} {kind}" for kind in sorted(set(told.kinds)))
    say(f"killed {told.kills} times ({kinds}); articles lost at each: {told.lost}; a part has {given.part_articles}")
    same("killed", faults.rows(given.folder / "killed"), calm)
    fill_a_disk(given.folder, inputs, options, calm)


def make(folder: Path, articles: int, words: int) -> list[Path]:
    script = ROOT / "benchmarks" / "made_articles.py"
    if not folder.exists():
        subprocess.run(
            [sys.executable, str(script), str(articles), str(folder), "--words", str(words), "--files", "8"], check=True
        )
    return sorted(folder.glob("*.jsonl"))


def watch(folder: Path, inputs: list[Path], options: list[str], name: str = "calm") -> float:
    """Run, and look at memory and progress. Return how long it took, loading apart [seconds]."""
    process = subprocess.Popen(
        faults.command(folder / name, inputs, *options), stdout=subprocess.PIPE, text=True, env=faults.ENVIRONMENT
    )
    seen, began = [], time.monotonic()
    for line in process.stdout or ():
        now = time.monotonic() - began
        if line.startswith("done"):
            _, articles, seconds, loading = line.split()
        elif not seen or now - seen[-1][0] > EVERY:
            seen.append(
                (
                    now,
                    sum(map(int, line.split())),
                    memory(process.pid),
                    max(map(memory, faults.children(process.pid)), default=0),
                )
            )
    assert process.wait() == 0
    rows = [{"second": t, "articles": n, "run": a, "largest worker": b} for t, n, a, b in seen]
    late = [row for row in rows if row["articles"] > 0.1 * rows[-1]["articles"]]
    say(
        f"{name}: {int(articles):,} articles in {float(seconds):.1f} s, loading {float(loading):.1f} s; memory of the run "
        f"from a tenth on {min(r['run'] for r in late):.0f} to {max(r['run'] for r in late):.0f} MiB, of a worker up to "
        f"{max(r['largest worker'] for r in rows):.0f} MiB"
    )
    say("  seconds for each tenth of the articles: " + ", ".join(f"{t:.1f}" for t in tenths(rows)))
    if name == "calm":
        draw(rows, folder / "soak.svg")
    return float(seconds)


def memory(pid: int) -> float:
    """Return the resident memory of a process [MiB]."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_KIB / 1024
    except OSError:
        return 0.0


def tenths(rows: list[dict]) -> Iterator[float]:
    last = began = 0.0
    for tenth in range(1, 11):
        reached = next(row["second"] for row in rows if row["articles"] >= rows[-1]["articles"] * tenth / 10)
        began, last = last, reached
        yield reached - began


def draw(rows: list[dict], path: Path) -> None:
    import altair as alt
    import pandas as pd

    frame = pd.DataFrame(rows)
    memory = frame.melt("articles", ["run", "largest worker"], "process", "MiB")
    top = alt.Chart(memory, width=480, height=160).mark_line().encode(x="articles", y="MiB", color="process")
    below = alt.Chart(frame, width=480, height=160).mark_line().encode(x="articles", y="second")
    (top & below).save(path)


def timed(folder: Path, inputs: list[Path], options: list[str]) -> float:
    began = time.monotonic()
    assert faults.finish(folder, inputs, *options).returncode == 0
    return time.monotonic() - began


def fill_a_disk(folder: Path, inputs: list[Path], options: list[str], calm: list[dict]) -> None:
    disk = folder / "disk"
    disk.mkdir(exist_ok=True)
    size = sum(path.stat().st_size for path in (folder / "calm").rglob("*.parquet")) // 2
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)], check=False).returncode:
        say("full disk: not tried, a tmpfs cannot be mounted here")
        return
    try:
        full = faults.finish(disk / "corpus", inputs, *options)
        say(
            f"full disk: exit code {full.returncode}, {faults.in_index(disk / 'corpus'):,} articles kept; {full.stderr.splitlines()[-1]}"
        )
        subprocess.run(["mount", "-o", f"remount,size={8 * size}", str(disk)], check=True)
        assert faults.finish(disk / "corpus", inputs, *options).returncode == 0
        same("full disk", faults.rows(disk / "corpus"), calm)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def same(name: str, found: list[dict], calm: list[dict]) -> None:
    assert found == calm, f"{name}: the table differs from the undisturbed one"
    say(f"{name}: the same {len(calm):,} rows in the same order as undisturbed")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
