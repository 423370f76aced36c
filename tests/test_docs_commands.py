"""The commands and snippets of the documents run, on a table made by hand."""

import re
import shlex
from pathlib import Path

import pytest
from made_claims import articles, write
from spacy.language import Language
from typer.testing import CliRunner

from quotes import pipeline
from quotes.cli.app import app
from quotes.table.quote_table import open_table

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = ("querying.md", "checking.md")
TUTORIALS = ("index.md", "journalist.md", "researcher.md")
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


def shown(page: str) -> list[tuple[str, list[str]]]:
    """Return the commands of a page's `console` blocks, each with the lines that it is said to print."""
    blocks = re.findall(r"^```console\n(.+?)^```", (DOCS / page).read_text("utf8"), re.DOTALL | re.MULTILINE)
    commands = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]
    return [(lines[0], lines[1:]) for lines in (command.splitlines() for command in commands)]


def plain(line: str) -> str:
    """Return a line without what another tagger changes: probabilities."""
    return re.sub(r"\b[01]\.\d\d\b", "0.00", line.strip())


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("page", TUTORIALS)
def test_tutorial(page: str, nlp: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run one after another in an empty folder with the examples; what is shown is printed, in this order."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(pipeline, "load", lambda *_, **__: nlp)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "examples").symlink_to(ROOT / "tests" / "examples")
    assert shown(page)
    for command, expected in shown(page):
        result = CliRunner().invoke(app, shlex.split(command)[1:])
        assert result.exit_code == 0, f"{command}\n{result.output}"
        printed = iter([plain(line) for line in result.stdout.splitlines()])
        missing = [line for line in expected if line.strip() not in {"", "..."} and plain(line) not in printed]
        assert not missing, f"{command}\n{result.stdout}"
    for snippet in re.findall(r"```python\n(.+?)```", (DOCS / page).read_text("utf8"), re.DOTALL):
        exec(compile(snippet, page, "exec"), {})
