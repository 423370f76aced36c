"""Read the word lists `data/<language>/*.tsv` into one frozen, validated `Lexicon`.

A file begins with `#` lines that give its contents, source and licence. One entry per line follows, sorted, with fields
separated by tabs. Words are folded (`people.names.fold`). Lists describe the language, not the news: they hold no names
of living people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from quotes.errors import InputError

GENDERS = frozenset("mfu")


@dataclass(frozen=True, slots=True)
class Title:
    """A title before a name: its gender (m, f; u: unknown) and the role noun that it stands for, if any."""

    gender: str
    role: str | None


@dataclass(frozen=True, slots=True)
class RoleNoun:
    """A role noun: its gender (m, f, u), and whether "the ..." refers to whoever is being spoken of (epithet)."""

    gender: str
    epithet: bool


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun: gender (m, f, n; u: any), number (sg, pl), person (1 to 3; 0: relative pronoun) and case."""

    gender: str
    number: str
    person: int
    case: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists that resolve people. Keys are folded words."""

    titles: Mapping[str, Title]
    role_nouns: Mapping[str, RoleNoun]
    role_synonyms: Mapping[str, frozenset[str]]
    pronouns: Mapping[str, Pronoun]
    given_names: Mapping[str, str]  # name -> gender
    nicknames: Mapping[str, frozenset[str]]  # short form -> full forms
    name_parts: Mapping[str, str]  # word -> particle, suffix, degree
    body_words: Mapping[str, str]  # word -> organisation, name, place, thing
    body_synonyms: Mapping[str, frozenset[str]]  # noun -> words of the names that it may take up, or *
    group_words: frozenset[str]
    document_words: frozenset[str]
    speech_nouns: frozenset[str]
    reporting_verbs: frozenset[str]
    affiliations: frozenset[str]
    surname_words: frozenset[str]
    calendar: frozenset[str]
    calendar_kinds: Mapping[str, str]  # month or weekday
    person_evidence: Mapping[str, float]  # observation -> weight
    salience: Mapping[str, float]  # observation -> weight

    def gender_of_given(self, name: str) -> str:
        """Return the gender of a folded given name: "m", "f", or "u" where it is unknown or the name is borne by both.

        >>> load().gender_of_given("rosa"), load().gender_of_given("leslie"), load().gender_of_given("xyz")
        ('f', 'u', 'u')
        """
        return self.given_names.get(name, "u")


@lru_cache
def table(name: str, *, language: str = "en") -> Mapping[str, tuple[str, ...]]:
    """Read one word list.

    Args:
        name: name of the file, without .tsv.
        language: folder under quotes/data.

    Returns:
        First field of each entry -> its other fields.

    >>> table("pronouns")["she"]
    ('f', 'sg', '3', 'subject')

    Raises:
        InputError: there is no such list, or it has an entry twice.
    """
    file = files("quotes") / "data" / language / f"{name}.tsv"
    if not file.is_file():
        msg = f"quotes/data/{language}/{name}.tsv: no such word list. Is the package installed whole?"
        raise InputError(msg)
    entries: dict[str, tuple[str, ...]] = {}
    for line in file.read_text(encoding="utf8").splitlines():
        if not line or line.startswith("#"):
            continue
        key, *fields = line.split("\t")
        if key in entries:
            msg = f"quotes/data/{language}/{name}.tsv: {key!r} is there twice. Remove one."
            raise InputError(msg)
        entries[key] = tuple(fields)
    return MappingProxyType(entries)


@lru_cache
def of_kind(name: str, kind: str) -> frozenset[str]:
    """Return the entries of one kind from a word list, case-folded.

    Args:
        name: name of a list whose second field is the kind. An entry of two kinds has both, separated by a space.
        kind: the kind.

    >>> "st. louis" in of_kind("dateline_places", "city")
    True
    """
    return frozenset(entry.casefold() for entry, (kinds,) in table(name).items() if kind in kinds.split())


@lru_cache
def load(language: str = "en") -> Lexicon:
    """Read all word lists of a language. The result is cached.

    Raises:
        InputError: a list is missing or an entry is malformed.
    """

    def words(name: str) -> frozenset[str]:
        return frozenset(table(name, language=language))

    def first(name: str) -> Mapping[str, str]:
        return {key: fields[0] for key, fields in table(name, language=language).items()}

    def lists(name: str) -> Mapping[str, frozenset[str]]:
        return {key: frozenset(values.split()) for key, values in first(name).items()}

    try:
        lexicon = Lexicon(
            titles={
                key: Title(gender, None if role == "-" else role)
                for key, (gender, role) in table("titles", language=language).items()
            },
            role_nouns={
                key: RoleNoun(gender, use == "epithet")
                for key, (gender, use) in table("role_nouns", language=language).items()
            },
            role_synonyms=lists("role_synonyms"),
            pronouns={
                key: Pronoun(gender, number, int(person), case)
                for key, (gender, number, person, case) in table("pronouns", language=language).items()
            },
            given_names=first("given_names"),
            nicknames=lists("nicknames"),
            name_parts=first("name_parts"),
            body_words=first("body_words"),
            body_synonyms=lists("body_synonyms"),
            group_words=words("group_words"),
            document_words=words("document_words"),
            speech_nouns=words("speech_nouns"),
            reporting_verbs=words("reporting_verbs"),
            affiliations=words("affiliations"),
            surname_words=words("surname_words"),
            calendar=words("calendar"),
            calendar_kinds=first("calendar"),
            person_evidence={key: float(weight) for key, weight in first("person_evidence").items()},
            salience={key: float(weight) for key, weight in first("salience").items()},
        )
    except (IndexError, ValueError) as error:
        msg = f"quotes/data/{language}: an entry has too few or too many fields ({error})."
        raise InputError(msg) from error
    _check_genders(lexicon, language)
    return lexicon


def _check_genders(lexicon: Lexicon, language: str) -> None:
    told = {title.gender for title in lexicon.titles.values()} | {noun.gender for noun in lexicon.role_nouns.values()}
    if wrong := (told | set(lexicon.given_names.values())) - GENDERS:
        msg = f"quotes/data/{language}: genders are m, f and u, not {sorted(wrong)}."
        raise InputError(msg)
