"""What the pipeline must reach on articles that people have marked. Skipped where the gold is missing."""

from pathlib import Path

import pytest

from quotes import pipeline
from quotes.config import KEEP_ALL
from quotes.evaluation import gold
from quotes.evaluation.scores import evaluate

GOLD = Path(__file__).parents[3] / "shared" / "gold"
#: F1 in percent on PolNeAR dev, a little under what models/metrics/dev.json has.
FLOORS = {
    "quoted": 97.7,
    "quoted+source": 93.6,
    "content": 91.5,
    "content+src": 77.0,
    "quoted+who": 93.3,
    "quoted+full": 92.2,
    "said_on": 89.5,
}

pytestmark = [
    pytest.mark.model,
    pytest.mark.slow,
    pytest.mark.skipif(not GOLD.is_dir(), reason="the gold articles are not redistributed"),
]


def rows_of(nlp, path):
    articles = [example.article for example in gold.read(path)]
    return {article.doc_id: article for article in articles}, pipeline.extract(nlp, articles, config=KEEP_ALL)


def test_dev(nlp):
    path = GOLD / "polnear-dev.gold.jsonl"
    articles, rows = rows_of(nlp, path)
    report = evaluate(path, rows)
    assert {name: 100 * report.of(name).f1 for name in FLOORS} == {
        name: pytest.approx(100, abs=100 - floor) for name, floor in FLOORS.items()
    }
    for row in rows:
        text = articles[row.doc_id].text
        assert row.cue is None or text[row.cue_start : row.cue_end] == row.cue
        assert row.mention is None or text[row.speaker_start : row.speaker_end] == row.mention
        assert all(0 <= span.start < span.end <= len(text) for span in row.spans)


def test_a_scraped_page_of_two_stories(nlp):
    path = GOLD / "seed.gold.jsonl"
    _, rows = rows_of(nlp, path)
    assert {row.story for row in rows} == {0, 1}
    assert evaluate(path, rows).of("quoted").f1 > 0.95
    speakers = {row.speaker for row in rows}
    assert {"Gustavo Petro", "Donald Trump", "Michael Shifter", "Curtis Farber"} <= speakers
