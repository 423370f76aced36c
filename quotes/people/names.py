"""Pure string functions on people's names: fold, split, compare, choose the fullest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

_LONG_NAME = 7  # letters that a name must have to be recognised when misprinted
_MISPRINTS = 2  # letters too many, too few or wrong
_POSSESSIVE = re.compile(r"(?:['’]s?|‘s)$")
_INVISIBLE = re.compile("[\\u00ad\\u200b-\\u200f\\u2060\\ufeff]")
_MARKS = re.compile(r"[.,\"“”‘()*]+")
_NICKNAME = re.compile(r"[\"“‘'(]([^\W\d_][\w.' -]*)[\"”’')]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. All words are folded; titles are not part of it."""

    words: tuple[str, ...]
    suffix: str | None = None  # jr, sr, ii, iii, iv: tells father from son
    nickname: str | None = None

    @property
    def first(self) -> str:
        """The word that stands first: the given name, save where the family's stands first."""
        return self.words[0]

    @property
    def last(self) -> str:
        """The word that stands last."""
        return self.words[-1]


def fold(text: str) -> str:
    """Make spellings of one name equal: no case, accents, dots, commas or possessive.

    >>> fold("Sánchez’s"), fold("J."), fold("O’Brien"), fold("James'")
    ('sanchez', 'j', "o'brien", 'james')
    """
    text = "".join(c for c in unicodedata.normalize("NFKD", _INVISIBLE.sub("", text)) if not unicodedata.combining(c))
    return _MARKS.sub("", _POSSESSIVE.sub("", text.casefold())).replace("’", "'").strip()


def printed(text: str) -> str:
    r"""Return a name as printed, in one line and without invisible characters or a possessive.

    >>> printed("Ana\u00a0 Ru\u00adiz"), printed("Ana Ruiz‘s")
    ('Ana Ruiz', 'Ana Ruiz')
    """
    return re.sub(r"[‘’']s$", "", " ".join(_INVISIBLE.sub("", text).split()))


def parse(text: str, *, parts: Mapping[str, str]) -> Name:
    """Take a printed name apart. `parts` tells suffixes and degrees (lexicon: name_parts).

    >>> kinds = {"jr": "suffix", "md": "degree"}
    >>> parse("Juan “Tito” Ruiz, Jr.", parts=kinds)
    Name(words=('juan', 'ruiz'), suffix='jr', nickname='tito')
    >>> parse("Ana Ruiz, M.D.", parts=kinds).words
    ('ana', 'ruiz')
    """
    nickname = None
    if match := _NICKNAME.search(text):
        nickname = fold(match.group(1))
        text = f"{text[: match.start()]} {text[match.end() :]}"
    words = [word for word in map(fold, text.split()) if word]
    suffix = None
    while len(words) > 1 and parts.get(words[-1]) in {"suffix", "degree"}:
        last = words.pop()
        suffix = last if parts[last] == "suffix" else suffix
    return Name(tuple(words), suffix, nickname)


def is_initial(word: str) -> bool:
    """Tell whether a folded word is an initial: "j", or "jd" of "J.D.".

    >>> is_initial("j"), is_initial("jo")
    (True, False)
    """
    return len(word) == 1 and word.isalpha()


def word_fits(short: str, full: str, *, nicknames: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether one word of a name can stand for another: equal, an initial of it, or a short form.

    >>> nick = {"bob": frozenset({"robert"})}
    >>> word_fits("r", "robert", nicknames=nick), word_fits("bob", "robert", nicknames=nick)
    (True, True)
    >>> word_fits("rob", "robin", nicknames=nick)
    False
    """
    if short == full:
        return True
    if is_initial(short) or is_initial(full):
        return short[0] == full[0]
    return full in nicknames.get(short, ()) or short in nicknames.get(full, ())


def same_person(one: Name, other: Name, *, nicknames: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether two names of several words can be one person's.

    The shorter must run through the longer in order, and end where it ends (Ana Ruiz, Ana M. Ruiz) or begin
    where it begins (Ana Ruiz, Ana Ruiz Pardo). Father and son, told apart by a suffix, are two.

    >>> def same(a, b): return same_person(Name(tuple(a.split())), Name(tuple(b.split())), nicknames={})
    >>> same("ana ruiz", "ana m ruiz"), same("ana ruiz", "ana ruiz pardo"), same("a ruiz", "ana ruiz")
    (True, True, True)
    >>> same("ana ruiz", "eva ruiz"), same("ana ruiz", "ana pardo")
    (False, False)
    """
    if one.suffix != other.suffix:
        return False
    short, full = sorted((one, other), key=lambda name: len(name.words))
    if (full.nickname, full.last) == short.words or (short.nickname, short.last) == full.words:
        return True
    rest = iter(full.words)
    if not all(any(word_fits(word, place, nicknames=nicknames) for place in rest) for word in short.words):
        return False
    if short.last == full.last:
        return True
    begins = word_fits(short.first, full.first, nicknames=nicknames)
    return begins and short.last in full.words[1:] and not is_initial(short.last)


def misprinted(one: str, other: str) -> bool:
    """Tell whether two folded surnames are so near that one is the other misprinted; a plural is not.

    >>> misprinted("quirogga", "quiroga"), misprinted("ruiz", "diaz"), misprinted("quirogas", "quiroga")
    (True, False, False)
    """
    if one[0] != other[0] or min(len(one), len(other)) < _LONG_NAME or f"{one}s" == other or f"{other}s" == one:
        return False
    return Levenshtein.distance(one, other, score_cutoff=_MISPRINTS) <= _MISPRINTS


def position(short: tuple[str, ...], full: Name) -> str | None:
    """Say which part of a full name some words are: "surname", "given", "middle" or None.

    A surname may be the last word, the last words, or, where a person bears two, the word before the last.

    >>> name = Name(("juan", "manuel", "ruiz", "pardo"))
    >>> position(("pardo",), name), position(("ruiz", "pardo"), name), position(("ruiz",), name)
    ('surname', 'surname', 'middle')
    >>> position(("juan",), name), position(("ana",), name)
    ('given', None)
    """
    words, size = full.words, len(short)
    if size >= len(words):
        return "surname" if short == words else None
    if words[-size:] == short:
        return "surname"
    if words[:size] == short or short == (full.nickname,):
        return "given"
    if any(words[i : i + size] == short for i in range(1, len(words) - size)):
        return "middle"
    return None


def fullest(names: Iterable[str]) -> str:
    """Choose the fullest of a person's printed names: most words written out, then most words, then the earliest.

    >>> fullest(["Ruiz", "Ana Ruiz", "Ana M. Ruiz", "A. Ruiz"])
    'Ana M. Ruiz'
    >>> fullest(["A. B. Ruiz", "Ana Ruiz"])
    'Ana Ruiz'
    """

    def weight(name: str) -> tuple[int, int]:
        words = [word for word in map(fold, name.split()) if word]
        return sum(not is_initial(word) for word in words), len(words)

    return max(names, key=weight)


def identity(name: str) -> str:
    """Give the key under which a name stands in every article: folded words joined by hyphens.

    >>> identity("Gustavo Petro"), identity("Judge Ana Ruiz-Díaz")
    ('gustavo-petro', 'judge-ana-ruiz-diaz')
    """
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))
