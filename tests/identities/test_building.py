"""People of whole tables: who is joined, who is kept apart, what the user says about it, and what growth changes."""

import csv
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made_rows import ARTICLE, make_quote

from quotes.errors import InputError
from quotes.identities import decisions
from quotes.identities.building import build
from quotes.identities.decisions import Decision
from quotes.table import identities
from quotes.table.writer import Writer
from quotes.types import Article, Piece

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "identity_tables.jsonl").read_text("utf8").splitlines()
]
RUIZ_ASH = {"speaker": "Ana Ruiz", "role": "mayor of Ashford"}
RUIZ_GULL = {"speaker": "Ana Ruiz", "role": "mayor of Gullhaven", "outlet": "Gull Gazette"}


def write(table: Path, *articles: Iterable[dict[str, Any]], start: int = 0) -> list[list[str]]:
    """Write a table, one article for each list of speakers; return the quote_ids of each."""
    found = []
    with Writer(table) as writer:
        for number, speakers in enumerate(articles, start=start):
            article = f"article-{number}"
            rows = [
                make_quote(
                    doc_id=article,
                    speaker=one["speaker"],
                    speaker_kind=one.get("kind", "person"),
                    speaker_role=one.get("role"),
                    mention=one.get("mention", one["speaker"]),
                    outlet=one.get("outlet", "Marrow Courier"),
                    published=one.get("day", date(2024, 5, 1)),
                    date=one.get("day", date(2024, 5, 1)),
                    spans=(Piece(place, place + 1),),
                )
                for place, one in enumerate(speakers)
            ]
            text = next((one["text"] for one in speakers if "text" in one), ARTICLE.text)
            writer.add(Article(doc_id=article, text=text), rows)
            found.append([row.quote_id for row in rows])
    return found


def owners(table: Path) -> dict[str, str]:
    people = identities.read(table)
    assert people is not None
    return {quote_id: row["person_id"] for row in people.to_pylist() for quote_id in row["quote_ids"]}


def joined(tmp_path: Path, *articles: list[dict[str, Any]]) -> list[list[str]]:
    """Return whose each row is."""
    table = tmp_path / "news.parquet"
    ids = write(table, *articles)
    build(table)
    owner = owners(table)
    return [[owner[quote_id] for quote_id in article] for article in ids]


@pytest.mark.parametrize(
    ("speakers", "same"),
    [
        ([{"speaker": "Mayor Ana Ruiz"}, {"speaker": "Ana Ruiz", "role": "the mayor of Ashford"}], True),
        ([{"speaker": "Zelenskov, Ivan"}, {"speaker": "Ivan Zelenskov"}], True),
        ([RUIZ_ASH, RUIZ_GULL], False),
        ([RUIZ_ASH, {"speaker": "Ana Ruiz", "kind": "organisation"}], False),
        ([RUIZ_ASH, {"speaker": "Ruiz", "role": "the mayor"}], True),
        ([RUIZ_ASH, {"speaker": "Ruiz", "role": "mayor of Gullhaven"}], False),
        ([RUIZ_ASH, {"speaker": "Mr. Ruiz", "outlet": "Gull Gazette", "day": date(2020, 1, 1)}], False),
        ([{"speaker": "Max Ruiz Sr."}, {"speaker": "Max Ruiz, Jr."}], False),
        ([{"speaker": "ANA RUIZ"}, {"speaker": "Ana Rúiz"}], True),
        (
            [
                {"speaker": "The Acme Corporation", "kind": "organisation"},
                {"speaker": "Acme Inc.", "kind": "organisation"},
            ],
            True,
        ),
    ],
)
def test_two_articles(tmp_path: Path, speakers: list[dict[str, Any]], *, same: bool) -> None:
    (one,), (other,) = joined(tmp_path, [speakers[0]], [speakers[1]])
    assert (one == other) is same


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_tables(tmp_path: Path, case: dict[str, Any]) -> None:
    """`people` has a number for each speaker, in order; who has the same is one person."""
    articles = [[one | {"day": date.fromisoformat(one["day"])} for one in article] for article in case["articles"]]
    found = [person for article in joined(tmp_path, *articles) for person in article]
    assert [list(dict.fromkeys(found)).index(person) for person in found] == case["people"]


def test_a_surname_stays_apart_where_two_are_likely(tmp_path: Path) -> None:
    eva = {"speaker": "Eva Ruiz", "role": "a lawyer"}
    (ana,), (other,), (bare,) = joined(tmp_path, [RUIZ_ASH], [eva], [{"speaker": "Ruiz"}])
    assert len({ana, other, bare}) == 3


def test_a_surname_goes_with_companions_and_outlet(tmp_path: Path) -> None:
    omar = {"speaker": "Omar Brandt"}
    eva = {"speaker": "Eva Ruiz", "outlet": "Gull Gazette"}
    found = joined(tmp_path, [RUIZ_ASH, omar], [eva], [{"speaker": "Ruiz"}, omar])
    assert found[2][0] == found[0][0] != found[1][0]


