"""The documents say what the program does, and nothing that it does not."""

import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import click
import cogapp
import pytest
import typer.main
from spacy.language import Language

import quotes
from quotes.cli.app import app
from quotes.config import Config
from quotes.evaluation import gold
from quotes.evaluation.scores import evaluate, predict

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("models/*.md"), *ROOT.glob("docs/*.md")])
COMMANDS: dict[str, click.Command] = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_and_stands_in_the_readme(name: str) -> None:
    command = COMMANDS[name]
    assert command.help, f"quotes {name} has no help."
    bare = [param.name for param in command.params if not getattr(param, "help", None)]
    assert not bare, f"quotes {name}: without help."
    assert f"quotes {name}" in README


def test_no_document_names_a_command_that_is_not_there() -> None:
    for path in DOCUMENTS:
        named = set(re.findall(r"(?:^|`|\$ |\n    )quotes ([a-z]+)\b", path.read_text("utf8")))
        assert named - COMMANDS.keys() == set(), path.name


def test_generated_parts_are_up_to_date() -> None:
    """`make docs` writes them anew."""
    generated = [path for path in DOCUMENTS if "cog.out(columns_markdown())" in path.read_text("utf8")]
    assert {path.name for path in generated} == {"README.md", "columns.md"}
    assert cogapp.Cog().main(["cog", "--check", *map(str, generated)]) == 0, "Run: make docs"


@pytest.mark.slow
def test_site_is_built_without_a_warning(tmp_path: Path) -> None:
    """`make docs` does the same: every page is in the navigation, every link and name of the reference holds."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    built = subprocess.run(command, cwd=ROOT, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, check=False)
    assert built.returncode == 0
    for path in ROOT.glob("docs/*.md"):
        page = tmp_path / "site" / path.with_suffix(".html").name
        text = page.read_text("utf8")
        assert "googleapis" not in text, "Fonts are not to be fetched."
    assert 'id="quotes.table.quote_table.QuoteTable.query"' in (tmp_path / "site" / "python.html").read_text("utf8")


def shown_gold() -> str:
    shown = re.search(r"```json\n(.+?)```", (ROOT / "docs" / "evaluation.md").read_text("utf8"), re.DOTALL)
    assert shown
    return shown.group(1).replace("\n", " ")


def test_gold_shown_in_the_docs_is_gold(tmp_path: Path) -> None:
    path = tmp_path / "my.gold.jsonl"
    path.write_text(shown_gold(), "utf8")
    (example,) = gold.read(path)
    text = example.article.text
    first, second = example.attributions
    assert [text[piece.start : piece.end] for piece in first.content] == ["“We waited ten years,”"]
    assert [text[piece.start : piece.end] for piece in second.content + second.source] == ["It was worth it", "she"]


@pytest.mark.model
def test_gold_shown_in_the_docs_is_scored_as_right(tmp_path: Path, nlp: Language) -> None:
    path = tmp_path / "my.gold.jsonl"
    path.write_text(shown_gold(), "utf8")
    table = evaluate(path, predict(path, nlp=nlp)).to_table(by_kind=True)
    assert set(table["f1"].to_pylist()) == {100.0}
    assert "said_on" in table["figure"].to_pylist()


def test_every_setting_is_documented() -> None:
    """A `#:` comment stands above each field, or above several of one kind that follow each other."""
    lines = (ROOT / "quotes" / "config.py").read_text("utf8").splitlines()
    for field in fields(Config):
        at = next(i for i, line in enumerate(lines) if line.startswith(f"    {field.name}:"))
        while re.match(r"    \w+:", lines[at]):
            at -= 1
        assert lines[at].lstrip().startswith("#:"), f"Config.{field.name} has no comment."


def test_every_link_leads_somewhere() -> None:
    for path in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", path.read_text("utf8")):
            assert (path.parent / target).exists(), f"{path.name} links to {target}."


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf8"), re.MULTILINE))
    for path in DOCUMENTS:
        assert set(re.findall(r"`make ([a-z-]+)", path.read_text("utf8"))) <= targets, path.name


def test_changelog_knows_this_version() -> None:
    assert f"## [{quotes.__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf8")


def test_documents_give_commands_only_the_options_that_they_have() -> None:
    """A command stands after `quotes` in one line of code, or behind a backtick in text."""
    for path in DOCUMENTS:
        for command, rest in re.findall(
            r"(?:^    |\$ |`)quotes ([a-z]+)([^`\n]*)", path.read_text("utf8"), re.MULTILINE
        ):
            known = {option for param in COMMANDS[command].params for option in param.opts} | {"--help"}
            given = set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", re.sub(r'"[^"]*"', "", rest)))
            assert given <= known, f"{path.name}: quotes {command}"


def test_every_module_named_in_a_document_exists() -> None:
    there = [f"/{path.relative_to(ROOT).as_posix()}" for path in ROOT.glob("[a-z]*/**/*.py")]
    for path in DOCUMENTS:
        named = set(re.findall(r"[\w/]+\.py\b", path.read_text("utf8")))
        gone = [name for name in named if not any(module.endswith(f"/{name}") for module in there)]
        assert not gone, f"{path.name} names modules that are gone."
