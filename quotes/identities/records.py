"""Reduce the rows of a table to speakers: one record for a name in a story, one group for a name and role. In DuckDB.

What stays in DuckDB, which spills to disk, grows with the rows; what comes out grows with the names and roles.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from quotes import lexicon
from quotes.config import DEFAULT_IDENTITIES, IdentityConfig
from quotes.identities.names import name_of
from quotes.identities.profiles import Profile
from quotes.identities.roles import parse_role
from quotes.table.working import Database, working

#: One record for each name in a story: its rows, the role printed most, the gender that pronouns tell.
_RECORDS = """
    CREATE TABLE records AS
    SELECT row_number() OVER (ORDER BY doc_id, story, speaker_kind, speaker) AS record, doc_id, story,
        speaker_kind AS kind, speaker, any_value(outlet) AS outlet, min(coalesce(published, date)) AS day,
        coalesce(mode(speaker_role), '') AS role, count(*)::INTEGER AS quotations,
        mode(gender) AS gender
    FROM (SELECT q.*, p.gender FROM quotes q LEFT JOIN pronouns p ON p.word = lower(q.mention))
    WHERE speaker IS NOT NULL AND speaker_kind IN ('person', 'organisation')
    GROUP BY doc_id, story, speaker_kind, speaker
"""
#: Records with the key of the name and what the role says; short: a name that many may bear.
_KEYED = """
    CREATE TABLE keyed AS
    SELECT r.*, n.key, n.short, s.signature, coalesce(r.gender, n.gender) AS told
    FROM records r JOIN names n USING (kind, speaker) JOIN signatures s USING (kind, speaker, role)
"""
_TOGETHER = """
    CREATE TABLE together AS
    SELECT a.record, list(DISTINCT b.key)[:$companions] AS companions
    FROM keyed a JOIN keyed b ON a.doc_id = b.doc_id AND a.story = b.story AND a.record <> b.record AND NOT b.short
    WHERE (a.doc_id, a.story) IN (SELECT (doc_id, story) FROM keyed GROUP BY ALL HAVING count(*) <= $crowd)
    GROUP BY a.record
"""
_GROUPS = """
    CREATE TABLE groups AS
    SELECT row_number() OVER (ORDER BY kind, key, signature) AS group_id, kind, key, signature,
        bool_and(short) AS short,
        list(DISTINCT speaker ORDER BY speaker) AS printed, mode(speaker) AS name, mode(role) AS role,
        list(DISTINCT outlet) FILTER (outlet IS NOT NULL) AS outlets, min(day) AS first, max(day) AS last,
        count(*)::INTEGER AS articles, mode(told) AS gender
    FROM keyed GROUP BY kind, key, signature
"""
_COMPANIONS = """
    CREATE TABLE companions AS
    SELECT group_id, list(companion ORDER BY times DESC)[:$companions] AS companions FROM (
        SELECT group_id, companion, count(*) AS times FROM (
            SELECT g.group_id, unnest(t.companions) AS companion
            FROM together t JOIN keyed k USING (record) JOIN groups g USING (kind, key, signature))
        GROUP BY ALL)
    GROUP BY group_id
"""
_SINGLE = """
    SELECT k.record, g.group_id, k.kind, k.speaker AS name, k.role, [k.outlet] AS outlets, k.day AS first,
        k.day AS last, 1 AS articles, k.told AS gender, t.companions
    FROM keyed k JOIN groups g USING (kind, key, signature) JOIN wanted USING (group_id)
    LEFT JOIN together t USING (record) ORDER BY k.record
"""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """All records of one name and one role."""

    id: int
    key: str
    profile: Profile
    short: bool  # a surname alone, an initial, an acronym, or no name of its own
    printed: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """One name in one story."""

    id: int
    group: int
    profile: Profile
    printed: str


class Records:
    """The speakers of one table, in a database of their own."""

    def __init__(self, database: Database, config: IdentityConfig) -> None:
        self.database = database
        self._config = config
        self._load()

    def groups(self) -> Iterator[Group]:
        """Yield the groups, those of one key after one another."""
        statement = "FROM groups LEFT JOIN companions USING (group_id) ORDER BY kind, key, articles DESC, group_id"
        for row in self.database.rows(statement):
            yield Group(row["group_id"], row["key"], _profile(row), row["short"], tuple(row["printed"]))

    def records(self, group_ids: Iterable[int]) -> Iterator[Record]:
        """Yield the records of some groups, one by one."""
        self.database.keep("wanted", ((number,) for number in group_ids), pa.schema({"group_id": pa.int64()}))
        for row in self.database.rows(_SINGLE):
            yield Record(row["record"], row["group_id"], _profile(row), row["name"])

    def _load(self) -> None:
        """Reduce rows to records and groups."""
        told = lexicon.table("pronouns").items()
        genders = ((word, gender) for word, (gender, *_) in told if gender in {"m", "f"})
        self.database.keep("pronouns", genders, pa.schema({"word": _TEXT, "gender": _TEXT}))
        self.database.run(_RECORDS)
        self.database.keep("names", self._names(), _NAMES)
        self.database.keep("signatures", self._signatures(), _SIGNATURES)
        self.database.run(_KEYED)
        most = self._config.max_companions
        self.database.run(_TOGETHER, {"companions": most, "crowd": self._config.max_together})
        self.database.run(_GROUPS)
        self.database.run(_COMPANIONS, {"companions": most})

    def _names(self) -> Iterator[tuple[Any, ...]]:
        for row in self.database.rows("SELECT DISTINCT kind, speaker FROM records"):
            name = name_of(row["kind"], row["speaker"])
            yield row["kind"], row["speaker"], name.key, name.short, name.gender

    def _signatures(self) -> Iterator[tuple[str, ...]]:
        for row in self.database.rows("SELECT DISTINCT kind, speaker, role FROM records"):
            role = parse_role(row["role"], name_of(row["kind"], row["speaker"]).titles)
            yield row["kind"], row["speaker"], row["role"], role.signature


_TEXT = pa.string()
_NAMES = pa.schema({"kind": _TEXT, "speaker": _TEXT, "key": _TEXT, "short": pa.bool_(), "gender": _TEXT})
_SIGNATURES = pa.schema({"kind": _TEXT, "speaker": _TEXT, "role": _TEXT, "signature": _TEXT})


def _profile(row: dict[str, Any]) -> Profile:
    name = name_of(row["kind"], row["name"])
    role = parse_role(row["role"] or "", name.titles)
    return Profile(
        kind=row["kind"],
        names=(name,),
        roles=(role,) if role.signature else (),
        outlets=frozenset(sys.intern(outlet) for outlet in row["outlets"] or () if outlet),
        companions=frozenset(map(sys.intern, row["companions"] or ())),
        first=row["first"].toordinal() if row["first"] else None,
        last=row["last"].toordinal() if row["last"] else None,
        gender=row["gender"],
        articles=row["articles"],
    )


@contextmanager
def open_records(table: str | Path, *, config: IdentityConfig = DEFAULT_IDENTITIES) -> Iterator[Records]:
    """Open a table's speakers; the database is deleted afterwards.

    Raises:
        InputError: there is no quote table at this path.
    """
    with working(table, memory_mb=config.memory_mb) as database:
        yield Records(database, config)
