"""Tell whether a text is English."""

from __future__ import annotations

from functools import lru_cache

from spacy.lang.en.stop_words import STOP_WORDS

#: Fewer words do not tell the language.
MIN_WORDS = 12
#: Share of English function words that no other language has.
ENGLISH_SHARE = 0.25


def language_of(text: str) -> str:
    """Return the language of a text, as ISO 639-1 code.

    English function words settle nearly all English texts; py3langid is asked about the rest.

    >>> language_of("The mayor said that the bridge would be open again on Friday, she thinks.")
    'en'
    >>> language_of("Der Bürgermeister sagte am Freitag, die Brücke werde bald wieder für alle geöffnet sein.")
    'de'
    """
    words = [word.strip(".,;:!?“”\"'()") for word in text.lower().split()]
    if sum(word in STOP_WORDS for word in words) >= ENGLISH_SHARE * len(words):
        return "en"
    return _identified(text)


def is_foreign(text: str) -> bool:
    """True for a text of another language; too few words are taken for English."""
    return len(text.split()) >= MIN_WORDS and language_of(text) != "en"


@lru_cache(maxsize=256)
def _identified(text: str) -> str:
    import py3langid

    return str(py3langid.classify(text)[0])