def test_a_full_name_of_two_goes_where_its_article_belongs(tmp_path: Path) -> None:
    omar = {"speaker": "Omar Brandt"}
    found = joined(tmp_path, [RUIZ_ASH, omar], [RUIZ_GULL], [{"speaker": "Ana Ruiz"}, omar])
    assert found[2][0] == found[0][0] != found[1][0]


def test_letters_join_the_body_that_an_article_names_by_them(tmp_path: Path) -> None:
    union = {"speaker": "Harbour Workers Union", "kind": "organisation"}
    letters = {"speaker": "HWU", "kind": "organisation"}
    told = {**union, "text": "The Harbour Workers Union (HWU) met on Friday."}
    (one,), (other,) = joined(tmp_path / "a", [union], [letters])
    assert one != other
    (one,), (other,) = joined(tmp_path / "b", [told], [letters])
    assert one == other


def test_who_has_no_name_is_nobody(tmp_path: Path) -> None:
    table = tmp_path / "news.parquet"
    kinds = ("unnamed", "group", "document", "person")
    ((*nameless, ana),) = write(table, [{"speaker": "Ana Ruiz", "kind": kind} for kind in kinds])
    build(table)
    assert set(owners(table)) == {ana}
    assert len(nameless) == 3


def test_what_is_told_of_a_person(tmp_path: Path) -> None:
    table = tmp_path / "news.parquet"
    ids = write(
        table,
        [RUIZ_ASH, {**RUIZ_ASH, "mention": "Ms. Ruiz"}],
        [{"speaker": "Ruiz", "role": "the former mayor", "outlet": "Gull Gazette", "day": date(2024, 6, 1)}],
    )
    build(table)
    people = identities.read(table)
    assert people is not None
    (row,) = people.to_pylist()
    assert (row["person_id"], row["name"], row["kind"]) == ("ana-ruiz", "Ana Ruiz", "person")
    assert row["aliases"] == ["Ana Ruiz", "Ruiz", "Ms. Ruiz"]
    assert [role["role"] for role in row["roles"]] == ["mayor of Ashford", "the former mayor"]
    assert [outlet["outlet"] for outlet in row["outlets"]] == ["Gull Gazette", "Marrow Courier"]
    assert (row["first_day"], row["last_day"]) == (date(2024, 5, 1), date(2024, 6, 1))
    assert (row["quotations"], row["articles"]) == (3, 2)
    assert sorted(row["quote_ids"]) == sorted(quote_id for article in ids for quote_id in article)
    surname = row["merged"][1]
    assert surname["alias"] == "Ruiz"
    assert 0.75 <= surname["probability"] < 1
    assert "the same kind of office" in surname["why"]


def test_namesakes_are_told_of_each_other(tmp_path: Path) -> None:
    table = tmp_path / "news.parquet"
    write(table, [RUIZ_ASH], [RUIZ_GULL])
    build(table)
    people = identities.read(table)
    assert people is not None
    one, other = people.to_pylist()
    assert one["apart"][0]["person_id"] == other["person_id"]
    assert "one office of two places" in one["apart"][0]["why"]


def known_file(folder: Path, *lines: str) -> Path:
    path = folder / "known.csv"
    path.write_text("\n".join(["name,aliases,qid,office", *lines]), "utf8")
    return path


def test_known_people_are_linked_and_override(tmp_path: Path) -> None:
    table = tmp_path / "news.parquet"
    ids = write(table, [RUIZ_ASH], [RUIZ_GULL], [{"speaker": "La Alcaldesa"}], [{"speaker": "Ana Ruiz Pardo"}])
    lines = ("Ana Ruiz,La Alcaldesa|Ana Ruiz Pardo,Q1,mayor of Gullhaven", "Ana Ruiz,,Q2,mayor of Ashford")
    build(table, known=known_file(tmp_path, *lines))
    people = identities.read(table)
    assert people is not None
    qids = {quote_id: row["qid"] for row in people.to_pylist() for quote_id in row["quote_ids"]}
    assert [qids[quote_id] for (quote_id,) in ids] == ["Q2", "Q1", "Q1", "Q1"]
    assert identities.known_of(table) == str(tmp_path / "known.csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [("names\nAna Ruiz\n", "has no column name; there are names"), (None, "cannot be read as a file of known people")],
)
def test_a_file_that_is_none_of_known_people(tmp_path: Path, text: str | None, said: str) -> None:
    write(tmp_path / "news.parquet", [RUIZ_ASH])
    if text is not None:
        (tmp_path / "known.csv").write_text(text)
    with pytest.raises(InputError, match=said):
        build(tmp_path / "news.parquet", known=tmp_path / "known.csv")


