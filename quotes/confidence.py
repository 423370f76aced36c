"""The calibrated probability that a row's speaker is right.

A logistic regression (Platt 1999) over how the source mention was found and how it was resolved, fitted by
models/calibrate.py on labelled articles which the tagger that it saw was not trained on.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from quotes.records import AttributedQuotation, Resolution
from quotes.types import Kind

FITTED = Path(__file__).parent / "data" / "confidence.json"


def features(quotation: AttributedQuotation, resolution: Resolution) -> dict[str, float]:
    """Describe a resolved speaker by named numbers: 1 for what it is, and a few quantities.

    Indirect speech has weights of its own: there, doubt is about what is speech more than about who spoke.

    Args:
        quotation: the quotation, with the probabilities of its links.
        resolution: how its source was resolved.

    Returns:
        Feature name to value; features that are 0 may be missing.
    """
    margin = resolution.margin
    described = {
        f"kind={quotation.kind}": 1.0,
        f"rule={resolution.rule}": 1.0,
        f"link={resolution.link}": 1.0,
        f"mention={resolution.mention}": 1.0,
        f"speaker={resolution.kind}": 1.0,
        "full name": float(resolution.full_name),
        "gender known": float(resolution.gender_known),
        "prior is subject": float(resolution.prior_subject),
        "margin known": float(margin is not None),
        "margin": min(float(margin or 0.0), 10.0) / 10,
        "candidates": math.log(max(1, resolution.candidates)),
        "distance": math.log1p(max(0, resolution.distance)),
        "mentions": math.log1p(resolution.mentions),
        "words of source": math.log1p(resolution.words),
        "cue": _logit(quotation.cue_probability),
        "source": _logit(quotation.source_probability),
    }
    if quotation.kind == Kind.INDIRECT:
        return {f"indirect {name}": value for name, value in described.items()}
    return described


def probability(described: Mapping[str, float]) -> float:
    """Return the probability that the speaker is right."""
    score = weight("intercept") + sum(weight(name) * value for name, value in described.items())
    return round(1 / (1 + math.exp(-score)), 4)


@cache
def weight(name: str) -> float:
    """Return the weight of a feature.

    A rule, link or kind that was not there when the weights were fitted ("rule=new") backs off to the mean weight of
    its group ("rule="), so that a new rule counts like an ordinary one. Other unknown features count nothing.
    """
    weights = _fitted()
    if name in weights or "=" not in name:
        return weights.get(name, 0.0)
    group = [value for known, value in weights.items() if known.partition("=")[0] == name.partition("=")[0]]
    return round(sum(group) / len(group), 4) if group else 0.0


@cache
def _fitted() -> dict[str, float]:
    return dict(json.loads(FITTED.read_text(encoding="utf8"))["weights"])


def _logit(certainty: float) -> float:
    clipped = min(max(certainty, 0.01), 0.99)
    return math.log(clipped / (1 - clipped))
