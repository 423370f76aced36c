"""`quotes rules`: list the rules by which speakers, days and the parts of a page are told."""

from __future__ import annotations

from dataclasses import asdict

from quotes.cli import answers, options
from quotes.cli.answers import Style
from quotes.errors import QueryError


def rules(
    room: options.Room = None,
    as_csv: options.Csv = False,
    as_json: options.Json = False,
    as_table: options.AsTable = False,
) -> None:
    """List the rules, in the order in which they are asked. The first of a group that has an answer wins.

    With --json each rule comes with examples of where it fires and where it does not. The evidence of a row, and the
    confidence, name rules by their ids.

    For example:

        quotes rules people

        quotes rules --json
    """
    import pyarrow as pa

    from quotes import rulebook

    chosen = answers.out({Style.CSV: as_csv, Style.JSON: as_json, Style.TABLE: as_table})
    found = [asdict(entry) for entry in rulebook.entries(room)]
    if not found:
        rooms = sorted({name for name, _, _ in rulebook.RULES})
        msg = f"There are no rules in {room!r}. Rooms with rules: {', '.join(rooms)}."
        raise QueryError(msg)
    answers.print_rows(pa.Table.from_pylist(found), chosen, columns=["group", "rule", "does"], whole=["rule"])
