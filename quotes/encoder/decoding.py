"""From the tagger's scores to contents, cues and sources, and which belongs to which.

The tagger scores each word three times as beginning, inside or outside (content, cue, source), and each pair of
words twice: how much word i, if content, is introduced by the cue that begins at word j, and how much the source of
the cue that begins at word i begins at word j (i = j: it has none). Linking words to a head by a biaffine scorer is
from Dozat and Manning (2017), "Deep Biaffine Attention for Neural Dependency Parsing".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from quotes.encoder.windows import WINDOW_SIZE

Floats = NDArray[np.float32]


class Layer(IntEnum):
    """The three things that are tagged, in the order of the tagger's outputs."""

    CONTENT = 0
    CUE = 1
    SOURCE = 2


class Link(IntEnum):
    """The two pointers, in the order of the tagger's outputs."""

    CUE = 0
    SOURCE = 1


#: Labels of each layer: begin, inside, outside.
BEGIN, INSIDE, OUTSIDE = 0, 1, 2
LABELS = 3
#: How much each label counts: pointers choose among cues and sources, so be generous with those (with cues' beginnings
#: only, or they grow too long), and sparing with contents. And what a span costs, in log probability. All tuned on dev.
WEIGHTS = np.ones((len(Layer), LABELS), dtype=np.float32)
WEIGHTS[Layer.CONTENT, OUTSIDE] = 1.8
WEIGHTS[Layer.CUE, BEGIN] = 10
WEIGHTS[Layer.SOURCE, OUTSIDE] = 0.1
COSTS = {Layer.CONTENT: 2.0, Layer.CUE: 0.0, Layer.SOURCE: 0.0}
#: Words that a pointer reaches at most: as many as there can be in a window.
REACH = WINDOW_SIZE
#: Least probability of a link.
LEAST = 0.1
#: Pointer probabilities below this are dropped.
NEXT_TO_NOTHING = 0.01


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores of one text. `tags` (words, layers, labels); `to_cue[i]` and `to_source[i]`: word -> probability."""

    tags: Floats
    to_cue: list[dict[int, float]]
    to_source: list[dict[int, float]]


@dataclass(frozen=True, slots=True)
class WordLayout:
    """How the words are printed, word by word: in which line, and whether inside quotation marks, closed or not."""

    lines: Sequence[int]
    marked: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution, in word indices, end exclusive; probabilities are the tagger's."""

    contents: tuple[tuple[int, int], ...]
    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    cue_probability: float
    source_probability: float


