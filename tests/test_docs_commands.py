"""The commands and snippets of the documents run, on a table made by hand."""

import re
import shlex
from pathlib import Path

import pytest
from made_claims import articles, write
from typer.testing import CliRunner

from quotes.cli.app import app
from quotes.table.quote_table import open_table

DOCS = Path(__file__).parent.parent / "docs"
PAGES = ("querying.md", "checking.md")
COMMANDS = [
    (page, line)
    for page in PAGES
    for line in re.findall(r"^    (.*\bquotes .*)$", (DOCS / page).read_text("utf8"), re.MULTILINE)
    if " extract " not in line and "story.txt" not in line
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    write(folder)
    for path in folder.glob("claims*.parquet"):
        path.rename(folder / path.name.replace("claims", "quotes"))
    (folder / "claims.csv").write_text("claim,speaker\nWe will row if we must,Hedda Moss\n", "utf8")
    return folder


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_command(folder: Path, monkeypatch: pytest.MonkeyPatch, page: str, line: str) -> None:
    monkeypatch.chdir(folder)
    if "QUOTE_ID" in line:
        line = line.replace("QUOTE_ID", articles()[0][1][0].quote_id)
    command, _, target = line.partition(" > ")
    result = CliRunner().invoke(app, shlex.split(command)[1:])
    assert result.exit_code == 0, result.output
    if target:
        (folder / target).write_text(result.stdout, "utf8")
    assert result.stdout or " -o " in command


@pytest.mark.parametrize("page", PAGES)
def test_snippets_of_python(folder: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    monkeypatch.chdir(folder)
    snippets = re.findall(r"```python\n(.+?)```", (DOCS / page).read_text("utf8"), re.DOTALL)
    assert snippets
    for snippet in snippets:
        exec(compile(snippet, page, "exec"), {})


def test_every_field_of_a_finding_is_documented(folder: Path) -> None:
    from quotes.check.checker import Checker
    from quotes.check.claims import Claim

    shown = Checker(open_table(folder / "quotes.parquet")).check(Claim("We will row if we must")).to_dict()
    text = (DOCS / "checking.md").read_text("utf8")
    assert [name for name in shown if f"`{name}`" not in text] == []
