"""Find runs of capitalised words that may hold a name: with particles, initials, hyphens and nicknames inside."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from quotes.lexicon import Lexicon
from quotes.people import names
from quotes.people.mentions import HYPHENS

_NICKNAME_OPENERS, _NICKNAME_CLOSERS = frozenset("\"“‘'"), frozenset("\"”’')")
_NEVER_OPEN = frozenset({"PRP", "PRP$", "DT", "WP"})
_BODY_LINKS = frozenset({"of", "for", "on", "and", "to"}) | {"&"}
_AMPERSAND = frozenset("&")
_BEFORE_DAYS = frozenset({"in", "on", "since", "until", "by"}) | {"last", "next", "this", "every", "of"}
MAX_GIVEN_MONTH = 5  # letters of a month that is a given name too: April, but not November
MIN_BEFORE_HYPHEN = 3  # tokens of "Kim Yong-" before "ho"
MIN_AGE = 3  # tokens of ", 58,"
MAX_SYLLABLES = 5  # letters of the second half of a given name such as Yong-ho
_BODY_COMPLEMENTS = _BODY_LINKS - {"and", "&"}


def name_runs(doc: Doc, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Yield the first token of each run, and one past its last.

    Ana de la Ruiz-Pardo       one run
    Ruiz's lawyer Ana Pardo    two: the possessive ends the first
    """
    i, size = 0, len(doc)
    while i < size:
        article = _is_article(doc, i)
        if not article and (not is_capital(doc[i]) or not _may_open(doc, i, lexicon)):
            i += 1
            continue
        end = i + 1 + 2 * article
        while end < size and (step := _continues(doc, end, lexicon)):
            end += step
        yield i, end
        i = end


def _is_article(doc: Doc, i: int) -> bool:
    """True of "al" in "al-Ruiz said"."""
    if i + 2 >= len(doc) or doc[i].text not in {"al", "el"} or doc[i + 1].text not in HYPHENS:
        return False
    return not doc[i].whitespace_ and not doc[i + 1].whitespace_ and is_capital(doc[i + 2])


def is_capital(token: Token) -> bool:
    """True if a token begins with a capital: "Ruiz", "O’Hara", "J.", "CNN", not "2nd" or "“"."""
    return token.text[0].isupper()


def body_end(doc: Doc, start: int, end: int, lexicon: Lexicon) -> int:
    """Find where a body's name ends that goes on after a small word: "Association of |Flight Attendants|"."""
    first = names.fold(doc[start].text)
    is_body = lexicon.body_words.get(first) == "organisation"
    if not is_body and (first in lexicon.titles or first in lexicon.given_names):
        return end
    end = _after_possessive(doc, end, lexicon)
    opens = lexicon.body_words.get(doc[end - 1].lower_) == "organisation"
    while end + 1 < len(doc) and doc[end].lower_ in _BODY_LINKS:
        inside = doc[end].ent_type_ == "ORG" and doc[end].ent_iob_ == "I"
        goes_on = is_capital(doc[end + 1]) and doc[end + 1].lower_ not in lexicon.calendar
        if not (inside or (opens and doc[end].lower_ in _BODY_COMPLEMENTS)) or not goes_on:
            break
        opens, end = False, _capitals_end(doc, end + 2)
    return end


def _after_possessive(doc: Doc, end: int, lexicon: Lexicon) -> int:
    """Find where a body's name ends that has a plural possessive in it: "Farmers' |Union|", "Women's |Institute|"."""
    if end + 1 >= len(doc) or doc[end].tag_ != "POS" or not is_capital(doc[end + 1]):
        return end
    plural = doc[end].text in {"'", "’"} or doc[end - 1].lower_ in {"women", "men", "children", "people"}
    last = _capitals_end(doc, end + 1)
    body = lexicon.body_words.get(doc[last - 1].lower_) == "organisation"
    return last if plural and body and doc[end - 1].ent_type_ != "PERSON" else end


