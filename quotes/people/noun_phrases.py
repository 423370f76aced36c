"""Find where noun phrases that name a role begin and end."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from quotes.lexicon import Lexicon
from quotes.people import names
from quotes.people.mentions import HYPHENS

MAX_PHRASE = 30  # tokens of what follows a role noun that are kept
_NOT_MODIFIERS = (
    frozenset({"DET", "PUNCT", "VERB", "AUX", "ADP"}) | {"CCONJ", "SCONJ", "PRON", "SPACE", "PART"} | {"ADV"}
)
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def role_noun(token: Token, lexicon: Lexicon) -> str | None:
    """Return the role that a singular noun names: senator for "senator" and "Sen.", None for "senators"."""
    word = names.fold(token.text)
    if (title := lexicon.titles.get(word)) and (title.role or word not in lexicon.role_nouns):
        return title.role
    return word if word in lexicon.role_nouns and token.tag_ not in {"NNS", "NNPS"} else None


def phrase_start(doc: Doc, head: int) -> int:
    """Find where a noun's modifiers begin, its determiner included: "|Weinstein's former lawyer"."""
    i = head
    while i and not doc[i].is_sent_start and modifies(doc[i - 1]):
        i -= 1
    if i and not doc[i].is_sent_start and doc[i - 1].tag_ in {"DT", "PRP$", "WP$", "CD"}:
        i -= 1
    return i


def phrase_end(doc: Doc, head: int) -> int:
    """Find where what follows a role noun ends: at a comma, dash, bracket, "who", finite verb or full stop."""
    i = head + 1
    while i < min(len(doc), head + MAX_PHRASE) and not doc[i].is_sent_start:
        token = doc[i]
        if (token.is_punct and token.text not in HYPHENS) or token.is_space or token.lower_ == "who":
            break
        if token.tag_ in _FINITE and token.dep_ != "relcl" and token.head.dep_ != "relcl":
            break
        i += 1
    return i


def modifies(token: Token) -> bool:
    """True of words that may stand before a noun within its phrase: adjectives, nouns, participles, possessives."""
    if token.pos_ == "ADV" and token.dep_ == "advmod" and token.head.i == token.i + 1:  # "the famously gruff senator"
        return token.head.pos_ == "ADJ"
    return token.tag_ in {"POS", "VBN", "VBG", "HYPH"} or token.text in HYPHENS or token.pos_ not in _NOT_MODIFIERS


def determiner_of(phrase: Span) -> str:
    """Say how a role phrase is determined: possessed (Ruiz's lawyer), definite, indefinite or bare."""
    first = phrase[0]
    if any(token.tag_ in {"POS", "PRP$"} for token in phrase[:-1]):
        return "possessed"
    if first.lower_ in {"the", "this", "that"}:
        return "definite"
    counted = first.tag_ in {"DT", "CD"} or first.like_num or first.lower_ in {"one", "another", "someone", "somebody"}
    return "indefinite" if counted else "bare"
