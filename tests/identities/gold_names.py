"""Score people over articles on the names of the gold: who is one person there is told by the gold's own aliases.

    python tests/identities/gold_names.py GOLD.jsonl... [--surnames]

With --surnames every second article calls its people by their last names alone, as if it never gave the full ones.

Each article's labelled speakers are rows of one made table. Two articles' speakers are one person if they share a full
name: what the gold calls them, or one of the aliases that its readers wrote down from knowledge ("Obama" has "Barack
Obama" among them). The table has the name that the article prints, its role, outlet and day, and nothing of the aliases.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from made_rows import make_article, make_quote

from quotes.identities.building import build
from quotes.identities.names import name_of
from quotes.table import identities
from quotes.table.writer import Writer
from quotes.types import Piece, Quote

NAMED = ("person", "organisation")
#: Aliases that name two things at once, or somebody else: read, and left out.
_TWO = re.compile(r" and |\bHuffPollster\b|\bHuffington Post\b.*\bPollster\b")


@dataclass(frozen=True)
class Score:
    """Pairs of rows that are one person's, and were joined."""

    rows: int
    people: int
    precision: float
    recall: float
    bcubed_precision: float
    bcubed_recall: float

    def __str__(self) -> str:
        figures = f"pairs: precision {self.precision:.4f}, recall {self.recall:.4f}; "
        bcubed = f"B-cubed: precision {self.bcubed_precision:.4f}, recall {self.bcubed_recall:.4f}"
        return f"{self.rows} speakers in articles, {self.people} people; {figures}{bcubed}"


def speakers(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Yield each article's labelled speakers that have a name."""
    for path in paths:
        for line in path.read_text("utf8").splitlines():
            article = json.loads(line)
            for attribution in article["attributions"]:
                if attribution.get("speaker") and attribution["kind"] in NAMED:
                    yield {"article": article} | attribution


def rows(found: Iterable[dict[str, Any]], *, surnames: bool = False) -> Iterator[tuple[Quote, tuple[str, str, str]]]:
    """Yield a row for each attribution, and which speaker of which article speaks it."""
    for number, one in enumerate(found):
        article = one["article"]
        source = one["source"][0] if one.get("source") else None
        mention = article["text"][source[0] : source[1]] if source else None
        row = make_quote(
            doc_id=article["id"],
            speaker=printed(one, surnames=surnames),
            speaker_kind=one["kind"],
            speaker_role=one.get("role") or None,
            mention=None if surnames else mention,
            outlet=article["publisher"],
            published=date.fromisoformat(article["published"]),
            date=date.fromisoformat(article["published"]),
            spans=(Piece(number, number + 1),),
        )
        yield row, (article["id"], one["kind"], one["speaker"])


def printed(one: dict[str, Any], *, surnames: bool) -> str:
    """Return what the article calls the speaker; of every second article the last name alone."""
    alone = surnames and one["kind"] == "person" and zlib.crc32(one["article"]["id"].encode()) % 2
    return one["speaker"].split()[-1] if alone and not one["speaker"].endswith(("Jr.", "II")) else one["speaker"]


def truth(found: Iterable[dict[str, Any]]) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """Join speakers of articles that share a full name; return each with the name that stands for all."""
    home: dict[tuple[str, ...], tuple[str, ...]] = {}

    def find(node: tuple[str, ...]) -> tuple[str, ...]:
        while home.setdefault(node, node) != node:
            node = home[node]
        return node

    seen = {}
    for one in found:
        speaker = (one["article"]["id"], one["kind"], one["speaker"])
        seen[speaker] = None
        for name in (one["speaker"], *(one.get("aliases") or ())):
            parsed = name_of(one["kind"], name)
            if (not _TWO.search(name) and not parsed.short and len(parsed.words) > 1) or name == one["speaker"]:
                home[find(speaker)] = find(("name", one["kind"], parsed.key))
    return {speaker: find(speaker) for speaker in seen}


def evaluate(
    paths: Iterable[Path], *, surnames: bool = False
) -> tuple[Score, dict[tuple[str, str, str], str], dict[Any, Any]]:
    """Build the people of a table of the gold's speakers, and compare them with the truth."""
    found = list(speakers(paths))
    real = truth(found)
    mine: dict[tuple[str, str, str], str] = {}
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "gold.parquet"
        made = list(rows(found, surnames=surnames))
        with Writer(table) as writer:
            by_doc: dict[str, list[Quote]] = defaultdict(list)
            for row, _ in made:
                by_doc[row.doc_id].append(row)
            for number, (doc_id, quotes) in enumerate(by_doc.items()):
                article = make_article(number)
                writer.add(type(article)(doc_id=doc_id, text=article.text), quotes)
        build(table)
        people = identities.read(table)
        assert people is not None
        of_row = {quote_id: row["person_id"] for row in people.to_pylist() for quote_id in row["quote_ids"]}
        for row, speaker in made:
            mine[speaker] = of_row[row.quote_id]
    return score(real, mine), mine, real


def score(real: dict[Any, Any], mine: dict[Any, Any]) -> Score:
    """Count pairs, and the mean share of each speaker's own cluster (Bagga and Baldwin 1998)."""

    def pairs(sizes: Counter[Any]) -> int:
        return sum(size * (size - 1) // 2 for size in sizes.values())

    both = Counter((real[key], mine[key]) for key in mine)
    of_real, of_mine = Counter(real.values()), Counter(mine.values())
    precise = sum(both[real[key], mine[key]] / of_mine[mine[key]] for key in mine) / len(mine)
    found = sum(both[real[key], mine[key]] / of_real[real[key]] for key in mine) / len(mine)
    joined = pairs(both)
    return Score(len(mine), len(of_real), joined / pairs(of_mine), joined / pairs(of_real), precise, found)


def main() -> None:
    """Print the score and what is wrong."""
    figures, mine, real = evaluate(
        [Path(name) for name in sys.argv[1:] if not name.startswith("--")], surnames="--surnames" in sys.argv
    )
    print(figures)
    wrong = defaultdict(set)
    for key, identity in mine.items():
        wrong[identity].add((real[key], key[2]))
    for identity, members in wrong.items():
        if len({one for one, _ in members}) > 1:
            print("joined:", identity, sorted({name for _, name in members}))
    split = defaultdict(set)
    for key, identity in mine.items():
        split[real[key]].add((identity, key[2], key[0]))
    for one, members in split.items():
        if len({identity for identity, _, _ in members}) > 1:
            print("parted:", one[-1], sorted(members)[:8])


if __name__ == "__main__":
    main()
