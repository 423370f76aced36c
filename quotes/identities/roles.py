"""Compare what articles say that two speakers of one name are: the same, or two different people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from quotes import lexicon
from quotes.identities.spelling import plain

_WORD = re.compile(r"[\w'’.&-]*\w\.?")
_AGE = re.compile(r"\b(\d{1,3})(?:-year-old|\s+years?\s+old|,|$)")
_YEARS = range(5, 110)
_AGE_SLACK = 2  # years by which ages may differ from what the days between tell
_CHILD, _PARENT = frozenset({"son", "daughter"}), frozenset({"father", "mother"})
_SMALL = frozenset({"of", "for", "and", "with", "from"})
_STEM = 4  # letters that a land's name and its adjective share
_ADJECTIVAL = frozenset({"an", "ian", "n", "ese", "ish"})
_SHORT = 2  # letters of words that tell nothing


class Agreement(StrEnum):
    """How two roles go together."""

    UNKNOWN = "role unknown"
    SAME = "same office"
    SHARED = "roles share a name or place"
    NOUN = "same kind of office"
    WORDS = "roles share a word"
    OTHER_PLACE = "same kind of office elsewhere"
    DISJOINT = "nothing in common"
    CONFLICT = "same office of two places, or ages, or generations"


@dataclass(frozen=True, slots=True)
class Role:
    """A printed role, taken apart."""

    printed: str
    nouns: frozenset[str]  # "mayor", with its synonyms
    names: frozenset[str]  # words in capitals: places, bodies, people
    words: frozenset[str]  # all other words that tell something
    age: int | None = None

    @property
    def signature(self) -> str:
        """The same for roles that say the same."""
        parts = (*sorted(self.nouns), *sorted(self.names), *sorted(self.words))
        return " ".join((*parts, str(self.age) if self.age else "")).strip()

    @property
    def empty(self) -> bool:
        """True if it tells nothing, but perhaps an age."""
        return not (self.nouns or self.names or self.words)


@lru_cache(maxsize=1 << 16)
def parse_role(printed: str, titles: tuple[str, ...] = ()) -> Role:
    """Take a role apart.

    Args:
        printed: as the article gives it.
        titles: role nouns that the titles before the name stand for.

    >>> role = parse_role("the 62-year-old mayor of Marrow Bay")
    >>> sorted(role.nouns), sorted(role.names), role.age
    (['mayor'], ['bay', 'marrow'], 62)
    """
    nouns = set(titles)
    names: set[str] = set()
    words: set[str] = set()
    for index, word in enumerate(_WORD.findall(printed)):
        folded = plain(re.sub(r"['’]s?$", "", word))
        if noun := _noun(folded):
            nouns.add(noun)
        elif word[0].isupper() and not (index == 0 and folded in lexicon.table("affiliations")):
            names.update(part for part in folded.split() if part not in _SMALL)
        elif _is_telling(folded):
            words.add(folded)
    names -= {"the", "former", "a"}
    words -= {"the", "former"}
    return Role(printed, frozenset(nouns), frozenset(names), frozenset(words), _age(printed))


def _age(printed: str) -> int | None:
    """Return the age that a role gives; None: it gives none."""
    age = _AGE.search(printed)
    return int(age[1]) if age and int(age[1]) in _YEARS else None


def _is_telling(folded: str) -> bool:
    """Tell whether a small word tells something: no preposition, pronoun, number or scrap."""
    if len(folded) <= _SHORT or folded in _SMALL:
        return False
    return not folded[0].isdigit() and folded not in lexicon.table("pronouns")


def _noun(folded: str) -> str | None:
    title = lexicon.table("titles").get(folded)
    if title and title[1] != "-":
        return title[1]
    return folded if folded in lexicon.table("role_nouns") else None


@lru_cache(maxsize=1 << 16)
def compare(one: Role, other: Role, *, years: float = 0.0) -> Agreement:
    """Say how two roles of people who bear one name go together.

    Args:
        one: the earlier role.
        other: the later role.
        years: how many lie between them.

    >>> def told(a, b, **days): return compare(parse_role(a), parse_role(b), **days).name
    >>> told("the mayor of Marrow Bay", "mayor of Marrow Bay"), told("mayor of Marrow Bay", "the mayor of Port Ellis")
    ('SAME', 'CONFLICT')
    >>> told("a spokesman for the union", "spokeswoman for Acme"), told("a striker for Ash United", "a cardiologist")
    ('DISJOINT', 'DISJOINT')
    >>> told("a 34-year-old baker", "71-year-old"), told("", "a baker")
    ('CONFLICT', 'UNKNOWN')
    """
    if _two_ages(one, other, years) or _two_generations(one, other):
        return Agreement.CONFLICT
    if one.empty or other.empty:
        return Agreement.UNKNOWN
    same_noun, shared = _alike(one.nouns, other.nouns), _shared(one.names, other.names)
    if same_noun:
        if shared:
            return Agreement.SAME
        if one.names and other.names:
            return _elsewhere(one, other)
        return Agreement.NOUN
    if shared:
        return Agreement.SHARED
    return Agreement.WORDS if one.words & other.words else Agreement.DISJOINT


def _elsewhere(one: Role, other: Role) -> Agreement:
    """Judge one kind of office with two names: two towns' mayors are two, a party's and a state's senator one."""
    if _initials(one.names, other.names):
        return Agreement.SAME
    office = one.nouns & other.nouns & frozenset(lexicon.table("offices"))
    return Agreement.CONFLICT if office and not _partisan(one, other) else Agreement.OTHER_PLACE


def _partisan(one: Role, other: Role) -> bool:
    """True if one of the names is no place: a party or a nation as an adjective."""
    adjectives = lexicon.table("affiliations")
    return any(all(name in adjectives for name in role.names) for role in (one, other))


def _initials(one: frozenset[str], other: frozenset[str]) -> bool:
    """True if a name of one is made of the first letters of the other's: "RNC" for "Republican National Committee"."""
    for short, full in ((one, other), (other, one)):
        letters = sorted(word[0] for word in full)
        if len(full) > 1 and any(sorted(word) == letters for word in short):
            return True
    return False


def _shared(one: frozenset[str], other: frozenset[str]) -> bool:
    """True if two roles share a name, or one has a land's name and the other its adjective."""
    return bool(one & other) or any(_is_adjective(a, b) or _is_adjective(b, a) for a in one for b in other)


def _is_adjective(word: str, place: str) -> bool:
    stem = place.rstrip("aeiouy")
    return len(stem) >= _STEM and word.startswith(stem) and word[len(stem) :] in _ADJECTIVAL


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & other) or any(_synonyms(noun) & other for noun in one) or any(_synonyms(n) & one for n in other)


def _synonyms(noun: str) -> frozenset[str]:
    return frozenset(lexicon.table("role_synonyms").get(noun, ("",))[0].split())


def _two_ages(one: Role, other: Role, years: float) -> bool:
    if one.age is None or other.age is None:
        return False
    return abs(other.age - one.age - years) > _AGE_SLACK


def _two_generations(one: Role, other: Role) -> bool:
    def of(role: Role) -> frozenset[str]:
        return role.nouns | role.words

    for child, parent in ((one, other), (other, one)):
        if of(child) & _CHILD and not of(parent) & _CHILD:
            if child.names == parent.names and of(parent) & _PARENT:
                return True
            if child.nouns & parent.nouns - _PARENT:  # "the president's son" is not the president
                return True
    return False
