"""Time each kind of question to a table, warm: the best of five runs in one process.

    python benchmarks/query_speed.py TABLE... > speed.md

The tables are made ones (benchmarks/made_table.py); what is asked for is taken from them. Prints one Markdown table with
seconds on the clock and seconds of all cores, of each table; the latter hold on a busy machine too. Indexing is timed where
the index is not there yet.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import date

from quotes.check.checker import Checker
from quotes.check.claims import Claim
from quotes.table.quote_table import QuoteTable, open_table

RUNS = 5


def questions(table: QuoteTable) -> dict[str, Callable[[], object]]:
    """Return what is asked, by its kind."""
    rows = table.query(limit=200).rows.to_pylist()
    row = next(row for row in rows if row["speaker"] and row["kind"] == "direct" and len(row["quote"].split()) > 8)
    surname, words = row["speaker"].split()[-1], row["quote"].split()
    word = max(words, key=len).strip(",.")
    text = table.articles([row["doc_id"]])[row["doc_id"]].text
    narration = text.split("\n")[0].split(". ")[-1]
    checker = Checker(table)
    edited = " ".join([*words[:3], "hardly", *words[4:]])
    return {
        "open the table": lambda: open_table(table.database.path),
        "the first 30 rows": lambda: table.query(limit=30),
        "speaker": lambda: table.query(speaker=surname, limit=30),
        "word, ranked": lambda: table.query(text=word, limit=30),
        "phrase": lambda: table.query(text=f'"{" ".join(words[:3])}"', limit=30),
        "word, by date": lambda: table.query(text=word, sort="date", limit=30),
        "commonest word, by date": lambda: table.query(text="the", sort="date", limit=30),
        "speaker, word and day": lambda: table.query(speaker=surname, text=word, said_after="2021", limit=30),
        "outlet, kind, confidence": lambda: table.query(outlet="courier", kind="direct", min_confidence=0.9, limit=30),
        "role": lambda: table.query(role="mayor", limit=30),
        "count by speaker": lambda: table.count_by(["speaker"]),
        "count by outlet and month, of a word": lambda: table.count_by(["outlet", "month"], text=word),
        "SQL: count by speaker": lambda: table.sql(
            "SELECT speaker, count(*) AS n FROM quotes GROUP BY ALL ORDER BY n DESC"
        ),
        "one row by its id": lambda: table.quote(row["quote_id"]),
        "check: exact": lambda: checker.check(Claim(row["quote"], row["speaker"])),
        "check: another speaker": lambda: checker.check(Claim(row["quote"], "Nobody Atall")),
        "check: differs": lambda: checker.check(Claim(edited, surname)),
        "check: not speech": lambda: checker.check(Claim(narration)),
        "check: not found": lambda: checker.check(Claim("penguins have never voted for a submarine", surname)),
    }


def seconds(ask: Callable[[], object], *, runs: int = 1) -> tuple[float, float]:
    """Return how long something takes on the clock, and of all cores: the best of some runs [s]."""
    found = []
    for _ in range(runs):
        began = time.perf_counter(), time.process_time()
        ask()
        found.append((time.perf_counter() - began[0], time.process_time() - began[1]))
    return min(clock for clock, _ in found), min(cores for _, cores in found)


def main(paths: list[str]) -> None:
    """Time the tables, and print what was found."""
    columns: dict[str, dict[str, tuple[float, float]]] = {}
    for path in paths:
        table = open_table(path)
        name = f"{table.sql('SELECT count(*) AS n FROM quotes').rows['n'][0].as_py():,} rows"
        found = {"index of the quotations": seconds(lambda table=table: table.database.words())}
        found["index of the texts"] = seconds(lambda table=table: table.database.words("articles"))
        for kind, ask in questions(table).items():
            found[kind] = seconds(ask, runs=RUNS)
        columns[name] = found
    print(f"Load of the machine, one minute and fifteen: {os.getloadavg()[0]:.0f}, {os.getloadavg()[2]:.0f}.\n")
    heads = [f"{name}, {what}" for name in columns for what in ("clock", "cores")]
    print(f"| seconds, {date.today()}, {os.cpu_count()} cores | {' | '.join(heads)} |")
    print(f"|---|{'---:|' * len(heads)}")
    for kind in next(iter(columns.values())):
        cells = [f"{value:.2f}" for found in columns.values() for value in found[kind]]
        print(f"| {kind} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main(sys.argv[1:])
