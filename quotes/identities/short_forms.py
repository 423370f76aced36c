"""Find out whose short form a name is in an article that never gives the full one: a surname, an initial, letters."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from quotes import lexicon
from quotes.config import IdentityConfig
from quotes.identities.bodies import BodyName, stands_for
from quotes.identities.names import differences
from quotes.identities.person_names import CONFLICT, PersonName
from quotes.identities.profiles import Name, Profile, merge
from quotes.identities.scoring import Score, common, context, score
from quotes.identities.spelling import Likeness, likeness, skeleton

_MOST_DOUBLINGS = 4  # of a candidate's articles that count


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant, how likely, and what was observed."""

    person: int
    probability: float
    why: str


class Candidates:
    """The people of a table by the words that may stand for them alone."""

    def __init__(self, people: dict[int, Profile], told: set[tuple[str, str]]) -> None:
        self.people = people
        self._told = told
        self._by_word: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._bearers: Counter[str] = Counter()
        tell: dict[str, set[str]] = defaultdict(set)
        for short, full in told:
            tell[full].add(short)
        for number, profile in people.items():
            for name in profile.names:
                for word in {*_words(name), *tell[name.key]}:
                    self._by_word[profile.kind, skeleton(word)].add(number)
            self._bearers.update({profile.names[0].words[-1]})

    def rank(self, name: Name, profile: Profile, *, among: Sequence[int] | None = None) -> list[Candidate]:
        """Rank who may be meant by a name, the likeliest first; their probabilities and nobody's add up to one.

        Args:
            name: the short form.
            profile: what the article tells of its bearer.
            among: who alone is asked; None: all whom the name fits.
        """
        numbers = self._fitting(name, profile.kind) if among is None else [one for one in among if one in self.people]
        alone = self._only_here(profile, numbers)
        scores = {number: self._score(name, profile, number, alone=number == alone) for number in numbers}
        found = {number: told for number, told in scores.items() if told is not None and not told.decisive}
        nobody = score(["nobody"]).log_odds
        total = math.exp(nobody) + sum(math.exp(told.log_odds) for told in found.values())
        ranked = sorted(found.items(), key=lambda item: -item[1].log_odds)
        return [Candidate(number, math.exp(told.log_odds) / total, told.why) for number, told in ranked]

    def _only_here(self, profile: Profile, numbers: Sequence[int]) -> int | None:
        """Return which one alone of several people is printed in the same outlet; None: nobody, or more than one."""
        here = [number for number in numbers if not profile.outlets.isdisjoint(self.people[number].outlets)]
        return here[0] if len(here) == 1 and len(numbers) > 1 else None

    def _fitting(self, name: Name, kind: str) -> list[int]:
        word = "".join(name.words) if isinstance(name, BodyName) else name.words[-1]
        return sorted({number for key in (word, name.key) for number in self._by_word.get((kind, skeleton(key)), ())})

    def learn(self, number: int, profiles: Iterable[Profile]) -> None:
        """Add what articles with a short form tell of somebody."""
        person = self.people[number]
        added = merge([person, *profiles])
        self.people[number] = replace(added, names=person.names, gender=person.gender or added.gender)

    def _score(self, name: Name, profile: Profile, number: int, *, alone: bool) -> Score | None:
        person = self.people[number]
        observed = self._name(name, person.names)
        if observed is None:
            return None
        doublings = min(int(math.log2(person.articles)), _MOST_DOUBLINGS)
        often = (f"{doublings} more articles",) if doublings else ()
        often = (*often, "only one here") if alone else often
        bearers = common(self._bearers[name.words[-1]])
        return score(["candidate", *observed, *often, *bearers, *context(profile, person)])

    def _name(self, short: Name, names: Sequence[Name]) -> tuple[str, ...] | None:
        """Observe how a short form fits the best of somebody's names; None: it does not."""
        found = [observed for name in names if (observed := self._fit(short, name)) is not None]
        return max(found, key=lambda observed: score(observed).log_odds, default=None)

    def _fit(self, short: Name, name: Name) -> tuple[str, ...] | None:
        if isinstance(short, BodyName) or isinstance(name, BodyName):
            return self._fit_body(short, name)
        return _fit_person(short, name)

    def _fit_body(self, short: Name, name: Name) -> tuple[str, ...] | None:
        if not isinstance(short, BodyName) or not isinstance(name, BodyName) or short.generic:
            return None
        if (short.key, name.key) in self._told:
            return ("told acronym",)
        return ("acronym",) if stands_for(short, name) else None


def _fit_person(short: PersonName, name: PersonName) -> tuple[str, ...] | None:
    """Observe how a short form fits a person's name; None: it does not."""
    if short.suffix and short.suffix != name.suffix:
        return None
    observed = ("suffix left out",) if name.suffix != short.suffix else ()
    if short.gender and _gender(name) not in {None, short.gender}:
        observed = (*observed, "two genders")
    if not short.bare:
        differ = differences(short, name)
        return None if differ is None or CONFLICT in differ else (*observed, *(d for d in differ if d != "initial"))
    found = _fit_word(short.words[0], name)
    return None if found is None else (*observed, *found)


def settle(ranked: Sequence[Candidate], *, config: IdentityConfig) -> Candidate | None:
    """Return who is meant, if one is likely enough."""
    return ranked[0] if ranked and ranked[0].probability >= config.min_short_form else None


def _gender(name: PersonName) -> str | None:
    """Return the gender that a title or the given name tells; None: it tells none."""
    told = lexicon.table("given_names").get(name.words[0], ("u",))[0]
    return name.gender or (told if told != "u" and not name.bare else None)


def _fit_word(word: str, name: PersonName) -> tuple[str, ...] | None:
    """Observe how a word alone fits a name: as a surname, as the family name that stands first, or as a given name."""
    alike = {likeness(word, other, given=False) for other in name.words[1:]}
    if Likeness.EQUAL in alike:
        return ()
    if word in {name.words[0], name.nickname}:
        return ("given name",) if word in lexicon.table("given_names") else ()
    if Likeness.SPELLING in alike:
        return (str(Likeness.SPELLING),)
    return None


def _words(name: Name) -> Iterator[str]:
    """Yield the words that may stand for a name alone."""
    if isinstance(name, PersonName):
        yield from name.words
        if name.nickname:
            yield name.nickname
    else:
        yield name.initials
        yield "".join(word[0] for word in name.words)
