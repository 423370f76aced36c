"""Observe what a name and its neighbours tell about whether it is a person's (lexicon: person_evidence).

One mention is not trusted: `name_kinds` pools the observations over the article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from quotes.lexicon import Lexicon
from quotes.people import names
from quotes.people.mentions import WorkingMention

_FIRM_ROLES = frozenset({"CEO", "CFO", "COO", "CTO", "shares"})
_PARTIES = frozenset("RDI")
MAX_APPOSITION = 6  # tokens after a comma within which a role noun makes an apposition


def observe(doc: Doc, mention: WorkingMention, lexicon: Lexicon) -> Iterator[str]:
    """Yield the observations at a mention: keys of lexicon.person_evidence, and entity labels.

    Args:
        doc: the story.
        mention: a name, its title already split off.
        lexicon: the word lists.
    """
    yield from _observe_words(mention, lexicon)
    labels = Counter(token.ent_type_ for token in doc[mention.start : mention.end] if token.is_alpha)
    yield from (label for label, _ in labels.most_common(1) if label)
    if mention.subject and doc[mention.head].head.lemma_ in lexicon.reporting_verbs:
        yield "says"
    if mention.title_start:
        yield from _observe_before(doc[mention.title_start - 1], lexicon)
        yield from _observe_role_before(doc, mention, lexicon)
    yield from _observe_after(doc[mention.end : mention.end + MAX_APPOSITION], lexicon)


def _observe_words(mention: WorkingMention, lexicon: Lexicon) -> Iterator[str]:
    words = mention.words
    see = lexicon.name_parts.get(words[0]) == "see" and len(words) > 1
    if see or any(word in lexicon.titles for word in mention.title):
        yield "title"
    if words[0] in lexicon.given_names and lexicon.body_words.get(words[0]) != "organisation":
        yield "given" if len(words) > 1 else "alone"
    if any(map(names.is_initial, words[1:-1])):
        yield "initial"
    if _is_body(words, lexicon):
        yield "body"


def _is_body(words: tuple[str, ...], lexicon: Lexicon) -> bool:
    """True of words that name a body: "Rosa Hospital", "Team Ruiz", "Light & Power". Not "Maria Church"."""
    if "&" in words or (len(words) > 1 and lexicon.body_words.get(words[0]) == "organisation"):
        return True
    surname = words[-1] in lexicon.surname_words and len(words) > 1 and words[-2] in lexicon.given_names
    return words[-1] in lexicon.body_words and not surname


def _observe_before(before: Token, lexicon: Lexicon) -> Iterator[str]:
    if before.lower_ in {"the", "in", "at", "near", "from"}:
        yield "the" if before.lower_ == "the" else "in"
    elif before.text in lexicon.role_nouns:
        yield "role"


def _observe_role_before(doc: Doc, mention: WorkingMention, lexicon: Lexicon) -> Iterator[str]:
    """Yield "apposition" for a name that a role introduces: "The curator, [Ana Ruiz], said", "their leader, [Ana Ruiz]"."""
    comma = mention.title_start - 1
    closes = mention.end == len(doc) or doc[mention.end].is_punct or doc[mention.end].tag_ in {"VBD", "VBZ"}
    if doc[comma].text != "," or not comma or not closes:
        return
    if _is_role(doc[comma - 1], lexicon):
        yield "apposition"
    elif doc[comma - 1].lower_ in lexicon.body_synonyms:
        yield "body_apposition"


def _is_role(token: Token, lexicon: Lexicon) -> bool:
    return names.fold(token.text) in lexicon.role_nouns and token.text.islower() and token.tag_ not in {"NNS", "NNPS"}


def _observe_after(after: Span, lexicon: Lexicon) -> Iterator[str]:
    texts = [token.text for token in after] + [""] * 3
    if texts[0] == ",":
        yield from _observe_apposition(_first_phrase(after[1:]), lexicon)
    if texts[0] in _FIRM_ROLES:
        yield "firm_role"
    if texts[0] == "," and texts[1].isdigit() and texts[2] == ",":
        yield "age"
    elif "who" in (texts[0], texts[1]) and texts[0] in {"who", ","}:
        yield "who"
    elif texts[0] == "(" and texts[1].split("-")[0] in _PARTIES:
        yield "party"


def _observe_apposition(phrase: list[str], lexicon: Lexicon) -> Iterator[str]:
    if any(text in lexicon.role_nouns for text in phrase):
        yield "apposition"
    elif phrase and phrase[0] in {"a", "an", "the"} and phrase[-1] in lexicon.body_synonyms:
        yield "body_apposition"


def _first_phrase(span: Span) -> list[str]:
    """Return the words up to the first verb or punctuation, if they begin as an apposition does: "a", "the"."""
    words: list[str] = []
    for token in span:
        if token.pos_ in {"VERB", "AUX", "PUNCT", "CCONJ"} or token.tag_ == "WP" or (not words and token.pos_ == "ADP"):
            break
        words.append(token.text)
    return words
