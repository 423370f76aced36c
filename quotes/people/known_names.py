"""Find names of known clusters that `name_mentions` passed over: in headlines, and where the tagger saw no name."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from quotes.lexicon import Lexicon
from quotes.people import names
from quotes.people.clusters import Clusters
from quotes.people.discourse import Discourse
from quotes.people.mentions import WorkingMention, make_mention
from quotes.people.name_groups import assign
from quotes.people.name_runs import is_capital
from quotes.records import MentionKind

_RULE = "known_name"


def find_known_names(
    doc: Doc, discourse: Discourse, mentions: list[WorkingMention], clusters: Clusters, lexicon: Lexicon
) -> Iterator[WorkingMention]:
    """Yield mentions of known clusters by name, among the capitals that are in no mention yet.

    RUIZ WINS AGAIN        "RUIZ", if there is an Ana Ruiz
    Hope Springs Eternal   nothing, although there is a Hope Ruiz: given names count only beside others
    """
    taken = {i for mention in mentions for i in range(mention.title_start, mention.end)}
    done = 0
    for i in range(len(doc)):
        if i < done or i in taken or not _may_be_known(doc, i, clusters):
            continue
        end = done = _known_end(doc, i, taken, clusters)
        mention = make_mention(MentionKind.NAME, doc[i:end], discourse)
        if found := _bearers(mention.words, clusters):
            if len(found) == 1:
                assign(_RULE, ([mention], found[0]), doc, clusters, lexicon)
            yield mention


def _may_be_known(doc: Doc, i: int, clusters: Clusters) -> bool:
    return is_capital(doc[i]) and doc[i].tag_ != "PRP" and bool(clusters.by_word.get(names.fold(doc[i].text)))


def _known_end(doc: Doc, start: int, taken: set[int], clusters: Clusters) -> int:
    bearers, end = set(clusters.by_word[names.fold(doc[start].text)]), start + 1
    while end < len(doc) and end not in taken and is_capital(doc[end]):
        both = bearers.intersection(clusters.by_word.get(names.fold(doc[end].text), ()))
        if not both:
            break
        bearers, end = both, end + 1
    return end


def _bearers(words: tuple[str, ...], clusters: Clusters) -> list[int]:
    numbers = clusters.by_word[words[0]]
    exact = [number for number in numbers if clusters.all[number].name.words == words]
    if exact:
        return exact
    named = clusters.persons_named(words)
    return [number for number in named if names.position(words, clusters.all[number].name) == "surname"]
