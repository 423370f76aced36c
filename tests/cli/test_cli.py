"""The command line: what it prints where, and how it exits. The pipeline is only pretended."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from made_rows import TEXT, make_article, make_quote, make_quotes
from rich.console import Console
from typer.testing import CliRunner

from quotes import __version__, pipeline
from quotes.cli import app as cli
from quotes.cli import messages
from quotes.config import Config
from quotes.errors import ModelError
from quotes.run import local
from quotes.table.files import read
from quotes.table.schema import QUOTES, csv_header
from quotes.table.writer import Writer
from quotes.types import Article, Failure, Piece, Quote


class Result:
    def __init__(self, *arguments: object, stdin: str | None = None) -> None:
        result = CliRunner().invoke(cli.app, [str(argument) for argument in arguments], input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        self.code, self.out, self.err = result.exit_code, result.stdout, result.stderr


def pretended(
    nlp: object, articles: Iterable[Article], *, config: Config
) -> Iterator[tuple[Article, list[Quote] | Failure]]:
    for article in articles:
        if article.title == "stop":
            raise KeyboardInterrupt
        if article.title == "fail":
            yield article, Failure(article.doc_id, "extract", "it was asked to")
        else:
            hopes = [make_quote(doc_id=article.doc_id, kind="indirect", act="thought")] if config.keep_all else []
            yield article, [make_quote(doc_id=article.doc_id), *hopes]


@pytest.fixture(autouse=True)
def _pretend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "load", lambda config: None)
    monkeypatch.setattr(pipeline, "stream", pretended)
    monkeypatch.setattr(local, "_pool", lambda options: local._Here(pipeline.load(options.config), options.config))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    with Writer(tmp_path / "news.parquet") as tables:
        tables.add(make_article(1), make_quotes(1))
    return tmp_path / "news.parquet"


@pytest.fixture
def long_table(tmp_path: Path) -> Path:
    with Writer(tmp_path / "long.parquet") as tables:
        for number in range(40):
            tables.add(make_article(number), [make_quote(doc_id=f"bay-{number}", outlet=None)])
    return tmp_path / "long.parquet"


def articles(folder: Path, *titles: str) -> Path:
    path = folder / "in.jsonl"
    rows = [{"id": f"in-{number}", "title": title, "text": TEXT} for number, title in enumerate(titles)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    return path


def test_version() -> None:
    result = Result("--version")
    assert (result.code, result.out) == (0, f"quotes {__version__}\n")


def test_no_arguments_show_help() -> None:
    result = Result()
    assert "extract" in result.out + result.err
    assert result.code == 2


@pytest.mark.parametrize("verb", ["extract", "query", "sql", "show", "check", "export", "import", "evaluate"])
def test_each_command_has_an_example(verb: str) -> None:
    result = Result(verb, "--help")
    assert result.code == 0
    assert f"quotes {verb} " in result.out.split("For example:")[1]


def test_extract_writes_a_table_and_says_so(tmp_path: Path) -> None:
    output = tmp_path / "out.parquet"
    result = Result("extract", articles(tmp_path, "a", "b"), "-o", output)
    assert (result.code, result.out) == (0, "")
    assert "2 articles, 2 quotations, 0 failed" in result.err
    assert f"quotes query {output}" in result.err
    assert len(list(read(output))) == 2


def test_extract_reads_standard_input(tmp_path: Path) -> None:
    lines = json.dumps({"id": "x", "body": TEXT}) + "\n"
    arguments = ("--stdin-format", "jsonl", "--text-column", "body", "-o", tmp_path / "out.parquet")
    assert Result("extract", "-", *arguments, stdin=lines).code == 0
    assert [row.doc_id for row in read(tmp_path / "out.parquet")] == ["x"]


def test_extract_with_failures_exits_1_and_says_why_and_where(tmp_path: Path) -> None:
    output = tmp_path / "out.parquet"
    result = Result("extract", articles(tmp_path, "a", "fail"), "-o", output)
    assert (result.code, result.out) == (1, "")
    assert "Failed: in-1: it was asked to (extract)" in result.err
    assert f'1 failed. All reasons: quotes sql {output} "FROM failures"' in result.err
    assert "it was asked to" in Result("sql", output, "FROM failures").out


def test_many_failures_are_told_in_part(tmp_path: Path) -> None:
    result = Result("extract", articles(tmp_path, "a", *["fail"] * 30), "-o", tmp_path / "out.parquet")
    assert result.err.count("Failed: in-") == 10
    assert "30 failed. All reasons" in result.err


def test_quiet_says_only_what_failed(tmp_path: Path) -> None:
    source = articles(tmp_path, "a")
    assert Result("extract", source, "-o", tmp_path / "one.parquet", "--quiet").err == ""
    source = articles(tmp_path, "a", "fail")
    result = Result("extract", source, "-o", tmp_path / "two.parquet", "--quiet")
    assert result.err.startswith("Failed: in-1")
    assert result.code == 1


def test_an_output_that_exists_wants_force(tmp_path: Path) -> None:
    source, output = articles(tmp_path, "a"), tmp_path / "out.parquet"
    assert Result("extract", source, "-o", output).code == 0
    before = output.read_bytes()
    refused = Result("extract", source, "-o", output)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(f"Error: {output} exists.")
    assert "--force" in refused.err
    assert output.read_bytes() == before
    articles(tmp_path, "a", "b")
    assert Result("extract", source, "-o", output, "--force").code == 0
    assert len(list(read(output))) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("extract", "{folder}/gone", "-o", "{folder}/x.parquet"), "no such file"),
        (("extract", "{folder}/in.jsonl", "-o", "{folder}/x.csv"), "written as Parquet"),
        (("extract", "{folder}/in.jsonl", "-o", "{folder}/x.parquet", "--encoding", "klingon"), "Unknown encoding"),
        (("extract", "{folder}/in.jsonl"), "--output"),
        (("extract", "{folder}/in.jsonl", "-o", "{folder}/x.parquet", "--workers", "0"), "--workers"),
        (("query", "{folder}/none.parquet"), "no such table"),
        (("query", "{folder}/news.parquet", "--since", "May"), "'May' is not a day"),
        (("query", "{folder}/news.parquet", "-o", "{folder}/x.doc"), "the ending tells no format"),
        (("query", "{folder}/news.parquet", "-o", "{folder}/gone/x.csv"), "cannot be written"),
        (("query", "{folder}/news.parquet", "--sort", "rank"), "Give text too"),
        (("query", "{folder}/news.parquet", "--text", "?"), "there is no word"),
        (("sql", "{folder}/news.parquet", "DROP TABLE quotes"), "quotes"),
        (("show", "{folder}/news.parquet", "x"), "no row has the quote_id"),
        (("query", "{folder}/news.parquet", "--kind", "reported"), "--kind"),
        (("query", "{folder}/news.parquet", "--csv", "--json"), "Give one of --csv, --json"),
        (("sql", "{folder}/news.parquet", "SELECT speakr FROM quotes"), "Did you mean speaker?"),
        (("sql", "{folder}/news.parquet", "COPY quotes TO '{folder}/x'"), "can read this table only"),
        (("evaluate", "{folder}/none.jsonl"), "no such gold file"),
        (("evaluate", "{folder}/in.jsonl"), "not a gold article"),
        (("fly",), "fly"),
    ],
)
def test_what_cannot_be_done_exits_2(tmp_path: Path, table: Path, arguments: tuple[str, ...], said: str) -> None:
    articles(tmp_path, "a")
    result = Result(*(argument.format(folder=tmp_path) for argument in arguments))
    assert (result.code, result.out) == (2, "")
    assert said in " ".join(result.err.replace("│", " ").split())


@pytest.mark.parametrize(("given", "acts"), [((), ["speech"]), (("--all",), ["speech", "thought"])])
def test_attitudes_are_kept_where_all_is_asked_for(tmp_path: Path, given: tuple[str, ...], acts: list[str]) -> None:
    output = tmp_path / "out.parquet"
    assert Result("extract", articles(tmp_path, "a"), "-o", output, *given).code == 0
    assert [row.act for row in read(output)] == acts


def test_a_missing_model_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(config: Config) -> None:
        msg = "Not installed. Run: pip install it"
        raise ModelError(msg)

    monkeypatch.setattr(pipeline, "load", missing)
    result = Result("extract", articles(tmp_path, "a"), "-o", tmp_path / "out.parquet")
    assert (result.code, result.err) == (2, "Error: Not installed. Run: pip install it\n")


def test_interrupted_it_says_what_is_kept(tmp_path: Path) -> None:
    source = articles(tmp_path, "a", "stop")
    result = Result("extract", source, "-o", tmp_path / "out.parquet")
    assert result.code == 130
    assert result.err.startswith("Interrupted.\nNothing was written")
    result = Result("extract", source, "-o", tmp_path / "corpus")
    assert result.code == 130
    assert "again to go on" in result.err
    assert len(list(read(tmp_path / "corpus"))) == 1


def test_without_a_terminal_progress_is_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "FIRST", 0.0)
    monkeypatch.setattr(messages, "EVERY", 0.0)
    err = Result("extract", articles(tmp_path, "a", "b"), "-o", tmp_path / "out.parquet").err
    told = [line.split(",")[0] for line in err.splitlines()]
    assert told[0] == "Reading"
    assert any(line == "1 article" for line in told)
    assert told[-1] == "2 articles"
    assert "\x1b" not in err


def test_on_a_terminal_progress_is_one_line_that_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "BLINK", 0.0)
    monkeypatch.setattr(messages, "CONSOLE", Console(stderr=True, force_terminal=True, soft_wrap=True))
    result = Result("extract", articles(tmp_path, "a", "fail"), "-o", tmp_path / "out.parquet")
    assert "\x1b[?25l" in result.err
    assert "1 article, 1 quotation, 0 failed" in result.err
    assert "Failed: in-1" in result.err
    assert result.code == 1


def test_query_shows_a_table(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    result = Result("query", table)
    head, *rows = [line for line in result.out.splitlines() if line.strip(" ─")]
    assert head.split() == ["quote", "speaker", "kind", "cue", "date", "outlet", "confidence"]
    assert len(rows) == 2
    assert rows[0].strip().split("  ")[0] == "We will mend the bridge,"
    assert rows[0].split()[-1] == "0.75"
    assert "2024-05-17" in rows[0]
    assert "Marrow Bay Post" in rows[0]
    assert result.err == "2 rows.\n"


@pytest.mark.parametrize("columns", [30, 80, 129, 130, 200])
def test_a_table_fits_the_width_and_stays_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    with Writer(tmp_path / "wide.parquet") as tables:
        tables.add(make_article(1), [make_quote(quote="long\nwords " * 50)])
    lines = Result("query", tmp_path / "wide.parquet").out.splitlines()
    assert max(map(len, lines)) <= columns
    assert any("long words long words" in line for line in lines)
    assert any("…" in line for line in lines)
    shown = " ".join(" ".join(lines).split())
    assert all(part in shown for part in ("Zoë O’Brien", "direct", "said", "2024-05-17", "Marrow Bay Post", "0.75"))


@pytest.mark.parametrize("columns", [80, 160])
def test_words_that_were_not_said_are_never_shown_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    with Writer(tmp_path / "denied.parquet") as tables:
        tables.add(make_article(1), [make_quote(polarity="denied"), make_quote(polarity="not_said")])
    out = Result("query", tmp_path / "denied.parquet").out
    assert "direct, DENIED" in out
    assert "direct, NOT SAID" in out


@pytest.mark.parametrize("columns", [80, 160])
def test_joints_are_marked_and_what_is_null_is_left_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = "“We will mend it,” she said, “in a year.”"
    pieces = (Piece(0, 18), Piece(29, 41))
    quote = make_quote(quote="We will mend it, in a year.", spans=pieces, outlet=None, speaker=None, confidence=None)
    with Writer(tmp_path / "broken.parquet") as tables:
        tables.add(make_article(1, text), [quote])
    out = Result("query", tmp_path / "broken.parquet").out
    assert "We will mend it, … in a year." in out
    assert "bay-1" not in out
    assert "None" not in out
    assert "nan" not in out


def test_context_shows_the_sentence_with_the_words_marked(table: Path) -> None:
    out = Result("query", table, "--context", "--limit", 1).out
    assert "⟦“We will mend the bridge,”⟧ said Zoë O’Brien" in " ".join(out.split())
    rows = json.loads(Result("query", table, "--context", "--json").out)
    assert rows[0]["context"].startswith("“We will mend the bridge,” said Zoë O’Brien")


def test_an_article_cannot_command_the_terminal(tmp_path: Path) -> None:
    evil = make_quote(quote="\x1b[2J[red]gone[/red]")
    with Writer(tmp_path / "evil.parquet") as tables:
        tables.add(make_article(1, "\x1b[2J“Gone,” said" + TEXT), [evil])
    for arguments in (["query"], ["query", "--context"], ["query", "--count-by", "quote"]):
        out = Result(arguments[0], tmp_path / "evil.parquet", *arguments[1:]).out
        assert "\x1b" not in out
    assert "[red]gone[/red]" in out
    assert "\x1b" not in Result("show", tmp_path / "evil.parquet", evil.quote_id).out


def test_query_filters(table: Path) -> None:
    out = Result("query", table, "--kind", "indirect", "--min-confidence", "0.6", "--csv").out
    assert len(out.splitlines()) == 1
    out = Result("query", table, "--kind", "indirect", "--min-confidence", "0.5", "--speaker", "o'brien", "--csv").out
    assert len(out.splitlines()) == 2
    nothing = Result("query", table, "--text", "nothing like it")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "No rows.\n")
    for after, before in (("--since", "--until"), ("--said-after", "--said-before")):
        assert Result("query", table, after, "2024-05", before, "2024", "--json").out.count("quote_id") == 2
    named = ["--outlet", "post", "--role", "mayor", "--act", "speech", "--polarity", "said", "--sort", "date"]
    assert Result("query", table, *named, "--json").out.count("quote_id") == 2


def test_rows_without_a_day_are_not_dropped_without_a_word(tmp_path: Path) -> None:
    with Writer(tmp_path / "undated.parquet") as tables:
        tables.add(make_article(1), [make_quote(date=None), make_quote(spans=(Piece(1, 2),))])
    result = Result("query", tmp_path / "undated.parquet", "--said-after", "2024")
    assert result.err.startswith("1 row.\n1 more have no day, and are left out.")


def test_query_counts(table: Path) -> None:
    out = Result("query", table, "--count-by", "speaker, kind", "--csv").out
    assert out == "speaker,kind,n\nZoë O’Brien,direct,1\nZoë O’Brien,indirect,1\n"
    assert "no column speakr" in Result("query", table, "--count-by", "speakr").err


def test_query_writes_csv(table: Path) -> None:
    out = Result("query", table, "--csv").out
    assert out.splitlines()[0] == csv_header()
    rows = list(csv.DictReader(io.StringIO(out)))
    assert rows[0]["quote"] == "We will mend the bridge,"
    assert json.loads(rows[0]["spans"]) == [{"start": 0, "end": 26}]
    assert rows[0]["said_on"] == ""
    assert rows[0]["date"] == "2024-05-17"


def test_a_csv_file_opens_in_a_spreadsheet(table: Path, tmp_path: Path) -> None:
    """A spreadsheet takes a file for UTF-8 only by the mark at its beginning; a program gets none through a pipe."""
    Result("query", table, "-o", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfquote,")
    assert "Zoë O’Brien" in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_query_writes_json(table: Path) -> None:
    rows = json.loads(Result("query", table, "--json").out)
    assert list(rows[0]) == QUOTES.names
    assert rows[0]["spans"] == [{"start": 0, "end": 26}]
    assert rows[0]["date"] == "2024-05-17"
    assert rows[1]["confidence"] == 0.5
    assert json.loads(Result("query", table, "--kind", "mixed", "--json").out) == []


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx", "parquet", "html", "txt"])
def test_query_writes_files_of_all_kinds(table: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    result = Result("query", table, "-o", path)
    assert (result.code, result.out) == (0, "")
    assert path.stat().st_size > 100
    flagged = Result("query", table, *([f"--{ending}"] if ending != "txt" else ["--table"]), "-o", tmp_path / "other")
    assert flagged.code == 0
    assert (tmp_path / "other").stat().st_size > 100
    if ending == "parquet":
        assert pq.read_table(path).num_rows == 2


def test_show_prints_the_passage_with_all_marked(table: Path) -> None:
    quote_id = json.loads(Result("query", table, "--kind", "indirect", "--json").out)[0]["quote_id"]
    result = Result("show", table, quote_id)
    first, *rest = result.out.splitlines()
    assert first.endswith(
        "⟨evidence: Zoë O’Brien⟩, the mayor of Marrow Bay. ⟨speaker: She⟩ ⟨cue: added⟩ that ⟦it would take a year⟧."
    )
    facts = dict(line.split(maxsplit=1) for line in rest if line.split(maxsplit=1)[1:])
    assert facts["speaker"] == "Zoë O’Brien, the mayor of Marrow Bay"
    assert facts["quote_id"] == quote_id
    assert "evidence 1  subject of the cue: Zoë O’Brien" in result.out
    missing = Result("show", table, "nothing")
    assert (missing.code, missing.out) == (2, "")
    assert "no row has the quote_id" in missing.err


def test_long_answers_are_cut_where_they_are_to_be_read(long_table: Path) -> None:
    assert Result("query", long_table).out.count("We will mend") == 30
    assert "30 of 40 rows" in Result("query", long_table).err
    assert Result("query", long_table, "--all").out.count("We will mend") == 40
    assert Result("query", long_table, "--limit", 40).out.count("We will mend") == 40
    assert Result("query", long_table, "--limit", 40).err == "40 rows.\n"
    assert len(Result("query", long_table, "--csv").out.splitlines()) == 41
    assert len(json.loads(Result("query", long_table, "--json", "--limit", 7).out)) == 7


def test_sql(table: Path) -> None:
    statement = "SELECT kind, count(*) AS n FROM quotes GROUP BY kind ORDER BY kind"
    assert Result("sql", table, statement, "--csv").out == "kind,n\ndirect,1\nindirect,1\n"
    assert Result("sql", table, statement).out.split() == ["kind", "n", "─" * 14, "direct", "1", "indirect", "1"]
    assert Result("sql", table, statement, "-o", table.with_name("n.csv")).code == 0
    assert "There are" not in Result("sql", table, statement).err
    assert json.loads(Result("sql", table, statement, "--json").out) == [
        {"kind": "direct", "n": 1},
        {"kind": "indirect", "n": 1},
    ]


def test_evaluate(tmp_path: Path) -> None:
    attribution = {"id": "a", "type": "direct", "content": [[0, 26]], "cue": [[27, 31]], "source": [[32, 43]]}
    gold = tmp_path / "made.gold.jsonl"
    gold.write_text(json.dumps({"id": "bay-1", "text": TEXT, "attributions": [attribution]}), "utf8")
    shown = Result("evaluate", gold, "--csv")
    assert shown.code == 0
    assert "1 article." in shown.err
    assert shown.out.splitlines()[:2] == ["figure,kind,n,precision,recall,f1", "quoted,all,1,100.0,100.0,100.0"]
    with Writer(tmp_path / "news.parquet") as tables:
        tables.add(make_article(1), make_quotes(1))
    rows = json.loads(Result("evaluate", gold, "--predicted", tmp_path / "news.parquet", "--by", "kind", "--json").out)
    assert {row["kind"] for row in rows} == {"all", "direct"}
    found = next(row for row in rows if row["figure"] == "found")
    assert (found["precision"], found["recall"]) == (50.0, 100.0)


def test_evaluating_a_table_of_other_articles_exits_2(tmp_path: Path, table: Path) -> None:
    gold = tmp_path / "made.gold.jsonl"
    gold.write_text(json.dumps({"id": "elsewhere", "text": TEXT, "attributions": []}), "utf8")
    result = Result("evaluate", gold, "--predicted", table)
    assert (result.code, result.out) == (2, "")
    assert "no row of any article in this gold file" in result.err


def in_process(code: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    root = Path(__file__).parents[2]
    arguments = [sys.executable, "-c", code]
    return subprocess.run(arguments, check=False, cwd=root, capture_output=True, env=os.environ | environment)


@pytest.mark.slow
def test_asking_does_not_load_the_language_pipeline(table: Path) -> None:
    code = f"import sys, quotes.cli; from quotes.table.quote_table import open_table; open_table({str(table)!r}).query(speaker='x', text='y'); sys.exit('spacy' in sys.modules)"
    assert in_process(code).returncode == 0


@pytest.mark.slow
def test_help_loads_nothing_that_takes_time() -> None:
    """What a command needs it imports itself: `quotes --help` is there at once."""
    code = "import sys, quotes.cli.app; print({'numpy', 'pyarrow', 'pandas', 'duckdb', 'spacy'} & set(sys.modules))"
    assert in_process(code).stdout.decode().strip() == "set()"


@pytest.mark.slow
def test_output_is_utf8_whatever_the_machine_likes(table: Path) -> None:
    code = (
        f"import sys; from quotes.cli.app import main; sys.argv = ['quotes', 'query', {str(table)!r}, '--csv']; main()"
    )
    result = in_process(code, PYTHONIOENCODING="cp1252")
    assert result.returncode == 0
    assert "Zoë O’Brien" in result.stdout.decode("utf8")


def test_export_and_import(table: Path, tmp_path: Path) -> None:
    result = Result("export", table, "--format", "brat", "-o", tmp_path / "brat")
    assert (result.code, result.out, result.err) == (0, "", f"2 rows written to {tmp_path / 'brat'}.\n")
    back = Result("import", tmp_path / "brat")
    assert [len(json.loads(line)["attributions"]) for line in back.out.splitlines()] == [2]
    assert Result("import", tmp_path / "brat", "-o", tmp_path / "my.gold.jsonl").code == 0
    scores = json.loads(Result("evaluate", tmp_path / "my.gold.jsonl", "--predicted", table, "--json").out)
    assert {row["f1"] for row in scores if row["figure"] == "found"} == {100.0}
    assert "1 left out" in Result("export", table, "--format", "schema-org", "-o", tmp_path / "so.jsonl").err
    assert Result("export", table, "--format", "brat", "-o", tmp_path / "brat").code == 2
    assert Result("import", tmp_path / "so.jsonl").code == 2
