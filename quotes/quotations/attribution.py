"""From quotations to their source mentions.

The tagger links each content to its cue and each cue to its source. What it leaves open is filled by rules, the first
that has an answer; the rule's name stays on the source mention as its label.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from quotes.quotations.signatures import signature_after
from quotes.records import AttributedQuotation
from quotes.types import Kind

#: Subjects that say nothing.
EMPTY = ("it", "that", "this", "there", "which")
#: Verbs up the parse that a cue may share a subject with.
FARTHEST_VERB = 3


Rule = Callable[[AttributedQuotation, Sequence[AttributedQuotation]], Span | None]


def attribute(quotations: Iterable[AttributedQuotation]) -> list[AttributedQuotation]:
    """Link quotations to source mentions: a signature before all, then the network's link, then the other rules.

    Drop mixed and indirect quotations that have neither cue nor source: nothing says that their words are reported.

    Args:
        quotations: in text order, with the cue and source that the network linked.

    Returns:
        Those that are kept, ids unchanged.
    """
    attributed: list[AttributedQuotation] = []
    for quotation in quotations:
        attributed.append(_linked(quotation, attributed))
    return [one for one in attributed if one.kind == Kind.DIRECT or one.cue is not None or one.source is not None]


def _linked(quotation: AttributedQuotation, earlier: Sequence[AttributedQuotation]) -> AttributedQuotation:
    """Return the quotation with the source of the first rule that has an answer."""
    for rule in RULES:
        mention = rule(quotation, earlier)
        if mention is not None:
            return replace(quotation, source=mention, link=quotation.link if rule is tagged else rule.__name__)
    return quotation


def tagged(quotation: AttributedQuotation, earlier: Sequence[AttributedQuotation]) -> Span | None:
    """Take the source that the tagger linked to the quotation's cue."""
    return quotation.source


def signature(quotation: AttributedQuotation, earlier: Sequence[AttributedQuotation]) -> Span | None:
    """Take the name that the quotation is signed with (`signatures`). Not for indirect speech."""
    return None if quotation.kind == Kind.INDIRECT else signature_after(quotation.pieces[0].doc, quotation.end)


def possessor_of_cue(quotation: AttributedQuotation, earlier: Sequence[AttributedQuotation]) -> Span | None:
    """Take the possessor of a cue that is a noun, whatever else has a subject there.

    Vega seized on [Ruiz's] **claim** that "we won".   fires
    Vega repeated the **claim** that "we won".         does not
    """
    if quotation.cue is None or quotation.cue.root.pos_ not in {"NOUN", "PROPN"}:
        return None
    possessor = next((child for child in quotation.cue.root.children if child.dep_ == "poss"), None)
    return None if possessor is None else quotation.cue.doc[possessor.left_edge.i : possessor.i + 1]


def subject_of_cue(quotation: AttributedQuotation, earlier: Sequence[AttributedQuotation]) -> Span | None:
    """Take the grammatical subject of the cue, outside the quotation, also where another verb has it.

    "We won," **said** [Ana Ruiz].                   fires
    [Ana Ruiz] left early, **calling** it a "win".   fires: a participle shares its verb's subject
    "We won," it **was said**.                       does not: a passive's subject is what was said
    """
    if quotation.cue is None:
        return None
    doc = quotation.cue.doc
    inside = {i for piece in quotation.pieces for i in range(piece.start, piece.end)}
    subject = _subject(quotation.cue.root)
    if subject is None or subject.i in inside or subject.lower_ in EMPTY:
        return None
    subtree = [token.i for token in subject.subtree]
    if inside.intersection(subtree) or quotation.cue.root.i in subtree:
        return doc[subject.i : subject.i + 1]
    return doc[min(subtree) : max(subtree) + 1]


def _subject(verb: Token) -> Token | None:
    """Find a verb's own subject, or that of the verb which it is joined to or hangs on."""
    for _ in range(FARTHEST_VERB):
        if any(child.dep_ in ("nsubjpass", "agent") for child in verb.children):
            return None
        if subject := next((child for child in verb.children if child.dep_ == "nsubj"), None):
            return subject
        if verb.dep_ == "acl" and verb.tag_ == "VBG":
            return verb.head
        if verb.dep_ not in ("conj", "advcl", "xcomp") or verb.head.pos_ not in ("VERB", "AUX"):
            return None
        verb = verb.head
    return None


def goes_on(quotation: AttributedQuotation, earlier: Sequence[AttributedQuotation]) -> Span | None:
    """A quotation in marks without a cue of its own goes on from the one just before it.

    "We won," said Ruiz. "**We will win again.**"      fires
    "We won," said Ruiz. Smoke rose. "**A fire!**"     does not: a sentence stands between
    """
    if quotation.cue is not None or quotation.kind == Kind.INDIRECT or not earlier:
        return None
    last = earlier[-1]
    if last.source is None or last.kind == Kind.INDIRECT:
        return None
    doc = quotation.pieces[0].doc
    reach = max(span.end for span in (*last.pieces, last.source, *((last.cue,) if last.cue else ())))
    between = doc[reach : quotation.start] if reach < quotation.start else doc[0:0]
    if any(token.is_alpha for token in between):
        return None
    return last.source


#: In order: the first that has an answer wins.
RULES: tuple[Rule, ...] = (signature, possessor_of_cue, tagged, subject_of_cue, goes_on)
