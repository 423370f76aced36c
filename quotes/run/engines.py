"""Run on this machine, or on a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from quotes.run import local
from quotes.run.account import Summary
from quotes.run.local import Progress, RunOptions


def run(
    paths: Sequence[str | Path],
    output: str | Path,
    *,
    engine: str = "local",
    options: RunOptions | None = None,
    on_progress: Progress | None = None,
) -> Summary:
    """Write the quote table of all articles at `paths`, as `local.run` does; `engine` "ray" extracts on a Ray cluster."""
    if engine == "ray":
        from quotes.run.ray_engine import run_on_ray

        return run_on_ray(paths, output, options=options, on_progress=on_progress)
    return local.run(paths, output, options=options, on_progress=on_progress)