def softmax(scores: Floats) -> Floats:
    """Turn scores into probabilities along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def sparse(pointers: Floats, *, offset: int = 0) -> list[dict[int, float]]:
    """Keep of each row of pointer probabilities what is not next to nothing, counting words from `offset`."""
    rows: list[dict[int, float]] = [{} for _ in pointers]
    for row, column in zip(*np.nonzero(pointers > NEXT_TO_NOTHING), strict=True):
        rows[row][int(column) + offset] = float(pointers[row, column])
    return rows


def best_labels(probabilities: Floats, *, cost: float) -> list[int]:
    """Find the likeliest labels of a row of words, a span costing as much as `cost` in log probability.

    The cost keeps spans whole: one unlikely word in the midst of a long content does not break it. (Viterbi 1967.)

    >>> best_labels(np.array([[0.8, 0.1, 0.1], [0.1, 0.3, 0.6], [0.1, 0.8, 0.1]], dtype=np.float32), cost=1.0)
    [0, 1, 1]
    """
    rows = np.log(probabilities + 1e-6).tolist()
    begin, inside, outside = -cost + rows[0][BEGIN], -np.inf, rows[0][OUTSIDE]
    back: list[tuple[int, int, int]] = []
    for row in rows[1:]:
        within = max((begin, BEGIN), (inside, INSIDE))
        best = max(within, (outside, OUTSIDE))
        back.append((best[1], within[1], best[1]))
        begin, inside, outside = best[0] - cost + row[BEGIN], within[0] + row[INSIDE], best[0] + row[OUTSIDE]
    labels = [max((begin, BEGIN), (inside, INSIDE), (outside, OUTSIDE))[1]]
    for previous in reversed(back):
        labels.append(previous[labels[-1]])
    return labels[::-1]


def spans_of(labels: Sequence[int]) -> list[tuple[int, int]]:
    """Read spans off a row of labels; an inside after an outside begins one too.

    >>> spans_of([2, 0, 1, 0, 2, 1, 1])
    [(1, 3), (3, 4), (5, 7)]
    """
    spans: list[tuple[int, int]] = []
    start = None
    for i, label in enumerate([*labels, OUTSIDE]):
        if start is not None and label != INSIDE:
            spans.append((start, i))
            start = None
        if start is None and label != OUTSIDE:
            start = i
    return spans


def decode(scored: Scored, printed: WordLayout | None = None) -> list[Found]:
    """Assemble attributions: each content goes to its likeliest cue, each cue takes its likeliest source.

    Where it is known how the words are printed, speech without marks has its cue, and a cue its source, in their own
    line. (Of 14,500 in PolNeAR 39 have not, and 10.) So has speech in marks, if a cue stands right beside it.
    """
    tags = scored.tags * WEIGHTS
    contents, cues, sources = (spans_of(best_labels(tags[:, layer], cost=COSTS[layer])) for layer in Layer)
    found = []
    for cue, members in _by_cue(contents, cues, scored, printed).items():
        if cue is None:
            found += [Found(((start, end),), None, None, probability, 0.0) for start, end, probability in members]
        else:
            found.append(_with_source(cue, members, sources, scored, printed))
    return sorted(found, key=lambda attribution: attribution.contents)


def _by_cue(
    contents: list[tuple[int, int]], cues: list[tuple[int, int]], scored: Scored, printed: WordLayout | None
) -> dict[tuple[int, int] | None, list[tuple[int, int, float]]]:
    """Sort contents, each with the probability of its choice, by the cue that they point to; None: to no cue."""
    chosen: dict[tuple[int, int] | None, list[tuple[int, int, float]]] = {}
    for start, end in contents:
        near = _reachable(cues, start, end)
        if printed is not None and (not printed.marked[start] or _is_any_beside(near, printed.lines, start, end)):
            near = _in_line(near, printed.lines, start, end)
        cue, probability = _best(_mass(scored.to_cue[start:end], near))
        chosen.setdefault(None if cue is None else near[cue], []).append((start, end, probability))
    return chosen


def _with_source(
    cue: tuple[int, int],
    members: list[tuple[int, int, float]],
    sources: list[tuple[int, int]],
    scored: Scored,
    printed: WordLayout | None,
) -> Found:
    """Make the attribution of a cue, with the source that the cue points to."""
    start, end = cue
    near = _reachable(sources, start, end)
    if printed is not None:
        near = _in_line(near, printed.lines, start, end)
    none = scored.to_source[start].get(start, 0.0)
    source, probability = _best(_mass(scored.to_source[start : start + 1], near), none=none)
    return Found(
        contents=tuple((start, end) for start, end, _ in members),
        cue=cue,
        source=None if source is None else near[source],
        cue_probability=min(probability for *_, probability in members),
        source_probability=probability,
    )


def _reachable(spans: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Keep the spans that a pointer out of the words `start:end` can reach: it never leaves its window."""
    return spans[bisect_left(spans, (start - REACH, 0)) : bisect_left(spans, (end + REACH, 0))]


def _in_line(spans: list[tuple[int, int]], lines: Sequence[int], start: int, end: int) -> list[tuple[int, int]]:
    """Keep the spans that are in a line of the words `start:end`."""
    return [span for span in spans if lines[start] <= lines[span[0]] <= lines[end - 1]]


def _is_any_beside(cues: list[tuple[int, int]], lines: Sequence[int], start: int, end: int) -> bool:
    """Tell whether a cue of their line is next to the words `start:end`, a word between at most."""
    return any(cue[0] - end <= 1 and start - cue[1] <= 1 for cue in _in_line(cues, lines, start, end))


def _best(mass: list[float], *, none: float = 0.0) -> tuple[int | None, float]:
    """Choose the span with the most probability, or none of them; with the probability of the choice."""
    best = max(range(len(mass)), key=mass.__getitem__, default=None)
    if best is None or mass[best] < max(none, LEAST):
        return None, none or 1.0 - sum(mass)
    return best, mass[best]


def _mass(rows: list[dict[int, float]], spans: list[tuple[int, int]]) -> list[float]:
    """Mean probability that rows of pointers give to each span."""
    owner = {word: index for index, (start, end) in enumerate(spans) for word in range(start, end)}
    mass = [0.0] * len(spans)
    for row in rows:
        for word, probability in row.items():
            if word in owner:
                mass[owner[word]] += probability / len(rows)
    return mass
