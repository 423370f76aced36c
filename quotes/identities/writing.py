"""Write the people of a table: who owns which records, as `people.parquet`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from quotes.identities.names import name_of, slug
from quotes.table import identities as store
from quotes.table.working import Database

_MOST_APART = 5  # who was kept apart: so many are told
_MOST_ROLES = _MOST_OUTLETS = 50  # roles and outlets of one person: so many are told
_BATCH = 2000


@dataclass(slots=True)
class Assignment:
    """Whose groups and records are; a record's own outweighs its group's."""

    groups: list[tuple[int, int, float, str]] = field(default_factory=list)  # group, person, probability, why
    records: list[tuple[int, int, float, str]] = field(default_factory=list)  # record, person, probability, why
    qids: dict[int, str | None] = field(default_factory=dict)
    apart: list[tuple[int, int, float, str]] = field(default_factory=list)  # person, other, probability, why
    next: int = 0  # number of the next person

    def new(self) -> int:
        """Return the number of a new person."""
        self.next += 1
        return self.next - 1

    def join(self, keep: int, drop: int) -> None:
        """Make two people one."""
        for owned in (self.groups, self.records):
            for place, (what, who, *_) in enumerate(owned):
                if who == drop:
                    owned[place] = (what, keep, 1.0, "decided")
        self.apart = [pair for pair in self.apart if {keep, drop} != set(pair[:2])]
        self.qids.setdefault(keep, self.qids.pop(drop, None))


@dataclass(frozen=True, slots=True)
class Summary:
    """What was found."""

    path: Path
    people: int
    bodies: int


_OWNED = """
    CREATE OR REPLACE TABLE owned AS
    SELECT k.*, coalesce(r.person, g.person) AS person, coalesce(r.probability, g.probability) AS probability,
        coalesce(r.why, g.why) AS why
    FROM keyed k JOIN groups USING (kind, key, signature)
    LEFT JOIN assigned_groups g USING (group_id) LEFT JOIN assigned_records r USING (record)
"""
#: Rows of the table with whose they are.
_SPOKEN = """
    CREATE OR REPLACE TABLE spoken AS
    SELECT o.person, q.quote_id, q.mention, q.speaker FROM quotes q JOIN owned o
    ON q.doc_id = o.doc_id AND q.story = o.story AND q.speaker_kind = o.kind AND q.speaker = o.speaker
"""
#: Mentions that are names: in capitals, of few words, one of them the speaker's.
_MENTIONED = """
    SELECT person, mention AS alias, count(*) AS times FROM spoken
    WHERE mention <> speaker AND regexp_matches(mention, '^\\p{Lu}') AND len(string_split(mention, ' ')) < 5
    AND len(list_filter(list_intersect(string_split(lower(mention), ' '), string_split(lower(speaker), ' ')),
        lambda word: word NOT IN ('the', 'of', 'and', 'for', 'a'))) > 0
    GROUP BY ALL
"""
_PEOPLE = f"""
    SELECT p.*, n.merged, r.roles, t.outlets, s.quote_ids, m.mentioned
    FROM (SELECT person, any_value(kind) AS kind, min(day) AS first_day, max(day) AS last_day,
            sum(quotations)::INTEGER AS quotations, count(DISTINCT doc_id)::INTEGER AS articles
        FROM owned GROUP BY person) p
    JOIN (SELECT person, list({{'alias': speaker, 'articles': articles, 'probability': probability, 'why': why}}
            ORDER BY articles DESC, speaker) AS merged
        FROM (SELECT person, speaker, count(*)::INTEGER AS articles, avg(probability)::FLOAT AS probability,
            mode(why) AS why FROM owned GROUP BY ALL) GROUP BY person) n USING (person)
    LEFT JOIN (SELECT person, list({{'role': role, 'first': first, 'last': last, 'articles': articles}}
            ORDER BY first, role) AS roles
        FROM (SELECT person, role, min(day) AS first, max(day) AS last, count(*)::INTEGER AS articles FROM owned
            WHERE role <> '' GROUP BY ALL) GROUP BY person) r USING (person)
    LEFT JOIN (SELECT person, list({{'outlet': outlet, 'articles': articles}} ORDER BY articles DESC, outlet) AS outlets
        FROM (SELECT person, outlet, count(*)::INTEGER AS articles FROM owned WHERE outlet IS NOT NULL GROUP BY ALL)
        GROUP BY person) t USING (person)
    JOIN (SELECT person, list(quote_id ORDER BY quote_id) AS quote_ids FROM spoken GROUP BY person) s USING (person)
    LEFT JOIN (SELECT person, list(alias ORDER BY times DESC, alias) AS mentioned FROM ({_MENTIONED}) GROUP BY person) m
        USING (person)
    ORDER BY articles DESC, first_day, person
