"""Resolve the mentions of an article, and above all the source mentions, to its people."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate

from spacy.language import Language
from spacy.tokens import Doc, Span

from quotes import lexicon as lexicons
from quotes import records
from quotes.annotations import read_quotations, write_people
from quotes.lexicon import Lexicon
from quotes.people import names
from quotes.people.antecedents import body_spoken_of, resolve
from quotes.people.clusters import Person, assemble, find_known
from quotes.people.heads import Index, core, described, index_mentions, kind_of, known_body, several, speaker_of
from quotes.people.mentions import Layout, Mention, find_pronouns, lay_out
from quotes.people.name_mentions import find_names
from quotes.people.names import Name
from quotes.people.roles import find_roles, note_genders, note_roles, phrase_end
from quotes.people.salience import Walk
from quotes.records import AttributedQuotation, Entity, MentionKind, Resolution, Speaker, Step, StepKind
from quotes.types import Kind, SpeakerKind

_LONGEST_CHAIN = 6  # steps of evidence between a source mention and a name


@dataclass(slots=True)
class Source:
    """Who speaks a quotation: its source mention, if it has one, and the person."""

    id: str
    span: Span | None
    link: str
    mention: Mention | None = None
    person: int | None = None
    rule: str = ""


@dataclass(slots=True)
class Reading:
    """An article read from top to bottom: its mentions and people, and the source of each quotation."""

    walk: Walk
    sources: dict[str, Source] = field(default_factory=dict)

    def person(self, number: int) -> Person:
        """The person of that number."""
        return self.walk.cast.people[number]


@Language.factory("people", requires=["doc.spans"], assigns=["doc.spans"], default_config={"language": "en"})
def make_people(nlp: Language, name: str, language: str) -> People:
    """Make the component. `language` names the folder of word lists."""
    return People(lexicons.load(language))


class People:
    """Write who is who in a story, and who speaks each quotation."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        """Resolve the people of an article."""
        write(doc, read(doc, self.lexicon))
        return doc


def read(doc: Doc, lexicon: Lexicon) -> Reading:
    """Find the mentions of an article and resolve them from top to bottom."""
    layout = lay_out(doc)
    quotations = read_quotations(doc)
    spans = [quotation.source for quotation in quotations if quotation.source is not None]
    index = _find(doc, layout, spans, lexicon)
    reading = Reading(Walk(doc, layout, lexicon, index.cast, index.mentions))
    for quotation in quotations:
        if quotation.source is not None:
            source = Source(quotation.id, quotation.source, quotation.link, speaker_of(quotation.source, index))
            reading.sources[quotation.id] = source
            if source.mention is not None:
                source.mention.speaks = True
    for number, mention in enumerate(index.mentions):
        if not mention.quoted or mention.kind == "NAME" or mention.speaks:
            resolve(reading.walk, number)
    for source in reading.sources.values():
        _conclude(source, reading.walk, index)
    _imply(quotations, reading)
    return reading


def _imply(quotations: list[AttributedQuotation], reading: Reading) -> None:
    """Give a quotation without source mention that of another one in its sentence, if all others have one speaker.

    Ruiz said “it works,” adding “well”.     “well” is hers too
    “Lyin’ Luis” was not heard again.        nobody's

    Of indirect speech only the speaker: what is said of it there may come from elsewhere.
    """
    doc = reading.walk.doc
    line = list(accumulate("\n" in token.text for token in doc))  # a parsed sentence may run over the end of a line
    sources: dict[tuple[int, int], list[Source]] = defaultdict(list)
    for quotation in quotations:
        if quotation.id in reading.sources:
            for piece in quotation.pieces:
                for token in (piece[0], piece[-1]):
                    sources[line[token.i], token.sent.start].append(reading.sources[quotation.id])
    for quotation in quotations:
        if quotation.id in reading.sources:
            continue
        for piece in quotation.pieces:
            found = sources.get((line[piece.start], piece[0].sent.start), [])
            if len({source.person for source in found}) != 1 or found[-1].person is None:
                continue
            near = found[-1]
            implied = Source(quotation.id, None, "", None, near.person, "same_sentence")
            if quotation.kind != Kind.INDIRECT:
                implied.span, implied.link, implied.mention = near.span, near.link, near.mention
            reading.sources[quotation.id] = implied
            break


def _find(doc: Doc, layout: Layout, spans: list[Span], lexicon: Lexicon) -> Index:
    mentions = list(find_names(doc, layout, lexicon))
    speaking = {i for span in spans for i in range(span.start, span.end)}
    cast = assemble(doc, mentions, lexicon, sources=speaking)
    mentions += find_known(doc, layout, mentions, cast, lexicon)
    tied = note_roles(doc, mentions, cast, lexicon)
    taken = {i for mention in mentions for i in range(mention.outer, mention.end)}
    for role in find_roles(doc, layout, taken, lexicon):
        if name := tied.get(role.head):
            role.person, role.rule = name.person, "apposition"
        mentions.append(role)
    mentions += find_pronouns(doc, layout, lexicon)
    mentions.sort(key=lambda mention: (mention.start, mention.end))
    note_genders(mentions, cast, lexicon)
    return index_mentions(doc, mentions, cast, lexicon)


def _conclude(source: Source, walk: Walk, index: Index) -> None:
    """Take over the mention's person; what is nobody of the cast is described as printed, with its kind."""
    mention = source.mention
    if mention is not None:
        source.person, source.rule = mention.person, mention.rule
    if source.person is not None or source.span is None or (mention is not None and mention.kind != "ROLE"):
        return
    phrase = core(source.span, index)
    if (body := known_body(phrase, index)) is not None:
        source.person, source.rule = body, "body_by_word"
        return
    if (body := body_spoken_of(walk, phrase)) is not None:
        source.person, source.rule = body, "body_spoken_of"
        return
    if (kind := kind_of(phrase, source.span, index)) is not None:
        text = _both_names(source.span, index, walk) if kind == SpeakerKind.GROUP else ""
        text = text or described(phrase, source.span).text
        walk.cast.people.append(Person(kind, Name(tuple(text.split()))))
        walk.cast.people[-1].printed[text] += 1
        source.person, source.rule = len(walk.cast.people) - 1, "described"


