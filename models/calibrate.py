"""Fit the confidence of speakers: `python calibrate.py METRICS.json GOLD [GOLD ...]`.

GOLD holds labelled articles (speakers resolved by a person) on which the network was *not* trained, so that its
certainty is what it will be on articles that nobody has seen; better several corpora than one. Writes the weights to
quotes/data/confidence.json, and to METRICS.json how reliable they are, by cross-validation over articles: of all, and of
each corpus.

A row counts as right when a person would say so: its quotation is one, and the speaker is the one labelled. Of
indirect speech nobody has labelled the speaker; there the right source mention is taken for it. In corpora that do not
mark all indirect speech it is left out.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from quotes import confidence, pipeline
from quotes.annotations import read_entities, read_quotations, read_speakers
from quotes.evaluation import gold
from quotes.evaluation import scores as evaluate
from quotes.evaluation.gold import Attribution, GoldArticle
from quotes.pages import stories
from quotes.records import AttributedQuotation, Entity
from quotes.types import Kind, Piece

#: Strength of regularisation, and folds of the cross-validation.
C, FOLDS = 0.3, 8
NAMED = ("person", "organisation")


@dataclass(frozen=True, slots=True)
class Judged:
    """A quotation that the pipeline found. No features: it has no speaker. `right` None: nobody has labelled it."""

    article: str
    kind: str
    named: bool
    features: dict[str, float]
    right: bool | None


def judge(path: Path) -> Iterator[Judged]:
    """Yield the quotations that the pipeline finds in labelled articles, with whether their speakers are right."""
    nlp = pipeline.load()
    items = list(gold.read(path))
    kinds = Counter(one.kind for item in items for one in item.attributions)
    complete = kinds[Kind.INDIRECT] > kinds[Kind.DIRECT]  # else not all indirect speech is marked
    for item in items:
        article = item.article
        for story in stories.split(article.text, title=article.title, published=article.published):
            doc = nlp(pipeline.story_doc(nlp, article, story))
            entities, speakers = read_entities(doc), read_speakers(doc)
            for quotation in read_quotations(doc):
                if quotation.kind == Kind.INDIRECT and not complete:
                    continue
                speaker = speakers.get(quotation.id)
                entity = entities.get(speaker.entity) if speaker is not None else None
                yield Judged(
                    article.doc_id,
                    quotation.kind,
                    named=entity is not None and entity.kind in NAMED,
                    features=confidence.features(quotation, speaker.resolution) if entity is not None else {},
                    right=_is_right(quotation, entity, item) if entity is not None else None,
                )


def _is_right(quotation: AttributedQuotation, entity: Entity, item: GoldArticle) -> bool | None:
    """Judge a resolved speaker; None where nobody has labelled who is right."""
    pieces = [Piece(piece.start_char, piece.end_char) for piece in quotation.pieces]
    attribution = max(item.attributions, key=lambda one: evaluate.overlap(pieces, one.content), default=None)
    if attribution is None or not evaluate.overlap(pieces, attribution.content):
        return False
    if attribution.labelled and attribution.speaker_kind in NAMED:
        return evaluate.right_names(entity.name, attribution)[1]
    if quotation.kind != Kind.INDIRECT and not attribution.labelled:
        return None
    return _same_source(quotation, attribution) and (not attribution.labelled or entity.kind not in NAMED)


def _same_source(quotation: AttributedQuotation, attribution: Attribution) -> bool:
    source = quotation.source
    return bool(source) and evaluate.overlap([Piece(source.start_char, source.end_char)], attribution.source) > 0


def reliability(probabilities: np.ndarray, right: np.ndarray, bins: int = 10) -> dict:
    """Bin by confidence: how many, how confident, how often right; and the expected calibration error."""
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    rows = [
        {
            "from": i / bins,
            "n": int((place == i).sum()),
            "confidence": round(float(probabilities[place == i].mean()), 4),
            "right": round(float(right[place == i].mean()), 4),
        }
        for i in range(bins)
        if (place == i).any()
    ]
    error = sum(row["n"] * abs(row["confidence"] - row["right"]) for row in rows) / len(right)
    return {"n": len(right), "expected_calibration_error": round(error, 4), "bins": rows}


def main(metrics: Path, paths: Sequence[Path]) -> None:
    """Fit, measure, write."""
    corpora = {path: [one for one in judge(path) if one.features and one.right is not None] for path in paths}
    found = [one for judged in corpora.values() for one in judged]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([one.features for one in found])
    right = np.array([bool(one.right) for one in found])
    articles = [one.article for one in found]
    model = LogisticRegression(C=C, max_iter=2000)
    folds = cross_val_predict(model, matrix, right, groups=articles, cv=GroupKFold(FOLDS), method="predict_proba")[:, 1]
    model.fit(matrix, right)
    weights = dict(zip(vectorizer.get_feature_names_out(), model.coef_[0].round(4).tolist(), strict=True))
    fitted = {
        "fitted_on": [path.name for path in paths],
        "n": len(right),
        "weights": {"intercept": round(float(model.intercept_[0]), 4), **weights},
    }
    confidence.FITTED.write_text(json.dumps(fitted, indent=1, ensure_ascii=False) + "\n", encoding="utf8")
    corpus = np.array([path.name for path, judged in corpora.items() for _ in judged])
    report = _report(folds, right) | {
        "corpora": {path.name: _report(folds[corpus == path.name], right[corpus == path.name]) for path in paths}
    }
    metrics.write_text(json.dumps(report, indent=1) + "\n", encoding="utf8")


def _report(probabilities: np.ndarray, right: np.ndarray) -> dict:
    sure = probabilities >= 0.9  # noqa: PLR2004 - the threshold that the documentation quotes
    return reliability(probabilities, right) | {
        "right": round(float(right.mean()), 4),
        "of_confidence_0.9": {"share": round(float(sure.mean()), 4), "right": round(float(right[sure].mean()), 4)},
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(path) for path in sys.argv[2:]])
