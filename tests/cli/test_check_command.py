"""`quotes check` on the command line. The pipeline is only pretended."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from made_rows import TEXT, make_article, make_quotes
from typer.testing import CliRunner

from quotes import pipeline
from quotes.cli.app import app
from quotes.errors import InputError
from quotes.readers import web
from quotes.run import unsaved
from quotes.table.writer import Writer
from quotes.types import Article, Quote


class Result:
    def __init__(self, *arguments: object, stdin: str | None = None) -> None:
        result = CliRunner().invoke(app, ["check", *map(str, arguments)], input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        self.code, self.out, self.err = result.exit_code, result.stdout, result.stderr


def pretended(nlp: object, articles: Iterable[Article]) -> Iterator[tuple[Article, list[Quote]]]:
    for article in articles:
        rows = [
            replace(row, doc_id=article.doc_id, outlet=article.outlet, published=article.published)
            for row in make_quotes(1)
        ]
        yield article, rows


@pytest.fixture
def table(tmp_path: Path) -> Path:
    with Writer(tmp_path / "news.parquet") as tables:
        tables.add(make_article(1), make_quotes(1))
    return tmp_path / "news.parquet"


@pytest.fixture
def _pretend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "load", lambda: None)
    monkeypatch.setattr(pipeline, "stream", pretended)


def test_one_claim(table: Path) -> None:
    result = Result(table, "we'll mend the bridge", "--speaker", "Zoë O'Brien")
    lines = result.out.splitlines()
    assert result.code == 0
    assert lines[0] == "DIFFERS: printed, but with differences."
    assert "  speaker    Zoë O’Brien, the mayor of Marrow Bay (confidence 0.75)" in lines
    assert "  context    ⟦“We will mend the bridge,”⟧ said Zoë O’Brien, the mayor of Marrow Bay." in lines
    assert any('claimed "we\'ll"' in line for line in lines)


def test_one_claim_as_json_is_one_line(table: Path) -> None:
    result = Result(table, "We will mend the bridge", "--speaker", "O'Brien", "--json")
    found = json.loads(result.out)
    assert result.out.count("\n") == 1
    assert (found["verdict"], found["outlet"], found["published"]) == ("exact", "Marrow Bay Post", "2024-05-17")
    assert found["first_printing"]["outlet"] == "Marrow Bay Post"


def test_a_file_of_claims_gives_verdicts_in_its_order(table: Path, tmp_path: Path) -> None:
    claims = tmp_path / "claims.csv"
    claims.write_text(
        'claim,speaker\nWe will mend the bridge,O’Brien\n"It will take a year",O’Brien\n"We will mend the bridge",Liam Fox\n'
        "Bridges are for cowards,\n",
        "utf8",
    )
    result = Result(table, "--claims", claims, "--json")
    verdicts = [json.loads(line)["verdict"] for line in result.out.splitlines()]
    assert verdicts == ["exact", "reported", "other_speaker", "not_found"]
    shown = Result(table, "--claims", claims).out
    assert [verdict in shown for verdict in ("exact", "reported", "other_speaker", "not_found")] == [True] * 4
    assert Result(table, "--claims", claims, "--csv").out.splitlines()[0].startswith("claim,speaker,verdict,")
    assert Result(table, "--claims", claims, "-o", tmp_path / "verdicts.json").code == 0
    assert len((tmp_path / "verdicts.json").read_text("utf8").splitlines()) == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("{table}",), "Give where to look and what was said"),
        (("{folder}/none.parquet", "words"), "no such table"),
        (("{table}", "words", "--outlet", "Post"), "the rows of a table have their own"),
        (("{table}", "--claims", "{folder}/none.csv"), "cannot be read"),
        (("{table}", "--claims", "{folder}/none.csv", "--speaker", "Ruiz"), "the column speaker tells"),
        (("{folder}/a.txt", "words", "--published", "May"), "'May' is not a day"),
        (("{folder}/none.txt", "words"), "no article to check against"),
        (("{folder}/a.txt", "{folder}/b.txt", "words", "--outlet", "Post"), "are of one article, and there are 2"),
    ],
)
def test_what_cannot_be_checked_exits_2(tmp_path: Path, table: Path, arguments: tuple[str, ...], said: str) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, "utf8")
    result = Result(*(argument.format(folder=tmp_path, table=table) for argument in arguments))
    assert (result.code, result.out) == (2, "")
    assert said in " ".join(result.err.replace("│", " ").split())


@pytest.mark.usefixtures("_pretend")
def test_articles_and_pasted_text_need_no_table(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(TEXT, "utf8")
    assert Result(tmp_path / "story.txt", "We will mend the bridge").out.startswith("EXACT")
    details = ["--outlet", "Bay Post", "--published", "2024-05-17", "--title", "The bridge"]
    found = json.loads(Result("-", "we will mend the bridge", *details, "--json", stdin=TEXT).out)
    assert (found["verdict"], found["outlet"], found["published"]) == ("exact", "Bay Post", "2024-05-17")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["story.txt"]


class Page(BaseHTTPRequestHandler):
    """Answers with the page, with nothing, or with too much."""

    def do_GET(self) -> None:
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        body = f"<html><body><article><p>{TEXT}</p></article></body></html>".encode()
        self.wfile.write(body if self.path != "/large" else body * 100_000)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Keeps quiet where the client hangs up: it had enough."""

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    server = Server(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.usefixtures("_pretend")
def test_an_address_is_fetched(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unsaved, "fetch", lambda url, config: web.fetch(url, config=config, public_only=False))
    found = json.loads(Result(f"{server}/story", "We will mend the bridge", "--json").out)
    assert (found["verdict"], found["doc_id"]) == ("exact", f"{server}/story")


@pytest.mark.parametrize(
    ("page", "options"), [("gone", {"public_only": False}), ("large", {"public_only": False}), ("story", {})]
)
def test_what_is_not_fetched(server: str, page: str, options: dict[str, bool]) -> None:
    """A page that is gone, one that is too large, and one within the own network."""
    with pytest.raises(InputError, match=r"cannot be fetched \(.*Save the page, and give the file"):
        web.fetch(f"{server}/{page}", **options)
