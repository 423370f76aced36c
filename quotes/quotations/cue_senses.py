"""Find the words that turn what a cue reports (`data/en/cue_senses.tsv`): denials, refusals, questions, negations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from spacy.tokens import Token

from quotes.lexicon import of_kind
from quotes.quotations.acts import lemmas

#: Words between the words of an entry: "pushed [hard] back".
_MAX_BETWEEN = 2


def find(words: Sequence[Token], sense: str) -> tuple[Token, ...]:
    """Return the first words that are an entry of a sense; () if there are none."""
    found = (find_at_start(words[at:], sense) for at in range(len(words)))
    return next((matched for matched in found if matched), ())


def find_at_start(words: Sequence[Token], sense: str) -> tuple[Token, ...]:
    """Return the words of the longest entry of a sense that begins with the first word; () if there is none."""
    entries = _entries(sense)
    for form in _forms(words[0]):
        for entry in entries.get(form, ()):
            if matched := _match(entry, words):
                return matched
    return ()


def has(word: Token, sense: str) -> bool:
    """True if a word alone has a sense."""
    return bool(find_at_start((word,), sense))


@cache
def _entries(sense: str) -> Mapping[str, list[list[str]]]:
    """Return the entries of a sense by their first word, longest first."""
    entries: dict[str, list[list[str]]] = defaultdict(list)
    for entry in sorted((entry.split() for entry in of_kind("cue_senses", sense)), key=len, reverse=True):
        entries[entry[0]].append(entry)
    return dict(entries)


def _forms(word: Token) -> tuple[str, ...]:
    return (*lemmas(word), word.norm_)


def _match(entry: Sequence[str], words: Sequence[Token]) -> tuple[Token, ...]:
    """Return the words that an entry matches whose first word is the first; () if it does not match."""
    found, at = [words[0]], 1
    for text in entry[1:]:
        near = range(at, min(at + _MAX_BETWEEN + 1, len(words)))
        following = next((i for i in near if text in _forms(words[i])), None)
        if following is None:
            return ()
        found.append(words[following])
        at = following + 1
    return tuple(found)
