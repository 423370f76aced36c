"""Fit the days of statements: `python dates.py METRICS.json DAYS.jsonl PAGES GOLD.jsonl ...`.

GOLD are labelled articles, one file a corpus. DAYS are days of the quotations of pages, PAGES the folder they lie in:
{"page", "start", "end", "said_on"}, characters of the text as `quotes.readers` reads it; said_on null: the page gives
none. Writes trees and calibration to quotes/data/dates.json, and to METRICS.json what they reach on each corpus by
cross-validation over articles, and when fitted on the other corpora alone.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from calibrate import reliability
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from spacy.tokens import Doc

from quotes import pipeline
from quotes.annotations import read_context, read_quotations
from quotes.config import KEEP_ALL, MIN_DATE_PROBABILITY
from quotes.dates import scorer
from quotes.dates.features import describe
from quotes.dates.pairs import read_story
from quotes.evaluation import gold
from quotes.evaluation import scores as evaluate
from quotes.pages import stories
from quotes.readers import read
from quotes.records import AttributedQuotation
from quotes.types import Article, Piece

FOLDS = 6
TREES = {"n_estimators": 100, "max_depth": 3, "learning_rate": 0.1, "subsample": 0.7, "min_samples_leaf": 12}
#: Weight of the articles of one subject, publisher and year; those of all subjects count three times as much.
ONE_SUBJECT, ALL_SUBJECTS = 1.0, 3.0
SHARE = 0.5  # of a labelled content that a quotation must cover to have its day

#: Statement -> day as labelled; "" where the text gives none. Missing: nobody has labelled it.
Days = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A statement beside an occasion, and whether its day is right; None: nobody has labelled it."""

    corpus: str
    article: str
    statement: str
    day: str
    features: dict[str, float]
    right: bool | None


def pairs(corpus: str, article: str, doc: Doc, days: Days) -> Iterator[Labelled]:
    """Yield the pairs of a Doc that has people."""
    published = read_context(doc).published
    if published is None:
        return
    story = read_story(doc, published)
    tied = scorer.tie_all(story)
    for one, features in zip(tied, describe(story, tied), strict=True):
        name, day = one.pair.statement.quotation.id, str(one.pair.occasion.day)
        right = day == days[name] if name in days else None
        yield Labelled(corpus, article, name, day, features, right)


def of_gold(path: Path) -> Iterator[Labelled]:
    """Yield the pairs of a gold file."""
    nlp = pipeline.load(KEEP_ALL)
    for item in gold.read(path):
        for doc in _docs(nlp, item.article):
            labels = [(one.content, str(one.said_on or "")) for one in item.attributions if one.dated]
            yield from pairs(path.stem.partition(".")[0], item.article.doc_id, doc, _days(doc, labels))


def of_pages(days: Path, folder: Path) -> Iterator[Labelled]:
    """Yield the pairs of labelled pages."""
    labels: dict[str, list[tuple[list[Piece], str]]] = defaultdict(list)
    for label in map(json.loads, days.read_text("utf8").splitlines()):
        labels[label["page"]].append(([Piece(label["start"], label["end"])], label["said_on"] or ""))
    nlp = pipeline.load(KEEP_ALL)
    for page, own in labels.items():
        for article in read([str(folder / f"{page}.html.gz")]):
            if isinstance(article, Article):
                for doc in _docs(nlp, article):
                    yield from pairs("pages", page, doc, _days(doc, own))


def _docs(nlp: Any, article: Article) -> Iterator[Doc]:
    told = stories.split(article.text, title=article.title, published=article.published, basis=article.published_basis)
    for story in told:
        yield nlp(pipeline.story_doc(nlp, article, story))


def _days(doc: Doc, labels: Sequence[tuple[Sequence[Piece], str]]) -> Days:
    found = {}
    for quotation in read_quotations(doc):
        day = _day(quotation, labels)
        if day is not None:
            found[quotation.id] = day
    return found


def _day(quotation: AttributedQuotation, labels: Sequence[tuple[Sequence[Piece], str]]) -> str | None:
    """Return the day of the labelled content that a quotation covers the most of."""
    pieces = [Piece(piece.start_char, piece.end_char) for piece in quotation.pieces]
    best = max(labels, key=lambda label: evaluate.overlap(pieces, label[0]), default=None)
    if best is None or evaluate.overlap(pieces, best[0]) < SHARE * sum(x.end - x.start for x in best[0]):
        return None
    return best[1]


class Model:
    """Trees over pairs, and their calibration."""

    def __init__(self, found: Sequence[Labelled]) -> None:
        found = [one for one in found if one.right is not None]
        self.vectorizer = DictVectorizer(sparse=False)
        matrix = self.vectorizer.fit_transform([one.features for one in found])
        self.trees = GradientBoostingClassifier(max_features=0.3, random_state=1, **TREES)
        self.trees.fit(matrix, [one.right for one in found], sample_weight=_weights(found))

    def raw(self, found: Sequence[Labelled]) -> np.ndarray:
        """Return the trees' scores (log odds)."""
        return self.trees.decision_function(self.vectorizer.transform([one.features for one in found]))

    def export(self) -> dict:
        """Return the trees as nested lists (`quotes.dates.scorer` reads them)."""
        names = list(self.vectorizer.get_feature_names_out())
        prior = self.trees.init_.class_prior_
        trees = [_nested(one[0].tree_, names, self.trees.learning_rate) for one in self.trees.estimators_]
        return {"start": round(float(np.log(prior[1] / prior[0])), 4), "trees": trees}


