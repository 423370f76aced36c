"""The day a statement was made, where the article's own words give it.

Stated: the words stand in the clause of the cue ("said Tuesday"). Scene: they stand in a sentence before, that tells of
the speaker speaking, or they dated the speaker's last quotation and nothing has changed the scene since. What the text
does not say is left undated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from spacy.language import Language
from spacy.tokens import Doc, Token

from quotes.annotations import read_context, read_quotations, write_dates
from quotes.dates.clauses import clause_of, is_aside, is_before, is_of_other_event, is_past, kinds_of, verb_of
from quotes.dates.speech_events import Occasion, earlier, find, known_people, names, paragraphs
from quotes.dates.statements import Statement, statements
from quotes.days import day_mentions
from quotes.lexicon import of_kind
from quotes.records import StatementDate
from quotes.types import DateBasis, Kind

_GAP = 2  # paragraphs over which a scene holds without a quotation
_HEARD_GAP = 6  # the same, where the quotation tells who heard it: the crowd, the judge
_PRESENT = frozenset({"VBZ", "VBP"})
_HAVE = re.compile(r"have|has|had|’ve|'ve", re.I)
_ANOTHER_TIME = re.compile(r"then|once|famously|often|repeatedly", re.I)
_SAME_DAY = re.compile(
    r"\b(?:seconds|minutes|moments|hours) later\b|\b(?:earlier|later) (?:in the|that) (?:day|evening)\b"
    r"|\bthat (?:same )?(?:day|night|evening|afternoon|morning)\b"
)
_PLACED = frozenset({"in", "at", "during", "on"})
_DEFINITE = frozenset({"the", "that", "this"})
_INDEFINITE = frozenset({"a", "an", "another"})


@Language.factory("statement_dates", requires=["doc.spans"], assigns=["doc.spans"])
class StatementDates:
    """Write the day of each quotation; it needs the parse, the quotations, their speakers and the day of publication."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Date the quotations of a Doc."""
        return annotate(doc)


def annotate(doc: Doc) -> Doc:
    """Write a span for each quotation that the text dates: id_ the quotation's, label_ the basis, kb_id_ the day."""
    write_dates(doc, _dates(doc))
    return doc


def _dates(doc: Doc) -> Iterator[StatementDate]:
    """Yield the day of each quotation that the text dates."""
    context = read_context(doc)
    if context.published is None or not read_quotations(doc):
        return
    paragraph = paragraphs(doc)
    found = statements(doc, paragraph)
    occasions = find(doc, reference=reference_day(doc, context.published))
    scenes = [occasion for occasion in occasions if _may_set_scene(occasion, found)]
    for statement in found:
        basis = DateBasis.STATED
        occasion = _stated(statement, found, occasions)
        if occasion is None:
            basis, occasion = DateBasis.SCENE, _scene(statement, scenes, paragraph)
        if occasion is None:
            continue
        _take_part(statement, occasion, paragraph)
        if occasion.day:
            yield StatementDate(statement.quotation.id, occasion.span, basis, occasion.day)


def _may_set_scene(occasion: Occasion, statements: list[Statement]) -> bool:
    """Tell what the story itself tells next, not what is reported or lies further back.

    "Who in the past voted for it" ends no scene; "after hinting on Tuesday that it may fall, she smiled" sets none.
    """
    reported = any(statement.reports(occasion.span) for statement in statements)
    further_back = is_aside(occasion.span) if occasion.day is None else is_before(occasion.span)
    return not reported and not further_back


def reference_day(doc: Doc, published: date) -> date:
    """Return the day from which "Tuesday" counts back: the publication's, or the next where the text says so.

    Clocks differ: an article of Wednesday may carry Tuesday's date. It is so where the dateline names the next day
    ("Jan. 7"), or where the next day's weekday comes first in the story, and is told of in
    the past tense, more than once and as often as any other. News of six days ago is not told like that.
    """
    later = published + timedelta(days=1)
    dateline = read_context(doc).dateline
    if later in {mention.day for mention in day_mentions(dateline, reference=later)}:
        return later
    if later not in {mention.day for mention in day_mentions(doc.text, reference=later)}:
        return published
    occasions = [occasion for occasion in find(doc, reference=later) if occasion.day]
    told = Counter(occasion.day for occasion in occasions if is_past(occasion.span))
    first = bool(occasions) and occasions[0].day == later
    return later if first and told[later] > 1 and told[later] == max(told.values()) else published


def _take_part(statement: Statement, occasion: Occasion, paragraph: list[int]) -> None:
    """Note on the occasion that this speaker spoke there."""
    occasion.people |= statement.people
    occasion.unnamed = occasion.unnamed and not statement.people
    occasion.told = True
    occasion.quoted = occasion.quoted or statement.quotation.kind != Kind.INDIRECT
    occasion.paragraph = max(occasion.paragraph, paragraph[statement.end - 1])


def _stated(statement: Statement, others: list[Statement], occasions: list[Occasion]) -> Occasion | None:
    """Return the occasion whose time words stand in the clause of the cue; of several, that with the fewest verbs between."""
    frame = {token.i for token in statement.frame()}
    anchor = statement.anchor
    ranked = []
    for occasion in occasions:
        root = occasion.span.root
        if root.i not in frame and (not statement.quotes(root) or statement.reports(occasion.span)):
            continue
        if occasion.day and is_of_other_event(occasion.span, strictly=False):
            continue
        if any(other.reports(occasion.span) and not other.quotes(anchor) for other in others if other is not statement):
            continue
        first, last = sorted((root.i, anchor.i))
        between = [x for x in root.doc[first + 1 : last] if x.pos_ == "VERB" and not statement.quotes(x)]
        if _is_clause_of_cue(root, anchor, statement):
            ranked.append((0, len(between), last - first, occasion))
        elif not between and (not (verb := verb_of(root)) or verb.dep_ not in {"relcl", "acl"}):
            ranked.append((1, 0, last - first, occasion))
    return min(ranked, key=lambda item: item[:3])[3] if ranked else None


