"""Compare the made pairs of quotations in one table, and count which were found to have the same words.

python tests/reprints/made_quotation_pairs.py
"""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from identities.made_pairs import Pairs
from made_rows import ARTICLE, make_quote

from quotes.reprints.building import build
from quotes.reprints.likeness import changes
from quotes.reprints.words import words_of
from quotes.table import reprints
from quotes.table.writer import Writer
from quotes.types import Article, Piece

CASES = Path(__file__).parents[1] / "cases" / "reprint_pairs.jsonl"


def read_cases() -> list[dict[str, Any]]:
    """Read the cases."""
    return [json.loads(line) for line in CASES.read_text("utf8").splitlines()]


def compare() -> Pairs:
    """Compare each pair by itself."""
    found = {}
    for case in read_cases():
        one, other = words_of(case["one"]), words_of(case["other"])
        found[case["label"]] = changes(one, other, same_speaker=True) is not None
    return count(found)


def evaluate() -> Pairs:
    """Write a table for each pair's number in its quotation, so that no two changes of one quotation meet; and build."""
    found = {}
    cases = read_cases()
    rounds: list[list[dict[str, Any]]] = []
    for case in cases:
        place = next((r for r in rounds if all(case["one"] != other["one"] and case["other"] != other["one"]
                                               and case["one"] != other["other"] for other in r)), None)  # fmt: skip
        if place is None:
            rounds.append([case])
        else:
            place.append(case)
    for chosen in rounds:
        with tempfile.TemporaryDirectory() as folder:
            found |= in_table(Path(folder) / "pairs.parquet", chosen)
    return count(found)


def in_table(table: Path, cases: list[dict[str, Any]]) -> dict[str, bool]:
    """Write a table of some cases, find its reprints, and tell which pairs came together."""
    ids = {}
    with Writer(table) as writer:
        for number, case in enumerate(cases):
            made = []
            for place, text in enumerate((case["one"], case["other"])):
                doc_id, day = f"case-{number}-{place}", date(2024, 3, 1) + timedelta(place)
                row = make_quote(
                    doc_id=doc_id, quote=text, speaker=case["speaker"], published=day, spans=(Piece(0, 9),)
                )
                writer.add(Article(doc_id=doc_id, text=f"{ARTICLE.text} {doc_id} {text}"), [row])
                made.append(row.quote_id)
            ids[case["label"]] = made
    build(table)
    rows = reprints.read(table)
    assert rows is not None
    cluster = {row["quote_id"]: row["cluster_id"] for row in rows.to_pylist()}
    return {label: cluster.get(one, one) == cluster.get(other, other) for label, (one, other) in ids.items()}


def count(found: dict[str, bool]) -> Pairs:
    """Sort the labels by what is right."""
    pairs = Pairs([], [], [])
    for case in read_cases():
        if found[case["label"]]:
            (pairs.joined_rightly if case["same"] else pairs.joined_wrongly).append(case["label"])
        elif case["same"]:
            pairs.parted_wrongly.append(case["label"])
    return pairs


if __name__ == "__main__":
    for name, figures in (("compared", compare()), ("in a table", evaluate())):
        print(f"{len(read_cases())} pairs, {name}: precision {figures.precision:.3f}, recall {figures.recall:.3f}")
        print("  joined wrongly:", *figures.joined_wrongly, sep="\n    ")
        print("  parted wrongly:", *figures.parted_wrongly, sep="\n    ")
