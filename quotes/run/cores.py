"""How many cores this process may use."""

from __future__ import annotations

import math
import os
from pathlib import Path

_CGROUPS = Path("/sys/fs/cgroup")
_OWN = Path("/proc/self/cgroup")


def usable(cgroups: Path = _CGROUPS, own: Path = _OWN) -> int:
    """Return the number of cores that this process may use: of the machine, of its affinity, of its cgroup's quota.

    Args:
        cgroups: where the cgroup filesystem is mounted.
        own: the file that names the cgroups of this process.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min([cores, *(math.ceil(quota) for quota in _quotas(cgroups, own))]))


def _quotas(cgroups: Path, own: Path) -> list[float]:
    """Return the quotas of all cgroups that this process is in, the outer ones too [cores]."""
    quotas = []
    for folder in _folders(cgroups, own):
        if quota := _quota(folder):
            quotas.append(quota)
    return quotas


def _folders(cgroups: Path, own: Path) -> list[Path]:
    try:
        lines = own.read_text("utf8").splitlines()
    except OSError:
        lines = []
    found = [cgroups, cgroups / "cpu"]
    for line in lines:
        _, controllers, path = line.split(":", 2)
        root = cgroups if not controllers else cgroups / "cpu" if "cpu" in controllers.split(",") else None
        if root is not None:
            inner = root / path.lstrip("/")
            found += [inner, *(parent for parent in inner.parents if root in parent.parents)]
    return found


def _quota(folder: Path) -> float | None:
    """Return a cgroup's own quota, of version 2 or 1; None: it has none."""
    try:
        if (folder / "cpu.max").exists():
            limit, period = (folder / "cpu.max").read_text("utf8").split()
        else:
            limit = (folder / "cpu.cfs_quota_us").read_text("utf8").strip()
            period = (folder / "cpu.cfs_period_us").read_text("utf8").strip()
        return int(limit) / int(period) if limit not in ("max", "-1") else None
    except (OSError, ValueError):
        return None