def _is_clause_of_cue(root: Token, anchor: Token, statement: Statement) -> bool:
    """Tell whether time words hang on the cue, on a verb above it, or on "as she spoke" below it."""
    clause = clause_of(root)
    if not clause:
        return False
    verb = clause[0]
    while_speaking = (
        verb.dep_ == "advcl" and verb.head == anchor and any(x.lower_ in {"as", "when", "while"} for x in verb.children)
    )
    return (
        while_speaking
        or verb == anchor
        or verb in anchor.ancestors
        or (statement.cue is not None and verb in statement.cue)
    )


def _scene(statement: Statement, occasions: list[Occasion], paragraph: list[int]) -> Occasion | None:
    """Return the nearest occasion before, at which this speaker spoke, if this quotation may belong to it.

    None where between the two something was said on another day, or this speaker did something on another day.
    """
    frame = statement.frame()
    if _is_another_time(statement, frame):
        return None
    new, named = _new_occasion(frame), _named_occasions(statement, frame)
    heard = any(_is_audience(token, statement.anchor) for token in frame)
    after = names(_told_before(frame), known_people(statement.anchor.doc))
    same_day = bool(_SAME_DAY.search(" ".join(token.text for token in frame)))
    other_days: set[date] = set()
    for occasion in earlier(occasions, statement.start):
        gap = paragraph[statement.start] - occasion.paragraph
        there = bool(statement.people & occasion.people)
        there = there or bool(heard and occasion.day and statement.people & occasion.bystanders)
        first_of_group = occasion.group and not occasion.quoted and statement.quotation.kind == Kind.DIRECT
        nearby = gap <= 1 and (occasion.unnamed or first_of_group or same_day or after & occasion.people)
        named_so = bool(named & occasion.kinds)
        if (
            _may_hold(statement, occasion, heard=heard)
            and gap <= (_HEARD_GAP if heard or named_so else _GAP)
            and (not new or same_day or new in occasion.kinds or (occasion.day and not occasion.quoted))
            and (nearby or there or named_so or occasion.shared)
        ):
            return None if other_days - {occasion.day} else occasion
        if occasion.day and is_past(occasion.span) and (occasion.told or statement.people & occasion.people):
            other_days.add(occasion.day)
    return None


def _may_hold(statement: Statement, occasion: Occasion, *, heard: bool) -> bool:
    """Tell whether an occasion may be one of speaking, and its day that of the speaking; "says" needs one in the present."""
    if not (occasion.told or (heard and occasion.day)):
        return False
    if occasion.day and is_of_other_event(occasion.span, strictly=True) and not occasion.shared:
        return False
    present = statement.cue is not None and _is_present(statement.anchor)
    return not present or _is_present(verb_of(occasion.span.root))


def _is_present(verb: Token | None) -> bool:
    """Tell says, is saying."""
    if verb is None:
        return False
    tensed = [child for child in verb.children if child.dep_ == "aux"] if verb.tag_ == "VBG" else [verb]
    return any(token.tag_ in _PRESENT for token in tensed)


def _told_before(frame: list[Token]) -> list[Token]:
    """Return the subjects of "after the judge ruled"."""
    verbs = {token.head for token in frame if token.lower_ == "after" and token.dep_ == "mark"}
    return [x for token in frame if token.head in verbs and token.dep_ == "nsubj" for x in token.subtree]


def _is_audience(token: Token, cue: Token) -> bool:
    """Tell the crowd that is told something, the hearing that is told it, the reporters it is said to."""
    return token.lower_ in of_kind("speech_events", "audience") and cue in {token.head, token.head.head}


def _is_another_time(statement: Statement, frame: list[Token]) -> bool:
    """Tell what was not said in the scene: has said, did not say, said then, his promise to; has attacked it, saying."""
    if statement.cue is None:
        return False
    cue = statement.anchor
    is_verb = any(token.pos_ in {"VERB", "AUX"} for token in statement.cue)
    if cue.pos_ == "NOUN" and cue.dep_ != "ROOT" and not is_verb:
        return True
    above = cue.head if cue.tag_ == "VBG" and cue.dep_ in {"advcl", "xcomp", "conj"} else cue
    if any(_is_denied_or_perfect(child) for child in [*cue.children, *above.children]):
        return True
    return any(_ANOTHER_TIME.fullmatch(token.text) and token.head == cue and token.i > cue.i for token in frame)


def _is_denied_or_perfect(child: Token) -> bool:
    return child.dep_ == "neg" or (child.dep_ == "aux" and bool(_HAVE.fullmatch(child.text)))


def _named_occasions(statement: Statement, frame: list[Token]) -> set[str]:
    """Return the kinds of occasion that a quotation comes back to: the email read; in the speech; at that rally."""
    sources = list(statement.source) if statement.source is not None and statement.source[0].lower_ in _DEFINITE else []
    placed = [noun for noun in kinds_of(frame) if noun.head.lower_ in _PLACED]
    definite = [noun for noun in placed if any(child.lower_ in _DEFINITE for child in noun.children)]
    return {noun.lemma_.lower() for noun in [*kinds_of(sources), *definite]}


def _new_occasion(frame: list[Token]) -> str:
    """Return the kind of occasion that a quotation brings in: in an interview, in interviews."""
    for noun in kinds_of(frame):
        article = next((child.lower_ for child in noun.children if child.dep_ == "det"), "a")
        if noun.head.lower_ in _PLACED and article in _INDEFINITE:
            return noun.lemma_.lower()
    return ""
