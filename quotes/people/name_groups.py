"""Group the name mentions of a story by their words, and put groups into clusters."""

from __future__ import annotations

from collections import defaultdict

from spacy.tokens import Doc

from quotes.lexicon import Lexicon
from quotes.people import names
from quotes.people.clusters import Clusters
from quotes.people.mentions import WorkingMention, printed_name

_OUTLETS = frozenset({"mail", "times", "post", "news", "guardian"})
GIVEN_AND_SURNAME = 2  # words

Assignment = tuple[list[WorkingMention], int]  # mentions, and the number of the cluster that they belong to


def assign(rule_id: str, assignment: Assignment, doc: Doc, clusters: Clusters, lexicon: Lexicon) -> None:
    """Put name mentions into a cluster, as the rule of that id decided."""
    mentions, number = assignment
    cluster = clusters.all[number]
    for mention in mentions:
        mention.cluster, mention.clustered_by = number, rule_id
        cluster.printed[printed_name(doc, mention)] += 1
        if (styled := _with_style(doc, mention, lexicon)) is not None:
            cluster.styled[styled] += 1
        cluster.named += 1
        cluster.titled = cluster.titled or bool(mention.title)
        cluster.told_genders[title_gender(doc, mention, lexicon)] += 1


def _with_style(doc: Doc, mention: WorkingMention, lexicon: Lexicon) -> str | None:
    """Return a name with a title that belongs to it: "Lord Ruiz", "Pope Leo", "Prince Ana bint Ruiz"; None: none does."""
    style = lexicon.name_parts.get(names.fold(doc[mention.start - 1].text)) if mention.title else None
    if style != "full_style" and not (style == "style" and len(mention.words) == 1):
        return None
    return names.printed(doc[mention.start - 1 : mention.end].text)


def title_gender(doc: Doc, mention: WorkingMention, lexicon: Lexicon) -> str:
    """Return the gender that the title or role noun before a name tells; "u" if none."""
    told = [lexicon.titles[word].gender for word in mention.title if word in lexicon.titles]
    if mention.title_start and (noun := lexicon.role_nouns.get(doc[mention.title_start - 1].text)):
        told.append(noun.gender)
    return next((gender for gender in told if gender != "u"), "u")


def group_by_words(
    doc: Doc, mentions: list[WorkingMention], lexicon: Lexicon
) -> dict[tuple[str, ...], list[WorkingMention]]:
    """Group mentions by their words, words cut off that only happen to stand beside a name used elsewhere.

    "Honest Ana Ruiz" and "Ana Ruiz Joins Growing List" are Ana Ruiz, if "Ana Ruiz" occurs; "Juan Ana Ruiz" stays.
    """
    groups: dict[tuple[str, ...], list[WorkingMention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.words].append(mention)
    for words in [words for words in groups if len(words) > GIVEN_AND_SURNAME]:
        first = groups[words][0]
        own = _own_words(words, first, groups, lexicon)
        if own is None or doc[own.start : own.stop].text.count(" ") + 1 != len(own):
            continue
        shorter = words[own.start - first.start :][: len(own)]
        for mention in groups.pop(words):
            mention.start += own.start - first.start
            mention.end = mention.start + len(own)
            mention.words, mention.full_end = shorter, mention.end
            groups[shorter].append(mention)
    return groups


def _own_words(
    words: tuple[str, ...],
    mention: WorkingMention,
    groups: dict[tuple[str, ...], list[WorkingMention]],
    lexicon: Lexicon,
) -> range | None:
    """Return the tokens of a mention that are a name used elsewhere; None if all of them are its name."""
    given = words[0] in lexicon.given_names
    if not given and words[-1:] in groups and words[-2] in _OUTLETS and words[-1] not in lexicon.body_words:
        return range(mention.end - 1, mention.end)
    if words[1:] in groups and not given and not names.is_initial(words[0]):
        return range(mention.start + 1, mention.end)
    if given and len(words) > GIVEN_AND_SURNAME + 1 and words[:GIVEN_AND_SURNAME] in groups:
        return range(mention.start, mention.start + GIVEN_AND_SURNAME)
    return None
