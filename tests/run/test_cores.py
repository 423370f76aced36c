"""Cores that a process may use."""

import os
from pathlib import Path

import pytest

from quotes.run.cores import usable

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
LIMITS = {
    "none": ({}, "", CORES),
    "version 2": ({"cpu.max": "100000 100000"}, "", 1),
    "version 2, no limit": ({"cpu.max": "max 100000"}, "", CORES),
    "version 2, in a slice": ({"a/b/cpu.max": "max 100000", "a/cpu.max": "50000 100000"}, "0::/a/b\n", 1),
    "version 1": ({"cpu/cpu.cfs_quota_us": "100000", "cpu/cpu.cfs_period_us": "100000"}, "", 1),
    "version 1, own": (
        {"cpu/job/cpu.cfs_quota_us": "100000", "cpu/job/cpu.cfs_period_us": "100000"},
        "4:cpu,cpuacct:/job\n",
        1,
    ),
    "version 1, no limit": ({"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, "", CORES),
    "nonsense": ({"cpu.max": "much"}, "", CORES),
}


@pytest.mark.parametrize(("files", "own", "expected"), LIMITS.values(), ids=LIMITS)
def test_quotas_are_kept_to(tmp_path: Path, files: dict[str, str], own: str, expected: int) -> None:
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    (tmp_path / "own").write_text(own)
    assert usable(tmp_path, tmp_path / "own") == expected
