"""The day a statement was made, where the article's own words give it.

Stated: the words stand in the clause of the cue ("said Tuesday"). Scene: they stand in a sentence before, that tells of
the speaker speaking, or they dated the speaker's last quotation and nothing has changed the scene since. What the text
does not say is left undated.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from quotes.days import day_mentions
from quotes.furniture import of_kind
from quotes.occasions import (
    Occasion,
    clause_of,
    earlier,
    find,
    is_of_other_event,
    is_past,
    kinds_of,
    known_people,
    names,
    paragraphs,
    verb_of,
)
from quotes.stories import dateline_end
from quotes.types import DateBasis, Group, Kind

_GAP = 2  # paragraphs over which a scene holds without a quotation
_HEARD_GAP = 6  # the same, where the quotation tells who heard it: the crowd, the judge
_PRESENT = frozenset({"VBZ", "VBP"})
_HAVE = re.compile(r"have|has|had|’ve|'ve", re.I)
_ANOTHER_TIME = re.compile(r"then|once|famously|often|repeatedly", re.I)
_SOON_AFTER = re.compile(r"\b(?:seconds|minutes|moments|hours) later\b", re.I)
_INDEFINITE = frozenset({"a", "an", "another"})


@dataclass(slots=True)
class _Statement:
    """A quotation with its cue and its source, and who that is."""

    id: str
    pieces: list[Span]
    cues: list[Span] = field(default_factory=list)
    sources: list[Span] = field(default_factory=list)
    people: set[str] = field(default_factory=set)

    @property
    def spans(self) -> list[Span]:
        return [*self.pieces, *self.cues, *self.sources]

    @property
    def start(self) -> int:
        return min(span.start for span in self.spans)

    @property
    def end(self) -> int:
        return max(span.end for span in self.spans)

    @property
    def anchor(self) -> Token:
        return (self.cues or self.sources or self.pieces)[0].root

    def quotes(self, token: Token) -> bool:
        return any(piece.start <= token.i < piece.end for piece in self.pieces)


@Language.factory("statement_dates", requires=["doc.spans"], assigns=["doc.spans"])
class StatementDates:
    """Writes `Group.DATES`; it needs the parse, quotations, cues and speakers, and `doc.user_data["published"]`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Date the quotations of a Doc."""
        return annotate(doc)


def annotate(doc: Doc) -> Doc:
    """Write a span for each quotation that the text dates: id_ the quotation's, label_ the basis, kb_id_ the day."""
    doc.spans[Group.DATES] = []
    published = doc.user_data.get("published")
    if not published or not doc.spans.get(Group.QUOTATIONS):
        return doc
    paragraph = paragraphs(doc)
    statements = _statements(doc, paragraph)
    occasions = find(doc, reference=reference_day(doc, date.fromisoformat(published)))
    dated = []
    for statement in statements:
        basis = DateBasis.STATED
        occasion = _stated(statement, statements, occasions)
        if occasion is None:
            basis, occasion = DateBasis.SCENE, _scene(statement, occasions, paragraph)
        if occasion is None:
            continue
        _take_part(statement, occasion, paragraph)
        if occasion.day:
            span = occasion.span
            day = occasion.day.isoformat()
            dated.append(Span(doc, span.start, span.end, label=basis, kb_id=day, span_id=statement.id))
    doc.spans[Group.DATES] = dated
    return doc


def reference_day(doc: Doc, published: date) -> date:
    """Return the day from which "Tuesday" counts back: the publication's, or the next where the text says so.

    Clocks differ: an article of Wednesday may carry Tuesday's date. It is so where the dateline names the next day, or
    where the next day's weekday comes first in the story, and is told of in the past tense, more than once and as often
    as any other. News of six days ago is not told like that.
    """
    later = published + timedelta(days=1)
    mentions = day_mentions(doc.text, reference=later)
    if later not in {mention.day for mention in mentions}:
        return published
    for line in re.finditer(r"[^\n]+", doc.text):
        head = line.start() + dateline_end(line.group())
        if any(line.start() <= mention.start < head and mention.day == later for mention in mentions):
            return later
    occasions = [occasion for occasion in find(doc, reference=later) if occasion.day]
    told = Counter(occasion.day for occasion in occasions if is_past(occasion.span))
    first = bool(occasions) and occasions[0].day == later
    return later if first and told[later] > 1 and told[later] == max(told.values()) else published


def _statements(doc: Doc, paragraph: list[int]) -> list[_Statement]:
    """Return the quotations in order. A pronoun that nothing has resolved is who spoke just before."""
    found: dict[str, _Statement] = {}
    for piece in doc.spans[Group.QUOTATIONS]:
        found.setdefault(piece.id_, _Statement(piece.id_, [])).pieces.append(piece)
    for group in (Group.CUES, Group.SPEAKERS):
        for span in doc.spans.get(group, []):
            if statement := found.get(span.id_):
                (statement.cues if group == Group.CUES else statement.sources).append(span)
    statements = sorted(found.values(), key=lambda statement: statement.start)
    known = known_people(doc)
    before: _Statement | None = None
    for statement in statements:
        tokens = [token for source in statement.sources for token in source]
        statement.people = {source.kb_id_ for source in statement.sources if source.kb_id_} or names(tokens, known)
        near = before is not None and paragraph[statement.start] - paragraph[before.end - 1] <= 1
        if before and near and not statement.people and all(token.pos_ == "PRON" for token in tokens):
            statement.people = before.people
        before = statement
    return statements


