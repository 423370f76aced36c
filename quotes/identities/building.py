"""Build the people of a table: names to people, people linked, short forms found out, written beside the table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from quotes.config import DEFAULT_IDENTITIES, IdentityConfig
from quotes.identities import decisions, rulings, telling
from quotes.identities.clusters import Clusters, join_links
from quotes.identities.known import KnownPeople, read_known
from quotes.identities.linking import Links, Person, link, undecided
from quotes.identities.namesakes import part
from quotes.identities.profiles import merge
from quotes.identities.records import Group, Records, open_records
from quotes.identities.rulings import Rulings, Target
from quotes.identities.settling import Settling
from quotes.identities.short_forms import Candidates
from quotes.identities.writing import Assignment, Summary, write


@dataclass(slots=True)
class _Building:
    """What is known while the people of a table are built."""

    records: Records
    config: IdentityConfig
    rulings: Rulings
    known: KnownPeople
    told: set[tuple[str, str]]
    people: list[Person] = field(default_factory=list)
    #: groups whose bearer is found record by record, and among whom; None: among all
    open_groups: dict[int, tuple[Group, tuple[int, ...] | None]] = field(default_factory=dict)
    assigned: Assignment = field(default_factory=Assignment)


def build(
    table: str | Path, *, known: str | Path | None = None, config: IdentityConfig = DEFAULT_IDENTITIES
) -> Summary:
    """Find one identity for each person and body of a table, and write them beside it.

        build("quotes.parquet", known="people.csv").people

    Args:
        table: a NAME.parquet or a folder, as `extract` wrote it.
        known: the user's file of known people; None: there is none.
        config: settings.

    Raises:
        InputError: there is no such table, or the file of known people or the decisions cannot be read.
    """
    entries = KnownPeople(read_known(known) if known else [])
    taken = decisions.read(table)
    with open_records(table, config=config) as records:
        groups = list(records.groups())
        ruled = rulings.find(taken, groups, records)
        building = _Building(records, config, ruled, entries, telling.told(table, records.database))
        _part_names(building, groups)
        clusters, links = _link_people(building)
        _assign_people(building, clusters, links)
        profiles = {
            clusters.find(members[0]): merge(building.people[number].profile for number in members)
            for members in clusters.all()
            if any(building.people[number].groups for number in members)
        }
        building.assigned.next = len(building.people)
        settling = Settling(records, config, Candidates(profiles, building.told), building.assigned)
        settling.forced, settling.banned = _ruled(building, clusters)
        settling.settle({id: (group, _homes(among, clusters)) for id, (group, among) in building.open_groups.items()})
        _join_decided(building)
        return write(table, records.database, building.assigned, known=known)


def _part_names(building: _Building, groups: Iterable[Group]) -> None:
    """Part the bearers of each full name; groups of short forms stay open."""
    for _, same_name in groupby(groups, key=lambda group: (group.profile.kind, group.key)):
        bearers = list(same_name)
        for group in bearers:
            if group.short:
                building.open_groups[group.id] = (group, None)
        full = [group for group in bearers if not group.short]
        if not full:
            continue
        parting = part(full, building.rulings.parted, base="equal", config=building.config)
        first = len(building.people)
        for person in parting.people:
            profile = merge(group.profile for group in person)
            building.people.append(Person(len(building.people), person, profile))
        everyone = tuple(range(first, len(building.people)))
        for group in parting.undecided:
            building.open_groups[group.id] = (group, everyone)


def _link_people(building: _Building) -> tuple[Clusters, Links]:
    people = building.people
    found = building.known.find(people)
    for number, place in found.items():
        people[number].known = place
    links = link(people, building.told, building.records, config=building.config)
    links.conflicts |= {
        (one, other)
        for _, one, other in links.joined
        if found.get(one, -1) != found.get(other, -1) and {one, other} <= found.keys()
    }
    links.conflicts |= {pair for one, other in building.rulings.apart for pair in _people_pairs(people, one, other)}
    for number, partners in undecided(links):
        for group in people[number].groups:
            building.open_groups[group.id] = (group, partners)
        people[number].groups = []
    clusters = Clusters(len(people), links.conflicts)
    _join_known(clusters, found)
    for one, other in building.rulings.same:
        for a, b in _people_pairs(people, one, other):
            clusters.join(a, b, force=True)
    return clusters, links


def _join_known(clusters: Clusters, found: Mapping[int, int]) -> None:
    """Join people who are one person of the file of known people.

    Args:
        clusters: the people as joined so far.
        found: number of a person -> place in the file.
    """
    by_place: dict[int, list[int]] = defaultdict(list)
    for number, place in found.items():
        by_place[place].append(number)
    for numbers in by_place.values():
        for number in numbers[1:]:
            clusters.join(numbers[0], number, force=True)


def _people_pairs(people: Sequence[Person], one: Target, other: Target) -> Iterator[tuple[int, int]]:
    def of(target: Target) -> list[int]:
        return [person.number for person in people if any(group.id in target.groups for group in person.groups)]

    for a in of(one):
        yield from ((min(a, b), max(a, b)) for b in of(other) if a != b)


def _assign_people(building: _Building, clusters: Clusters, links: Links) -> None:
    why = join_links(clusters, links)
    for person in building.people:
        home = clusters.find(person.number)
        probability, told = why.get(person.number, (1.0, ""))
        for group in person.groups:
            building.assigned.groups.append((group.id, home, probability, told or "the name itself"))
        if person.known is not None:
            building.assigned.qids[home] = building.known.lines[person.known].qid
    for found, one, other in links.rejected:
        a, b = clusters.find(one), clusters.find(other)
        if a != b:
            building.assigned.apart.append((a, b, found.probability, found.why))


def _homes(among: tuple[int, ...] | None, clusters: Clusters) -> tuple[int, ...] | None:
    return None if among is None else tuple(sorted({clusters.find(number) for number in among}))


def _ruled(building: _Building, clusters: Clusters) -> tuple[dict[int, int], dict[int, set[int]]]:
    """Find whose short forms are by decision or by the file of known people, and whose they are not.

    Returns:
        Group, or record as a negative number -> person; the same -> people whom it cannot be.
    """
    homes = {person.known: clusters.find(person.number) for person in building.people if person.known is not None}
    forced: dict[int, int] = {}
    for group, _ in building.open_groups.values():
        places = building.known.places(group.profile.kind, group.key)
        if len(places) == 1 and places[0] in homes:
            forced[group.id] = homes[places[0]]
    banned: dict[int, set[int]] = defaultdict(set)
    for one, other in (*building.rulings.same, *((b, a) for a, b in building.rulings.same)):
        for name, home in _open_targets(building, clusters, one, other):
            forced[name] = home
    for one, other in (*building.rulings.apart, *((b, a) for a, b in building.rulings.apart)):
        for name, home in _open_targets(building, clusters, one, other):
            banned[name].add(home)
    return forced, banned


def _open_targets(building: _Building, clusters: Clusters, one: Target, other: Target) -> Iterator[tuple[int, int]]:
    """Yield the open groups, or the record, that a decision is about, each with the person of the other side."""
    homes = [person.number for person in building.people if any(group.id in other.groups for group in person.groups)]
    if homes:
        names = [-one.record] if one.record is not None else sorted(one.groups)
        opened = one.groups & building.open_groups.keys()
        yield from ((name, clusters.find(homes[0])) for name in names if opened)


def _join_decided(building: _Building) -> None:
    """Join the people of whom rows were decided to be one's, whoever they were found to be."""
    of_record = {record: person for record, person, *_ in building.assigned.records}
    of_group = {group: person for group, person, *_ in building.assigned.groups}

    def owner(target: Target) -> int | None:
        if target.record is None:
            return None
        return of_record.get(target.record, of_group.get(next(iter(target.groups))))

    for one, other in building.rulings.same:
        keep, drop = owner(one), owner(other)
        if keep is not None and drop is not None and keep != drop:
            building.assigned.join(keep, drop)
            of_record |= {record: keep for record, person in of_record.items() if person == drop}
            of_group |= {group: keep for group, person in of_group.items() if person == drop}
