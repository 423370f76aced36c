"""Asking a table, in words and in SQL, and what a statement cannot do."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made_rows import make_article, make_quote

from quotes.errors import QueryError
from quotes.table.query import query, sql
from quotes.table.writer import Writer
from quotes.types import Failure

ROWS = [
    {"quote": "We will mend the bridge,", "date": date(2024, 5, 17), "confidence": 0.8},
    {
        "quote": "It’s late\nalready",
        "speaker": "José Núñez",
        "mention": "he",
        "date": date(2024, 4, 30),
        "confidence": 0.9,
    },
    {
        "quote": "Nobody asked us",
        "speaker": None,
        "mention": "a fisherman",
        "date": None,
        "confidence": None,
        "kind": "mixed",
    },
    {"quote": "A YEAR", "speaker": "Harbour Office", "mention": None, "date": date(2024, 6, 1), "kind": "indirect"},
]
SPEAKERS = ["Zoë O’Brien", "José Núñez", None, "Harbour Office"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    with Writer(tmp_path / "news.parquet") as tables:
        for number, row in enumerate(ROWS):
            article = make_article(number)
            tables.add(article, [make_quote(doc_id=article.doc_id, **row)])
    return tmp_path / "news.parquet"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, [0, 1, 2, 3]),
        ({"speaker": None, "since": None, "limit": None}, [0, 1, 2, 3]),
        ({"speaker": "nunez"}, [1]),
        ({"speaker": "NÚÑEZ"}, [1]),
        ({"speaker": "zoe o'b"}, [0]),
        ({"speaker": "fisher"}, [2]),
        ({"speaker": "O’Brien Zoë"}, []),
        ({"speaker": "%"}, []),
        ({"text": "it's late already"}, [1]),
        ({"text": "a year"}, [3]),
        ({"text": "year", "kind": "direct"}, []),
        ({"kind": "mixed"}, [2]),
        ({"since": "2024-05-17"}, [0, 3]),
        ({"since": date(2024, 5, 18)}, [3]),
        ({"since": "2024-05"}, [0, 3]),
        ({"until": "2024-05"}, [0, 1]),
        ({"until": "2024-05-16"}, [1]),
        ({"until": "2024-5-17"}, [0, 1]),
        ({"since": "2024", "until": "2024"}, [0, 1, 3]),
        ({"until": "2023"}, []),
        ({"min_confidence": 0.8}, [0, 1]),
        ({"min_confidence": 0.81}, [1]),
        ({"limit": 2}, [0, 1]),
        ({"limit": 0}, []),
        ({"since": "2024", "limit": 1}, [0]),
    ],
)
def test_filters(table: Path, filters: Any, found: list[int]) -> None:
    assert query(table, **filters)["doc_id"].to_pylist() == [f"bay-{number}" for number in found]


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"since": "May"}, r"'May' is not a day\. Write it as 2016-09-30"),
        ({"until": "2024-13"}, "'2024-13' is not a day"),
        ({"until": "2024-02-30"}, "is not a day"),
        ({"since": ""}, "is not a day"),
        ({"since": "2024-05-17-03"}, "is not a day"),
        ({"kind": "reported"}, "There are: direct, mixed, indirect"),
        ({"limit": -1}, "-1 is not a number of rows"),
        ({"limit": "5"}, "is not a number of rows"),
        ({"speeker": "x"}, "No such filter: speeker. There are: speaker, text"),
    ],
)
def test_filters_that_make_no_sense(table: Path, filters: Any, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        query(table, **filters)


def test_rows_keep_columns_and_types(table: Path) -> None:
    frame = query(table, limit=1)
    assert str(frame.schema.field("date").type) == "date32[day]"
    assert frame["spans"].to_pylist() == [[{"start": 0, "end": 26}]]
    assert frame["evidence"].to_pylist()[0][0]["text"] == "Zoë O’Brien"


def test_sql_sees_quotes_and_articles(table: Path) -> None:
    answer = sql(table, "SELECT speaker, length(text) AS n FROM quotes JOIN articles USING (doc_id) ORDER BY doc_id")
    assert answer["speaker"].to_pylist() == SPEAKERS
    assert set(answer["n"].to_pylist()) == {len(make_article(0).text)}


def test_sql_sees_failures(tmp_path: Path, table: Path) -> None:
    """The view is there after a run without failures too, and empty."""
    none = sql(table, "FROM failures")
    assert (none.num_rows, none.column_names) == (0, ["doc_id", "input", "step", "error"])
    with Writer(tmp_path / "other.parquet") as tables:
        tables.fail(Failure("bad", "read", "it is empty"))
    assert sql(tmp_path / "other.parquet", "FROM failures")["error"].to_pylist() == ["it is empty"]


def test_a_folder_is_one_table(tmp_path: Path) -> None:
    folder = tmp_path / "it's [odd] *"
    for number in range(2):
        with Writer(folder) as tables:
            tables.add(make_article(number), [make_quote(doc_id=f"bay-{number}")])
    assert query(folder)["doc_id"].to_pylist() == ["bay-0", "bay-1"]
    assert sql(folder / "quotes", "SELECT count(*) AS n FROM articles")["n"].to_pylist() == [2]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("SELECT speakr FROM quotes", r"Did you mean speaker\?"),
        ("SELECT speakr FROM quotes", "Columns of quotes: quote, speaker, date"),
        ("SELECT q.nothing FROM quotes q", "Columns of articles: doc_id, text"),
        ("SELECT * FROM quots", r"quots does not exist!\nThere are: articles, failures, quotes\."),
        ("SELEC 1", "syntax error"),
        ("SELECT 1; SELEC", "syntax error"),
        ("", "gives no rows"),
        ("-- nothing", "gives no rows"),
        ("SELECT 1/'x' FROM quotes", "x"),
    ],
)
def test_statements_that_cannot_be_answered(table: Path, statement: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        sql(table, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "COPY quotes TO '{folder}/stolen.csv'",
        "COPY (SELECT 1) TO '{table}' (FORMAT parquet, USE_TMP_FILE false)",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '{table}' (FORMAT parquet, USE_TMP_FILE false)",
        "EXPORT DATABASE '{folder}/all'",
        "ATTACH '{folder}/new.db'",
        "SELECT * FROM read_text('{folder}/secret.txt')",
        "SELECT * FROM '{folder}/news.articles.parquet'",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT * FROM 'https://news.example/x.csv'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "SET python_enable_replacements = true",
        "SELECT * FROM statement",
        "SELECT * FROM ROWS",
        "INSERT INTO quotes (quote) VALUES ('made up')",
        "UPDATE quotes SET speaker = 'me'",
        "DELETE FROM quotes",
        "SELECT getenv('HOME')",
    ],
)
def test_a_statement_can_read_the_table_and_nothing_else(table: Path, statement: str) -> None:
    folder = table.parent
    (folder / "secret.txt").write_text("secret")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(QueryError):
        sql(table, statement.format(folder=folder, table=table))
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_refusal_says_why(table: Path) -> None:
    with pytest.raises(QueryError, match="can read this table only"):
        sql(table, f"COPY quotes TO '{table.parent}/stolen.csv'")


def test_no_quote_table(tmp_path: Path, table: Path) -> None:
    with pytest.raises(QueryError, match="no such table"):
        query(tmp_path / "none.parquet")
    with pytest.raises(QueryError, match="not a quote table; it lacks the columns"):
        sql(tmp_path / "news.articles.parquet", "FROM quotes")