def _weights(found: Sequence[Labelled]) -> np.ndarray:
    """Weigh pairs so that a statement with many occasions does not count like many statements."""
    count: dict[tuple[str, str], int] = defaultdict(int)
    for one in found:
        count[one.article, one.statement] += 1
    subjects = [ONE_SUBJECT if one.corpus.startswith("polnear") else ALL_SUBJECTS for one in found]
    return np.array([count[one.article, one.statement] ** -0.5 for one in found]) * subjects


def _nested(tree: Any, names: Sequence[str], rate: float, node: int = 0) -> Any:
    if tree.children_left[node] < 0:
        return round(float(tree.value[node][0][0]) * rate, 4)
    low, high = (_nested(tree, names, rate, int(side[node])) for side in (tree.children_left, tree.children_right))
    return [names[tree.feature[node]], round(float(tree.threshold[node]), 4), low, high]


def held_out(found: Sequence[Labelled]) -> np.ndarray:
    """Return each pair's score by a model that has not seen its article."""
    raw = np.zeros(len(found))
    for train, test in GroupKFold(FOLDS).split(raw, groups=[one.article for one in found]):
        raw[test] = Model([found[i] for i in train]).raw([found[i] for i in test])
    return raw


def best(found: Sequence[Labelled], raw: np.ndarray) -> list[int]:
    """Return the place of the best pair of each statement."""
    top: dict[tuple[str, str, str], int] = {}
    for i, one in enumerate(found):
        name = one.corpus, one.article, one.statement
        if name not in top or raw[i] > raw[top[name]]:
            top[name] = i
    return list(top.values())


def calibration(found: Sequence[Labelled], raw: np.ndarray) -> tuple[float, float]:
    """Fit slope and shift from scores to probabilities (Platt 1999), on the best pair of each labelled statement."""
    places = [i for i in best(found, raw) if found[i].right is not None]
    model = LogisticRegression(C=1.0).fit(raw[places].reshape(-1, 1), [found[i].right for i in places])
    return round(float(model.coef_[0][0]), 4), round(float(model.intercept_[0]), 4)


def figures(found: Sequence[Labelled], probabilities: np.ndarray, dated: int) -> dict:
    """Return precision and recall of the days given, and how reliable their probabilities are."""
    places = [i for i in best(found, probabilities) if found[i].right is not None]
    given = [i for i in places if probabilities[i] >= MIN_DATE_PROBABILITY]
    right = sum(bool(found[i].right) for i in given)
    return {
        "n": dated,
        "given": len(given),
        "precision": round(100 * right / max(1, len(given)), 1),
        "recall": round(100 * right / max(1, dated), 1),
        "reliability": reliability(probabilities[places], np.array([bool(found[i].right) for i in places])),
    }


def probabilities(raw: np.ndarray, fitted: tuple[float, float]) -> np.ndarray:
    """Return calibrated probabilities."""
    return 1 / (1 + np.exp(-(fitted[0] * raw + fitted[1])))


def fit(found: Sequence[Labelled], dated: Mapping[str, int], metrics: Path) -> None:
    """Fit, measure, write.

    Args:
        found: the pairs of all corpora.
        dated: statements with a day that were found, by corpus.
        metrics: where to write the figures.
    """
    raw = held_out(found)
    fitted = calibration(found, raw)
    report: dict[str, dict] = {"cross-validated": {}, "fitted on the other corpora": {}}
    for corpus, count in dated.items():
        inside = [i for i, one in enumerate(found) if one.corpus == corpus]
        own = [found[i] for i in inside]
        report["cross-validated"][corpus] = figures(own, probabilities(raw[inside], fitted), count)
        outside = [i for i, one in enumerate(found) if one.corpus != corpus]
        others = [found[i] for i in outside]
        theirs = probabilities(Model(others).raw(own), calibration(others, raw[outside]))
        report["fitted on the other corpora"][corpus] = figures(own, theirs, count)
    report["cross-validated"]["all"] = figures(found, probabilities(raw, fitted), sum(dated.values()))
    metrics.write_text(json.dumps(report, indent=1) + "\n", encoding="utf8")
    exported = {"calibration": fitted} | Model(found).export()
    scorer.FITTED.write_text(json.dumps(exported, separators=(",", ":")) + "\n", encoding="utf8")


def count(found: Iterable[Labelled]) -> dict[str, int]:
    """Count the statements with a day among their occasions, by corpus."""
    names = {(one.corpus, one.article, one.statement) for one in found if one.right}
    counts: dict[str, int] = defaultdict(int)
    for corpus, _, _ in sorted(names):
        counts[corpus] += 1
    return dict(counts)


def main(metrics: Path, days: Path, folder: Path, paths: Sequence[Path]) -> None:
    """Read the corpora, fit, measure, write."""
    found = [*of_pages(days, folder), *(pair for path in paths for pair in of_gold(path))]
    fit(found, count(found), metrics)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), [Path(name) for name in sys.argv[4:]])