def _take_part(statement: _Statement, occasion: Occasion, paragraph: list[int]) -> None:
    """Note on the occasion that this speaker spoke there."""
    occasion.people |= statement.people
    occasion.unnamed = occasion.unnamed and not statement.people
    occasion.told = True
    occasion.quoted = occasion.quoted or any(piece.label_ != Kind.INDIRECT for piece in statement.pieces)
    occasion.paragraph = max(occasion.paragraph, paragraph[statement.end - 1])


def _frame(statement: _Statement) -> list[Token]:
    """Return the words around a quotation, its own left out: the sentences of cue and source, within the paragraph."""
    anchors = statement.cues or statement.sources or [statement.pieces[0][:1]]
    tokens = {}
    for anchor in anchors:
        sentence = list(anchor.sent)
        breaks = [token.i for token in sentence if "\n" in token.text]
        first = max((i for i in breaks if i < anchor.start), default=-1)
        last = min((i for i in breaks if i >= anchor.end - 1), default=len(anchor.doc))
        tokens.update({token.i: token for token in sentence if first < token.i <= last and not statement.quotes(token)})
    return [tokens[i] for i in sorted(tokens)]


def _stated(statement: _Statement, statements: list[_Statement], occasions: list[Occasion]) -> Occasion | None:
    """Return the occasion whose time words stand in the clause of the cue; of several, that with the fewest verbs between."""
    frame = {token.i for token in _frame(statement)}
    anchor = statement.anchor
    ranked = []
    for occasion in occasions:
        root = occasion.span.root
        if occasion.span.start not in frame or (occasion.day and is_of_other_event(occasion.span, strictly=False)):
            continue
        if any(other.quotes(root) and not other.quotes(anchor) for other in statements if other is not statement):
            continue
        first, last = sorted((root.i, anchor.i))
        between = [x for x in root.doc[first + 1 : last] if x.pos_ == "VERB" and not statement.quotes(x)]
        if _is_clause_of_cue(root, anchor, statement):
            ranked.append((0, len(between), last - first, occasion))
        elif not between and (not (verb := verb_of(root)) or verb.dep_ not in {"relcl", "acl"}):
            ranked.append((1, 0, last - first, occasion))
    return min(ranked, key=lambda item: item[:3])[3] if ranked else None


def _is_clause_of_cue(root: Token, anchor: Token, statement: _Statement) -> bool:
    """Tell whether time words hang on the cue, on a verb above it, or on "as she spoke" below it."""
    clause = clause_of(root)
    if not clause:
        return False
    verb = clause[0]
    while_speaking = (
        verb.dep_ == "advcl" and verb.head == anchor and any(x.lower_ in {"as", "when", "while"} for x in verb.children)
    )
    return while_speaking or verb == anchor or verb in anchor.ancestors or any(verb in cue for cue in statement.cues)


def _scene(statement: _Statement, occasions: list[Occasion], paragraph: list[int]) -> Occasion | None:
    """Return the nearest occasion before, at which this speaker spoke, if this quotation may belong to it."""
    frame = _frame(statement)
    if _is_another_time(statement, frame):
        return None
    new = _new_occasion(frame)
    heard = any(_is_audience(token, statement.anchor) for token in frame)
    after = names(_told_before(frame), known_people(statement.anchor.doc))
    soon = bool(_SOON_AFTER.search(" ".join(token.text for token in frame)))
    for occasion in earlier(occasions, statement.start):
        gap = paragraph[statement.start] - occasion.paragraph
        if gap > (_HEARD_GAP if heard else _GAP) or not (occasion.told or (heard and occasion.day)):
            continue
        if new and new not in occasion.kinds and (occasion.quoted or not occasion.day):
            continue
        if occasion.day and is_of_other_event(occasion.span, strictly=True) and not occasion.shared:
            continue
        nearby = gap <= 1 and (occasion.unnamed or soon or after & occasion.people)
        there = statement.people & occasion.people or (heard and statement.people & occasion.bystanders)
        if nearby or there or occasion.shared:
            return occasion
    return None


def _told_before(frame: list[Token]) -> list[Token]:
    """Return the subjects of "after the judge ruled"."""
    verbs = {token.head for token in frame if token.lower_ == "after" and token.dep_ == "mark"}
    return [x for token in frame if token.head in verbs and token.dep_ == "nsubj" for x in token.subtree]


def _is_audience(token: Token, cue: Token) -> bool:
    """Tell the crowd that is told something, the hearing that is told it, the reporters it is said to."""
    return token.lower_ in of_kind("speech_events", "audience") and cue in {token.head, token.head.head}


def _is_another_time(statement: _Statement, frame: list[Token]) -> bool:
    """Tell what was not said in the scene: has said, says, did not say, said then."""
    if not statement.cues:
        return False
    cue = statement.anchor
    if cue.tag_ in _PRESENT or any(_is_denied_or_perfect(child) for child in cue.children):
        return True
    return any(_ANOTHER_TIME.fullmatch(token.text) and token.head == cue and token.i > cue.i for token in frame)


def _is_denied_or_perfect(child: Token) -> bool:
    return child.dep_ == "neg" or (child.dep_ == "aux" and bool(_HAVE.fullmatch(child.text)))


def _new_occasion(frame: list[Token]) -> str:
    """Return the kind of occasion that a quotation brings in: in an interview, in interviews."""
    for noun in kinds_of(frame):
        article = next((child.lower_ for child in noun.children if child.dep_ == "det"), "a")
        if noun.head.lower_ in {"in", "at", "during", "on"} and article in _INDEFINITE:
            return noun.lemma_.lower()
    return ""
