"""Decide whether a name that somebody asks for means a row's speaker."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from quotes import lexicon
from quotes.people import names
from quotes.types import SpeakerKind

_WORD = re.compile(r"[\w'’.]+\*?")
_POSSESSIVE = re.compile(r"['’]s?$")
_ARTICLES = frozenset({"the", "a", "an"})
_PREPOSITION = re.compile(r"\b(?:of|for|from|in|at|with|on|by|who|that|to)\b|,")
_NAMED = (SpeakerKind.PERSON, SpeakerKind.ORGANISATION, None)


class SpeakerMatch(StrEnum):
    """How a name that was asked for meets a row's speaker."""

    FULL = "full"  # all words asked for are in the name
    SHORT = "short"  # the row has only a part of the name asked for: "Petro" for "Gustavo Petro"
    OTHER = "other"
    UNKNOWN = "unknown"  # the row has no speaker
    ANY = "any"  # nobody was asked for


def match(asked: str, speaker: str, *, kind: str | None = None) -> SpeakerMatch:
    """Compare a name that was asked for with a speaker, whatever the case, accents, titles and order of words.

    Somebody described by another's name ("Petro's spokesman", "an aide to Petro") is not that other.

    Args:
        asked: the name; a word that ends in `*` stands for all words that begin so.
        speaker: the row's speaker.
        kind: the row's speaker_kind; None: not known.

    >>> match("petro", "Gustavo Petro"), match("President Gustavo Petro", "Petro"), match("Ana Ruiz", "Eva Ruiz")
    (<SpeakerMatch.FULL: 'full'>, <SpeakerMatch.SHORT: 'short'>, <SpeakerMatch.OTHER: 'other'>)
    >>> match("Petro", "Petro’s spokesman", kind="unnamed"), match("obrien", "Zoë O’Brien")
    (<SpeakerMatch.OTHER: 'other'>, <SpeakerMatch.FULL: 'full'>)
    >>> match("the harbour workers' union", "Union of Harbour Workers", kind="organisation")
    <SpeakerMatch.FULL: 'full'>
    """
    if kind not in _NAMED or (kind is None and "'s " in speaker.replace("’", "'")):
        return SpeakerMatch.FULL if is_described(asked, speaker) else SpeakerMatch.OTHER
    return _match_name(asked, speaker, is_body=kind == SpeakerKind.ORGANISATION)


def _match_name(asked: str, speaker: str, *, is_body: bool) -> SpeakerMatch:
    """Compare a name that was asked for with a speaker's name."""
    wanted, given = _words(asked), _words(speaker)
    if not wanted or not given or _two_suffixes(asked, speaker):
        return SpeakerMatch.OTHER
    if _covers(wanted, given) or _initials(speaker) == asked.replace(".", "").strip():
        return SpeakerMatch.FULL
    if not is_body and _same_person(wanted, given):
        return SpeakerMatch.FULL if len(given) >= len(wanted) else SpeakerMatch.SHORT
    return SpeakerMatch.SHORT if set(given) < set(wanted) and given[-1] == wanted[-1] else SpeakerMatch.OTHER


def names_somebody(asked: str, mention: str) -> bool:
    """Tell whether a mention gives the name asked for beside a description, with a comma between them.

    >>> names_somebody("Piers Langtry", "Its director, Piers Langtry,"), names_somebody("Petro", "a spokesman for Petro")
    (True, False)
    """
    particles = lexicon.table("name_parts")
    return "," in mention and any(
        all(word[0].isupper() or word in particles for word in part.split()) and match(asked, part) == SpeakerMatch.FULL
        for part in mention.split(",")
        if part.strip()
    )


def may_mean(mention: str, asked: str) -> bool:
    """Tell whether a mention that nobody has resolved may mean the one asked for: not another's name, nor "he" for Ana.

    >>> may_mean("she", "Ana Ruiz"), may_mean("he", "Ana Ruiz"), may_mean("Pell", "Ana Ruiz"), may_mean("the coach", "Ana Ruiz")
    (True, False, False, True)
    """
    pronouns, given = lexicon.table("pronouns"), lexicon.table("given_names")
    if (word := fold(mention)) in pronouns:
        told = {pronouns[word][0], next((given[name][0] for name in _words(asked) if name in given), "u")}
        return not told >= {"m", "f"}
    return not mention[:1].isupper() or match(asked, mention) != SpeakerMatch.OTHER


