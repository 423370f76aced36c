"""What is known of speakers who are taken for one: names, roles, outlets, companions, days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quotes.identities.bodies import BodyName
from quotes.identities.person_names import PersonName
from quotes.identities.roles import Role

Name = PersonName | BodyName

#: Roles and companions of one profile that are compared: the most frequent.
MAX_ROLES, MAX_COMPANIONS = 12, 40


@dataclass(frozen=True, slots=True)
class Profile:
    """Speakers who are taken for one person or body."""

    kind: str
    names: tuple[Name, ...]  # the most frequent first
    roles: tuple[Role, ...]
    outlets: frozenset[str]
    companions: frozenset[str]  # keys of the names of who is quoted in the same articles
    first: int | None  # days, as date.toordinal(); None: not known
    last: int | None
    gender: str | None  # "m", "f"; None: not told, or both
    articles: int

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its names."""
        return frozenset(name.key for name in self.names)


def merge(profiles: Iterable[Profile]) -> Profile:
    """Add up the profiles of one person."""
    parts = sorted(profiles, key=lambda profile: -profile.articles)
    return Profile(
        kind=parts[0].kind,
        names=_names(parts),
        roles=_roles(parts),
        outlets=frozenset[str]().union(*(part.outlets for part in parts)),
        companions=_companions(parts),
        first=min((part.first for part in parts if part.first is not None), default=None),
        last=max((part.last for part in parts if part.last is not None), default=None),
        gender=_gender(parts),
        articles=sum(part.articles for part in parts),
    )


def _names(parts: Iterable[Profile]) -> tuple[Name, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part.names))


def _roles(parts: Sequence[Profile]) -> tuple[Role, ...]:
    """Return the different roles, those of the first profiles first."""
    roles = {role.signature: role for part in reversed(parts) for role in part.roles}
    return tuple(reversed(roles.values()))[:MAX_ROLES]


def _companions(parts: Iterable[Profile]) -> frozenset[str]:
    """Return the most frequent companions."""
    counts = Counter(name for part in parts for name in part.companions)
    return frozenset(name for name, _ in counts.most_common(MAX_COMPANIONS))


def _gender(parts: Iterable[Profile]) -> str | None:
    """Return the gender that is told; None: none is, or both are."""
    genders = {part.gender for part in parts if part.gender}
    return genders.pop() if len(genders) == 1 else None
