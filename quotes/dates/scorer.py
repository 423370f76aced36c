"""Score how likely a statement was made on an occasion: rules say how the two are tied and what is doubtful, trees weigh it.

Gradient-boosted trees (Friedman 2001), fitted by models/dates.py on labelled articles and read from data/dates.json.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from quotes.dates import doubts, ties
from quotes.dates.features import Tied, describe
from quotes.dates.occasions import Occasion
from quotes.dates.pairs import Pair, Story
from quotes.rules import first_answer

#: A day further back dates only the sentence that gives it [days].
_HISTORY = 14
FITTED = Path(__file__).parent.parent / "data" / "dates.json"


@dataclass(frozen=True, slots=True)
class Scored:
    """A statement and an occasion, how they are tied, and the probability that the statement was made on that day."""

    tied: Tied
    probability: float


def tie_all(story: Story) -> list[Tied]:
    """Tie each statement to each dated occasion of a story. Days in reported words count only where the cue's are meant."""
    found = []
    for statement in story.statements:
        for occasion in story.occasions:
            if occasion.day is None or occasion.day > story.reference:
                continue
            pair = Pair(statement, occasion, story)
            name, _ = first_answer((*ties.STATED, *ties.SCENE), pair)
            if name not in ties.STATED_IDS and not _may_set_scene(occasion, story):
                continue
            tied = Tied(pair, name, frozenset(rule.id for rule in doubts.RULES if rule(pair)))
            if tied.stated or not _is_vetoed(tied):
                found.append(tied)
    return found


def _may_set_scene(occasion: Occasion, story: Story) -> bool:
    """True of a day that the narration gives, and that is not history."""
    reported = story.narration.reported[occasion.span.root.i]
    return not reported and occasion.day is not None and (story.reference - occasion.day).days <= _HISTORY


def _is_vetoed(tied: Tied) -> bool:
    """True of an occasion that cannot be the statement's, whatever else is told of it."""
    past = "not_past" not in tied.doubts
    return bool(
        tied.doubts & doubts.VETOES
        or (tied.tie == "cue_sentence" and tied.doubts & doubts.VETOES_IN_SENTENCE)
        or ("says" in tied.doubts and past)
    )


def score(story: Story) -> Iterator[Scored]:
    """Score all pairs of a story, in the order of its statements."""
    tied = tie_all(story)
    for one, described in zip(tied, describe(story, tied), strict=True):
        yield Scored(one, probability(described))


def probability(described: Mapping[str, float]) -> float:
    """Return the calibrated probability that a pair's day is right.

    Args:
        described: feature to value; features that are missing are 0.
    """
    fitted = _fitted()
    raw = fitted["start"] + sum(_leaf(tree, described) for tree in fitted["trees"])
    slope, shift = fitted["calibration"]
    return round(1 / (1 + math.exp(-(slope * raw + shift))), 4)


def _leaf(tree: Sequence[Any], described: Mapping[str, float]) -> float:
    """Walk down a tree: nested [feature, threshold, tree up to it, tree above it]; a number is a leaf."""
    while isinstance(tree, list):
        feature, threshold, low, high = tree
        tree = low if described.get(feature, 0.0) <= threshold else high
    return float(tree)  # type: ignore[arg-type]


@cache
def _fitted() -> dict[str, Any]:
    return dict(json.loads(FITTED.read_text(encoding="utf8")))
