"""Source mentions, long or short: which of the words in them is the one who speaks.

"Ben Ruiz, the surgeon running for mayor" is Ben Ruiz; "Ana Ruiz's chairman, Luis Pardo," is Luis Pardo;
"a Ruiz spokesman" is nobody of the cast, and is described as printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from quotes.lexicon import Lexicon
from quotes.people import names
from quotes.people.clusters import Cast
from quotes.people.mentions import HYPHENS, Mention
from quotes.types import SpeakerKind

_BREAKS = frozenset({"IN", "TO", "WP", "WDT", "VBD"}) | {"VBZ", "VBP", "MD"}
_PLURAL = frozenset({"NNS", "NNPS"})
_QUOTES = frozenset("\"“”‘’'")
_ASIDES = frozenset(",—–-(") | {"--"}
_ONE = frozenset({"one", "another"})
_THE_BODY = 2  # words of "the commission"
_DETERMINERS = frozenset({"DT", "CC", "PDT"})


@dataclass(frozen=True, slots=True)
class Index:
    """Mentions of a Doc, and which of them each token belongs to (title included)."""

    doc: Doc
    mentions: list[Mention]
    at: dict[int, int]
    cast: Cast
    lexicon: Lexicon

    def covering(self, token: int) -> Mention | None:
        """The mention that a token is part of."""
        number = self.at.get(token)
        return None if number is None else self.mentions[number]

    def human_name(self, token: int) -> Mention | None:
        """The mention that a token is part of, if it is the name of a human or may become one."""
        mention = self.covering(token)
        if mention is None or mention.kind != "NAME":
            return None
        if mention.person is None:
            return mention if self.cast.named(mention.words) else None
        return mention if self.cast.people[mention.person].is_human else None


def index_mentions(doc: Doc, mentions: list[Mention], cast: Cast, lexicon: Lexicon) -> Index:
    """Index mentions by token. A name outweighs the role that its title is."""
    at: dict[int, int] = {}
    for number, mention in sorted(enumerate(mentions), key=lambda item: item[1].kind == "NAME"):
        at.update(dict.fromkeys(range(mention.outer, mention.end), number))
    return Index(doc, mentions, at, cast, lexicon)


def core(span: Span, index: Index) -> Span:
    """Cut a source mention to the noun phrase that it opens with.

    |Ben Ruiz|, the surgeon     |Ana Ruiz's chairman|, Luis Pardo     |an aide| to Ruiz
    """
    doc, start = span.doc, span.start
    while start < span.end - 1 and (_skipped(doc[start]) or doc[start].tag_ == "CC"):
        start += 1
    end, quoted = start, False
    while end < span.end:
        mention = index.covering(end)
        if mention is not None and mention.kind == "NAME":
            end = min(max(mention.end, end + 1), span.end)
            continue
        token = doc[end]
        quoted ^= token.text in _QUOTES
        if end > start and not quoted and _breaks(end, span, index):
            break
        end += 1
    while end > start + 1 and doc[end - 1].is_space:
        end -= 1
    return doc[start : max(end, start + 1)]


def _skipped(token: Token) -> bool:
    return token.is_space or (token.is_punct and token.text not in _QUOTES)


def _breaks(i: int, span: Span, index: Index) -> bool:
    token = span.doc[i]
    if token.tag_ == "CC":  # "the chief and mayor Ana Ruiz" is one person, "Luis Pardo and Ana Ruiz" two
        before = index.covering(i - 1)
        return before is not None and (before.kind == "PRONOUN" or index.human_name(i - 1) is not None)
    if token.is_punct:
        return token.text not in HYPHENS | _QUOTES
    if (
        token.tag_ in {"VBN", "VBG", "JJ"} and token.text.islower()
    ):  # "a poll| conducted in May", "a person| close to her"
        return (
            span.doc[i - 1].tag_ in {"NN", "NNS"}
            and i + 1 < len(span.doc)
            and span.doc[i + 1].pos_ not in {"NOUN", "PROPN"}
        )
    return "\n" in token.text or (token.tag_ in _BREAKS and token.text.islower())


def speaker_of(span: Span, index: Index) -> Mention | None:
    """Find the mention that speaks in a source mention: the first rule with an answer."""
    phrase = core(span, index)
    if several(phrase, span, index):
        return None
    for rule in RULES:
        if (mention := rule(phrase, span, index)) is not None:
            return mention
    return None


def several(phrase: Span, span: Span, index: Index) -> bool:
    """Tell whether two persons speak: "Ana Ruiz and Luis Pardo", "she and other mayors"."""
    after = phrase.end
    if after >= span.end or span.doc[after].tag_ != "CC":
        return False
    last = index.covering(phrase.end - 1)
    if last is None or (last.kind != "PRONOUN" and index.human_name(phrase.end - 1) is None):
        return False
    rest = span.doc[after + 1 : span.end]
    return any(index.human_name(token.i) is not None or token.tag_ in _PLURAL for token in rest)


def ends_in_name(phrase: Span, span: Span, index: Index) -> Mention | None:
    """The noun phrase ends in a name or pronoun: "Mayor [Ana Ruiz]", "Ruiz spokesman [Luis Pardo]", "[she]", "[his]".

    "Ruiz's lawyer" does not fire: it ends in a role.
    """
    last = phrase.end - 1
    if last > phrase.start and span.doc[last].tag_ == "POS":
        last -= 1
    mention = index.covering(last)
    return mention if mention is not None and mention.kind in {"NAME", "PRONOUN"} else None


def named_after(phrase: Span, span: Span, index: Index) -> Mention | None:
    """A role, then a name in apposition: "Ruiz's chairman, [Luis Pardo],", "one of her aides, mayor [Luis Pardo]".

    "a Ruiz aide, who saw Luis Pardo" does not fire: the name belongs to the clause.
    """
    doc = span.doc
    if doc[phrase.end - 1].tag_ not in {"NN", "CD", "NNP"}:
        return None
    for i in _after_breaks(phrase, span):
        while i < span.end and index.covering(i) is None and doc[i].pos_ in {"NOUN", "ADJ", "PROPN"}:
            i += 1
        mention = index.covering(i)
        if mention is not None and mention.kind == "ROLE":
            mention = index.covering(mention.end)
        if mention is not None and index.human_name(mention.start) is not None and _closes(mention.end, span):
            return mention
    return None


def _after_breaks(phrase: Span, span: Span) -> Iterator[int]:
    for i in range(phrase.end, span.end - 1):
        if span.doc[i].text in _ASIDES:
            yield i + 1


def _closes(end: int, span: Span) -> bool:
    return end >= span.end or (span.doc[end].is_punct and span.doc[end].tag_ != "POS") or span.doc[end].tag_ == "WP"


def role_itself(phrase: Span, span: Span, index: Index) -> Mention | None:
    """The noun phrase ends in a role: "the [judge]", "a Ruiz [spokesman]"."""
    mention = index.covering(phrase.end - 1)
    return mention if mention is not None and mention.kind == "ROLE" else None


def whose_words(phrase: Span, span: Span, index: Index) -> Mention | None:
    """Words, and whose: "[Ruiz]'s account", "[her] response". Not "[Ruiz]'s office", "her aides", "her 10-year plan"."""
    if not {names.fold(phrase[-1].text), names.fold(phrase[-1].lemma_)} & index.lexicon.speech_nouns:
        return None
    for i in range(phrase.end - 2, phrase.start - 1, -1):
        if span.doc[i].tag_ == "PRP$":
            return index.covering(i)
        if span.doc[i].tag_ == "POS":
            return index.human_name(i - 1)
    return None


def subject_of_verb(phrase: Span, span: Span, index: Index) -> Mention | None:
    """The span is a verb: its subject speaks."""
    verb = phrase.root
    if verb.pos_ not in {"VERB", "AUX"}:
        return None
    return next((index.covering(child.i) for child in verb.children if child.dep_ == "nsubj"), None)


RULES = (ends_in_name, named_after, role_itself, whose_words, subject_of_verb)


def kind_of(phrase: Span, span: Span, index: Index) -> SpeakerKind | None:
    """Say what speaks where it is nobody of the cast: group, document, organisation, unnamed, or None: not known."""
    head = phrase[-1] if phrase[-1].tag_ != "POS" or len(phrase) == 1 else phrase[-2]
    word, singular, lexicon = names.fold(head.text), names.fold(head.lemma_), index.lexicon
    forms = {word, singular, word.removesuffix("s")}
    if several(phrase, span, index) or word in lexicon.group_words:
        return SpeakerKind.GROUP
    if forms & lexicon.document_words:
        return SpeakerKind.DOCUMENT
    if head.tag_ in _PLURAL and (head.tag_ == "NNS" or forms & lexicon.role_nouns.keys()):
        return SpeakerKind.GROUP
    if singular in lexicon.role_nouns or word in lexicon.titles or (word in _ONE and head.tag_ == "CD"):
        return SpeakerKind.UNNAMED
    if head.tag_ == "CD":
        return SpeakerKind.GROUP
    return SpeakerKind.ORGANISATION if lexicon.body_words.get(word) == "organisation" or head.pos_ == "PROPN" else None


def known_body(phrase: Span, index: Index) -> int | None:
    """Find the one body of the cast that "the commission" takes up: the one with that word in its name."""
    if phrase[0].lower_ != "the" or len(phrase) > _THE_BODY:
        return None
    bodies = [
        number
        for number in index.cast.bearers.get(names.fold(phrase[-1].text), ())
        if index.cast.people[number].kind == SpeakerKind.ORGANISATION and len(index.cast.people[number].name.words) > 1
    ]
    return bodies[0] if len(bodies) == 1 else None


def described(phrase: Span, span: Span) -> Span:
    """The words that describe an unnamed speaker: up to the first comma, without "the" and "a".

    |aide to Ruiz| in "an aide to Ruiz, who asked not to be named"
    """
    doc, start, end = span.doc, phrase.start, phrase.end
    while start < end - 1 and doc[start].tag_ in _DETERMINERS and doc[start].lower_ not in {"some", "another"}:
        start += 1
    while end < span.end and not doc[end].is_punct and not doc[end].is_space and doc[end].lower_ != "who":
        end += 1
    return doc[start:end]
