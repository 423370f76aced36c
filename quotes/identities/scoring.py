"""Weigh what speaks for and against two profiles being one: a sum of log odds (Fellegi and Sunter 1969)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from quotes import lexicon
from quotes.identities.profiles import Profile
from quotes.identities.roles import Agreement, compare

_MONTH, _LONG = 31, 3 * 365  # days
_MAX_COMPANIONS = 2  # shared companions that count
_BEARERS = 8  # people of one surname up to whom it is rare

#: Observations that nothing outweighs.
DECISIVE = frozenset({"conflict", str(Agreement.CONFLICT)})

_BEST_FIRST = (
    Agreement.SAME,
    Agreement.CONFLICT,
    Agreement.SHARED,
    Agreement.NOUN,
    Agreement.WORDS,
    Agreement.OTHER_PLACE,
    Agreement.DISJOINT,
    Agreement.UNKNOWN,
)


@dataclass(frozen=True, slots=True)
class Score:
    """How likely two profiles are one, and what was observed."""

    log_odds: float
    observed: tuple[str, ...]

    @property
    def probability(self) -> float:
        """The log odds as a probability."""
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, self.log_odds))))

    @property
    def decisive(self) -> bool:
        """True if they are two whatever else is found."""
        return not DECISIVE.isdisjoint(self.observed)

    @property
    def why(self) -> str:
        """What was observed, in words."""
        return "; ".join(_words(name) for name in self.observed)


def score(observed: Iterable[str]) -> Score:
    """Add up the weights of observations.

    >>> score(["equal", "same office"]).probability > 0.99 > score(["equal", "nothing in common"]).probability
    True
    """
    told = tuple(observed)
    return Score(sum(weight(name) for name in told), told)


def weight(name: str) -> float:
    """Return an observation's weight; "2 companions" weighs twice what one does."""
    times, _, rest = name.partition(" ")
    return int(times) * weights()[rest] if times.isdigit() else weights()[name]


def _words(name: str) -> str:
    times, _, rest = name.partition(" ")
    said = lexicon.table("identity_weights")[rest if times.isdigit() else name][1]
    return f"{times} {said}" if times.isdigit() else said


@lru_cache
def weights() -> Mapping[str, float]:
    """Read the weights."""
    return {name: float(fields[0]) for name, fields in lexicon.table("identity_weights").items()}


def context(one: Profile, other: Profile) -> Iterator[str]:
    """Observe how two profiles go together, whatever their names."""
    yield str(roles(one, other))
    if one.gender and other.gender and one.gender != other.gender:
        yield "two genders"
    if one.outlets and other.outlets:
        yield "other outlets" if one.outlets.isdisjoint(other.outlets) else "same outlet"
    if shared := len(one.companions & other.companions):
        yield f"{min(shared, _MAX_COMPANIONS)} companions"
    if not one.keys.isdisjoint(other.companions) or not other.keys.isdisjoint(one.companions):
        yield "beside each other"
    yield from _distance(days_between(one, other))


def _distance(days: int | None) -> Iterator[str]:
    """Observe that two profiles are close in time, or far apart; None: a day is not known."""
    if days is None:
        return
    if days <= _MONTH:
        yield "same weeks"
    elif days > _LONG:
        yield "years apart"


def roles(one: Profile, other: Profile) -> Agreement:
    """Say how the roles of two profiles go together: the best pair counts, but for a conflict."""
    years = round(((other.first or 0) - (one.first or 0)) / 365) if one.first and other.first else 0
    found = {compare(a, b, years=years) for a in one.roles for b in other.roles}
    return next((agreement for agreement in _BEST_FIRST if agreement in found), Agreement.UNKNOWN)


def days_between(one: Profile, other: Profile) -> int | None:
    """Count the days that lie between two profiles' days; 0 if they overlap; None: a day is not known."""
    if one.first is None or other.first is None or one.last is None or other.last is None:
        return None
    return max(0, other.first - one.last, one.first - other.last)


def common(bearers: int) -> Sequence[str]:
    """Observe that a surname is common, given how many people bear it.

    >>> common(5), common(40)
    ((), ('2 common name',))
    """
    doublings = int(math.log2(max(bearers, 1) / _BEARERS)) if bearers > _BEARERS else 0
    return (f"{doublings} common name",) if doublings else ()
