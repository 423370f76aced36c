"""`quotes rules`."""

import json

from typer.testing import CliRunner

from quotes import rulebook
from quotes.cli.app import app


def run(*arguments):
    return CliRunner().invoke(app, ["rules", *arguments])


def test_lists_every_rule_with_its_examples():
    rows = json.loads(run("--json").stdout)
    assert len(rows) == sum(len(rules) for _, _, rules in rulebook.RULES)
    assert all(row["does"] and row["fires"] and row["abstains"] for row in rows)
    assert not any("|" in text and "[q" in text for row in rows for text in (*row["fires"], *row["abstains"]))


def test_ids_are_unique():
    ids = [entry.rule for entry in rulebook.entries()]
    assert sorted(ids) == sorted(set(ids))


def test_one_room():
    assert {row["room"] for row in json.loads(run("pages", "--json").stdout)} == {"pages"}


def test_no_such_room():
    result = run("attic")
    assert result.exit_code == 2
    assert "attic" in result.stderr and "people" in result.stderr
