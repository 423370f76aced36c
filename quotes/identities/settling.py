"""Settle record by record whose a short form is, and keep those apart that are nobody's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby

from quotes.config import IdentityConfig
from quotes.identities.bodies import BodyName
from quotes.identities.namesakes import part
from quotes.identities.profiles import Profile
from quotes.identities.records import Group, Record, Records
from quotes.identities.short_forms import Candidate, Candidates, settle
from quotes.identities.writing import Assignment

_MANY = 50  # profiles that are added up at a time
_SURE = 0.9  # probability from which a short form tells more of its bearer

#: Open groups, and among whom their bearer is; None: among all whom the name fits.
Open = Mapping[int, tuple[Group, tuple[int, ...] | None]]


class Settling:
    """Finds the bearers of short forms."""

    def __init__(self, records: Records, config: IdentityConfig, candidates: Candidates, assigned: Assignment) -> None:
        self.forced: dict[int, int] = {}
        self.banned: Mapping[int, set[int]] = {}
        self._records = records
        self._config = config
        self._candidates = candidates
        self._assigned = assigned

    def settle(self, opened: Open) -> None:
        """Find whose the records of open groups are; the rest are people of their own."""
        asked, alone = {}, []
        for group, among in opened.values():
            fits = among or self._candidates.rank(group.profile.names[0], group.profile)
            if fits or group.id in self.forced or _is_generic(group):
                asked[group.id] = (group, among)
            else:
                alone.append(group)
        left = self._ask(asked)
        self._keep(alone, base="alone")
        self._keep(left, base="left")

    def _ask(self, asked: Open) -> list[Group]:
        """Settle what can be; return the groups of which no record was settled and whose role tells who it is.

        Records are asked for twice: those that are settled tell in which outlets a person is quoted, and when.
        """
        settled: set[int] = set()
        self._settle_records(asked, settled)
        rest = self._settle_records(asked, settled)
        left = []
        for number, record_ids in rest.items():
            group = asked[number][0]
            if number not in settled and _is_specific(group):
                left.append(group)
                continue
            for record_id in record_ids:
                self._assigned.records.append((record_id, self._assigned.new(), 1.0, "nobody else is likely"))
        return left

    def _settle_records(self, asked: Open, settled: set[int]) -> dict[int, list[int]]:
        """Settle the records of groups that are not settled yet; return the others by group.

        `settled` has the groups of which a record was settled, and gets more; records have negative numbers in it.
        """
        rest: dict[int, list[int]] = defaultdict(list)
        gained: dict[int, list[Profile]] = defaultdict(list)
        for record in self._records.records(list(asked)):
            if -record.id in settled:
                continue
            chosen = self._choose(record, asked[record.group][1])
            if chosen is None:
                rest[record.group].append(record.id)
                continue
            settled.update((record.group, -record.id))
            self._assigned.records.append((record.id, chosen.person, chosen.probability, chosen.why))
            if chosen.probability >= _SURE and chosen.person in self._candidates.people:
                gained[chosen.person].append(record.profile)
                if len(gained[chosen.person]) == _MANY:
                    self._candidates.learn(chosen.person, gained.pop(chosen.person))
        for person, profiles in gained.items():
            self._candidates.learn(person, profiles)
        return rest

    def _choose(self, record: Record, among: tuple[int, ...] | None) -> Candidate | None:
        for name in (-record.id, record.group):
            if name in self.forced:
                return Candidate(self.forced[name], 1.0, "decided")
        banned = self.banned.get(-record.id, set()) | self.banned.get(record.group, set())
        ranked = self._candidates.rank(record.profile.names[0], record.profile, among=among)
        return settle([candidate for candidate in ranked if candidate.person not in banned], config=self._config)

    def _keep(self, groups: Iterable[Group], *, base: str) -> None:
        """Make people of groups that are nobody's."""
        ordered = sorted(groups, key=lambda group: (group.profile.kind, group.key, -group.profile.articles, group.id))
        for _, same_name in groupby(ordered, key=lambda group: (group.profile.kind, group.key)):
            parting = part(list(same_name), lambda one, other: False, base=base, config=self._config)
            for person in [*parting.people, *([group] for group in parting.undecided)]:
                number = self._assigned.new()
                for group in person:
                    self._assigned.groups.append((group.id, number, 1.0, "the name itself"))


def _is_generic(group: Group) -> bool:
    name = group.profile.names[0]
    return isinstance(name, BodyName) and name.generic


def _is_specific(group: Group) -> bool:
    return any(role.names or role.age for role in group.profile.roles)
