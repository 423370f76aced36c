"""Part the people who bear one full name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
    specific = [group for group in groups if any(role.names or role.age for role in group.profile.roles)]
    people = _join(specific[: config.max_roles], parted, base=base, config=config)
    profiles = [merge(group.profile for group in person) for person in people]
    placed = {group for person in people for group in person}
    undecided = []
    for group in sorted(groups, key=lambda group: not group.profile.roles):
        if group in placed:
            continue
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
    return Parting(people, undecided)


def _fits(one: Profile, other: Profile, *, base: str, config: IdentityConfig) -> bool:
    told = together(one, other, base=base)
    return told.probability >= config.min_name and not told.decisive


def _join(groups: Sequence[Group], parted: Parted, *, base: str, config: IdentityConfig) -> list[list[Group]]:
    """Join the likeliest pairs first, and nobody with somebody who is rather another."""
    people = [[group] for group in groups]
    home = dict(enumerate(people))
    links: list[tuple[float, int, int]] = []
    conflicts: set[tuple[int, int]] = set()
    for i, one in enumerate(groups):
        for j in range(i + 1, len(groups)):
            told = together(one.profile, groups[j].profile, base=base)
            if told.decisive or told.log_odds < 0 or parted(one, groups[j]):
                conflicts.add((i, j))
            elif told.probability >= config.min_name:
                links.append((-told.log_odds, i, j))
    index = {group: number for number, group in enumerate(groups)}
    for _, i, j in sorted(links):
        person, joining = home[i], home[j]
        pairs = ((index[a], index[b]) for a in person for b in joining)
        if person is joining or any((min(pair), max(pair)) in conflicts for pair in pairs):
            continue
        person.extend(joining)
        for group in joining:
            home[index[group]] = person
    return list({id(person): person for person in home.values()}.values())


def together(one: Profile, other: Profile, *, base: str) -> Score:
    """Weigh whether two profiles of one name are one person."""
    return score([base, *context(one, other)])
