"""Score the column polarity: `python polarity.py GOLD LABELS.tsv OUT.json`.

GOLD is a gold file, of which the articles' texts are read. LABELS holds the polarity of those rows whose cue, or the words
beside it, may deny, negate or ask; a person has read them. All other rows are said. A row is matched to a label by overlap.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from quotes import pipeline
from quotes.config import KEEP_ALL
from quotes.evaluation import gold
from quotes.types import Polarity, Quote

#: Share of the characters of a row and a label together that both must have.
MIN_OVERLAP = 0.5
#: doc_id -> start of the first piece, end of the last [code points], polarity
Labels = dict[str, list[tuple[int, int, str]]]


def read_labels(path: Path) -> Labels:
    """Read a file of labels."""
    labels: Labels = defaultdict(list)
    for line in path.read_text("utf8").splitlines():
        if not line.startswith("#"):
            doc_id, start, end, polarity = line.split("\t")
            labels[doc_id].append((int(start), int(end), polarity))
    return labels


def label_of(row: Quote, labels: Labels) -> str:
    """Return the label of a row; said, where it has none."""
    start, end = row.spans[0].start, row.spans[-1].end
    for first, last, polarity in labels.get(row.doc_id, []):
        if min(end, last) - max(start, first) >= MIN_OVERLAP * (max(end, last) - min(start, first)):
            return polarity
    return Polarity.SAID


def score(rows: Iterable[Quote], labels: Labels) -> dict[str, dict[str, float]]:
    """Return precision, recall and n, in percent: of each polarity, and of all that is not said, by class or not."""
    pairs = Counter((label_of(row, labels), str(row.polarity)) for row in rows)
    classes = [str(polarity) for polarity in Polarity if polarity != Polarity.SAID]
    scores = {name: _score(pairs, [name]) for name in classes}
    scores["not said, right class"] = _score(pairs, classes)
    scores["not said, any class"] = _score(pairs, classes, any_class=True)
    return scores


def _score(pairs: Counter[tuple[str, str]], classes: list[str], *, any_class: bool = False) -> dict[str, float]:
    right = sum(
        n
        for (meant, found), n in pairs.items()
        if meant in classes and (found in classes if any_class else found == meant)
    )
    found = sum(n for (_, found), n in pairs.items() if found in classes)
    meant = sum(n for (meant, _), n in pairs.items() if meant in classes)
    return {
        "n": meant,
        "precision": round(100 * right / (found or 1), 1),
        "recall": round(100 * right / (meant or 1), 1),
    }


if __name__ == "__main__":
    articles = (item.article for item in gold.read(sys.argv[1]))
    found = (row for _, rows in pipeline.stream(pipeline.load(KEEP_ALL), articles, config=KEEP_ALL) for row in rows)
    scores = score(found, read_labels(Path(sys.argv[2])))
    Path(sys.argv[3]).write_text(json.dumps(scores, indent=1) + "\n", encoding="utf8")
