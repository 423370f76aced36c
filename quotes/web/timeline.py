"""Draw how many quotations there are over time, as a small picture of bars (SVG, made by the template)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 96
_MAX_MONTHS = 72


@dataclass(frozen=True, slots=True)
class Bar:
    """One month or year: its bar and what it stands for."""

    label: str
    count: int
    x: float
    y: float
    width: float
    height: float


def bars(months: Iterable[tuple[str, int]]) -> list[Bar]:
    """Return a bar for each month from the first to the last, or for each year where there are many months.

    Args:
        months: (month "2026-05", rows).

    >>> [(bar.label, bar.count) for bar in bars([("2026-01", 3), ("2026-03", 1)])]
    [('2026-01', 3), ('2026-02', 0), ('2026-03', 1)]
    """
    counts = dict(months)
    if not counts:
        return []
    labels = _between(min(counts), max(counts))
    if len(labels) > _MAX_MONTHS:
        years: dict[str, int] = {}
        for month, count in counts.items():
            years[month[:4]] = years.get(month[:4], 0) + count
        labels, counts = [f"{year:04}" for year in range(int(min(years)), int(max(years)) + 1)], years
    most, step = max(counts.values()), WIDTH / max(len(labels), 12)
    found = []
    for place, label in enumerate(labels):
        count = counts.get(label, 0)
        height = max(2.0, HEIGHT * count / most) if count else 0.0
        found.append(
            Bar(
                label, count, round(place * step, 2), round(HEIGHT - height, 2), round(step * 0.82, 2), round(height, 2)
            )
        )
    return found


def _between(first: str, last: str) -> list[str]:
    year, month = map(int, first.split("-"))
    labels = []
    while (label := f"{year:04}-{month:02}") <= last:
        labels.append(label)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004
    return labels
