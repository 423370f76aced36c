"""Measure the whole pipeline: `OMP_NUM_THREADS=1 python measure.py GOLD OUT.json`.

Writes the scores of `quotes evaluate` by kind, and how fast each step is on one core, model loading apart. Seconds
depend on the machine; a step's share of the whole hardly does.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import onnxruntime
import spacy
from spacy.language import Language

import quotes
from quotes import pipeline
from quotes.config import KEEP_ALL
from quotes.evaluation import gold
from quotes.evaluation.scores import evaluate

#: Steps that are timed together.
ENGLISH = "english pipeline"


def time_steps(nlp: Language) -> dict[str, float]:
    """Wrap each component so that its seconds are counted; returns the counter."""
    seconds: dict[str, float] = defaultdict(float)

    def timed(name: str, component):
        def call(doc):
            began = time.perf_counter()
            doc = component(doc)
            seconds[name] += time.perf_counter() - began
            return doc

        return call

    steps = [
        (name, timed(name if name in pipeline.COMPONENTS else ENGLISH, component))
        for name, component in nlp._components
    ]
    nlp._components[:] = steps
    return seconds


def measure(path: Path) -> dict:
    """Score and time the pipeline on a gold file."""
    articles = [item.article for item in gold.read(path)]
    nlp = pipeline.load(threads=1)
    seconds = time_steps(nlp)
    began = time.perf_counter()
    rows = [row for _, found in pipeline.stream(nlp, articles, config=KEEP_ALL) for row in found]
    whole = time.perf_counter() - began
    seconds["stories and rows"] = whole - sum(seconds.values())
    words = sum(len(article.text.split()) for article in articles)
    return {
        "gold": path.name,
        "articles": len(articles),
        "words": words,
        "date": datetime.now(tz=UTC).date().isoformat(),
        "pipeline": nlp.meta[pipeline.NAME],
        "versions": {"quotes": quotes.__version__, "spacy": spacy.__version__, "onnxruntime": onnxruntime.__version__},
        "scores": evaluate(path, rows).to_table(by_kind=True).to_pylist(),
        "words_per_second_one_core": round(words / whole),
        "share_of_time": {step: round(spent / whole, 3) for step, spent in seconds.items()},
    }


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(measure(Path(sys.argv[1])), indent=1) + "\n", encoding="utf8")
