"""Find the noun phrases that mean one person by a role: "the judge", "a Trump spokesman", "his lawyer"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from quotes.lexicon import Lexicon
from quotes.people import names
from quotes.people.discourse import Discourse
from quotes.people.mentions import SUBJECTS, WorkingMention, make_mention
from quotes.people.noun_phrases import determiner_of, modifies, phrase_start, role_noun
from quotes.records import MentionKind

_ROLE_TAGS = frozenset({"NOUN", "PROPN", "ADJ", "PRON"})


def find_roles(doc: Doc, discourse: Discourse, taken: set[int], lexicon: Lexicon) -> Iterator[WorkingMention]:
    """Yield role mentions.

    Args:
        doc: the story.
        discourse: its layout.
        taken: tokens of names and their titles.
        lexicon: the word lists.
    """
    for i in range(len(doc)):
        noun = None if i in taken else _role_of_phrase(doc, i, lexicon)
        if noun is None:
            continue
        start = phrase_start(doc, i)
        mention = make_mention(MentionKind.ROLE, doc[start : i + 1], discourse)
        mention.head, mention.subject = i, doc[i].dep_ in SUBJECTS
        mention.words = (noun, *(names.fold(word.text) for word in doc[start:i]))
        mention.determiner = determiner_of(doc[_first_of_pair(doc, start, lexicon) : i + 1])
        yield mention


def _role_of_phrase(doc: Doc, i: int, lexicon: Lexicon) -> str | None:
    """Return the role noun of a phrase that ends at a token; None if it ends elsewhere or names no role."""
    token = doc[i]
    noun = role_noun(token, lexicon) if token.pos_ in _ROLE_TAGS else None
    after = doc[i + 1] if i + 1 < len(doc) else None
    if noun is None or (after is not None and (after.pos_ in {"NOUN", "PROPN"} or after.tag_ == "HYPH")):
        return None
    if token.dep_ in {"amod", "compound"} and token.head.i > i and modifies(doc[i + 1]):
        return None  # "the Republican presidential nominee" is one
    return noun


def _first_of_pair(doc: Doc, start: int, lexicon: Lexicon) -> int:
    """Find where the first of two roles of one person begins: "|the front-runner and former |secretary"."""
    if start > 1 and doc[start - 1].lower_ == "and" and role_noun(doc[start - 2], lexicon):
        return phrase_start(doc, start - 2)
    return start
