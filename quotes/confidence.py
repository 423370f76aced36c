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
from typing import Any

from spacy.tokens import Doc

from quotes.types import Group, Kind

FITTED = Path(__file__).parent / "data" / "confidence.json"


def describe(doc: Doc) -> dict[str, dict[str, float]]:
    """Describe each resolved quotation of a Doc for `probability`, by quotation id."""
    resolution = doc.spans[Group.SPEAKERS].attrs.get("resolution", {})
    certainty = doc.spans[Group.QUOTATIONS].attrs.get("certainty", {})
    kinds = {span.id_: span.label_ for span in doc.spans[Group.QUOTATIONS]}
    described = {}
    for name, how in resolution.items():
        cue, source = certainty.get(name, (0.5, 0.5))
        described[name] = features(how, kind=kinds[name], cue_certainty=cue, source_certainty=source)
    return described


def features(
    resolution: Mapping[str, Any], *, kind: str, cue_certainty: float, source_certainty: float
) -> dict[str, float]:
    """Describe a resolved speaker by named numbers: 1 for what it is, and a few quantities.

    Indirect speech has weights of its own: there, doubt is about what is speech more than about who spoke.

    Args:
        resolution: what `coreference.py` says of how the source was resolved.
        kind: of the quotation.
        cue_certainty: the tagger's probability that the cue is this content's.
        source_certainty: the tagger's probability that the source is this cue's.
    """
    margin = resolution["margin"]
    described = {
        f"kind={kind}": 1.0,
        f"rule={resolution['rule']}": 1.0,
        f"link={resolution['link']}": 1.0,
        f"mention={resolution['mention']}": 1.0,
        f"speaker={resolution['kind']}": 1.0,
        "full name": float(resolution["full_name"]),
        "gender known": float(resolution["gender_known"]),
        "prior is subject": float(resolution["prior_subject"]),
        "margin known": float(margin is not None),
        "margin": min(float(margin or 0.0), 10.0) / 10,
        "candidates": math.log(max(1, resolution["candidates"])),
        "distance": math.log1p(max(0, resolution["distance"])),
        "mentions": math.log1p(resolution["mentions"]),
        "words of source": math.log1p(resolution["words"]),
        "cue": _logit(cue_certainty),
        "source": _logit(source_certainty),
    }
    return {f"indirect {name}": value for name, value in described.items()} if kind == Kind.INDIRECT else described


def probability(described: Mapping[str, float]) -> float:
    """Say how likely the speaker is right. Features that were not there when it was fitted count nothing."""
    weights = _fitted()
    score = weights["intercept"] + sum(weights.get(name, 0.0) * value for name, value in described.items())
    return round(1 / (1 + math.exp(-score)), 4)


@cache
def _fitted() -> dict[str, float]:
    return dict(json.loads(FITTED.read_text(encoding="utf8"))["weights"])


def _logit(certainty: float) -> float:
    clipped = min(max(certainty, 0.01), 0.99)
    return math.log(clipped / (1 - clipped))
