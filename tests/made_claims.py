"""Claims with the verdict that is right, about invented articles (tests/cases): "made" ones about rows made by hand, the
"extracted" ones about articles without such rows, and about tests/examples.

`python tests/made_claims.py` prints how many verdicts are right, of each kind; with `--extract` the rows are those
that the pipeline finds, in the example articles too.
"""

# ruff: noqa: T201 - a script

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from quotes.check.checker import Checker
from quotes.check.claims import Claim
from quotes.check.findings import Finding
from quotes.quotations.wording import without_marks
from quotes.table.quote_table import open_table
from quotes.table.schema import quote_id
from quotes.table.writer import Writer
from quotes.types import Article, Piece, Quote

TESTS = Path(__file__).parent


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (TESTS / "cases" / f"{name}.jsonl").read_text("utf8").splitlines()]


def articles() -> list[tuple[Article, list[Quote]]]:
    """Return the articles made by hand, with their rows."""
    made = []
    for entry in read("claims_articles"):
        day = date.fromisoformat(entry["published"])
        article = Article(
            entry["id"], entry["text"], entry["title"], day, entry["outlet"], f"https://news.example/{entry['id']}"
        )
        made.append((article, [_row(article, row) for row in entry["rows"]]))
    return made


def _row(article: Article, row: dict[str, Any]) -> Quote:
    spans, place = [], 0
    for piece in row["pieces"]:
        start = article.text.index(piece, place)
        place = start + len(piece)
        spans.append(Piece(start, place))
    cue = _near(article.text, row["cue"], spans)
    mention = _near(article.text, row["mention"], spans)
    name = row["speaker"]
    return Quote(
        quote=" ".join(without_marks(piece) for piece in row["pieces"]),
        speaker=name,
        date=article.published,
        doc_id=article.doc_id,
        story=0,
        title=article.title,
        outlet=article.outlet,
        url=article.url,
        published=article.published,
        kind=row["kind"],
        spans=tuple(spans),
        cue=row["cue"],
        cue_start=cue,
        cue_end=cue + len(row["cue"]),
        mention=row["mention"],
        speaker_start=mention,
        speaker_end=mention + len(row["mention"]),
        speaker_kind=row["speaker_kind"] if name else None,
        speaker_role=row["role"],
        speaker_id=name.casefold().replace(" ", "-")
        if name and row["speaker_kind"] in ("person", "organisation")
        else None,
        said_on=None,
        date_basis="published",
        date_text=None,
        confidence=0.9 if name else None,
        date_confidence=None,
        act="speech",
        polarity=row["polarity"],
        evidence=(),
        quote_id=quote_id(article.doc_id, spans),
        pipeline="made by hand",
    )


def _near(text: str, words: str, spans: list[Piece]) -> int:
    """Find words nearest to the end of the first piece."""
    places = [place for place in range(len(text)) if text.startswith(words, place)]
    return min(places, key=lambda place: abs(place - spans[0].end))


def write(folder: Path) -> Path:
    """Write the table made by hand."""
    with Writer(folder / "claims.parquet") as tables:
        for article, rows in articles():
            tables.add(article, rows)
    return folder / "claims.parquet"


def findings(table: Path, *, about: set[str]) -> Iterator[tuple[str, Finding]]:
    """Check the claims about some articles; yields the right verdict with each finding."""
    entries = [entry for entry in read("claims") if entry["about"] in about]
    checked = Checker(open_table(table)).check_all(Claim(entry["claim"], entry["speaker"] or None) for entry in entries)
    yield from ((entry["verdict"], finding) for entry, finding in zip(entries, checked, strict=True))


def extracted(folder: Path) -> Path:
    """Write the table that the pipeline makes of the articles, and of the examples."""
    from quotes.run.local import run

    source = folder / "claims.jsonl"
    lines = [
        {
            "id": article.doc_id,
            "text": article.text,
            "title": article.title,
            "outlet": article.outlet,
            "published": str(article.published),
        }
        for article, _ in articles()
    ]
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf8")
    run([source, TESTS / "examples"], folder / "claims.parquet")
    return folder / "claims.parquet"


def main(*, extract: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        table = extracted(Path(folder)) if extract else write(Path(folder))
        found = list(findings(table, about={"made", "extracted"} if extract else {"made"}))
    total, right = (
        Counter(wanted for wanted, _ in found),
        Counter(wanted for wanted, one in found if wanted == one.verdict),
    )
    for wanted, one in found:
        if wanted != one.verdict:
            shown = one.quote.quote if one.quote else None
            print(
                f"{wanted} -> {one.verdict}: {one.claim.words!r} by {one.claim.speaker}; {shown!r} by {one.quote.speaker if one.quote else None}"
            )
    for verdict, number in sorted(total.items()):
        print(f"{verdict:14} {right[verdict]:3} of {number:3}")
    print(f"{'all':14} {sum(right.values()):3} of {len(found):3} ({sum(right.values()) / len(found):.1%})")


if __name__ == "__main__":
    main(extract="--extract" in sys.argv)
