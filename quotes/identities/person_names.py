"""Take printed names of persons apart, and compare them: what differs between two names of one person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from quotes import lexicon
from quotes.identities.spelling import Likeness, full_forms, likeness, plain, skeleton
from quotes.people.names import is_initial, parse

#: What two printed names of one person may differ in; `identity_weights.tsv` says what each costs.
Difference = str
#: Names that cannot be one person's: father and son, other middle names.
CONFLICT: Difference = "conflict"

_WORST_FIRST = (Likeness.MISPRINT_TWICE, Likeness.MISPRINT, Likeness.INITIAL, Likeness.SPELLING, Likeness.SHORT)
_INITIALS = re.compile(r"^([A-Z])([A-Z]) (?=[A-Z])")  # "JD" of "JD Ruiz"
_DELETED_FROM = 5  # letters that a surname must have to be looked for with one letter missing


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's printed name: folded words without titles, particles and degrees."""

    words: tuple[str, ...]
    suffix: str | None = None
    nickname: str | None = None
    gender: str | None = None  # as a title tells: "m", "f"
    titles: tuple[str, ...] = ()  # role nouns that titles stand for

    @property
    def key(self) -> str:
        """The same for names that differ in case, accents, titles and marks only."""
        return " ".join((*self.words, *filter(None, (self.suffix,))))

    @property
    def bare(self) -> bool:
        """True for a surname or a given name alone."""
        return len(self.words) == 1

    @property
    def short(self) -> bool:
        """True for a name that many may bear: a surname alone, or with one initial.

        >>> parse_person("Sen. Ruiz").short, parse_person("A. Ruiz").short, parse_person("A. B. Ruiz").short
        (True, True, False)
        """
        return self.bare or (is_initial(self.words[0]) and not self.words[1:-1])

    @property
    def last(self) -> str:
        """The surname, where the given name stands first."""
        return self.words[-1]


@lru_cache(maxsize=1 << 16)
def parse_person(printed: str) -> PersonName:
    """Take a printed name apart.

    >>> parse_person("Sen. Ana M. Ruiz, Jr.")
    PersonName(words=('ana', 'm', 'ruiz'), suffix='jr', nickname=None, gender=None, titles=('senator',))
    >>> parse_person("Mrs. Thatcham").bare, parse_person("Bill de la Torre").words, parse_person("Dean Walsh").words
    (True, ('bill', 'torre'), ('dean', 'walsh'))
    >>> parse_person("Al Thatcham").words, parse_person("al-Thatcham").words, parse_person("von der Thatcham").words
    (('al', 'thatcham'), ('thatcham',), ('thatcham',))
    >>> parse_person("JD Ruiz").key == parse_person("J. D. Ruiz").key == parse_person("J.D. Ruiz").key
    True
    """
    parts = {word: fields[0] for word, fields in lexicon.table("name_parts").items()}
    spaced = _INITIALS.sub(r"\1. \2. ", printed) if printed != printed.upper() else printed
    name = parse(spaced.replace(".", ". ").replace("-", " "), parts=parts)
    words = [word for text in name.words for word in plain(text).split()]
    words, gender, roles = _without_titles(words)
    kept = _without_particles(words, printed, parts)
    nickname = plain(name.nickname) if name.nickname else None
    return PersonName(tuple(kept), name.suffix, nickname, gender, tuple(roles))


def _without_particles(words: list[str], printed: str, parts: Mapping[str, str]) -> list[str]:
    """Drop particles ("de la"), but a given name in front that is spelled like one ("Al"), and a name of nothing else."""
    particles = [parts.get(word) == "particle" for word in words]
    if len(words) > 1 and words[0] in lexicon.table("given_names") and not particles[1]:
        particles[0] = particles[0] and not re.search(rf"\b{words[0]} ", printed, re.IGNORECASE)
    return [word for word, particle in zip(words, particles, strict=True) if not particle] or words


def _without_titles(words: list[str]) -> tuple[list[str], str | None, list[str]]:
    """Drop titles, offices and party adjectives before a name, but for what may be its given name."""
    titles, gender, roles = lexicon.table("titles"), None, []
    nouns, adjectives = lexicon.table("role_nouns"), lexicon.table("affiliations")
    given = lexicon.table("given_names")
    while len(words) > 1 and (words[0] in titles or words[0] in nouns or words[0] in adjectives):
        two_left = len(words) == 2  # noqa: PLR2004
        if two_left and words[0] in given and words[0] not in _NEVER_GIVEN:
            break
        told, role = titles.get(words[0], ("u", words[0] if words[0] in nouns else "-"))
        gender = told if told in {"m", "f"} else gender
        roles += [role] if role != "-" else []
        words = words[1:]
    return words, gender, roles


