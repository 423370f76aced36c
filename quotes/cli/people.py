"""`quotes people` and `quotes reprints`: who speaks, and what is printed again, over a whole table."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import typer

from quotes.cli import answers, options
from quotes.cli.answers import Style
from quotes.cli.display import printable
from quotes.cli.messages import say

if TYPE_CHECKING:
    import pyarrow as pa

#: What a table of people shows.
PEOPLE_COLUMNS = ["person_id", "name", "kind", "quotations", "articles"]
#: What `--json` leaves to `--show` and to people.parquet.
_LONG = ("roles", "outlets", "merged", "apart")


def people(
    table: options.TablePath,
    show: options.ShowName = None,
    known: options.KnownPeople = None,
    same: options.SamePerson = None,
    not_same: options.NotSame = None,
    who: options.DecidedBy = "",
    why: options.DecidedWhy = "",
    force: options.AgainPeople = False,
    limit: options.Limit = None,
    all_rows: options.All = False,
    as_csv: options.Csv = False,
    as_json: options.JsonLines = False,
    as_table: options.AsTable = False,
) -> None:
    """Find one identity for each person and body of a table, and show them.

    They are kept beside the table, in NAME.people.parquet, and looked for again when the table has grown. Decisions are
    kept in NAME.people-decisions.csv.

    For example:

        quotes people quotes.parquet --show petro

        quotes people quotes.parquet --same "Gustavo Petro" petro-2 --why "the same interview"

        quotes people quotes.parquet --known people.csv --json > people.jsonl
    """
    from quotes.table import identities as store

    chosen = answers.out({Style.CSV: as_csv, Style.JSON: as_json, Style.TABLE: as_table})
    decided = _decide(table, same, not_same, who=who, why=why)
    if force or known or decided or not store.path(table).is_file() or store.is_stale(table):
        _build(table, known or store.known_of(table))
    found = _read(table, show)
    if chosen.style == Style.JSON:
        _print_json(found)
    elif chosen.style == Style.TABLE and show is not None:
        _print_described(found)
    else:
        most = answers.limit(limit, all_rows, chosen.style)
        rows = found if most is None else found.slice(0, most)
        answers.print_rows(rows, chosen, total=len(found), columns=PEOPLE_COLUMNS)


def reprints(
    table: options.TablePath,
    force: options.AgainReprints = False,
    limit: options.Limit = None,
    all_rows: options.All = False,
    as_csv: options.Csv = False,
    as_json: options.Json = False,
    as_table: options.AsTable = False,
) -> None:
    """Find quotations of a table that are printed again, and show where each was printed first.

    Equal and nearly equal quotations are taken together: cut short, with other marks, a slip, a bracket or a word more.
    They are kept beside the table, in NAME.reprints.parquet, and looked for again when the table has grown.

    For example:

        quotes reprints quotes.parquet --all
    """
    from quotes.reprints.building import build
    from quotes.table import reprints as store
    from quotes.table.quote_table import open_table

    chosen = answers.out({Style.CSV: as_csv, Style.JSON: as_json, Style.TABLE: as_table})
    if force or not store.path(table).is_file() or store.is_stale(table):
        made = build(table)
        say(
            f"Printed again: {made.clusters:,}, {made.printings:,} times. Copied articles: {made.copies:,}. Written to {made.path}."
        )
    most = answers.limit(limit, all_rows, chosen.style)
    found = store.firsts(table, open_table(table).sql("SELECT quote_id, quote, speaker, outlet FROM quotes").rows)
    rows = found if most is None else found.slice(0, most)
    answers.print_rows(
        rows, chosen, total=len(found), columns=["quote", "speaker", "printings", "outlets", "first_day"]
    )


def _decide(table: str, same: tuple[str, str] | None, not_same: tuple[str, str] | None, *, who: str, why: str) -> bool:
    """Keep the decisions that were given; tell whether there was one."""
    from quotes.identities import decisions

    for verdict, pair in ((decisions.Verdict.SAME, same), (decisions.Verdict.NOT_SAME, not_same)):
        if pair:
            (one, one_row), (other, other_row) = (decisions.refer(table, name) for name in pair)
            taken = decisions.Decision(str(verdict), one, other, one_row, other_row, who=who, why=why)
            say(f"Kept in {decisions.add(table, taken)}.")
    return bool(same or not_same)


def _build(table: str, known: str | None) -> None:
    from quotes.identities.building import build

    made = build(table, known=known)
    say(f"People: {made.people:,}. Bodies: {made.bodies:,}. Written to {made.path}.")


def _read(table: str, show: str | None) -> pa.Table:
    """Read the people of a table; with a name to show, those it may mean."""
    from quotes.table import identities as store

    found = store.read(table)
    assert found is not None
    return found if show is None else _named(found, show)


def _named(found: pa.Table, name: str) -> pa.Table:
    import pyarrow.compute as pc

    from quotes.table import identities as store

    ids = store.matching(found, name)
    if not ids:
        say(f"Nobody is printed as {name!r}. Give a part of a name, as: quotes people TABLE --show ruiz")
        raise typer.Exit(options.NOTHING_DONE)
    return found.filter(pc.field("person_id").isin(ids))


def _print_json(found: pa.Table) -> None:
    """Print one JSON object a line for each person."""
    for batch in found.drop_columns(list(_LONG)).to_batches(max_chunksize=1024):
        for row in batch.to_pylist():
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")


def _print_described(found: pa.Table) -> None:
    for row in found.to_pylist():
        sys.stdout.write(f"{printable(_described(row), keep=chr(10))}\n")


def _described(row: dict[str, Any]) -> str:
    """Describe a person: names with what speaks for them, roles, outlets, and who was kept apart."""
    days = f", {row['first_day']} to {row['last_day']}" if row["first_day"] else ""
    qid = f", {row['qid']}" if row["qid"] else ""
    lines = [
        f"{row['name']} ({row['person_id']}{qid}), {row['kind']}: quotations: {row['quotations']:,}, "
        f"articles: {row['articles']:,}{days}",
        "  printed as",
        *(
            f"    {name['alias']}: {name['articles']:,}, {name['probability']:.2f}, {name['why']}"
            for name in row["merged"]
        ),
    ]
    if row["roles"]:
        lines += ["  roles", *(f"    {role['role']}: {role['articles']:,}{_days(role)}" for role in row["roles"])]
    if row["outlets"]:
        lines += ["  outlets", *(f"    {outlet['outlet']}: {outlet['articles']:,}" for outlet in row["outlets"])]
    if row["apart"]:
        lines += ["  kept apart from"]
        lines += [
            f"    {near['name']} ({near['person_id']}): {near['probability']:.2f}, {near['why']}"
            for near in row["apart"]
        ]
    return "\n".join(lines) + "\n"


def _days(role: dict[str, Any]) -> str:
    return f", {role['first']} to {role['last']}" if role["first"] else ""
