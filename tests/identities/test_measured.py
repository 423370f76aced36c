"""What people over articles must reach: on made hard pairs, and on the names of the gold where it is there."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from identities import gold_names, made_pairs

GOLD = Path(__file__).parents[3] / "shared" / "gold"
FILES = [GOLD / "polnear-dev.gold.jsonl", GOLD / "polnear-train-labelled.gold.jsonl"]

pytestmark = pytest.mark.slow


def test_made_hard_pairs() -> None:
    assert len(made_pairs.read_cases()) >= 300
    pairs = made_pairs.evaluate()
    assert pairs.precision >= 0.98, pairs.joined_wrongly
    assert pairs.recall >= 0.9, pairs.parted_wrongly


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold articles are not redistributed")
def test_names_of_the_gold() -> None:
    score, *_ = gold_names.evaluate(FILES)
    assert score.precision >= 0.98
    assert score.recall >= 0.9


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold articles are not redistributed")
def test_names_of_the_gold_with_surnames_alone_in_every_second_article() -> None:
    score, *_ = gold_names.evaluate(FILES, surnames=True)
    assert score.precision >= 0.98
    assert score.recall >= 0.8