def _both_names(span: Span, index: Index, walk: Walk) -> str:
    """The full names of two who speak together, or nothing."""
    if not several(core(span, index), span, index):
        return ""
    found = {index.at[i] for i in range(span.start, span.end) if index.human_name(i) is not None}
    people = [walk.cast.people[person] for n in sorted(found) if (person := walk.mentions[n].person) is not None]
    return " and ".join(names.fullest(person.printed) for person in people) if len(people) > 1 else ""


def write(doc: Doc, reading: Reading) -> None:
    """Write mentions, entities and speakers."""
    mentions, sources = reading.walk.mentions, reading.sources.values()
    met = [mention.person for mention in mentions] + [source.person for source in sources]
    ids = {number: f"p{place}" for place, number in enumerate(dict.fromkeys(n for n in met if n is not None))}
    epithets = {
        m.person: m for m in reversed(mentions) if m.rule == "spoken_of" and m.determined == "definite" and m.subject
    }
    evidence = _evidence(doc, reading)
    write_people(
        doc,
        mentions=[
            records.Mention(doc[m.start : m.end], MentionKind(m.kind), ids[m.person] if m.person is not None else None)
            for m in mentions
        ],
        entities=[describe(doc, ids[n], reading.person(n), epithets.get(n)) for n in ids],
        speakers=[
            Speaker(
                source.id,
                source.span,
                ids[source.person] if source.person is not None else None,
                _features(source, reading),
                tuple(evidence[source.id]),
            )
            for source in sources
        ],
    )


def describe(doc: Doc, name: str, person: Person, epithet: Mention | None = None) -> Entity:
    """Describe a person as the article does. Without a role, an epithet tells: "disgraced movie mogul"."""
    called = ""
    if epithet is not None:
        end = phrase_end(doc, epithet.head) if doc[epithet.end : epithet.end + 1].text == "of" else epithet.end
        called = doc[epithet.start + 1 : end].text
    role = min(person.roles, key=lambda role: role.start, default=None)
    fullest = names.fullest(person.printed)
    return Entity(
        id=name,
        name=fullest,
        aliases=tuple(printed for printed in person.printed if printed != fullest),
        kind=person.kind,
        gender=person.gender,
        role=doc[role.start : role.end].text if role is not None and role.how != "self" else called,
    )


def _features(source: Source, reading: Reading) -> Resolution:
    """Describe how a source was resolved, for the confidence."""
    walk, mention = reading.walk, source.mention
    person = reading.person(source.person) if source.person is not None else None
    prior = walk.mentions[mention.prior] if mention is not None and mention.prior is not None else None
    notes = walk.notes.get(mention.start, {}) if mention is not None else {}
    return Resolution(
        rule=source.rule,
        link=source.link,
        mention=mention.kind if mention is not None else "",
        kind=str(person.kind) if person is not None else "",
        candidates=int(notes.get("candidates", 1)),
        margin=notes.get("margin"),
        distance=mention.beat - prior.beat if mention is not None and prior is not None else 0,
        prior_subject=bool(prior and prior.subject),
        gender_known=bool(person and person.gender != "u"),
        full_name=bool(person and len(person.name.words) > 1),
        mentions=person.mentions if person is not None else 0,
        words=len(source.span) if source.span is not None else 0,
    )


def _evidence(doc: Doc, reading: Reading) -> dict[str, list[Step]]:
    """List the steps from the cue over the source mention to the fullest name, by quotation."""
    cues = {quotation.id: quotation.cue for quotation in read_quotations(doc)}
    fullest = _fullest_mentions(doc, reading)
    found = {}
    for source in reading.sources.values():
        cue = cues[source.id]
        steps = [] if cue is None else [Step(StepKind.CUE, cue)]
        steps += [Step(kind, doc[start:end]) for kind, start, end in _chain(source, reading)]
        name = fullest.get(source.person) if source.person is not None else None
        if name is not None and not (steps and steps[-1].span.text.endswith(doc[name.start : name.end].text)):
            steps.append(Step(StepKind.NAME, doc[name.outer : name.end]))
        found[source.id] = steps
    return found


def _chain(source: Source, reading: Reading) -> list[tuple[StepKind, int, int]]:
    mention = source.mention
    steps: list[tuple[StepKind, int, int]] = []
    if mention is None or source.rule == "described":
        return [(StepKind.SOURCE, source.span.start, source.span.end)] if source.span is not None else []
    while mention is not None and len(steps) < _LONGEST_CHAIN:
        if mention.kind == "NAME":
            kind = StepKind.NAME if len(mention.words) > 1 else StepKind.SURNAME
        else:
            kind = StepKind(mention.kind.lower())
        steps.append((kind, mention.outer, mention.end))
        if mention.kind == "NAME" or mention.prior is None:
            break
        mention = reading.walk.mentions[mention.prior]
    return steps


def _fullest_mentions(doc: Doc, reading: Reading) -> dict[int, Mention]:
    """For each person, the first mention by the fullest name, one with a title before others."""
    out: dict[int, Mention] = {}
    for mention in reading.walk.mentions:
        number = mention.person
        if mention.kind != "NAME" or number is None:
            continue
        if doc[mention.start : mention.end].text != names.fullest(reading.person(number).printed):
            continue
        if number not in out or (mention.title and not out[number].title):
            out[number] = mention
    return out
