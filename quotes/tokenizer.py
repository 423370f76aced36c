"""Adapt spaCy's tokenizer to newspapers: quotation marks are tokens of their own."""

from __future__ import annotations

from typing import Any, cast

from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

#: What spaCy leaves glued to words: marks where a space is missing, and the dash that signs a quotation.
_GLUED = r"[“”„«»\"―]"


def split_marks(nlp: Language) -> None:
    """Make the tokenizer split quotation marks from the words they touch: over.”― is four tokens.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> split_marks(nlp)
    >>> [token.text for token in nlp("“It’s over.”―Ana said”Go.")]
    ['“', 'It', '’s', 'over', '.', '”', '―', 'Ana', 'said', '”', 'Go', '.']
    """
    defaults, tokenizer = nlp.Defaults, cast(Any, nlp.tokenizer)
    tokenizer.prefix_search = compile_prefix_regex([*(defaults.prefixes or ()), _GLUED]).search
    tokenizer.suffix_search = compile_suffix_regex([*(defaults.suffixes or ()), _GLUED]).search
    tokenizer.infix_finditer = compile_infix_regex([*(defaults.infixes or ()), _GLUED]).finditer
