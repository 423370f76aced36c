"""Find which values of a column a name asked for stands for: speakers, outlets, roles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from quotes.table.database import Database
from quotes.table.speakers import SpeakerMatch, covers, fold, is_described, key_word, match

#: The word of a name that is longest must be in the value; the rest is decided on the few that have it.
_FOLD = "lower(strip_accents(replace(replace({}, '’', ''), '''', '')))"
_COLUMNS = {"outlet": "outlet", "role": "speaker_role"}


def resolve_names(database: Database, name: str, asked: str) -> tuple[str, dict[str, pa.Table]]:
    """Return the condition that a row's speaker, outlet or role is the one asked for, and the tables that it names.

    Args:
        database: the table.
        name: "speaker", "outlet" or "role".
        asked: words of it.
    """
    if name != "speaker":
        column = _COLUMNS[name]
        values = [value for (value,) in _having(database, [column], asked) if covers(asked, value)]
        return f"{column} IN (SELECT value FROM {name}s)", {f"{name}s": _values(values)}
    rows = _having(database, ["speaker", "speaker_kind"], asked)
    speakers = [speaker for speaker, kind in rows if match(asked, speaker, kind=kind) == SpeakerMatch.FULL]
    mentions = [mention for (mention,) in _having(database, ["mention"], asked) if is_described(asked, mention)]
    ids = people_rows(database, lambda alias: match(asked, alias) == SpeakerMatch.FULL)
    condition = (
        "(speaker IN (SELECT value FROM speakers) OR quote_id IN (SELECT value FROM persons) "
        "OR speaker IS NULL AND mention IN (SELECT value FROM mentions))"
    )
    return condition, {"speakers": _values(speakers), "persons": _values(ids), "mentions": _values(mentions)}


def people_rows(database: Database, wanted: Callable[[str], bool]) -> list[str]:
    """Return the quote_ids of the persons of people.parquet one of whose names is wanted; none where it was not made."""
    path = _people(database.path)
    if not path.is_file():
        return []
    people = pq.read_table(path, columns=["person_id", "name", "aliases"]).to_pylist()
    found = [person["person_id"] for person in people if any(map(wanted, {person["name"], *person["aliases"]}))]
    rows = pq.read_table(path, columns=["quote_ids"], filters=[("person_id", "in", found)]) if found else None
    return [quote_id for ids in rows["quote_ids"].to_pylist() for quote_id in ids] if rows else []


def _having(database: Database, columns: list[str], asked: str) -> list[tuple[str, ...]]:
    """Return the distinct values of columns whose first holds the longest word asked for."""
    statement = f"SELECT DISTINCT {', '.join(columns)} FROM {{quotes}} WHERE contains({_FOLD.format(columns[0])}, ?)"
    rows = database.ask(statement, [fold(key_word(asked))])
    return list(zip(*(rows[name].to_pylist() for name in columns), strict=True))


def _values(values: list[str]) -> pa.Table:
    return pa.table({"value": pa.array(values, pa.string())})


def _people(table: Path) -> Path:
    if table.is_dir():
        return table / "people" / "people.parquet"
    return table.with_name(f"{table.stem}.people.parquet")
