"""Tell by what act a cue reports its quotation: speech, writing, thought or another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Span, Token

from quotes.lexicon import table
from quotes.records import AttributedQuotation
from quotes.types import Act, Kind

#: Endings before which a verb may have lost an "e".
_ENDINGS = ("es", "ed", "ing")
#: Letters of a verb that has none to lose: "noted" is no form of "not".
_MIN_STEM = 4
#: Relations of cues tagged without their verb, and of what completes a light verb: "has [questions] about".
_DEPENDENT = frozenset({"aux", "auxpass", "neg", "advmod", "mark"})
_COMPLEMENTS = frozenset({"dobj", "attr", "acomp"})
#: Tags of verbs, and words, that make a clause of a noun phrase.
_CLAUSAL = frozenset({"VBD", "VBZ", "VBP", "VB", "MD"})
_OPENS_CLAUSE = ("that", "whether", "how", "why")
#: Words between the two.
_MAX_COMPLEMENT = 4


def act_of(quotation: AttributedQuotation) -> Act:
    """Return the act of a quotation's cue: that of its last verb that the word list knows, else of its first other word.

    A quotation without a cue, as in a transcript, is speech; so are words in marks beside a verb that the list does not
    know: “We won,” she beamed. What somebody signed or discussed is no speech where it is a bare noun phrase.
    """
    cue = quotation.cue
    if cue is None:
        return Act.SPEECH
    if quotation.kind == Kind.INDIRECT and _is_topic(cue, quotation.pieces):
        return Act.OTHER
    found = next((act for word in _deciding(cue) if (act := act_of_word(word))), None)
    if found is not None:
        return found
    return Act.SPEECH if quotation.kind == Kind.DIRECT or not any(word.is_alpha for word in cue) else Act.OTHER


def _is_topic(cue: Span, pieces: Iterable[Span]) -> bool:
    """True where the words are what is spoken about: a noun phrase behind "signed", "discussed", "cited"."""
    if any(token.tag_ in _CLAUSAL or token.lower_ in _OPENS_CLAUSE for piece in pieces for token in piece):
        return False
    return any(lemma in table("topic_verbs") for word in cue if word.pos_ == "VERB" for lemma in lemmas(word))


def _deciding(cue: Span) -> Iterator[Token]:
    """Yield the words that may tell the act, likeliest first: verbs from the last, other words, what they hang on."""
    yield from (word for word in reversed(cue) if word.pos_ in ("VERB", "AUX"))
    yield from cue
    head = cue.root
    if head.dep_ in _DEPENDENT:  # of "then ruled that" only "then" is tagged
        head = head.head
        yield head
    yield from (child for child in head.children if child.dep_ in _COMPLEMENTS and child.i < head.i + _MAX_COMPLEMENT)


def act_of_word(word: Token) -> Act | None:
    """Return the act that a verb or noun stands for; None where the word list does not know it."""
    acts = table("cue_acts")
    known = next((acts[lemma] for lemma in lemmas(word) if lemma in acts), None)
    return Act(known[0]) if known else None


def lemmas(word: Token) -> tuple[str, ...]:
    """Return what may be the lemma of a word, likeliest first: the pipeline takes "hopes" for a form of "hop"."""
    lower = word.lower_
    stems = [lower.removesuffix(ending) for ending in _ENDINGS if lower.endswith(ending)]
    long = [stem for stem in stems if len(stem) >= _MIN_STEM]
    return (*(stem + "e" for stem in stems), word.lemma_.lower(), lower, lower.removesuffix("s"), *long)