def _capitals_end(doc: Doc, end: int) -> int:
    while end < len(doc) and is_capital(doc[end]) and doc[end - 1].whitespace_ and not doc[end].is_sent_start:
        end += 1
    return end


def _may_open(doc: Doc, i: int, lexicon: Lexicon) -> bool:
    """True if a capital may open a name. Not days and months, nor words that only begin a sentence."""
    token = doc[i]
    if token.lower_ in lexicon.calendar:
        return _calendar_opens(doc, i, lexicon)
    if token.tag_ in _NEVER_OPEN and token.ent_type_ != "PERSON":
        return False
    if i and not token.is_sent_start and (doc[i - 1].is_alpha or _before_name(doc, i)):
        return True
    named = token.tag_ in {"NNP", "NNPS"} or token.ent_type_ == "PERSON" or token.lower_ in lexicon.given_names
    return named or (token.pos_ in {"PROPN", "NOUN", "ADJ"} and any(map(is_capital, doc[i + 1 : i + 2])))


def _before_name(doc: Doc, i: int) -> bool:
    """True of "Per" in "her deputy, Per Olsson", whatever the tagger thinks of it."""
    words = [token for token in doc[i + 1 : i + 3] if not token.is_space]
    return doc[i - 1].text == "," and bool(words) and is_capital(words[0]) and words[0].pos_ == "PROPN"


def _continues(doc: Doc, i: int, lexicon: Lexicon) -> int:
    """Count the tokens from i that the run takes in; 0 ends it."""
    token = doc[i]
    if is_capital(token):
        return _capital_continues(doc, i, lexicon)
    if i + 1 == len(doc):
        return 0
    if _dots_title(doc, i, lexicon) or _joins_hyphenated(doc, i) or _parts_suffix(doc, i, lexicon):
        return 2
    if _parts_words(doc, i):
        return 2
    return _nickname(doc, i, lexicon) or _particles(doc, i, lexicon)


def _parts_words(doc: Doc, i: int) -> bool:
    """True of a second space inside a name, and of "&" in "Melody & Rhythm"."""
    inner_space = doc[i].is_space and "\n" not in doc[i].text
    ampersand = doc[i].text == "&" and bool(doc[i - 1].whitespace_) == bool(doc[i].whitespace_)
    return (inner_space or ampersand) and is_capital(doc[i + 1]) and not doc[i + 1].is_sent_start


def _dots_title(doc: Doc, i: int, lexicon: Lexicon) -> bool:
    """True of the full stop of "Rev. Ruiz" where it is a token of its own."""
    if doc[i].text != "." or doc[i - 1].whitespace_ or doc[i - 1].is_upper:
        return False
    titled = names.fold(doc[i - 1].text) in lexicon.titles and doc[i + 1].tag_ not in _NEVER_OPEN
    return titled and is_capital(doc[i + 1]) and bool(doc[i].whitespace_)


def _joins_hyphenated(doc: Doc, i: int) -> bool:
    """True of the hyphen of "Ruiz-Pardo" and of "Yong-ho"."""
    if doc[i].text not in HYPHENS or doc[i - 1].whitespace_ or doc[i].whitespace_:
        return False
    after = doc[i + 1]
    return is_capital(after) or (after.is_alpha and _ends_given_name(doc, i + 1))


def _ends_given_name(doc: Doc, i: int) -> bool:
    """True of "ho" in "Kim Yong-ho said". Not of "backed" in "Ruiz-backed", nor of "era" in "Obama-era rules"."""
    token = doc[i]
    if token.ent_type_ == "PERSON" and token.tag_ == "NNP":
        return True
    after = doc[i + 1] if i + 1 < len(doc) else None
    modifies = after is not None and after.pos_ in {"NOUN", "PROPN", "ADJ"} and bool(token.whitespace_)
    if i < MIN_BEFORE_HYPHEN:
        return False
    inside = is_capital(doc[i - 3]) and bool(doc[i - 3].whitespace_) and doc[i - 3].pos_ == "PROPN"
    return inside and not modifies and len(token) <= MAX_SYLLABLES and token.tag_ not in {"VBN", "VBG", "VBD", "CD"}


