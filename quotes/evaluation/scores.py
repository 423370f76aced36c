"""Score rows against gold articles: precision, recall and F1 of each figure.

A *quoted segment* is text inside quotation marks. Where a direct or mixed attribution has no such marks, each of its
pieces is one. Segments that nobody said (scare quotes, titles) are negatives.

- `quoted`: a row covers at least half of the segment's characters.
- `quoted+source`: and its mention overlaps the gold source.
- `quoted+who`: and its speaker contains a right name, at least the last name. Named persons and bodies only.
- `quoted+full`: and its speaker is exactly the full name, titles aside.
- `content`: characters of all attributions.
- `content=`: the row's spans equal the gold's, marks, punctuation and spaces at the edges aside.
- `found`: the row's spans overlap the gold's by half or more (intersection over union).
- `content+src`: and its mention overlaps the gold source.
- `said_on`: the day of the statement, for attributions that a row overlaps; right only where `found` is.

A row that matches a gold attribution counts under that attribution's kind, any other row under its own kind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pyarrow as pa
from spacy.language import Language

from quotes import pipeline
from quotes.config import KEEP_ALL
from quotes.evaluation import gold
from quotes.evaluation.gold import Attribution
from quotes.evaluation.matching import (
    HALF,
    NAMED,
    agreement,
    best_row,
    marked,
    mention,
    overlap,
    paired,
    right_names,
    segments,
    trimmed,
)
from quotes.types import Failure, Kind, Piece, Quote

ALL = "all"


class Figure(StrEnum):
    """The figures, in the order of a report."""

    QUOTED = "quoted"
    SOURCE = "quoted+source"
    WHO = "quoted+who"
    FULL = "quoted+full"
    CONTENT = "content"
    EXACT = "content="
    FOUND = "found"
    CONTENT_SOURCE = "content+src"
    SAID_ON = "said_on"


_OF_SEGMENTS = (Figure.QUOTED, Figure.SOURCE, Figure.WHO, Figure.FULL)
_OF_ROWS = (Figure.EXACT, Figure.FOUND, Figure.CONTENT_SOURCE)


@dataclass(frozen=True, slots=True)
class Score:
    """One figure, for all attributions or for one kind.

    Args:
        figure: a `Figure`.
        kind: a `Kind`, or `ALL`.
        right: how many of the predicted are right.
        predicted: how many the rows have.
        gold: how many the gold has: n.
    """

    figure: str
    kind: str
    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Return the share of the predicted that is right, 0 to 1."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Return the share of the gold that was found, 0 to 1."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall, 0 to 1."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """The scores of one evaluation.

    Args:
        articles: how many the gold has.
        scores: first over all kinds, then by kind, each in the order of `Figure`. Figures with an n of 0 are left out.
    """

    articles: int
    scores: tuple[Score, ...]

    def of(self, figure: str, kind: str = ALL) -> Score:
        """Return one score.

        Args:
            figure: a `Figure`.
            kind: a `Kind`, or `ALL`.

        Returns:
            The score. A figure that was left out has an n of 0.
        """
        found = (score for score in self.scores if (score.figure, score.kind) == (figure, kind))
        return next(found, Score(figure, kind, 0, 0, 0))

    def to_table(self, *, by_kind: bool = False) -> pa.Table:
        """Return the scores as a table.

        Args:
            by_kind: add a row for each kind.

        Returns:
            Columns figure, kind, n, precision, recall and f1; the last three in percent.
        """
        rows = [
            {"figure": score.figure, "kind": score.kind, "n": score.gold}
            | {name: round(100 * getattr(score, name), 1) for name in ("precision", "recall", "f1")}
            for score in self.scores
            if by_kind or score.kind == ALL
        ]
        return pa.Table.from_pylist(rows)


def evaluate(path: str | Path, rows: Iterable[Quote]) -> Report:
    """Score rows against a gold file.

    Args:
        path: the gold file.
        rows: the rows of its articles. Rows of other articles are ignored.

    Raises:
        InputError: the gold file cannot be read, or the rows were not made from it.
    """
    tally = _Tally()
    for example, found in paired(path, rows):
        tally.add_article(example, found)
    return Report(tally.articles, tally.scores())


def predict(
    path: str | Path, *, nlp: Language | None = None, on_failure: Callable[[Failure], None] | None = None
) -> Iterator[Quote]:
    """Yield the rows that the pipeline makes of a gold file's articles, attitudes included.

    Args:
        path: the gold file.
        nlp: the pipeline. None: loads it.
        on_failure: is given each article that fails. It has no rows then, which lowers the recall.

    Raises:
        InputError: the gold file cannot be read.
    """
    articles = (example.article for example in gold.read(path))
    for _, found in pipeline.stream(nlp or pipeline.load(KEEP_ALL), articles, config=KEEP_ALL):
        if not isinstance(found, Failure):
            yield from found
        elif on_failure is not None:
            on_failure(found)


class _Tally:
    """Counts by figure and kind."""

    def __init__(self) -> None:
        self.articles = 0
        self._counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)

    def add_article(self, example: gold.GoldArticle, rows: Sequence[Quote]) -> None:
        self.articles += 1
        text = example.article.text
        for segment, attribution in segments(text, example.attributions):
            self._segment(segment, attribution, rows)
        self._contents(text, example.attributions, rows)
        self._characters(text, example.attributions, rows)

    def scores(self) -> tuple[Score, ...]:
        return tuple(
            Score(figure, kind, int(counts["right"]), int(counts["predicted"]), int(counts["gold"]))
            for kind in (ALL, *Kind)
            for figure in Figure
            if (counts := self._counts[figure, kind])["gold"]
        )

    def _count(self, figure: str, kind: str, *, right: int = 0, predicted: int = 0, gold: int = 0) -> None:
        for part in (ALL, kind):
            self._counts[figure, part].update(right=right, predicted=predicted, gold=gold)

    def _segment(self, segment: Piece, attribution: Attribution | None, rows: Sequence[Quote]) -> None:
        row = best_row(segment, rows)
        if attribution is None:
            if row is not None:
                for figure in _OF_SEGMENTS:
                    self._count(figure, row.kind, predicted=1)
            return
        kind, hit = attribution.kind, row is not None
        self._count(Figure.QUOTED, kind, right=hit, predicted=hit, gold=1)
        if attribution.source:
            right = row is not None and overlap(mention(row), attribution.source) > 0
            self._count(Figure.SOURCE, kind, right=right, predicted=hit, gold=1)
        if attribution.speaker_kind in NAMED:
            who, full = right_names(row.speaker if row else None, attribution)
            self._count(Figure.WHO, kind, right=who, predicted=hit, gold=1)
            self._count(Figure.FULL, kind, right=full, predicted=hit, gold=1)

    def _contents(self, text: str, attributions: Sequence[Attribution], rows: Sequence[Quote]) -> None:
        contents = [trimmed(text, row.spans) for row in rows]
        taken: dict[int, Attribution] = {}
        for attribution in attributions:
            content = trimmed(text, attribution.content)
            for figure in _OF_ROWS:
                self._count(figure, attribution.kind, gold=1)
            best = max(range(len(rows)), key=lambda i: agreement(content, contents[i]), default=None)
            if best is None or best in taken or not overlap(content, contents[best]):
                continue
            taken[best] = attribution
            self._count(Figure.SAID_ON, attribution.kind, gold=attribution.said_on is not None)
            self._count(Figure.EXACT, attribution.kind, right=content == contents[best])
            if agreement(content, contents[best]) >= HALF:
                self._found(attribution, rows[best])
        for i, row in enumerate(rows):
            for figure in _OF_ROWS:
                self._count(figure, taken[i].kind if i in taken else row.kind, predicted=1)

    def _found(self, attribution: Attribution, row: Quote) -> None:
        found = mention(row)
        source = overlap(found, attribution.source) > 0 if attribution.source else not found
        self._count(Figure.FOUND, attribution.kind, right=1)
        self._count(Figure.CONTENT_SOURCE, attribution.kind, right=source)
        if attribution.dated and row.said_on is not None:
            self._count(Figure.SAID_ON, attribution.kind, right=row.said_on == attribution.said_on, predicted=1)

    def _characters(self, text: str, attributions: Sequence[Attribution], rows: Sequence[Quote]) -> None:
        kinds = {kind: marked(text, (a.content for a in attributions if a.kind == kind)) for kind in Kind}
        predicted = {kind: marked(text, (row.spans for row in rows if row.kind == kind)) for kind in Kind}
        found, true = set[int]().union(*predicted.values()), set[int]().union(*kinds.values())
        self._counts[Figure.CONTENT, ALL].update(right=len(found & true), predicted=len(found), gold=len(true))
        for kind, own in kinds.items():
            right = len(found & own)
            wrong = len(predicted[kind] - true)
            self._counts[Figure.CONTENT, kind].update(right=right, predicted=right + wrong, gold=len(own))