"""
_EARLIER = """
    SELECT s.person, e.person_id, count(*) AS shared FROM spoken s JOIN
        (SELECT person_id, unnest(quote_ids) AS quote_id FROM earlier) e USING (quote_id)
    GROUP BY ALL ORDER BY shared DESC, person_id
"""


def write(table: str | Path, database: Database, assigned: Assignment, *, known: str | Path | None) -> Summary:
    """Write a table's people beside it; who was there before keeps the person_id."""
    schema = {"person": pa.int64(), "probability": pa.float64(), "why": pa.string()}
    database.keep("assigned_groups", assigned.groups, pa.schema({"group_id": pa.int64(), **schema}))
    database.keep("assigned_records", assigned.records, pa.schema({"record": pa.int64(), **schema}))
    database.run(_OWNED)
    database.run(_SPOKEN)
    ids = _ids(table, database)
    counted: dict[str, int] = defaultdict(int)
    path = store.write(table, _batches(database, assigned, ids, counted), known=known)
    return Summary(path, counted["person"], counted["organisation"])


def _ids(table: str | Path, database: Database) -> dict[int, str]:
    """Give each person an id: the one they had, else one made of the name."""
    names = {
        row["person"]: row["name"]
        for row in database.rows("""
            SELECT person, coalesce(mode(speaker) FILTER (NOT short), mode(speaker)) AS name, count(*) AS articles
            FROM owned GROUP BY person ORDER BY articles DESC, min(day), person""")
    }
    ids: dict[int, str] = {}
    taken: set[str] = set()
    if store.path(table).is_file():
        database.view("earlier", [store.path(table)])
        for row in database.rows(_EARLIER):
            if row["person"] not in ids and row["person_id"] not in taken:
                ids[row["person"]] = row["person_id"]
                taken.add(row["person_id"])
    used: dict[str, int] = {}
    for person, name in names.items():
        if person not in ids:
            base = slug(name)
            number = used.get(base, 1)
            while (made := base if number == 1 else f"{base}-{number}") in taken:
                number += 1
            used[base] = number
            ids[person] = made
            taken.add(made)
    return ids


def _batches(
    database: Database, assigned: Assignment, ids: dict[int, str], counted: dict[str, int]
) -> Iterator[pa.RecordBatch]:
    names: dict[int, str] = {}
    apart: dict[int, list[tuple[float, int, str]]] = defaultdict(list)
    for one, other, probability, why in assigned.apart:
        apart[one].append((probability, other, why))
        apart[other].append((probability, one, why))
    for row in database.rows("SELECT person, mode(speaker) AS name FROM owned GROUP BY person"):
        if row["person"] in apart:
            names[row["person"]] = row["name"]
    rows: list[dict[str, Any]] = []
    for row in database.rows(_PEOPLE):
        near = [
            {"person_id": ids[other], "name": names[other], "probability": probability, "why": why}
            for probability, other, why in sorted(apart.get(row["person"], ()), reverse=True)[:_MOST_APART]
            if other in names
        ]
        rows.append(_row(row, ids[row["person"]], assigned.qids.get(row["person"]), near))
        counted[row["kind"]] += 1
        if len(rows) == _BATCH:
            yield pa.RecordBatch.from_pylist(rows, schema=store.PEOPLE)
            rows = []
    yield pa.RecordBatch.from_pylist(rows, schema=store.PEOPLE)


def _row(row: dict[str, Any], person_id: str, qid: str | None, near: list[dict[str, Any]]) -> dict[str, Any]:
    """Make a row of people.parquet."""
    merged = row["merged"]
    full = [name for name in merged if not name_of(row["kind"], name["alias"]).short]
    printed = (full or merged)[0]["alias"]
    made = {
        "person_id": person_id,
        "name": printed,
        "aliases": list(dict.fromkeys([*(name["alias"] for name in merged), *(row["mentioned"] or ())])),
        "qid": qid,
        "roles": (row["roles"] or [])[:_MOST_ROLES],
        "outlets": (row["outlets"] or [])[:_MOST_OUTLETS],
        "merged": [_itself(name) if name["alias"] == printed else name for name in merged],
        "apart": near,
    }
    return {name: made.get(name, row.get(name)) for name in store.PEOPLE.names}


def _itself(name: dict[str, Any]) -> dict[str, Any]:
    return name | {"probability": 1.0, "why": "the name itself"}
