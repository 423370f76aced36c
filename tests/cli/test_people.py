"""`quotes people` and `quotes reprints`: what they print where, and how they exit."""

import json
from datetime import date
from pathlib import Path

import pytest
from made_rows import make_article, make_quote
from typer.testing import CliRunner

from quotes.cli import app as cli
from quotes.table.writer import Writer


class Result:
    def __init__(self, *arguments: object) -> None:
        result = CliRunner().invoke(cli.app, [str(argument) for argument in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        self.code, self.out, self.err = result.exit_code, result.stdout, result.stderr


@pytest.fixture
def table(tmp_path: Path) -> Path:
    speakers = [
        ("Zoë O’Brien", "mayor of Marrow Bay"),
        ("O’Brien", "mayor of Marrow Bay"),
        ("Zoe O'Brien", "mayor of Port Ellis"),
    ]
    with Writer(tmp_path / "news.parquet") as tables:
        for number, (name, role) in enumerate(speakers):
            row = make_quote(
                doc_id=f"bay-{number}", speaker=name, mention=name, speaker_role=role, outlet=f"Outlet {number // 2}"
            )
            tables.add(make_article(number), [row])
    return tmp_path / "news.parquet"


def test_people_as_json_one_object_a_line(table: Path) -> None:
    result = Result("people", table, "--json")
    assert result.code == 0
    one, other = map(json.loads, result.out.splitlines())
    assert (one["person_id"], one["name"], one["kind"]) == ("zoe-obrien", "Zoë O’Brien", "person")
    assert one["aliases"] == ["O’Brien", "Zoë O’Brien"]
    assert (len(one["quote_ids"]), len(other["quote_ids"])) == (2, 1)
    assert "People: 2. Bodies: 0." in result.err


def test_people_are_looked_for_once(table: Path) -> None:
    Result("people", table)
    assert "People:" not in Result("people", table).err
    assert "People: 2." in Result("people", table, "--force").err


def test_people_as_a_table(table: Path) -> None:
    result = Result("people", table)
    assert "zoe-obrien-2" in result.out
    assert result.out.count("person ") == 2


def test_show_tells_what_was_merged_and_why(table: Path) -> None:
    result = Result("people", table, "--show", "OBRIEN")
    assert "Zoë O’Brien (zoe-obrien), person: quotations: 2, articles: 2, 2024-05-17 to 2024-05-17" in result.out
    assert "the same office; in the same outlet" in result.out
    assert "kept apart from\n    Zoe O'Brien (zoe-obrien-2)" in result.out


def test_nobody_of_that_name(table: Path) -> None:
    result = Result("people", table, "--show", "petro")
    assert result.code == 2
    assert "Nobody is printed as 'petro'" in result.err


def test_decisions_from_the_command_line(table: Path) -> None:
    Result("people", table)
    result = Result(
        "people", table, "--same", "zoe-obrien", "zoe-obrien-2", "--who", "me", "--why", "she moved", "--json"
    )
    assert len(result.out.splitlines()) == 1
    assert "me,20" in (table.parent / "news.people-decisions.csv").read_text("utf8")


def test_a_person_that_is_not_there(table: Path) -> None:
    Result("people", table)
    result = Result("people", table, "--not-same", "zoe-obrien", "nobody")
    assert result.code == 2
    assert "'nobody': no such person" in result.err


def test_known_people_are_remembered(table: Path, tmp_path: Path) -> None:
    (tmp_path / "known.csv").write_text("name,qid,office\nZoë O’Brien,Q7,mayor of Port Ellis\n", "utf8")
    Result("people", table, "--known", tmp_path / "known.csv")
    lines = [json.loads(line) for line in Result("people", table, "--force", "--json").out.splitlines()]
    assert {line["person_id"]: line["qid"] for line in lines} == {"zoe-obrien": None, "zoe-obrien-2": "Q7"}


def test_people_of_no_table(tmp_path: Path) -> None:
    result = Result("people", tmp_path / "none.parquet")
    assert result.code == 2
    assert "no such table" in result.err


def test_reprints(table: Path, tmp_path: Path) -> None:
    words = "We will mend the old bridge at Marrow Bay before winter"
    with Writer(tmp_path / "again.parquet") as tables:
        for number in range(3):
            row = make_quote(doc_id=f"bay-{number}", quote=words, published=date(2024, 5, 3 - number))
            tables.add(make_article(number, text=f"{number}"), [row])
    result = Result("reprints", tmp_path / "again.parquet", "--json")
    (found,) = json.loads(result.out)
    assert (found["quote"], found["printings"], found["first_day"]) == (words, 3, "2024-05-01")
    assert "Printed again: 1, 3 times." in result.err
    with Writer(tmp_path / "once.parquet") as tables:
        tables.add(make_article(1), [make_quote(doc_id="bay-1")])
    assert "No rows." in Result("reprints", tmp_path / "once.parquet").err
