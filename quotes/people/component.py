"""The spaCy component `people`: write who is who in a story, and who speaks each quotation."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from quotes import lexicon as lexicons
from quotes.annotations import read_quotations, write_people
from quotes.lexicon import Lexicon
from quotes.people.analysis import Analysis, analyse
from quotes.people.clusters import Cluster
from quotes.people.evidence import fullest_mentions, resolution_of, steps_of
from quotes.people.mentions import WorkingMention
from quotes.people.noun_phrases import phrase_end
from quotes.people.role_resolvers import SELF
from quotes.records import Entity, Mention, Speaker


@Language.factory("people", requires=["doc.spans"], assigns=["doc.spans"], default_config={"language": "en"})
def make_people(nlp: Language, name: str, language: str) -> People:
    """Make the component. `language` names the folder of word lists."""
    return People(lexicons.load(language))


class People:
    """Write who is who in a story, and who speaks each quotation."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        """Resolve the people of a story."""
        write(doc, analyse(doc, self.lexicon))
        return doc


def write(doc: Doc, analysis: Analysis) -> None:
    """Write mentions, entities and speakers as records."""
    mentions, speakers = analysis.state.mentions, analysis.speakers.values()
    numbers = [mention.cluster for mention in mentions] + [speaker.cluster for speaker in speakers]
    ids = {number: f"p{place}" for place, number in enumerate(dict.fromkeys(n for n in numbers if n is not None))}
    epithets = _epithets(mentions)
    fullest = fullest_mentions(doc, analysis)
    quotations = {quotation.id: quotation for quotation in read_quotations(doc)}
    write_people(
        doc,
        mentions=[
            Mention(doc[m.start : m.end], m.kind, ids[m.cluster] if m.cluster is not None else None) for m in mentions
        ],
        entities=[describe(doc, ids[n], analysis.state.clusters.all[n], epithets.get(n)) for n in ids],
        speakers=[
            Speaker(
                speaker.quotation,
                speaker.span,
                ids[speaker.cluster] if speaker.cluster is not None else None,
                resolution_of(speaker, analysis),
                steps_of(speaker, quotations[speaker.quotation], analysis, fullest),
            )
            for speaker in speakers
        ],
    )


def describe(doc: Doc, entity: str, cluster: Cluster, epithet: WorkingMention | None = None) -> Entity:
    """Describe a cluster as the article does. Without a role, an epithet tells: "disgraced movie mogul".

    Args:
        doc: the story.
        entity: the id to give.
        cluster: what is described.
        epithet: a role mention that was resolved to it by salience.
    """
    epithet_text = "" if epithet is None else _text_of_epithet(doc, epithet)
    role = min(cluster.roles, key=lambda role: role.start, default=None)
    fullest = cluster.fullest
    return Entity(
        id=entity,
        name=fullest,
        aliases=tuple(printed for printed in cluster.printed if printed != fullest),
        kind=cluster.kind,
        gender=cluster.gender,
        role=doc[role.start : role.end].text if role is not None and role.rule != SELF else epithet_text,
    )


def _epithets(mentions: list[WorkingMention]) -> dict[int | None, WorkingMention]:
    """Find the first epithet of each cluster that is a subject: "the disgraced movie mogul said"."""
    return {
        m.cluster: m for m in reversed(mentions) if m.rule == "spoken_of" and m.determiner == "definite" and m.subject
    }


def _text_of_epithet(doc: Doc, epithet: WorkingMention) -> str:
    end = phrase_end(doc, epithet.head) if doc[epithet.end : epithet.end + 1].text == "of" else epithet.end
    return doc[epithet.start + 1 : end].text
