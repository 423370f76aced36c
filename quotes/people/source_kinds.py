"""Say what speaks where a source mention is no known cluster: a group, document, body or unnamed person."""

from __future__ import annotations

from spacy.tokens import Token

from quotes.people import names
from quotes.people.source_phrases import PLURAL_TAGS, SourcePhrase, several_speak
from quotes.rules import Rule, rule
from quotes.types import SpeakerKind

_ONE = frozenset({"one", "another"})


def _head_noun(source: SourcePhrase) -> Token:
    phrase = source.head
    return phrase[-1] if phrase[-1].tag_ != "POS" or len(phrase) == 1 else phrase[-2]


def _forms(head: Token) -> set[str]:
    word = names.fold(head.text)
    return {word, names.fold(head.lemma_), word.removesuffix("s")}


@rule(
    "several_are_group",
    fires="Ana Ruiz and Luis Pardo spoke. [q0|“No,”] [c0|said] [s0|Ruiz and Pardo].",
    abstains="[q0|“No,”] [c0|said] [s0|angry bakers].",
)
def several_are_group(source: SourcePhrase) -> SpeakerKind | None:
    """Take two who speak together for a group, and words such as "many"."""
    word = names.fold(_head_noun(source).text)
    return SpeakerKind.GROUP if several_speak(source) or word in source.index.lexicon.group_words else None


@rule(
    "document_word",
    fires="[q0|“Closed,”] [c0|read] [s0|the sign].",
    abstains="[q0|“Closed,”] [c0|said] [s0|angry bakers].",
)
def document_word(source: SourcePhrase) -> SpeakerKind | None:
    """Take what is written, printed or shown for a document: "the sign"."""
    return SpeakerKind.DOCUMENT if _forms(_head_noun(source)) & source.index.lexicon.document_words else None


@rule(
    "plural_noun_is_group",
    fires="[q0|“Closed,”] [c0|said] [s0|angry bakers].",
    abstains="[q0|“Closed,”] [c0|said] [s0|the weary witness].",
)
def plural_noun_is_group(source: SourcePhrase) -> SpeakerKind | None:
    """Take a plural for a group; of plural names only those of roles: "Democrats", not "the Bengals"."""
    head, lexicon = _head_noun(source), source.index.lexicon
    if head.tag_ in PLURAL_TAGS and (head.tag_ == "NNS" or _forms(head) & lexicon.role_nouns.keys()):
        return SpeakerKind.GROUP
    return None


@rule(
    "role_is_unnamed",
    fires="Luis Pardo came home on Monday. [q0|“It was long,”] [c0|said] [s0|the weary witness].",
    abstains="[q0|“No,”] [c0|said] [s0|Ruiz's office].",
)
def role_is_unnamed(source: SourcePhrase) -> SpeakerKind | None:
    """Take a role, a title or "one" for an unnamed person."""
    head, lexicon = _head_noun(source), source.index.lexicon
    word = names.fold(head.text)
    role = names.fold(head.lemma_) in lexicon.role_nouns or word in lexicon.titles
    return SpeakerKind.UNNAMED if role or (word in _ONE and head.tag_ == "CD") else None


@rule(
    "number_is_group",
    fires="[q0|“No,”] [c0|said] [s0|three] in the hall.",
    abstains="[q0|“No,”] [c0|said] [s0|one] in the hall.",
)
def number_is_group(source: SourcePhrase) -> SpeakerKind | None:
    """Take a number for a group: "three said". Not "one"."""
    return SpeakerKind.GROUP if _head_noun(source).tag_ == "CD" else None


@rule(
    "proper_noun_is_body",
    fires="Ana Ruiz spoke. [q0|“No,”] [c0|said] [s0|Ruiz's office].",
    abstains="[q0|“No,”] [c0|said] [s0|the wind].",
)
def proper_noun_is_body(source: SourcePhrase) -> SpeakerKind | None:
    """Take a word for bodies, or any other name, for a body: "her office". Not "the wind"."""
    head = _head_noun(source)
    body = source.index.lexicon.body_words.get(names.fold(head.text)) == "organisation" or head.pos_ == "PROPN"
    return SpeakerKind.ORGANISATION if body else None


SOURCE_KIND_RULES: tuple[Rule[[SourcePhrase], SpeakerKind | None], ...] = (
    several_are_group,
    document_word,
    plural_noun_is_group,
    role_is_unnamed,
    number_is_group,
    proper_noun_is_body,
)
