"""Reduce a quotation to the words that make it the same quotation wherever it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from quotes import lexicon
from quotes.identities.spelling import plain

_MARKS = frozenset("[]")
_TOKEN = re.compile(r"…|\.\s?\.\s?\.|[\[\]]|\(sic\)|[^\W_]+(?:[.,:/'’-][^\W_]+)*%?|[$£€]")
_SPLIT = re.compile(r"[-/]")
#: Spellings of Britain and what America writes.
_BRITISH = ((re.compile(r"(?<=\w{3})is(?=(?:e[ds]?|ing|ations?)$)"), "iz"), (re.compile(r"(?<=\w{3})our(?=s?$)"), "or"),
            (re.compile(r"(?<=[^f]en)ce$"), "se"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a quotation, folded; contractions and numbers written out one way."""

    words: tuple[str, ...]
    bracketed: frozenset[int] = frozenset()  # places of words that stand in brackets: the newspaper's
    gaps: frozenset[int] = frozenset()  # places before which words are left out

    @property
    def text(self) -> str:
        """The words as one text."""
        return " ".join(self.words)

    def without_brackets(self) -> Words:
        """Drop the words in brackets, and where words are left out."""
        return Words(tuple(word for place, word in enumerate(self.words) if place not in self.bracketed))


def words_of(quote: str) -> Words:
    """Reduce a quotation to its words.

    >>> words_of("“We can’t wait … [for Marrow Bay],” he said").words
    ('we', 'can', 'not', 'wait', 'for', 'marrow', 'bay', 'he', 'said')
    >>> words_of("It’s twelve per cent").words == words_of("It is 12%").words
    True
    """
    words: list[str] = []
    bracketed: set[int] = set()
    gaps: set[int] = set()
    inside = False
    for token in _TOKEN.findall(quote):
        if token in _MARKS:
            inside = token == "["
        elif token[0] in "….":
            gaps.add(len(words))
        else:
            before = len(words)
            words.extend(_written(token))
            if inside:
                bracketed.update(range(before, len(words)))
    return Words(tuple(words), frozenset(bracketed), frozenset(gaps))


@lru_cache(maxsize=1 << 16)
def _written(token: str) -> tuple[str, ...]:
    """Write a printed word as the words that it stands for; "(sic)" stands for none."""
    if token.strip("()").casefold() == "sic":
        return ()
    return tuple(word for part in _SPLIT.split(token) for word in _word(part))


def _word(part: str) -> tuple[str, ...]:
    per_cent = ("per", "cent") if part.endswith("%") else ()
    word = plain(part.rstrip("%"))
    if any(c.isdigit() for c in part):
        return (re.sub(r"[,’']", "", part.rstrip("%").casefold()), *per_cent)
    if stands_for := lexicon.table("contractions").get(part.casefold().replace("’", "'")):
        return tuple(stands_for[0].split())
    figures = lexicon.table("number_words").get(word, ("-",))[0]
    for british, american in _BRITISH:
        word = british.sub(american, word)
    return (word if figures == "-" else figures,)
