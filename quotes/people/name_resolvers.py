"""Resolve names: those whose words are certain, and surnames of several persons. The first rule with an answer wins."""

from __future__ import annotations

from quotes.people.mentions import WorkingMention
from quotes.people.state import Answer, DiscourseState
from quotes.rules import Rule, rule

MIN_PROMINENCE = 1.5  # times as many mentions as the next bearer of the surname has
MAX_SENTENCES_BACK = 1  # narrated sentences within which somebody has just been named

_TWO_HOLLISES = "Mark Hollis met Peter Hollis on Monday. [q0|“We talked,”] [s0|Hollis] [c0|said]."


@rule(
    "name",
    fires="Mayor Marta Quiroga spoke on Monday. [q0|“Never,”] [s0|Quiroga] [c0|said].",
    abstains="[q0|“Never,”] [s0|she] [c0|said].",
)
def name(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Take the cluster that a name's words alone make certain."""
    return (mention.cluster, None) if mention.cluster is not None else None


@rule(
    "title_agrees",
    fires=(
        "Peter Hollis and his wife Joan Hollis run the farm. [q0|“It is hard,”] [s0|Mrs. Hollis] [c0|said].",
        "Senator Peter Hollis met his cousin, the painter Mark Hollis. [q0|“We talked,”] [c0|said] "
        "[s0|Senator Hollis].",
    ),
    abstains=_TWO_HOLLISES,
)
def title_agrees(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Take the only bearer of a surname whom its title fits: "Mrs. Ruiz", "Senator Ruiz". Not "Ruiz" alone."""
    found = _of_gender(state, mention)
    titles = state.lexicon.titles
    nouns = {titles[word].role for word in mention.title if word in titles} - {None}
    fitting = [n for n in found if any(role.noun in nouns for role in state.clusters.all[n].roles)] or found
    return (fitting[0], None) if len(fitting) == 1 and mention.title else None


@rule(
    "introduced_here",
    fires="Mayor Mark Hollis won. Hollis had led the count. Hollis thanked voters.\n\n***\n\nThe painter Peter Hollis "
    "died on Monday. He was old. Friends came. [q0|“A great loss,”] [s0|Hollis] [c0|had said] of his wife.",
    abstains="Mayor Mark Hollis won. Hollis had led the count. Hollis thanked voters. Hollis met the painter Peter "
    "Hollis. Friends came. It rained. [q0|“A long night,”] [s0|Hollis] [c0|said].",
)
def introduced_here(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Take, on a page of several items, the only bearer of a surname whom this item has named in full."""
    item, found = state.discourse.item, set(state.clusters.persons_named(mention.words))
    named: dict[int, int] = {}
    for index in reversed(state.humans):
        earlier = state.mentions[index]
        if item[earlier.head] != item[mention.head] or item[-1] == 0:
            break
        if earlier.kind == "NAME" and len(earlier.words) > 1 and earlier.cluster in found:
            named.setdefault(earlier.cluster, index)
    return next(iter(named.items())) if len(named) == 1 and len(found) > 1 else None


@rule(
    "prominent_bearer",
    fires="Mayor Mark Hollis won. Hollis had led the count. Mark Hollis thanked voters. Mark Hollis then thanked his "
    "brother Peter Hollis. [q0|“A long night,”] [s0|Hollis] [c0|said].",
    abstains=_TWO_HOLLISES,
)
def prominent_bearer(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Take the bearer of a surname whom the article names far more often than the others.

    Relatives are told apart by given names, so mentions of them are rarer. Not if two are named about as often.
    """
    found = _of_gender(state, mention)
    if not found:
        return None
    count = {n: state.clusters.all[n].named + state.counts[n] for n in found}
    first, *rest = sorted(found, key=lambda n: -count[n])
    return (first, None) if not rest or count[first] >= MIN_PROMINENCE * count[rest[0]] else None


@rule(
    "nearest_bearer",
    fires="Mark Hollis runs the farm. The land is wet. The house is old. The barn is new. On Monday Peter Hollis came "
    "to see it. [q0|“It leaks,”] [s0|Hollis] [c0|said].",
    abstains=_TWO_HOLLISES,
)
def nearest_bearer(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Take the only bearer of a surname who has just been named. Not after two were."""
    found = _of_gender(state, mention)
    latest = {n: state.latest[n] for n in found if n in state.latest}
    near = [n for n, i in latest.items() if mention.sentence - state.mentions[i].sentence <= MAX_SENTENCES_BACK]
    return (near[0], latest[near[0]]) if len(near) == 1 else None


def _of_gender(state: DiscourseState, mention: WorkingMention) -> list[int]:
    """Find the bearers of a name who agree with its title in gender."""
    found, titles = state.clusters.persons_named(mention.words), state.lexicon.titles
    told = {titles[word].gender for word in mention.title if word in titles} & {"m", "f"}
    if not told:
        return found
    sure = [n for n in found if state.clusters.all[n].gender in told]
    return sure or [n for n in found if state.clusters.all[n].gender == "u"]


NAME_RULES: tuple[Rule[[DiscourseState, WorkingMention], Answer | None], ...] = (
    name,
    title_agrees,
    introduced_here,
    prominent_bearer,
    nearest_bearer,
)
