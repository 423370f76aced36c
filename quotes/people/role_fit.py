"""Measure how well a role mention fits the roles that the article has given to somebody."""

from __future__ import annotations

from quotes.people.clusters import Cluster
from quotes.people.mentions import WorkingMention
from quotes.people.state import DiscourseState

SAME_NOUN, SYNONYM = 1.0, 0.5  # fit by the noun; each shared word adds 1
NO_CONTENT = frozenset({"the", "this", "former", "a", "an"})
_POSSESSORS = frozenset({"his", "her", "their"})


def fit_of_role(state: DiscourseState, mention: WorkingMention, cluster: Cluster) -> float:
    """Return how well a role mention fits somebody's roles: 0 not at all, 1 by the noun, more by shared words."""
    noun, content = mention.words[0], set(mention.words[1:]) - NO_CONTENT
    synonyms = state.lexicon.role_synonyms.get(noun, frozenset())
    best = 0.0
    for role in cluster.roles:
        if (role.noun == noun or role.noun in synonyms) and not _differ_in_side(state, content, role.words):
            possessed = mention.determiner == "possessed" and not _POSSESSORS.isdisjoint(role.words)
            by_noun = SAME_NOUN if role.noun == noun else SYNONYM
            best = max(best, by_noun + len(content & role.words) + possessed)
    return best


def _differ_in_side(state: DiscourseState, content: set[str], words: frozenset[str]) -> bool:
    """True if two roles are of different parties or countries: "Republican nominee", "Green nominee"."""
    one, other = content & state.lexicon.affiliations, words & state.lexicon.affiliations
    return bool(one and other) and not one & other
