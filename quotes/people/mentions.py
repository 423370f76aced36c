"""Mentions as the room works on them: words that may mean a person or body, until it is known whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from quotes.lexicon import Lexicon
from quotes.people import names
from quotes.people.discourse import Discourse
from quotes.records import MentionKind

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
HYPHENS = frozenset("-‑")


@dataclass(slots=True)
class WorkingMention:
    """A mention while it is being resolved; `records.Mention` is what is handed on.

    Attributes:
        kind: name, role or pronoun.
        start: first token, title left out.
        end: one past the last token.
        full_end: the same, degrees behind a name included.
        head: token of the syntactic head.
        words: the words, folded; of a role, its noun first.
        quoted: it stands between quotation marks.
        subject: it is a grammatical subject.
        sentence: number of its narrated sentence.
        title_start: first token of the title and affiliation before a name; `start` where there is none.
        title: their words, folded.
        shared_surname: the surname that a name has from the one behind it: Pardo of Luis in "Luis and Ana Pardo".
        observations: what it and its neighbours tell of whether it is a person's name (lexicon: person_evidence).
        determiner: of a role: definite, possessed, indefinite, bare.
        cluster: number of the cluster that it belongs to; None: not known.
        clustered_by: id of the rule that put a name into its cluster.
        rule: id of the rule that resolved it.
        speaks: it is the source of a quotation.
        antecedent: number of the mention that it was resolved through.
    """

    kind: MentionKind
    start: int
    end: int
    head: int
    words: tuple[str, ...]
    quoted: bool
    subject: bool
    sentence: int
    title_start: int
    full_end: int
    title: tuple[str, ...] = ()
    shared_surname: str = ""
    observations: tuple[str, ...] = ()
    determiner: str = ""
    cluster: int | None = None
    clustered_by: str = ""
    rule: str = ""
    speaks: bool = False
    antecedent: int | None = None


def printed_name(doc: Doc, mention: WorkingMention) -> str:
    """Return a name as printed, with the surname that it shares."""
    return names.printed(f"{doc[mention.start : mention.end].text} {mention.shared_surname}")


def make_mention(kind: MentionKind, span: Span, discourse: Discourse) -> WorkingMention:
    """Make a mention of a span, with what the parse says of its head."""
    root = span.root
    return WorkingMention(
        kind,
        span.start,
        span.end,
        root.i,
        tuple(word for word in map(names.fold, span.text.split()) if word),
        quoted=discourse.quoted[root.i],
        subject=root.dep_ in SUBJECTS,
        sentence=discourse.sentence[root.i],
        title_start=span.start,
        full_end=span.end,
    )


def find_pronouns(doc: Doc, discourse: Discourse, lexicon: Lexicon) -> Iterator[WorkingMention]:
    """Yield the pronouns that may mean a person or body: of the third person, and relatives."""
    for token in doc:
        entry = lexicon.pronouns.get(token.lower_)
        if entry is not None and (entry.person or token.tag_ in {"WP", "WP$", "WDT"}):
            yield make_mention(MentionKind.PRONOUN, doc[token.i : token.i + 1], discourse)
