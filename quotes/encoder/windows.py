"""Cut a Doc into the windows that the tagger sees, and put its answers together again.

Training and inference both go through here, so that they cannot differ. The tagger sees words, not text: a spaCy
token each; of white space it sees only where a line ends, as one `¶`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from spacy.tokens import Doc

#: What stands for a line break: a word of its own, and one that newspapers do not print.
BREAK = "¶"
#: Length of a window, and overlap of two windows, of the network that ships; its meta.json has them too [wordpieces].
WINDOW_SIZE, WINDOW_OVERLAP = 254, 64


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a Doc as the tagger reads them; `tokens[i]` is the index in the Doc of word i."""

    texts: list[str]
    tokens: list[int]


@dataclass(frozen=True, slots=True)
class Window:
    """Words `start:end` are shown to the tagger, and its answers for `core_start:core_end` are kept."""

    start: int
    end: int
    core_start: int
    core_end: int


def words_of(doc: Doc) -> Words:
    """List the words that the tagger reads; white space inside a line is left out."""
    texts, tokens = [], []
    for token in doc:
        if not token.is_space:
            texts.append(token.text)
        elif "\n" in token.text:
            texts.append(BREAK)
        else:
            continue
        tokens.append(token.i)
    return Words(texts, tokens)


def cut(lengths: Sequence[int], *, size: int, overlap: int) -> list[Window]:
    """Cut words into windows of at most `size` wordpieces which share about `overlap` wordpieces.

    `lengths` are the wordpieces of each word. Every word is in the core of exactly one window, at least half the
    overlap away from a border that is not the text's own. A word longer than a window gets one of its own.

    >>> [(w.start, w.end, w.core_start, w.core_end) for w in cut([1] * 10, size=6, overlap=2)]
    [(0, 6, 0, 5), (4, 10, 5, 10)]
    """
    if not lengths:
        return []
    ends = np.cumsum(lengths, dtype=np.int64)
    begins = ends - np.asarray(lengths, dtype=np.int64)
    total = len(lengths)
    spans: list[tuple[int, int]] = []
    start = 0
    while start < total:
        end = max(start + 1, int(np.searchsorted(ends, begins[start] + size, side="right")))
        spans.append((start, end))
        if end >= total:
            break
        start = max(start + 1, int(np.searchsorted(begins, begins[end] - overlap, side="left")))
    borders = [0] + [(previous[1] + following[0]) // 2 for previous, following in pairwise(spans)]
    return [
        Window(start, end, core_start, core_end)
        for (start, end), core_start, core_end in zip(spans, borders, [*borders[1:], total], strict=True)
    ]