def test_decisions_outweigh_what_is_likely_and_survive_growth(tmp_path: Path) -> None:
    table = tmp_path / "news"
    table.mkdir()
    (one,), (other,), (third,) = write(table, [RUIZ_ASH], [RUIZ_GULL], [{"speaker": "Zeta Quill"}])
    build(table)
    before = owners(table)
    assert len(set(before.values())) == 3
    for verdict, a, b in (("same", before[one], before[other]), ("not_same", "Zeta Quill", "Ana Ruiz")):
        (name, row), (near, near_row) = (
            decisions.refer(table, a),
            (b, "") if b == "Ana Ruiz" else decisions.refer(table, b),
        )
        decisions.add(table, Decision(verdict, name, near, row, near_row, who="me", why="I asked"))
    build(table)
    assert owners(table)[one] == owners(table)[other] != owners(table)[third]
    ((new,),) = write(table, [{"speaker": "Ana Ruiz", "role": "mayor of Ashford"}], start=9)
    build(table)
    after = owners(table)
    assert after[new] == after[one] == after[other]
    with identities.decisions_path(table).open(newline="") as file:
        assert [line["why"] for line in csv.DictReader(file)] == ["I asked", "I asked"]


def test_who_was_decided_to_be_two_is_two(tmp_path: Path) -> None:
    table = tmp_path / "news.parquet"
    (one,), (other,), (bare,) = write(table, [RUIZ_ASH], [{**RUIZ_ASH, "day": date(2024, 5, 2)}], [{"speaker": "Ruiz"}])
    decisions.add(table, Decision("not_same", "Ana Ruiz", "Ruiz"))
    build(table)
    assert owners(table)[one] == owners(table)[other] != owners(table)[bare]


@pytest.mark.parametrize("line", ["perhaps,Ana,Eva", "same,Ana,"])
def test_a_line_that_is_no_decision(tmp_path: Path, line: str) -> None:
    table = tmp_path / "news.parquet"
    write(table, [RUIZ_ASH])
    identities.decisions_path(table).write_text(f"decision,one,other\n{line}\n")
    with pytest.raises(InputError, match="line 2: no decision"):
        build(table)


@pytest.mark.parametrize(
    ("name", "said"),
    [("Nobody", "no such person"), ("Ana Ruiz", "several people are printed so: ana-ruiz, ana-ruiz-2")],
)
def test_a_reference_that_leads_nowhere(tmp_path: Path, name: str, said: str) -> None:
    table = tmp_path / "news.parquet"
    write(table, [RUIZ_ASH], [RUIZ_GULL])
    with pytest.raises(InputError, match="Make it first: quotes people"):
        decisions.refer(table, name)
    build(table)
    with pytest.raises(InputError, match=said):
        decisions.refer(table, name)


def test_ids_stay_when_the_table_grows(tmp_path: Path) -> None:
    table = tmp_path / "news"
    table.mkdir()
    (one,), (other,) = write(table, [RUIZ_ASH], [RUIZ_GULL])
    build(table)
    before = owners(table)
    write(table, *([RUIZ_GULL] for _ in range(4)), start=5)
    build(table)
    after = owners(table)
    assert (after[one], after[other]) == (before[one], before[other])


def test_a_table_that_is_newer_is_told(tmp_path: Path) -> None:
    table = tmp_path / "news"
    table.mkdir()
    write(table, [RUIZ_ASH])
    assert not identities.is_stale(table)
    build(table)
    assert not identities.is_stale(table)
    write(table, [RUIZ_GULL], start=5)
    assert identities.is_stale(table)


def test_an_empty_table_has_nobody(tmp_path: Path) -> None:
    table = tmp_path / "news.parquet"
    write(table, [])
    assert build(table).people == 0
    people = identities.read(table)
    assert people is not None
    assert people.num_rows == 0


def test_no_table(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such table"):
        build(tmp_path / "none.parquet")
    assert identities.read(tmp_path / "none.parquet") is None


def test_names_that_are_asked_for(tmp_path: Path) -> None:
    table = tmp_path / "news.parquet"
    write(table, [{"speaker": "José Núñez"}], [{"speaker": "Ana Ruiz"}, {"speaker": "Marta Ruizeda"}])
    build(table)
    people = identities.read(table)
    assert people is not None
    assert identities.matching(people, "nunez") == ["jose-nunez"]
    assert identities.matching(people, "ruiz") == ["ana-ruiz", "marta-ruizeda"]
    assert identities.matching(people, "uiz") == []
    assert identities.aliases(people, "NÚÑEZ") == ["José Núñez"]


def test_two_surnames_that_were_decided_to_be_one(tmp_path: Path) -> None:
    table = tmp_path / "news.parquet"
    far = {"outlet": "Gull Gazette", "day": date(2020, 1, 1)}
    (one,), (other,) = write(
        table, [{"speaker": "Petro", "role": "a baker"}], [{"speaker": "Petro", "role": "a judge", **far}]
    )
    build(table)
    before = owners(table)
    assert before[one] != before[other]
    (name, row), (near, near_row) = (decisions.refer(table, before[quote_id]) for quote_id in (one, other))
    decisions.add(table, Decision("same", name, near, row, near_row))
    build(table)
    assert owners(table)[one] == owners(table)[other]
