"""Link people who are printed under different full names: titles, initials, misprints, transliterations, acronyms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from quotes.config import IdentityConfig
from quotes.identities.bodies import BodyName
from quotes.identities.names import blocks, differences
from quotes.identities.person_names import CONFLICT
from quotes.identities.profiles import Name, Profile
from quotes.identities.records import Group, Records
from quotes.identities.scoring import Score, common, context, score

_ESTABLISHED = 3  # people who bear a surname that is no misprint
_CLEARLY = 2.0  # log odds by which one of two that exclude each other must be likelier

_PAIRS = """
    CREATE OR REPLACE TABLE pairs AS
    WITH small AS (SELECT kind, block FROM blocks GROUP BY ALL HAVING count(*) BETWEEN 2 AND $most),
    kept AS (FROM blocks SEMI JOIN small USING (kind, block))
    SELECT DISTINCT a.number AS one, b.number AS other FROM kept a JOIN kept b
    ON a.kind = b.kind AND a.block = b.block AND a.number < b.number
"""


@dataclass(slots=True)
class Person:
    """Somebody in the making: groups of one name that were found to be one person's."""

    number: int
    groups: list[Group]
    profile: Profile
    known: int | None = None  # which of the user's known people

    @property
    def name(self) -> Name:
        """The name that all groups share."""
        return self.profile.names[0]


@dataclass(slots=True)
class Links:
    """Who is whom: pairs of people's numbers."""

    joined: list[tuple[Score, int, int]] = field(default_factory=list)
    rejected: list[tuple[Score, int, int]] = field(default_factory=list)
    conflicts: set[tuple[int, int]] = field(default_factory=set)

    def conflict(self, one: int, other: int) -> bool:
        """True if two cannot be one."""
        return (min(one, other), max(one, other)) in self.conflicts


def link(people: list[Person], told: set[tuple[str, str]], records: Records, *, config: IdentityConfig) -> Links:
    """Compare all people whose names share a block.

    Args:
        people: those with full names; `number` is the place in this list.
        told: pairs of keys of bodies' names of which an article says that one stands for the other.
        records: for the database that finds who shares a block.
        config: settings.
    """
    bearers = Counter(person.name.words[-1] for person in people)
    links = Links()
    for i, j in _pairs(people, records, config=config):
        one, other = people[i], people[j]
        namesakes = one.name.key == other.name.key  # `namesakes` has parted them
        found = (
            score(["equal", *context(one.profile, other.profile)]) if namesakes else _compare(one, other, bearers, told)
        )
        if found is None:
            continue
        if found.decisive or namesakes:
            links.conflicts.add((i, j))
            links.rejected.append((found, i, j))
        elif found.probability >= config.min_name:
            links.joined.append((found, i, j))
        elif found.probability >= config.min_told:
            links.rejected.append((found, i, j))
    return links


def undecided(links: Links) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield who is linked to several that cannot be one person, none of them clearly, and to whom; drop these links.

    "Ana Ruiz" may be "Ana M. Ruiz" or "Ana P. Ruiz". Where one of them is clearly likelier, only its link is kept.
    """
    partners: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for found, one, other in links.joined:
        partners[one].append((found.log_odds, other))
        partners[other].append((found.log_odds, one))
    dropped: set[tuple[int, int]] = set()
    for number, linked in partners.items():
        ranked = sorted(linked, reverse=True)
        rivals = [(odds, other) for odds, other in ranked[1:] if links.conflict(ranked[0][1], other)]
        if not rivals:
            continue
        dropped.update((number, other) for _, other in rivals)
        if ranked[0][0] - rivals[0][0] < _CLEARLY:
            dropped.add((number, ranked[0][1]))
            yield number, tuple(other for _, other in ranked)
    links.joined = [link for link in links.joined if not {link[1:], link[:0:-1]} & dropped]


def _compare(one: Person, other: Person, bearers: Counter[str], told: set[tuple[str, str]]) -> Score | None:
    differ = differences(one.name, other.name)
    if differ is None:
        return None
    if differ == (CONFLICT,):
        return score([CONFLICT])
    observed = ["equal", *differ]
    if isinstance(one.name, BodyName):
        observed += _told(one.name.key, other.name.key, differ, told)
    else:
        surnames = {one.name.words[-1], other.name.words[-1]}
        observed += common(max(bearers[name] for name in surnames))
        if "misprint" in differ and len(surnames) > 1 and all(bearers[name] >= _ESTABLISHED for name in surnames):
            observed.append("known surnames")
    return score([*observed, *context(one.profile, other.profile)])


def _told(one: str, other: str, differ: tuple[str, ...], told: set[tuple[str, str]]) -> Iterable[str]:
    if not told & {(one, other), (other, one)}:
        return ()
    return ("told acronym",) if "acronym" in differ else ("told short form",)


def _pairs(people: list[Person], records: Records, *, config: IdentityConfig) -> Iterator[tuple[int, int]]:
    """Yield the pairs of people whose names share a block, each once."""

    def found() -> Iterator[tuple[str, str, int]]:
        for person in people:
            for block in {f"key|{person.name.key}", *blocks(person.name)}:
                yield person.profile.kind, block, person.number

    database = records.database
    database.keep("blocks", found(), pa.schema({"kind": pa.string(), "block": pa.string(), "number": pa.int32()}))
    database.run(_PAIRS, {"most": config.max_block})
    for row in database.rows("FROM pairs ORDER BY one, other"):
        yield row["one"], row["other"]
