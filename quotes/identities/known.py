"""Read the user's file of known people, and find them among the people of a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from quotes.errors import InputError
from quotes.identities.linking import Person
from quotes.identities.names import name_of
from quotes.identities.spelling import plain
from quotes.types import SpeakerKind


@dataclass(frozen=True, slots=True)
class Known:
    """One line of the user's file."""

    names: tuple[str, ...]
    qid: str | None
    about: frozenset[str]  # words of all other columns

    def keys(self, kind: str) -> frozenset[str]:
        """The keys of its names, as those of a kind of speaker are made."""
        return frozenset(name_of(kind, name).key for name in self.names)


def read_known(path: str | Path) -> list[Known]:
    """Read a CSV or Parquet file with the columns name and, if there are, aliases (parted by | or ;), qid and any others.

    Raises:
        InputError: the file cannot be read, or has no column `name`.
    """
    path = Path(path)
    try:
        table = pq.read_table(path) if path.suffix == ".parquet" else _read_csv(path)
    except (OSError, pa.ArrowInvalid) as error:
        msg = f"{path}: cannot be read as a file of known people ({error}). Give a CSV or Parquet file with a column name."
        raise InputError(msg) from error
    if "name" not in table.column_names:
        msg = f"{path}: has no column name; there are {', '.join(table.column_names)}. Columns: name, aliases, qid, any others."
        raise InputError(msg)
    return [_known(row) for row in table.to_pylist() if row["name"]]


def _read_csv(path: Path) -> pa.Table:
    names = pyarrow.csv.open_csv(path).schema.names
    text = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True)
    return pyarrow.csv.read_csv(path, convert_options=text)


def _known(row: dict[str, Any]) -> Known:
    given = row.get("aliases") or ()
    aliases = given.replace(";", "|").split("|") if isinstance(given, str) else list(given)
    others = [str(value) for name, value in row.items() if name not in {"name", "aliases", "qid"} and value is not None]
    names = tuple(name.strip() for name in (row["name"], *aliases) if name and name.strip())
    return Known(names, row.get("qid") or None, frozenset(plain(" ".join(others)).split()))


class KnownPeople:
    """The lines of the user's file by the keys of their names."""

    def __init__(self, lines: Sequence[Known]) -> None:
        self.lines = lines
        self._places: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, line in enumerate(lines):
            for kind in (SpeakerKind.PERSON, SpeakerKind.ORGANISATION):
                for name in line.keys(kind):
                    self._places[kind, name].append(place)

    def places(self, kind: str, name: str) -> list[int]:
        """Return which lines have a name, given by its key."""
        return self._places.get((kind, name), [])

    def find(self, people: Iterable[Person]) -> dict[int, int]:
        """Find who of a table's people is known: number of the person -> place in the file.

        Of several people who bear a known name, those are meant whose roles share most words with the line's other
        columns; of several lines with one name likewise. One person and one line go together without.
        """
        by_name: dict[tuple[str, str], list[Person]] = defaultdict(list)
        for person in people:
            if self.places(person.profile.kind, person.name.key):
                by_name[person.profile.kind, person.name.key].append(person)
        found: dict[int, int] = {}
        for (kind, name), bearers in by_name.items():
            places = self.places(kind, name)
            if len(bearers) == 1 and len(places) == 1:
                found[bearers[0].number] = places[0]
            else:
                found.update(_assign(self.lines, places, bearers))
        return found


def _assign(known: Sequence[Known], places: Sequence[int], bearers: Sequence[Person]) -> dict[int, int]:
    """Give each line the person whose roles share most words with it, best pairs first; a pair that shares none is none."""
    shared = [(len(known[place].about & _said(person)), place, person.number) for place in places for person in bearers]
    found: dict[int, int] = {}
    for words, place, number in sorted(shared, key=lambda item: (-item[0], *item[1:])):
        if words and number not in found and place not in found.values():
            found[number] = place
    return found


def _said(person: Person) -> frozenset[str]:
    roles = person.profile.roles
    return frozenset(word for role in roles for word in (*role.nouns, *role.names, *role.words))
