"""Split a claim or a printed text into words that can be compared: case, accents, marks and punctuation aside."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from quotes import lexicon
from quotes.marks import pair
from quotes.table.word_index import stem

_WORD = re.compile(
    r"(?P<gap>\[?(?:\.\s?\.\s?\.|…)\.?\]?)"
    r"|(?P<word>(?:[A-Za-z]\.){2,}|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’‘ʼ][^\W\d_]+)*|[$£€¥%&])"
    r"|(?P<open>\[)|(?P<close>\])|(?P<stop>[.!?])"
)
_SYMBOLS = {"%": "percent", "&": "and"}
_PER_CENT = re.compile(r"\bper cent\b", re.IGNORECASE)
_APOSTROPHES = re.compile(r"['’‘ʼ]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Args:
        key: what is compared: folded, without apostrophes; a number without commas.
        start, end: where it stands [code points].
        begins: it is the first of its sentence.
        gap: an ellipsis stands before it.
        bracketed: it stands in square brackets: put in by somebody who quotes.
        marked: it stands inside quotation marks.
    """

    key: str
    start: int
    end: int
    begins: bool = False
    gap: bool = False
    bracketed: bool = False
    marked: bool = False


def words_of(text: str) -> list[Word]:
    """List the words of a text.

    >>> [word.key for word in words_of("“It’s 1,140 U.S. dollars, José – 5 per cent.”")]
    ['its', '1140', 'us', 'dollars', 'jose', '5', 'percent']
    >>> [(word.key, word.begins, word.gap) for word in words_of("We won ... again. Yes!")]
    [('we', True, False), ('won', False, False), ('again', False, True), ('yes', True, False)]
    """
    text = _PER_CENT.sub("percent ", text)  # of the same length
    quoted = [(stretch.start, stretch.end) for stretch in pair(text)]
    found: list[Word] = []
    begins, gap, bracket = True, False, False
    for match in _WORD.finditer(text):
        kind = match.lastgroup
        if kind == "word":
            start, end = match.span()
            inside = any(one <= start < two for one, two in quoted)
            found.append(Word(_key(match["word"]), start, end, begins, gap, bracket, inside))
            begins = gap = False
        elif kind == "gap":
            gap = True
        elif kind == "stop":
            begins = True
        else:
            bracket = kind == "open"
    return found


@lru_cache(maxsize=100_000)
def _key(word: str) -> str:
    if word in _SYMBOLS:
        return _SYMBOLS[word]
    if word[0].isdigit():
        return re.sub(r",(?=\d{3})", "", word)
    letters = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", word).replace(".", "")).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=100_000)
def reported(key: str) -> str:
    """Return the word that stands for a word however it is reported: "we will" and "they would" are one.

    >>> reported("ill"), reported("would"), reported("his"), reported("votes")
    ('PRONOUN will', 'will', 'POSSESSIVE', 'vote')
    """
    forms = lexicon.table("reported_forms")
    return forms[key][0] if key in forms else stem(key)


def reported_words(words: list[Word]) -> list[str]:
    """List words as `reported` makes them, contractions taken apart; what introduces a report ("that") is left out."""
    shown = [part for word in words for part in reported(word.key).split()]
    return shown[1:] if shown[:1] in (["that"], ["whether"], ["if"]) else shown


def is_content(key: str) -> bool:
    """Tell whether a word, as `reported` makes it, says something of its own: not a pronoun, an article or "will".

    >>> is_content("crown"), is_content("the"), is_content("PRONOUN")
    (True, False, False)
    """
    return key not in lexicon.table("function_words") and not key.isupper()


def is_negation(key: str) -> bool:
    """Tell whether a folded word denies: not, never, cannot, don't.

    >>> is_negation("dont"), is_negation("note")
    (True, False)
    """
    return lexicon.table("function_words").get(key, ("",))[0] == "negation"
