"""See how often the confidence is right: `python reliability.py GOLD METRICS.json PLOT.svg`.

GOLD holds labelled articles on which neither the tagger nor the confidence was fitted. METRICS.json gets, of direct and
mixed quotations and of all kinds, the expected calibration error with n, and for thresholds how many of all quotations
have a named speaker of such a confidence, and how many of these are right. PLOT.svg shows it in bins.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import altair as alt
import numpy as np
from calibrate import Judged, judge, reliability

from quotes import confidence
from quotes.types import Kind

THRESHOLDS = (0.7, 0.8, 0.85, 0.9, 0.93, 0.95)
QUOTED, ALL = "direct and mixed", "all kinds"


def report(found: list[Judged]) -> dict:
    """Measure the confidence on judged quotations."""
    judged = [one for one in found if one.features and one.right is not None]
    sure = np.array([confidence.probability(one.features) for one in judged])
    right = np.array([bool(one.right) for one in judged])
    named = np.array([one.named for one in judged])
    total = sum(one.right is not None or not one.features for one in found)
    thresholds = [
        {
            "confidence": least,
            "covered": round(float(taken.sum()) / total, 4),
            "right": round(float(right[taken].mean()), 4) if taken.any() else None,
        }
        for least in THRESHOLDS
        for taken in [named & (sure >= least)]
    ]
    return {"quotations": total, **reliability(sure, right), "named_speakers": thresholds}


def draw(reports: dict[str, dict], path: Path) -> None:
    """Draw how often speakers were right over how confident the row was; the line is where both agree."""
    bins = [{"quotations": name, **one} for name, found in reports.items() for one in found["bins"]]
    percent = alt.Axis(format="%", values=[0, 0.2, 0.4, 0.6, 0.8, 1])
    whole = alt.Scale(domain=[0, 1])
    line = alt.Chart(alt.Data(values=[{"x": 0, "y": 0}, {"x": 1, "y": 1}])).mark_line(color="#999", strokeDash=[4, 4])
    points = alt.Chart(alt.Data(values=bins)).encode(
        x=alt.X("confidence:Q", title="confidence given", scale=whole, axis=percent),
        y=alt.Y("right:Q", title="speakers that are right", scale=whole, axis=percent),
        color=alt.Color("quotations:N", title=None, scale=alt.Scale(range=["#999999", "#0b5fa5"])),
    )
    chart = (
        line.encode(x="x:Q", y="y:Q")
        + points.mark_line()
        + points.mark_point(filled=True).encode(size=alt.Size("n:Q", title="quotations in the bin"))
    )
    chart.properties(width=380, height=380).save(path)


def main(gold: Path, metrics: Path, plot: Path) -> None:
    """Measure, write, draw."""
    found = list(judge(gold))
    reports = {QUOTED: report([one for one in found if one.kind != Kind.INDIRECT]), ALL: report(found)}
    metrics.write_text(json.dumps(reports, indent=1) + "\n", encoding="utf8")
    draw(reports, plot)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
