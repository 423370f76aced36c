"""Asking a table, in words and in SQL, and what a statement cannot do."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_rows import make_article, make_quote

from quotes.errors import QueryError
from quotes.table.quote_table import QuoteTable, open_table
from quotes.table.schema import QUOTES
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
        "polarity": "denied",
    },
    {
        "quote": "Nobody asked us",
        "speaker": None,
        "mention": "a fisherman",
        "date": None,
        "confidence": None,
        "kind": "mixed",
    },
    {
        "quote": "A YEAR",
        "speaker": "Harbour Office",
        "speaker_kind": "organisation",
        "speaker_role": "clerk",
        "mention": None,
        "date": date(2024, 6, 1),
        "kind": "indirect",
        "act": "writing",
    },
]
SPEAKERS = ["Zoë O’Brien", "José Núñez", None, "Harbour Office"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Writer(tmp_path / "news.parquet") as tables:
        for number, row in enumerate(ROWS):
            article = make_article(number)
            tables.add(article, [make_quote(doc_id=article.doc_id, **row)])
    return tmp_path / "news.parquet"


@pytest.fixture
def table(path: Path) -> QuoteTable:
    return open_table(path)


def found(table: QuoteTable, **filters: Any) -> list[int]:
    return [int(doc_id.removeprefix("bay-")) for doc_id in table.query(**filters).rows["doc_id"].to_pylist()]


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({}, [0, 1, 2, 3]),
        ({"speaker": None, "said_after": None, "limit": None}, [0, 1, 2, 3]),
        ({"speaker": "nunez"}, [1]),
        ({"speaker": "NÚÑEZ"}, [1]),
        ({"speaker": "o'brien"}, [0]),
        ({"speaker": "obrien"}, [0]),
        ({"speaker": "Mayor O’Brien, Zoë"}, [0]),
        ({"speaker": "zoe o*"}, [0]),
        ({"speaker": "bri"}, []),
        ({"speaker": "fisherman"}, [2]),
        ({"speaker": "fisher*"}, [2]),
        ({"speaker": "harbour"}, [3]),
        ({"speaker": "%"}, []),
        ({"text": "it's late already"}, [1]),
        ({"text": "mended bridges"}, [0]),
        ({"text": "MEND bridge"}, [0]),
        ({"text": '"the bridge"'}, [0]),
        ({"text": '"bridge the"'}, []),
        ({"text": "“mend the” bridge"}, [0]),
        ({"text": "bri*"}, [0]),
        ({"text": "bri"}, []),
        ({"text": "mend year"}, []),
        ({"text": "a year"}, [3]),
        ({"text": "year", "kind": "direct"}, []),
        ({"text": "bridge", "speaker": "obrien", "said_after": "2024-05", "min_confidence": 0.5}, [0]),
        ({"kind": "mixed"}, [2]),
        ({"act": "writing"}, [3]),
        ({"polarity": "denied"}, [1]),
        ({"outlet": "bay post"}, [0, 1, 2, 3]),
        ({"outlet": "post", "kind": "mixed"}, [2]),
        ({"outlet": "pos"}, []),
        ({"role": "mayor"}, [0, 1, 2]),
        ({"role": "clerk"}, [3]),
        ({"said_after": "2024-05-17"}, [0, 3]),
        ({"said_after": date(2024, 5, 18)}, [3]),
        ({"said_after": "2024-05"}, [0, 3]),
        ({"said_before": "2024-05"}, [0, 1]),
        ({"said_before": "2024-05-16"}, [1]),
        ({"said_before": "2024-5-17"}, [0, 1]),
        ({"said_after": "2024", "said_before": "2024"}, [0, 1, 3]),
        ({"said_before": "2023"}, []),
        ({"min_confidence": 0.8}, [0, 1]),
        ({"min_confidence": 0.81}, [1]),
        ({"limit": 2}, [0, 1]),
        ({"limit": 0}, []),
        ({"said_after": "2024", "limit": 1}, [0]),
        ({"sort": "date"}, [3, 0, 1, 2]),
        ({"sort": "date", "limit": 2}, [3, 0]),
        ({"sort": "confidence"}, [1, 0, 3, 2]),
        ({"sort": "rank", "text": "year"}, [3]),
    ],
)
def test_filters(table: QuoteTable, filters: Any, numbers: list[int]) -> None:
    assert found(table, **filters) == numbers


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"said_after": "May"}, r"'May' is not a day\. Write it as 2016-09-30"),
        ({"said_before": "2024-13"}, "'2024-13' is not a day"),
        ({"said_before": "2024-02-30"}, "is not a day"),
        ({"said_after": ""}, "is not a day"),
        ({"said_after": "2024-05-17-03"}, "is not a day"),
        ({"kind": "reported"}, "There are: direct, mixed, indirect"),
        ({"act": "song"}, "There are: speech, writing"),
        ({"polarity": "no"}, "There are: said, denied"),
        ({"text": "%!"}, "there is no word"),
        ({"sort": "length"}, "There are: date, confidence, rank"),
        ({"sort": "rank"}, "Give text too"),
        ({"limit": -1}, "-1 is not a number of rows"),
        ({"limit": "5"}, "is not a number of rows"),
        ({"speeker": "x"}, "No such filter: speeker. There are: speaker, text"),
    ],
)
def test_filters_that_make_no_sense(table: QuoteTable, filters: Any, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        table.query(**filters)


def test_an_answer_says_how_many_rows_there_are(table: QuoteTable) -> None:
    answer = table.query(limit=1)
    assert (len(answer), answer.total, answer.undated) == (1, 4, 0)
    answer = table.query(text="bridge", limit=1)
    assert (len(answer), answer.total) == (1, 1)


def test_rows_without_a_day_are_left_out_and_counted(table: QuoteTable) -> None:
    assert table.query(said_after="2024").undated == 1
    assert table.query(said_after="2024", kind="direct").undated == 0
    assert table.count_by(["speaker"], said_after="2024").undated == 1


def test_words_that_stand_together_and_often_come_first(tmp_path: Path) -> None:
    words = ["a long story about a bridge and many other things of the town", "The bridge, the bridge!", "no more"]
    with Writer(tmp_path / "news.parquet") as tables:
        for number, quote in enumerate(words):
            tables.add(make_article(number), [make_quote(doc_id=f"bay-{number}", quote=quote)])
    assert found(open_table(tmp_path / "news.parquet"), text="bridge") == [1, 0]


def test_somebody_described_by_anothers_name_is_not_that_other(tmp_path: Path) -> None:
    speakers = [
        ("Gustavo Petro", "person"),
        ("Petro’s spokesman", "unnamed"),
        ("an aide to Petro", "unnamed"),
        ("Petrov", "person"),
        ("Pedro Petro Jr.", "person"),
    ]
    with Writer(tmp_path / "news.parquet") as tables:
        for number, (speaker, kind) in enumerate(speakers):
            row = make_quote(doc_id=f"bay-{number}", speaker=speaker, mention=speaker, speaker_kind=kind)
            tables.add(make_article(number), [row])
    table = open_table(tmp_path / "news.parquet")
    assert found(table, speaker="petro") == [0, 4]
    assert found(table, speaker="petro*") == [0, 3, 4]
    assert found(table, speaker="spokesman") == [1]


def test_other_names_of_a_person_count(path: Path, table: QuoteTable) -> None:
    ids = table.query().rows["quote_id"].to_pylist()
    people = {"person_id": ["p1"], "name": ["José Núñez"], "aliases": [["Pepe Nunes"]], "quote_ids": [ids[1:2]]}
    pq.write_table(pa.table(people), path.with_name("news.people.parquet"))
    assert found(table, speaker="pepe") == [1]
    assert found(table, speaker="nobody") == []


def test_count_by(table: QuoteTable) -> None:
    assert table.count_by(["kind"]).rows.to_pylist() == [
        {"kind": "direct", "n": 2},
        {"kind": "indirect", "n": 1},
        {"kind": "mixed", "n": 1},
    ]
    counted = table.count_by(["year", "month"], kind="direct").rows.to_pylist()
    assert counted == [{"year": 2024, "month": "2024-04", "n": 1}, {"year": 2024, "month": "2024-05", "n": 1}]
    assert {"speaker": None, "n": 1} in table.count_by(["speaker"]).rows.to_pylist()
    assert table.count_by(["outlet"], text="bridge").rows.to_pylist() == [{"outlet": "Marrow Bay Post", "n": 1}]


@pytest.mark.parametrize(("column", "said"), [("speakr", "no column speakr. There are: quote"), ("spans", "by lists")])
def test_count_by_what_is_not_there(table: QuoteTable, column: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        table.count_by([column])


def test_rows_keep_columns_and_types(table: QuoteTable) -> None:
    frame = table.query(limit=1).rows
    assert frame.schema.names == QUOTES.names
    assert str(frame.schema.field("date").type) == "date32[day]"
    assert frame["spans"].to_pylist() == [[{"start": 0, "end": 26}]]
    assert frame["evidence"].to_pylist()[0][0]["text"] == "Zoë O’Brien"


def test_an_answer_is_pandas_and_polars_too(table: QuoteTable) -> None:
    answer = table.query(kind="direct")
    assert answer.to_arrow() is answer.rows
    assert list(answer.to_pandas()["doc_id"]) == ["bay-0", "bay-1"]
    polars = pytest.importorskip("polars")
    assert isinstance(answer.to_polars(), polars.DataFrame)


def test_one_row_and_its_article(table: QuoteTable) -> None:
    quote_id = table.query().rows["quote_id"][1].as_py()
    quote = table.quote(quote_id)
    assert (quote.quote_id, quote.speaker) == (quote_id, "José Núñez")
    assert table.articles([quote.doc_id, "gone"]) == {"bay-1": make_article(1)}
    with pytest.raises(QueryError, match="no row has the quote_id 'none'"):
        table.quote("none")


def test_context_is_a_column(table: QuoteTable) -> None:
    rows = table.with_context(table.query(limit=1).rows)
    assert rows["context"].to_pylist() == ["“We will mend the bridge,” said Zoë O’Brien, the mayor of Marrow Bay. "]


def test_sql_sees_quotes_and_articles(table: QuoteTable) -> None:
    statement = "SELECT speaker, length(text) AS n FROM quotes JOIN articles USING (doc_id) ORDER BY doc_id"
    answer = table.sql(statement).rows
    assert answer["speaker"].to_pylist() == SPEAKERS
    assert set(answer["n"].to_pylist()) == {len(make_article(0).text)}


def test_sql_sees_failures(tmp_path: Path, table: QuoteTable) -> None:
    """The view is there after a run without failures too, and empty."""
    none = table.sql("FROM failures").rows
    assert (none.num_rows, none.column_names) == (0, ["doc_id", "input", "step", "error"])
    with Writer(tmp_path / "other.parquet") as tables:
        tables.fail(Failure("bad", "read", "it is empty"))
    assert open_table(tmp_path / "other.parquet").sql("FROM failures").rows["error"].to_pylist() == ["it is empty"]


def test_a_folder_is_one_table(tmp_path: Path) -> None:
    folder = tmp_path / "it's [odd] {name} * ?"
    for number in range(2):
        with Writer(folder) as tables:
            tables.add(make_article(number), [make_quote(doc_id=f"bay-{number}")])
    assert found(open_table(folder)) == [0, 1]
    assert found(open_table(folder), text="bridge", speaker="obrien") == [0, 1]
    assert open_table(folder / "quotes").sql("SELECT count(*) AS n FROM articles").rows["n"].to_pylist() == [2]


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
def test_statements_that_cannot_be_answered(table: QuoteTable, statement: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        table.sql(statement)


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
def test_a_statement_can_read_the_table_and_nothing_else(path: Path, table: QuoteTable, statement: str) -> None:
    folder = path.parent
    (folder / "secret.txt").write_text("secret")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(QueryError):
        table.sql(statement.format(folder=folder, table=path))
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_refusal_says_why(path: Path, table: QuoteTable) -> None:
    with pytest.raises(QueryError, match="can read this table only"):
        table.sql(f"COPY quotes TO '{path.parent}/stolen.csv'")


def test_no_quote_table(tmp_path: Path, path: Path) -> None:
    with pytest.raises(QueryError, match="no such table"):
        open_table(tmp_path / "none.parquet")
    with pytest.raises(QueryError, match="not a quote table; it lacks the columns"):
        open_table(tmp_path / "news.articles.parquet")


def test_a_table_of_another_version_is_refused_with_a_word(path: Path) -> None:
    older = pq.read_table(path).drop_columns(["act", "polarity"])
    pq.write_table(older, path)
    with pytest.raises(QueryError, match="another version of quotes; it lacks the columns act, polarity"):
        open_table(path)
