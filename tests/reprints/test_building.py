"""Reprints of whole tables: what is one quotation, which printing was first, whose words they are."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made_rows import make_quote
from reprints.made_quotation_pairs import compare, evaluate, read_cases

from quotes.errors import InputError
from quotes.reprints.building import build
from quotes.table import reprints
from quotes.table.writer import Writer
from quotes.types import Article, Piece

WORDS = "We will mend the old bridge at Marrow Bay before the winter comes"
CUT = "We will mend the old bridge at Marrow Bay"
OTHERS = "Nobody has asked the fishermen what they think of the new harbour"


def write(table: Path, *rows: dict[str, Any]) -> list[str]:
    """Write a table, a row to an article; return the quote_ids."""
    ids = []
    with Writer(table) as writer:
        for number, row in enumerate(rows):
            article = Article(doc_id=row.get("doc_id", f"article-{number}"), text=row.get("text", f"Text {number}."))
            made = make_quote(
                doc_id=article.doc_id,
                quote=row["quote"],
                speaker=row.get("speaker", "Ana Ruiz"),
                outlet=row.get("outlet", f"Outlet {number}"),
                published=row.get("day", date(2024, 5, 1 + number)),
                spans=(Piece(number, number + 9),),
            )
            writer.add(article, [made])
            ids.append(made.quote_id)
    return ids


def clusters(tmp_path: Path, *rows: dict[str, Any]) -> list[int]:
    """Return for each row the place of its first printing; its own where it is printed once."""
    table = tmp_path / "news.parquet"
    ids = write(table, *rows)
    build(table)
    found = reprints.read(table)
    assert found is not None
    first = {row["quote_id"]: ids.index(row["cluster_id"]) for row in found.to_pylist()}
    return [first.get(quote_id, place) for place, quote_id in enumerate(ids)]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([{"quote": WORDS}, {"quote": OTHERS}], [0, 1]),
        ([{"quote": WORDS}, {"quote": f"“{WORDS.upper()}!”"}], [0, 0]),
        ([{"quote": CUT}, {"quote": WORDS}, {"quote": WORDS[13:]}], [0, 0, 0]),
        ([{"quote": WORDS}, {"quote": WORDS.replace("will", "will not")}], [0, 1]),
        ([{"quote": WORDS}, {"quote": WORDS, "speaker": "Omar Brandt"}], [0, 0]),
        (
            [{"quote": "We will mend the bridge"}, {"quote": "We will mend the bridge", "speaker": "Omar Brandt"}],
            [0, 1],
        ),
        ([{"quote": "We will mend the bridge"}, {"quote": "We will mend the bridge"}], [0, 0]),
        ([{"quote": "Yes"}, {"quote": "Yes"}], [0, 1]),
        ([{"quote": WORDS, "day": date(2024, 6, 1)}, {"quote": WORDS, "day": date(2024, 5, 1)}], [1, 1]),
    ],
)
def test_what_is_one_quotation(tmp_path: Path, rows: list[dict[str, Any]], found: list[int]) -> None:
    assert clusters(tmp_path, *rows) == found


def test_a_part_in_common_does_not_make_two_statements_one(tmp_path: Path) -> None:
    part = "we will mend the old bridge together"
    one = f"In spring, if the council agrees, {part}, and then we open the market"
    other = f"My opponents laughed at us but {part}, with our own hands and no loan"
    found = clusters(tmp_path, {"quote": one}, {"quote": other}, {"quote": part})
    assert found[0] != found[1]


def test_one_article_does_not_print_again(tmp_path: Path) -> None:
    rows = [{"quote": WORDS, "doc_id": "article"}, {"quote": WORDS, "doc_id": "article"}]
    table = tmp_path / "news.parquet"
    with Writer(table) as writer:
        quotes = [
            make_quote(doc_id="article", quote=row["quote"], spans=(Piece(n, n + 9),)) for n, row in enumerate(rows)
        ]
        writer.add(Article(doc_id="article", text="Text."), quotes)
    build(table)
    found = reprints.read(table)
    assert found is not None
    assert found.num_rows == 0


def test_what_is_told_of_a_reprint(tmp_path: Path) -> None:
    table = tmp_path / "news.parquet"
    ids = write(table, {"quote": CUT}, {"quote": WORDS}, {"quote": WORDS, "speaker": "Omar Brandt"})
    summary = build(table)
    assert (summary.clusters, summary.printings) == (1, 3)
    printing = reprints.first_printing(table, ids[2])
    assert printing is not None
    assert (printing.first_quote_id, printing.fullest_quote_id) == (ids[0], ids[1])
    assert (printing.printings, printing.outlets, printing.speakers_agree) == (3, 3, False)
    assert reprints.first_printing(table, "another") is None


def test_copied_articles_are_told_and_their_shortest_quotations_go_together(tmp_path: Path) -> None:
    text = (
        "The harbour was empty on Friday when the last of the ferries came in from the islands with nobody on board. "
        * 3
    )
    rows = [{"quote": "Yes", "text": text}, {"quote": "Yes", "text": f"{text} Copied."}, {"quote": "Yes"}]
    assert clusters(tmp_path, *rows) == [0, 0, 2]
    found = reprints.read(tmp_path / "news.parquet")
    assert found is not None
    assert found["copied_from"].to_pylist() == [None, "article-0"]


def test_without_a_table(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such table"):
        build(tmp_path / "none.parquet")
    assert reprints.read(tmp_path / "none.parquet") is None
    assert reprints.first_printing(tmp_path / "none.parquet", "any") is None


def test_made_pairs_compared() -> None:
    assert len(read_cases()) >= 500
    pairs = compare()
    assert pairs.precision >= 0.97, pairs.joined_wrongly
    assert pairs.recall >= 0.97, pairs.parted_wrongly


@pytest.mark.slow
def test_made_pairs_in_a_table() -> None:
    pairs = evaluate()
    assert pairs.precision >= 0.97, pairs.joined_wrongly
    assert pairs.recall >= 0.97, pairs.parted_wrongly
