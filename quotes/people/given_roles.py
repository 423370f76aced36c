"""Find the roles that an article gives to named persons: by title, apposition and copula. All rules that fire count."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from quotes.lexicon import Lexicon
from quotes.people import names
from quotes.people.clusters import Clusters, GivenRole
from quotes.people.mentions import WorkingMention
from quotes.people.noun_phrases import modifies, phrase_end, phrase_start, role_noun
from quotes.rules import Rule, rule
from quotes.types import SpeakerKind

MAX_BEFORE_NOUN = 12  # tokens from the comma within which an apposition must show its noun
_PHRASE_STOPS = frozenset({"VERB", "AUX", "PUNCT", "ADP", "SPACE"})
_OPENS_APPOSITION = frozenset({",", "(", "—", "–", "--"})


@dataclass(frozen=True, slots=True)
class FoundRole:
    """A role noun, the phrase that gives the role, and the noun's token."""

    noun: str
    phrase: Span
    head: int


def give_roles(
    doc: Doc, mentions: list[WorkingMention], clusters: Clusters, lexicon: Lexicon
) -> dict[int, WorkingMention]:
    """Give each named person the roles found at its mentions.

    Returns:
        The name that a role noun is tied to, by the noun's token.
    """
    tied: dict[int, WorkingMention] = {}
    for mention in mentions:
        if mention.cluster is None or clusters.all[mention.cluster].kind != SpeakerKind.PERSON:
            continue
        for one in GIVEN_ROLE_RULES:
            if (found := one(doc, mention, lexicon)) is not None:
                phrase = found.phrase
                words = frozenset(names.fold(token.text) for token in phrase)
                clusters.give_role(mention.cluster, GivenRole(found.noun, phrase.start, phrase.end, words, one.id))
                tied[found.head] = mention
    return tied


@rule(
    "title",
    fires=(
        "[q0|“No,”] [c0|said] [s0|Foreign Minister Ana Ruiz].",
        "[q0|“No,”] [c0|said] [s0|campaign manager Ana Ruiz].",
    ),
    abstains="[q0|“No,”] [c0|said] [s0|Ana Ruiz], the foreign minister.",
)
def title(doc: Doc, mention: WorkingMention, lexicon: Lexicon) -> FoundRole | None:
    """Take a title or role noun straight before the name: "Foreign Minister Ana Ruiz", "campaign manager Ana Ruiz"."""
    if lexicon.name_parts.get(mention.words[0]) == "see":
        return FoundRole(mention.words[0], doc[mention.start : mention.end], mention.start)
    for i in range(mention.start - 1, max(mention.title_start - 2, -1), -1):
        if (noun := role_noun(doc[i], lexicon)) and (i >= mention.title_start or doc[i].text.islower()):
            return FoundRole(noun, doc[phrase_start(doc, min(i, mention.title_start)) : i + 1], i)
    return None


@rule(
    "apposition_after",
    fires="[q0|“No,”] [c0|said] [s0|Ana Ruiz], 44, a risk analyst based in Quito.",
    abstains="[q0|“No,”] [c0|said] [s0|Ana Ruiz], who met an analyst in Quito.",
)
def apposition_after(doc: Doc, mention: WorkingMention, lexicon: Lexicon) -> FoundRole | None:
    """Take an apposition: "Ana Ruiz, 44, a risk analyst based in Quito,". Not "Ana Ruiz, who ...", "Ana Ruiz, and"."""
    start = _apposition_start(doc, mention.end)
    if start is None:
        return None
    for i in range(start, min(start + MAX_BEFORE_NOUN, len(doc))):
        token = doc[i]
        if token.tag_ in {"CC", "WP"} or (token.pos_ in _PHRASE_STOPS and not modifies(token)):
            return None
        if _ends_noun_phrase(doc, i) and (noun := role_noun(token, lexicon)):
            end = phrase_end(doc, i)
            return FoundRole(noun, doc[start:end], i) if _closes_apposition(doc, end) else None
    return None


def _apposition_start(doc: Doc, end: int) -> int | None:
    """Find where an apposition to a name may begin: behind a comma or dash, and behind an age."""
    start = end + 1
    if start >= len(doc) or doc[end].text not in _OPENS_APPOSITION:
        return None
    aged = doc[start].text.isdigit() and start + 2 < len(doc) and doc[start + 1].text == ","
    return start + 2 if aged else start


def _ends_noun_phrase(doc: Doc, i: int) -> bool:
    return i + 1 == len(doc) or (doc[i + 1].pos_ not in {"NOUN", "PROPN"} and doc[i + 1].tag_ not in {"POS", "HYPH"})


def _closes_apposition(doc: Doc, end: int) -> bool:
    if end == len(doc):
        return True
    token: Token = doc[end]
    return bool(token.is_punct or token.is_space or token.is_sent_start or token.lower_ == "who")


@rule(
    "apposition_before",
    fires="[q0|“No,”] [c0|said] the foreign minister, [s0|Ana Ruiz].",
    abstains="[q0|“No,”] [c0|said] [s0|Ana Ruiz] to the foreign minister.",
)
def apposition_before(doc: Doc, mention: WorkingMention, lexicon: Lexicon) -> FoundRole | None:
    """Take the role noun that the name stands in apposition to: "the minister, Ana Ruiz,"."""
    head = doc[mention.head]
    noun = head.head
    if head.dep_ != "appos" or noun.i >= mention.title_start or not (role := role_noun(noun, lexicon)):
        return None
    start = phrase_start(doc, noun.i)
    end = max(start + 1, min(phrase_end(doc, noun.i), mention.title_start))
    return FoundRole(role, doc[start:end], noun.i)


@rule(
    "copula",
    fires="[s0|Ana Ruiz] is a minister. [q0|“No,”] Ruiz [c0|said].",
    abstains="[s0|Ana Ruiz] met a minister. [q0|“No,”] Ruiz [c0|said].",
)
def copula(doc: Doc, mention: WorkingMention, lexicon: Lexicon) -> FoundRole | None:
    """Take the role that the name is said to be: "Ana Ruiz is a minister"."""
    verb = doc[mention.head].head
    if not mention.subject or verb.lemma_ != "be":
        return None
    for child in verb.children:
        if child.dep_ == "attr" and (role := role_noun(child, lexicon)):
            return FoundRole(role, doc[phrase_start(doc, child.i) : phrase_end(doc, child.i)], child.i)
    return None


GIVEN_ROLE_RULES: tuple[Rule[[Doc, WorkingMention, Lexicon], FoundRole | None], ...] = (
    title,
    apposition_after,
    apposition_before,
    copula,
)
