"""Build the people of one table of all made pairs, and count which pairs were joined.

python tests/identities/made_pairs.py
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from made_rows import ARTICLE, make_quote

from quotes.identities.building import build
from quotes.table import identities
from quotes.table.writer import Writer
from quotes.types import Article, Piece, Quote

CASES = Path(__file__).parents[1] / "cases" / "identity_pairs.jsonl"


@dataclass(frozen=True)
class Pairs:
    """Labels of the cases, by what they are and what was found."""

    joined_rightly: list[str]
    joined_wrongly: list[str]
    parted_wrongly: list[str]

    @property
    def precision(self) -> float:
        """The share of joined pairs that are one person's."""
        return len(self.joined_rightly) / (len(self.joined_rightly) + len(self.joined_wrongly))

    @property
    def recall(self) -> float:
        """The share of one person's pairs that were joined."""
        return len(self.joined_rightly) / (len(self.joined_rightly) + len(self.parted_wrongly))


def read_cases() -> list[dict[str, Any]]:
    """Read the cases."""
    return [json.loads(line) for line in CASES.read_text("utf8").splitlines()]


def article_rows(doc_id: str, speaker: dict[str, Any]) -> Iterator[Quote]:
    """Yield the rows of a speaker's article: his own, and those of who is quoted beside him."""
    names = [speaker["speaker"], *speaker.get("beside", ())]
    day = date.fromisoformat(speaker["day"])
    for number, name in enumerate(names):
        yield make_quote(
            doc_id=doc_id,
            speaker=name,
            speaker_kind=speaker.get("kind", "person") if number == 0 else "person",
            speaker_role=speaker["role"] if number == 0 else None,
            mention=speaker.get("mention", name) if number == 0 else name,
            outlet=speaker["outlet"],
            date=day,
            published=day,
            spans=(Piece(number * 10, number * 10 + 5),),
        )


def write(table: Path, cases: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """Write a table of all cases; return the quote_ids of each pair."""
    found = {}
    with Writer(table) as writer:
        for number, case in enumerate(cases):
            ids = []
            for place, speaker in enumerate((case["one"], case["other"], *case.get("also", ()))):
                doc_id = f"case-{number}-{place}"
                rows = list(article_rows(doc_id, speaker))
                writer.add(Article(doc_id=doc_id, text=ARTICLE.text), rows)
                ids.append(rows[0].quote_id)
            found[case["label"]] = (ids[0], ids[1])
    return found


def evaluate() -> Pairs:
    """Build the people of the cases, and compare."""
    cases = read_cases()
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "pairs.parquet"
        ids = write(table, cases)
        build(table)
        people = identities.read(table)
    assert people is not None
    owner = {quote_id: row["person_id"] for row in people.to_pylist() for quote_id in row["quote_ids"]}
    pairs = Pairs([], [], [])
    for case in cases:
        one, other = (owner[quote_id] for quote_id in ids[case["label"]])
        if one == other:
            (pairs.joined_rightly if case["same"] else pairs.joined_wrongly).append(case["label"])
        elif case["same"]:
            pairs.parted_wrongly.append(case["label"])
    return pairs


if __name__ == "__main__":
    figures = evaluate()
    print(f"{len(read_cases())} pairs: precision {figures.precision:.3f}, recall {figures.recall:.3f}")
    print("joined wrongly:", *figures.joined_wrongly, sep="\n  ")
    print("parted wrongly:", *figures.parted_wrongly, sep="\n  ")
