"""Cut source mentions to the noun phrase that speaks, and look up the mentions in them."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from quotes.lexicon import Lexicon
from quotes.people.clusters import Clusters
from quotes.people.mentions import HYPHENS, WorkingMention

PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_BREAKING_TAGS = frozenset({"IN", "TO", "WP", "WDT", "VBD"}) | {"VBZ", "VBP", "MD"}
_QUOTATION_MARKS = frozenset("\"“”‘’'")
_DETERMINER_TAGS = frozenset({"DT", "CC", "PDT"})


@dataclass(frozen=True, slots=True)
class MentionIndex:
    """The mentions of a Doc by token.

    Attributes:
        doc: the story.
        mentions: all of them, in text order.
        at: number of the mention that a token belongs to, title included.
        clusters: the story's clusters.
        lexicon: the word lists.
    """

    doc: Doc
    mentions: list[WorkingMention]
    at: dict[int, int]
    clusters: Clusters
    lexicon: Lexicon

    def covering(self, token: int) -> WorkingMention | None:
        """Return the mention that a token is part of."""
        number = self.at.get(token)
        return None if number is None else self.mentions[number]

    def human_name(self, token: int) -> WorkingMention | None:
        """Return the mention that a token is part of, if it is the name of a human or may become one."""
        mention = self.covering(token)
        if mention is None or mention.kind != "NAME":
            return None
        if mention.cluster is None:
            return mention if self.clusters.persons_named(mention.words) else None
        return mention if self.clusters.all[mention.cluster].is_human else None


@dataclass(frozen=True, slots=True)
class SourcePhrase:
    """A source mention as printed, and the noun phrase in it that speaks.

    Attributes:
        span: the whole source mention.
        head: the noun phrase that it opens with.
        index: the story's mentions.
    """

    span: Span
    head: Span
    index: MentionIndex


def index_mentions(doc: Doc, mentions: list[WorkingMention], clusters: Clusters, lexicon: Lexicon) -> MentionIndex:
    """Index mentions by token. A name outweighs the role that its title is."""
    at: dict[int, int] = {}
    for number, mention in sorted(enumerate(mentions), key=lambda item: item[1].kind == "NAME"):
        at.update(dict.fromkeys(range(mention.title_start, mention.full_end), number))
    return MentionIndex(doc, mentions, at, clusters, lexicon)


def read_source(span: Span, index: MentionIndex) -> SourcePhrase:
    """Cut a source mention to the noun phrase that it opens with.

    |Ben Ruiz|, the surgeon     |Ana Ruiz's chairman|, Luis Pardo     |an aide| to Ruiz
    """
    doc = span.doc
    start = next((token.i for token in span[:-1] if not _is_skipped(token)), span.end - 1)
    end, quoted = start, False
    while end < span.end:
        mention = index.covering(end)
        if mention is not None and mention.kind == "NAME":
            end = min(max(mention.full_end, end + 1), span.end)
            continue
        token = doc[end]
        quoted ^= token.text in _QUOTATION_MARKS and token.tag_ != "POS"
        if end > start and not quoted and _breaks(end, span, index):
            break
        end += 1
    while end > start + 1 and doc[end - 1].is_space:
        end -= 1
    return SourcePhrase(span, doc[start : max(end, start + 1)], index)


def _is_skipped(token: Token) -> bool:
    return token.is_space or token.tag_ == "CC" or (token.is_punct and token.text not in _QUOTATION_MARKS)


def _breaks(i: int, span: Span, index: MentionIndex) -> bool:
    token = span.doc[i]
    if token.tag_ == "CC":  # "the chief and mayor Ana Ruiz" is one person, "Luis Pardo and Ana Ruiz" two
        before = index.covering(i - 1)
        return before is not None and (before.kind == "PRONOUN" or index.human_name(i - 1) is not None)
    if token.is_punct:
        return token.text not in HYPHENS | _QUOTATION_MARKS
    if token.tag_ in {"VBN", "VBG", "JJ"} and token.text.islower():
        return _opens_reduced_clause(span.doc, i)
    return "\n" in token.text or (token.tag_ in _BREAKING_TAGS and token.text.islower())


def _opens_reduced_clause(doc: Doc, i: int) -> bool:
    """True of "conducted" in "a poll| conducted in May", of "close" in "a person| close to her"."""
    after_noun = doc[i - 1].tag_ in {"NN", "NNS"}
    return after_noun and i + 1 < len(doc) and doc[i + 1].pos_ not in {"NOUN", "PROPN"}


def several_speak(source: SourcePhrase) -> bool:
    """True if two persons speak: "Ana Ruiz and Luis Pardo", "she and other mayors"."""
    phrase, span, index = source.head, source.span, source.index
    after = phrase.end
    if after >= span.end or span.doc[after].tag_ != "CC":
        return False
    last = index.covering(phrase.end - 1)
    if last is None or (last.kind != "PRONOUN" and index.human_name(phrase.end - 1) is None):
        return False
    rest = span.doc[after + 1 : span.end]
    return any(index.human_name(token.i) is not None or token.tag_ in PLURAL_TAGS for token in rest)


def describe_source(source: SourcePhrase) -> Span:
    """Return the words that describe an unnamed speaker: up to the first comma, without "the" and "a".

    |aide to Ruiz| in "an aide to Ruiz, who asked not to be named"
    """
    doc, start, end = source.span.doc, source.head.start, source.head.end
    while start < end - 1 and doc[start].tag_ in _DETERMINER_TAGS and doc[start].lower_ not in {"some", "another"}:
        start += 1
    while end < source.span.end and not doc[end].is_punct and not doc[end].is_space and doc[end].lower_ != "who":
        end += 1
    return doc[start:end]
