"""Part the people who bear one full name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from quotes.config import IdentityConfig
from quotes.identities.profiles import Profile, merge
from quotes.identities.records import Group
from quotes.identities.scoring import Score, context, score

#: Tells whether the user has decided that two groups are two people.
Parted = Callable[[Group, Group], bool]


@dataclass(frozen=True, slots=True)
class Parting:
    """The people of one name, each with the groups that are his, and the groups that may be anyone's of them."""

    people: list[list[Group]]
    undecided: list[Group]


def part(groups: Sequence[Group], parted: Parted, *, base: str, config: IdentityConfig) -> Parting:
    """Part the groups of one name.

    Groups whose role names a place, a body or an age are joined first. One whose role tells less joins the one person
    that it fits; where it fits several, or tells nothing while there are several, it stays undecided.

    Args:
        groups: all groups of a name.
        parted: decisions of the user.
        base: the observation that one name is: "equal", "alone" or "left".
        config: settings.
    """
    specific = [group for group in groups if _is_specific(group.profile)]
    people = _join(specific[: config.max_roles], parted, base=base, config=config)
    placed = {group for person in people for group in person}
    rest = sorted((group for group in groups if group not in placed), key=lambda group: not group.profile.roles)
    return Parting(people, _place(rest, people, parted, base=base, config=config))


def _is_specific(profile: Profile) -> bool:
    """True if a role names a place, a body or an age."""
    return any(role.names or role.age for role in profile.roles)


def _place(
    rest: Sequence[Group], people: list[list[Group]], parted: Parted, *, base: str, config: IdentityConfig
) -> list[Group]:
    """Add each group to the one person that it fits, or as a new person; return those that fit several."""
    profiles = [merge(group.profile for group in person) for person in people]
    undecided = []
    for group in rest:
        fits = [
            person
            for person, profile in zip(people, profiles, strict=True)
            if _fits(group.profile, profile, base=base, config=config)
            and not any(parted(group, other) for other in person)
        ]
        if len(fits) == 1:
            fits[0].append(group)
        elif fits:
            undecided.append(group)
        else:
            people.append([group])
            profiles.append(group.profile)
    return undecided


def _fits(one: Profile, other: Profile, *, base: str, config: IdentityConfig) -> bool:
    told = together(one, other, base=base)
    return told.probability >= config.min_name and not told.decisive


def _join(groups: Sequence[Group], parted: Parted, *, base: str, config: IdentityConfig) -> list[list[Group]]:
    """Join the likeliest pairs first, and nobody with somebody who is rather another."""
    people = [[group] for group in groups]
    home = dict(enumerate(people))
    links, conflicts = _compare(groups, parted, base=base, config=config)
    index = {group: number for number, group in enumerate(groups)}
    for _, i, j in links:
        person, joining = home[i], home[j]
        pairs = ((index[a], index[b]) for a in person for b in joining)
        if person is joining or any((min(pair), max(pair)) in conflicts for pair in pairs):
            continue
        person.extend(joining)
        for group in joining:
            home[index[group]] = person
    return list({id(person): person for person in home.values()}.values())


def _compare(
    groups: Sequence[Group], parted: Parted, *, base: str, config: IdentityConfig
) -> tuple[list[tuple[float, int, int]], set[tuple[int, int]]]:
    """Compare all pairs of groups.

    Returns:
        Pairs that are likely one person, the likeliest first, each after its log odds with the sign turned; and pairs that
        are rather two.
    """
    links: list[tuple[float, int, int]] = []
    conflicts: set[tuple[int, int]] = set()
    for (i, one), (j, other) in combinations(enumerate(groups), 2):
        told = together(one.profile, other.profile, base=base)
        if told.decisive or told.log_odds < 0 or parted(one, other):
            conflicts.add((i, j))
        elif told.probability >= config.min_name:
            links.append((-told.log_odds, i, j))
    return sorted(links), conflicts


def together(one: Profile, other: Profile, *, base: str) -> Score:
    """Weigh whether two profiles of one name are one person."""
    return score([base, *context(one, other)])
