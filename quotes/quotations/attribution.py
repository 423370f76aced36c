"""Link quotations to their source mentions.

The network links each content to its cue and each cue to its source. Rules fill what it leaves open; the id of the rule
that answered is the quotation's `link`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from quotes.lexicon import load
from quotes.quotations.reporting_clauses import subject_of
from quotes.quotations.signatures import signature_after
from quotes.records import AttributedQuotation
from quotes.rules import first_answer, rule
from quotes.types import Kind

#: Words by which a headline is known again in the text.
MIN_REPEATED_WORDS = 3
#: Subjects that say nothing.
EMPTY_SUBJECTS = ("it", "that", "this", "there", "which")


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at besides the quotation.

    Attributes:
        linked: all quotations of the story, as the network linked them.
        earlier: those before this one, with the sources that the rules gave them.
    """

    linked: Sequence[AttributedQuotation]
    earlier: Sequence[AttributedQuotation]


def attribute(quotations: Iterable[AttributedQuotation]) -> list[AttributedQuotation]:
    """Link quotations to source mentions: a signature before all, then the network's link, then the other rules.

    Drop mixed and indirect quotations that have neither cue nor source: nothing says that their words are reported.

    Args:
        quotations: in text order, with the cue and source that the network linked.

    Returns:
        Those that are kept, ids unchanged.
    """
    linked = list(quotations)
    attributed: list[AttributedQuotation] = []
    for quotation in linked:
        name, source = first_answer(RULES, quotation, Context(linked, attributed))
        if source is not None:
            link = quotation.link if name == tagged.id else name
            quotation = replace(quotation, source=source, link=link)
        attributed.append(quotation)
    return [one for one in attributed if one.kind == Kind.DIRECT or one.cue is not None or one.source is not None]


@rule("signature", fires="[q0|“We won!”] – Ana Ruiz, Eastport", abstains="[q0|“We won”] – and nobody saw it.")
def signature(quotation: AttributedQuotation, context: Context) -> Span | None:
    """Take the name that the quotation is signed with; indirect speech is not signed."""
    return None if quotation.kind == Kind.INDIRECT else signature_after(quotation.pieces[0].doc, quotation.end)


@rule(
    "possessor_of_cue",
    fires="[s0|Luis Vega] seized on Ana Ruiz's [c0|claim] that [q0|“we won”].",
    abstains="[s0|Luis Vega] repeated the [c0|claim] that [q0|“we won”].",
)
def possessor_of_cue(quotation: AttributedQuotation, context: Context) -> Span | None:
    """Take the possessor of a cue that is a noun, whatever else has a subject there."""
    if quotation.cue is None or quotation.cue.root.pos_ not in {"NOUN", "PROPN"}:
        return None
    possessor = next((child for child in quotation.cue.root.children if child.dep_ == "poss"), None)
    return None if possessor is None else quotation.cue.doc[possessor.left_edge.i : possessor.i + 1]


@rule("tagged", fires="[q0|“We won,”] [c0|said] [s0|Ana Ruiz].", abstains="[q0|“We won,”] [c0|said] Ana Ruiz.")
def tagged(quotation: AttributedQuotation, context: Context) -> Span | None:
    """Take the source that is linked already: by the network, or as the clause beside the quotation."""
    return quotation.source


@rule(
    "subject_of_cue",
    fires=("[q0|“We won,”] [c0|said] Ana Ruiz.", "Ana Ruiz left early, [c0|calling] it a [q0|“win”]."),
    abstains="[q0|“We won,”] it [c0|was said].",
)
def subject_of_cue(quotation: AttributedQuotation, context: Context) -> Span | None:
    """Take the grammatical subject of the cue, also where another verb has it; a passive's subject is the content."""
    if quotation.cue is None:
        return None
    doc = quotation.cue.doc
    inside = {i for piece in quotation.pieces for i in range(piece.start, piece.end)}
    subject = subject_of(quotation.cue.root)
    if subject is None or subject.i in inside or subject.lower_ in EMPTY_SUBJECTS:
        return None
    subtree = [token.i for token in subject.subtree]
    if inside.intersection(subtree) or quotation.cue.root.i in subtree:
        return doc[subject.i : subject.i + 1]
    return doc[min(subtree) : max(subtree) + 1]


@rule(
    "said_below",
    fires="[q0|‘We won the cup’]\n\n[q1|“We won the cup,”] [c1|said] [s1|Ana Ruiz].",
    abstains="[q0|‘We lost the cup’]\n\n[q1|“We won the cup,”] [c1|said] [s1|Ana Ruiz].",
)
def said_below(quotation: AttributedQuotation, context: Context) -> Span | None:
    """Take, for a headline in marks, the source of the quotation that has its words."""
    words = _words(quotation)
    if quotation.cue is not None or quotation.source is not None or len(words.split()) < MIN_REPEATED_WORDS:
        return None
    found = [other.source for other in context.linked if other.source is not None and words in _words(other)]
    return found[0] if found else None


@rule(
    "continued_speech",
    fires="[q0|“We won,”] [c0|said] [s0|Ana Ruiz]. [q1|“We will win again.”]",
    abstains="[q0|“We won,”] [c0|said] [s0|Ana Ruiz]. Smoke rose. [q1|“A fire!”]",
)
def continued_speech(quotation: AttributedQuotation, context: Context) -> Span | None:
    """Take the source of the quotation just before, where no word stands between and no cue is its own."""
    if quotation.cue is not None or quotation.kind == Kind.INDIRECT or not context.earlier:
        return None
    last = context.earlier[-1]
    if last.source is None or last.kind == Kind.INDIRECT:
        return None
    doc = quotation.pieces[0].doc
    end = max(span.end for span in (*last.pieces, last.source, *((last.cue,) if last.cue else ())))
    return None if any(token.is_alpha for token in doc[end : max(end, quotation.start)]) else last.source


def _words(quotation: AttributedQuotation) -> str:
    return " ".join(token.lower_ for piece in quotation.pieces for token in piece if token.is_alpha)


#: In order: the first that has an answer wins.
RULES = (signature, possessor_of_cue, tagged, subject_of_cue, said_below, continued_speech)


def trimmed(source: Span) -> Span:
    """Drop what is no part of the source at its end: "Ana Ruiz, the coach, on", "Ana Ruiz on Wednesday"."""
    end = source.end
    while end > source.start + 1 and _is_loose(source.doc[end - 1]):
        end -= 1
    return source.doc[source.start : end]


def _is_loose(token: Token) -> bool:
    if token.pos_ == "ADP" or token.is_space or token.text in {",", ":", ";"}:
        return True
    return token.lower_ in load().calendar and token.head.pos_ in {"ADP", "VERB", "AUX"}