def _parts_suffix(doc: Doc, i: int, lexicon: Lexicon) -> bool:
    """True of the comma of "Ruiz, Jr."."""
    part = lexicon.name_parts.get(names.fold(doc[i + 1].text))
    return doc[i].text == "," and is_capital(doc[i + 1]) and part in {"suffix", "degree"}


def _capital_continues(doc: Doc, i: int, lexicon: Lexicon) -> int:
    token, before = doc[i], doc[i - 1]
    if token.lower_ in lexicon.calendar and not _calendar_continues(doc, i, lexicon):
        return 0
    if token.is_sent_start and not before.text.endswith("."):
        return 0
    if token.tag_ == "PRP":  # "in D.C. I think"
        return 0
    return 1 if before.whitespace_ or before.is_space or before.text in HYPHENS | _AMPERSAND else 0


def _calendar_opens(doc: Doc, i: int, lexicon: Lexicon) -> bool:
    """True if a month opens a name: "May Tse", "June Prior". Not "In May Ruiz said", nor "May 3"."""
    if i + 1 == len(doc) or (i and doc[i - 1].lower_ in _BEFORE_DAYS):
        return False
    after = doc[i + 1]
    named = after.is_alpha and is_capital(after) and after.lower_ not in lexicon.calendar and not after.is_sent_start
    month = lexicon.calendar_kinds[doc[i].lower_] == "month" and len(doc[i]) <= MAX_GIVEN_MONTH
    return named and month and after.tag_ in {"NNP", "NNPS"}


def _has_age(doc: Doc, end: int) -> bool:
    """True of "Keith Monday, 58," at the token behind the name."""
    after = [token.text for token in doc[end : end + MIN_AGE]]
    return len(after) == MIN_AGE and after[0] == after[2] == "," and after[1].isdigit()


def _calendar_continues(doc: Doc, i: int, lexicon: Lexicon) -> bool:
    """True if a month or weekday is a surname: "Theo May", "Mr Monday". Not "Clinton Monday", nor "Lee May 3"."""
    first = names.fold(doc[i - 1].text)
    if any(token.like_num or token.text[0].isdigit() for token in doc[i + 1 : i + 2]):
        return False
    if first in lexicon.titles:
        return lexicon.titles[first].role is None
    alone = i == 1 or not is_capital(doc[i - 2]) or names.fold(doc[i - 2].text) in lexicon.titles
    labelled = _has_age(doc, i + 1) or doc[i].ent_type_ == "PERSON" == doc[i - 1].ent_type_
    month = lexicon.calendar_kinds[doc[i].lower_] == "month"
    return labelled or (month and alone and first in lexicon.given_names and doc[i - 1].ent_type_ != "ORG")


def _nickname(doc: Doc, i: int, lexicon: Lexicon) -> int:
    """Count the tokens of a nickname in quotation marks, or a given name in brackets: Juan “Tito” Ruiz."""
    if i + 3 >= len(doc) or not is_capital(doc[i + 1]) or not is_capital(doc[i + 3]):
        return 0
    marked = doc[i].text in _NICKNAME_OPENERS or (doc[i].text == "(" and doc[i + 1].lower_ in lexicon.given_names)
    return 4 if marked and doc[i + 2].text in _NICKNAME_CLOSERS else 0


def _particles(doc: Doc, i: int, lexicon: Lexicon) -> int:
    """Count the tokens of particles before a capital: "van der Berg", "Bashar al-Assad"."""
    if lexicon.name_parts.get(doc[i].lower_) != "particle":
        return 0
    j = i
    while j < len(doc) and (lexicon.name_parts.get(doc[j].lower_) == "particle" or doc[j].text in HYPHENS):
        j += 1
    return j + 1 - i if j < len(doc) and is_capital(doc[j]) else 0