def covers(asked: str, value: str) -> bool:
    """Tell whether all words asked for are words of a value.

    >>> covers("bay post", "The Marrow Bay Post"), covers("AP", "Apollo"), covers("ap*", "Apollo")
    (True, False, True)
    """
    wanted = _folded(asked)
    return bool(wanted) and _covers(wanted, _folded(value))


def is_described(asked: str, description: str) -> bool:
    """Tell whether a description, a role or an unnamed speaker, is the one asked for: by its noun, and all other words.

    >>> is_described("the mayor", "mayor of Marrow Bay"), is_described("Marrow Bay", "mayor of Marrow Bay")
    (True, False)
    """
    wanted = tuple(word for word in _folded(asked) if word not in _ARTICLES)
    return bool(wanted) and _covers(wanted, _folded(description)) and _any_is(wanted, _head(description))


def key_word(asked: str) -> str:
    """Return the longest word asked for, folded: no name without it can match; "": there is none to look for.

    >>> key_word("Dr. Gustavo Petro"), key_word("*")
    ('gustavo', '')
    """
    return max((word.rstrip("*") for word in _words(asked)), key=len, default="")


@lru_cache(maxsize=65_536)
def _words(name: str) -> tuple[str, ...]:
    """Split a name into folded words, without titles, articles, suffixes and possessives."""
    words = [word for word in _folded(name) if word not in _ARTICLES]
    titles, parts = lexicon.table("titles"), lexicon.table("name_parts")
    while len(words) > 1 and (words[0] in titles or " ".join(words[:2]) in titles):
        words = words[1:] if words[0] in titles else words[2:] or words[1:]
    kept = [word for word in words if parts.get(word, ("",))[0] not in {"suffix", "degree"}]
    return tuple(kept or words)


def _folded(name: str) -> tuple[str, ...]:
    words = _WORD.findall(_POSSESSIVE.sub("", name).replace("-", " "))
    return tuple(fold(word) + "*" * word.endswith("*") for word in words if fold(word))


def fold(word: str) -> str:
    """Make spellings of a word of a name equal: no case, accents, dots, apostrophes or possessive.

    >>> fold("O’Brien"), fold("Núñez’s"), fold("J.")
    ('obrien', 'nunez', 'j')
    """
    return names.fold(word).replace("'", "")


def _covers(wanted: tuple[str, ...], given: tuple[str, ...]) -> bool:
    asked = [word for word in wanted if word not in {"of", "and"}] or wanted
    return all(any(_any_is((word,), other) for other in given) for word in asked)


def _any_is(wanted: tuple[str, ...], word: str) -> bool:
    """Tell whether a word is one of those asked for."""
    return any(word.startswith(asked[:-1]) if asked.endswith("*") else word == asked for asked in wanted)


def _same_person(wanted: tuple[str, ...], given: tuple[str, ...]) -> bool:
    if min(len(wanted), len(given)) < 2:  # noqa: PLR2004  a surname alone is compared by its letters
        return False
    return names.same_person(names.Name(wanted), names.Name(given), nicknames=_nicknames())


@lru_cache
def _nicknames() -> dict[str, frozenset[str]]:
    return {key: frozenset(value.split()) for key, (value,) in lexicon.table("nicknames").items()}


def _two_suffixes(one: str, other: str) -> bool:
    """True for father and son: "Jr." and "Sr."."""
    suffixes = {_suffix(one), _suffix(other)}
    return len(suffixes - {None}) > 1


def _suffix(name: str) -> str | None:
    parts = lexicon.table("name_parts")
    found = [word for word in map(fold, name.split()[1:]) if parts.get(word, ("",))[0] == "suffix"]
    return found[0] if found else None


def _head(description: str) -> str:
    """Return the noun of a description: the last word before what is said of it.

    >>> _head("a spokesman for Petro"), _head("Petro's spokesman"), _head("two officials in Bogotá")
    ('spokesman', 'spokesman', 'officials')
    """
    words = _PREPOSITION.split(description, maxsplit=1)[0].split() or description.split()
    return fold(words[-1])


def _initials(name: str) -> str:
    """Return the initials of a body's name: "UHW" for "Union of Harbour Workers"."""
    found = "".join(word[0] for word in name.split() if word[0].isupper())
    return found if len(found) > 2 else ""  # noqa: PLR2004  two letters are anybody's