#: Titles that some census also has as a given name.
_NEVER_GIVEN = frozenset({"miss", "mister", "sir", "judge"})


def differences(one: PersonName, other: PersonName) -> tuple[Difference, ...] | None:
    """Say in what two names of several words differ that may be one person's.

    Returns:
        What differs, nothing if they are equal; `CONFLICT` alone if they are near and yet two people's; None if they are
        two names.

    >>> def compare(a, b): return differences(parse_person(a), parse_person(b))
    >>> compare("Ana Ruiz", "Ana M. Ruiz"), compare("Orbel Viktor", "Viktor Orbel"), compare("Ana Ruiz", "Eva Ruiz")
    (('middle name',), ('order',), None)
    >>> compare("Ana M. Ruiz", "Ana P. Ruiz"), compare("Max Ruiz Jr.", "Max Ruiz Sr.")
    (('conflict',), ('conflict',))
    >>> compare("Bob Quirogga", "Robert Quiroga"), compare("A. Ruiz", "Ana Ruiz"), compare("Ana Ruiz", "Ana Ruiz Pardo")
    (('short form', 'spelling'), ('initial',), ('second surname',))
    """
    found = _straight(one, other) or _turned(one, other)
    if found is None or found == (CONFLICT,):
        return found
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return (CONFLICT,)
    return (*found[1:], "suffix") if one.suffix != other.suffix else found[1:]


def _straight(one: PersonName, other: PersonName) -> tuple[Difference, ...] | None:
    """Compare given name with given name and surname with surname; the first place of the answer is empty."""
    short, full = sorted((one, other), key=lambda name: len(name.words))
    given, surname = _given(short, full), likeness(short.last, full.last, given=False)
    if surname is not None and given is not None:
        middles = _middles(short.words[1:-1], full.words[1:-1])
        return (CONFLICT,) if middles is None else ("", *_told(given, surname), *middles)
    if surname is not None and len(full.words) > len(short.words) and _runs_through(short, full):
        return ("", "first name", *_told(surname))
    if given in {Likeness.EQUAL, Likeness.SHORT} and short.last in full.words[1:-1] and not is_initial(short.last):
        return ("", "second surname", *_told(given))
    return None


def _given(short: PersonName, full: PersonName) -> Likeness | None:
    found = likeness(short.words[0], full.words[0], given=True)
    if found is None and (full.nickname == short.words[0] or short.nickname == full.words[0]):
        return Likeness.SHORT
    return found


def _runs_through(short: PersonName, full: PersonName) -> bool:
    rest = iter(full.words[:-1])
    return all(any(likeness(word, place, given=True) for place in rest) for word in short.words[:-1])


def _middles(short: tuple[str, ...], full: tuple[str, ...]) -> tuple[Difference, ...] | None:
    """Compare middle names: nothing, "middle name" where one lacks some, None where they contradict."""
    rest = iter(full)
    if not all(any(likeness(word, place, given=True) for place in rest) for word in short):
        return None
    return ("middle name",) if len(short) < len(full) else ()


def _turned(one: PersonName, other: PersonName) -> tuple[Difference, ...] | None:
    """Compare two names of which one has the family's name first."""
    if len(one.words) != len(other.words):
        return None
    for turned in (other.words[1:] + other.words[:1], other.words[-1:] + other.words[:-1]):
        alike = [likeness(a, b, given=False) for a, b in zip(one.words, turned, strict=True)]
        if all(found in {Likeness.EQUAL, Likeness.SPELLING} for found in alike):
            both_given = all(word in lexicon.table("given_names") for word in one.words)
            return ("", "order of two given names" if both_given else "order", *_told(*filter(None, alike)))
    return None


def _told(*found: Likeness) -> tuple[Difference, ...]:
    return tuple(str(kind) for kind in _WORST_FIRST for given in found if given == kind)[::-1]


def blocks(name: PersonName) -> Iterator[str]:
    """Yield the keys of a full name, one of which any other name of the person has too.

    >>> one, other = (set(blocks(parse_person(name))) for name in ("Bob Zelensky", "R. Zelenskyy"))
    >>> bool(one & other)
    True
    """
    first, last = name.words[0], name.last
    for initial in sorted({form[0] for word in (*name.words[:-1], name.nickname) if word for form in full_forms(word)}):
        yield f"{skeleton(last)}|{initial}"
        for second in name.words[1:-1]:
            if not is_initial(second):
                yield f"{skeleton(second)}|{initial}"
    yield "order|" + "|".join(sorted((skeleton(first), skeleton(last))))
    if len(last) >= _DELETED_FROM and not is_initial(first):
        for at in range(len(last)):
            yield f"{first}|{last[:at]}{last[at + 1 :]}"
        yield f"{first}|{last}"
