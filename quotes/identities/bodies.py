"""Take printed names of bodies apart, and compare them: the article, the legal form, acronyms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from quotes import lexicon
from quotes.identities.spelling import plain

_SMALL = frozenset({"of", "for", "the", "and", "in"})
_ACRONYM = re.compile(r"^[A-Z][A-Za-z]*[A-Z]s?$|^(?:[A-Z]\.){2,}$")
_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*$")
_LONGEST, _SHORTEST = 8, 2  # letters of an acronym


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body's printed name: folded words without article and legal form."""

    words: tuple[str, ...]
    acronym: bool = False  # it is one
    told: str | None = None  # the acronym that stands in brackets behind it
    generic: bool = False  # no name of its own: "police", "the city council"

    @property
    def key(self) -> str:
        """The same for names that differ in article, legal form, case, marks and the place of "of" only.

        >>> parse_body("Department of Justice").key == parse_body("the Justice Department").key
        True
        """
        return " ".join(sorted(word for word in self.words if word not in _SMALL) or self.words)

    @property
    def short(self) -> bool:
        """True for a name that many may bear: an acronym, "the council"."""
        return self.acronym or self.generic

    @property
    def gender(self) -> None:
        """None: a body has no gender."""
        return None

    @property
    def titles(self) -> tuple[str, ...]:
        """Nothing: a body has no titles."""
        return ()

    @property
    def initials(self) -> str:
        """The first letters of its words, small words left out."""
        return "".join(word[0] for word in self.words if word not in _SMALL)


@lru_cache(maxsize=1 << 16)
def parse_body(printed: str) -> BodyName:
    """Take a printed name apart.

    >>> parse_body("The Acme Corporation").words, parse_body("Acme Inc.").words, parse_body("U.N.").acronym
    (('acme',), ('acme',), True)
    >>> parse_body("Harbour Workers Union (HWU)").told, parse_body("city council").generic
    ('hwu', True)
    """
    bracket = _IN_BRACKETS.search(printed)
    told = plain(bracket[1]) if bracket and is_acronym(bracket[1]) else None
    printed = printed[: bracket.start()] if bracket else printed
    generic = printed == printed.lower()
    forms = lexicon.table("company_forms")
    words = re.sub(r"['’]s?\b|,", "", plain(re.sub(r"['’]s\b", "", printed.replace("&", " and ")))).split()
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in forms:
        words = words[:-1]
    return BodyName(tuple(words), is_acronym(printed.removeprefix("the ").removeprefix("The ")), told, generic)


def is_acronym(printed: str) -> bool:
    """Tell whether a printed name is an acronym: "IAEA", "U.N.", "UNESCO"; not "Acme".

    >>> is_acronym("IAEA"), is_acronym("U.N."), is_acronym("Acme")
    (True, True, False)
    """
    letters = printed.replace(".", "").strip()
    return _SHORTEST <= len(letters) <= _LONGEST and bool(_ACRONYM.match(printed.strip()))


def stands_for(acronym: BodyName, full: BodyName) -> bool:
    """Tell whether an acronym is made of a name's first letters, with or without the small words.

    >>> stands_for(parse_body("H.W.U."), parse_body("Harbour Workers' Union"))
    True
    """
    letters = "".join(acronym.words)
    every = "".join(word[0] for word in full.words)
    return acronym.acronym and len(full.words) > 1 and letters in {full.initials, every}


def differences(one: BodyName, other: BodyName) -> tuple[str, ...] | None:
    """Say in what two names of one body differ; None: they are two names.

    >>> differences(parse_body("Marrow Research"), parse_body("Marrow Research Center"))
    ('shorter',)
    >>> differences(parse_body("Marrow"), parse_body("Marrow Ferries"))
    ('first word',)
    >>> differences(parse_body("Marrow Bay Ferries"), parse_body("Gull Bay Ferries")) is None
    True
    """
    if one.key == other.key or "".join(one.words) == "".join(other.words):
        return ()
    if stands_for(one, other) or stands_for(other, one):
        return ("acronym",)
    short, full = sorted((one, other), key=lambda name: len(name.words))
    if full.words[: len(short.words)] == short.words and not short.acronym:
        plain_rest = all(word in lexicon.table("body_words") for word in full.words[len(short.words) :])
        return ("shorter",) if plain_rest and len(short.words) > 1 else ("first word",)
    return None


def blocks(name: BodyName) -> Iterator[str]:
    """Yield the keys of a name, one of which any other name of the body has too."""
    yield f"first|{name.words[0]}"
    yield "all|" + "".join(name.words)
    if name.acronym:
        yield "letters|" + "".join(name.words)
    elif len(name.words) > 1:
        yield "letters|" + name.initials
        yield "letters|" + "".join(word[0] for word in name.words)
