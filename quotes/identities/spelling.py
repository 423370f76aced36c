"""Compare single words of names: initials, short forms, transliterations, misprints."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from quotes import lexicon
from quotes.people.names import is_initial

_LETTERS = str.maketrans({letter: plainly for letter, (plainly,) in lexicon.table("letters").items()})
_DROPPED = re.compile(r"['’`.,\"“”‘()*]")

#: From letters that alphabets and languages write differently to one way of writing them, in this order.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"sch|sh", "s"),
        (r"tch|tsch", "c"),
        (r"ph", "f"),
        (r"[kg]h", "h"),
        (r"dzh|dj", "j"),
        (r"ck|q|k|c(?=[aou])", "k"),
        (r"w", "v"),
        (r"ou|oo|ue", "u"),
        (r"oe", "o"),
        (r"ae", "a"),
        (r"(?<=[a-z])h(?=[^aeiou]|$)|(?<=t)h", ""),
        (r"(?:iy|yi|ij|yj|ii|yy|ey|y|j(?=$))$", "i"),
        (r"y", "i"),
        (r"(.)\1+", r"\1"),
    )
)
_VOWELS = re.compile(r"(?<=.)[aeiou]")
#: Letters that a word must have to be recognised with one letter wrong, and with two.
_ONE_WRONG, _TWO_WRONG = 5, 9


class Likeness(StrEnum):
    """How two words of names are alike, from sure to unsure."""

    EQUAL = "equal"
    SHORT = "short form"
    SPELLING = "spelling"
    INITIAL = "initial"
    MISPRINT = "misprint"
    MISPRINT_TWICE = "misprint of two letters"


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """Fold case, accents, dots, apostrophes and hyphens.

    >>> plain("Søren O’Brien-Núñez"), plain("U.N.")
    ('soren obrien nunez', 'un')
    """
    text = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    text = _DROPPED.sub("", "".join(c for c in text if not unicodedata.combining(c)))
    return " ".join(re.sub(r"[-–/_]", " ", text).split())


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """Write a folded word so that transliterations and common spellings of one name become equal.

    >>> {sound(word) for word in ("zelensky", "zelenskyy", "zelenskiy")}
    {'zelenski'}
    >>> sound("katherine") == sound("catherine"), sound("joan") == sound("john")
    (True, False)
    """
    for pattern, sign in _SOUNDS:
        word = pattern.sub(sign, word)
    return word


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """Return the first letter and the consonants of a word's sound: names that may be one another's share it."""
    return _VOWELS.sub("", sound(word))


@lru_cache(maxsize=1 << 16)
def full_forms(given: str) -> frozenset[str]:
    """Return a given name and the names that it may stand for: full forms and other spellings.

    >>> "robert" in full_forms("bob"), "volodymyr" in full_forms("vladimir")
    (True, True)
    """
    found = {given}
    for name in ("nicknames", "spellings"):
        found.update(_forms(name).get(given, ()))
    return frozenset(found)


@lru_cache(maxsize=1 << 17)
def likeness(one: str, other: str, *, given: bool) -> Likeness | None:
    """Say how two folded words are alike; None: they are two names.

    Args:
        one: a word.
        other: another.
        given: they stand as given names, which may be initials or short forms.

    >>> likeness("bob", "robert", given=True), likeness("quiroga", "quirogga", given=False)
    (<Likeness.SHORT: 'short form'>, <Likeness.SPELLING: 'spelling'>)
    >>> likeness("joan", "john", given=True), likeness("lindqvist", "lindquist", given=False)
    (None, <Likeness.MISPRINT: 'misprint'>)
    """
    if one == other:
        return Likeness.EQUAL
    if is_initial(one) or is_initial(other):
        return Likeness.INITIAL if given and one[0] == other[0] else None
    if given and full_forms(one) & full_forms(other):
        return Likeness.SHORT
    if sound(one) == sound(other) and not (given and _two_genders(one, other)):
        return Likeness.SPELLING
    return _misprint(one, other, given=given)


def _misprint(one: str, other: str, *, given: bool) -> Likeness | None:
    if given and one in lexicon.table("given_names") and other in lexicon.table("given_names"):
        return None
    size = min(len(one), len(other))
    if size < _ONE_WRONG or f"{one}s" == other or f"{other}s" == one:
        return None
    wrong = OSA.distance(one, other, score_cutoff=2)
    if wrong == 1:
        return Likeness.MISPRINT
    return Likeness.MISPRINT_TWICE if wrong == 2 and size >= _TWO_WRONG and one[0] == other[0] else None  # noqa: PLR2004


def _two_genders(one: str, other: str) -> bool:
    genders = {lexicon.table("given_names").get(name, ("u",))[0] for name in (one, other)}
    return genders == {"m", "f"}


@lru_cache
def _forms(name: str) -> Mapping[str, frozenset[str]]:
    """Read a list of short forms or spellings, each name with all that it may be printed for."""
    forms: dict[str, set[str]] = {}
    for word, fields in lexicon.table(name).items():
        for other in fields[0].split():
            forms.setdefault(word, set()).add(other)
    return {word: frozenset(others) for word, others in forms.items()}
