"""The ids of rules and links are features of the confidence: each has a weight, or is known to have none."""

import json

from quotes import confidence
from quotes.people.analysis import RESOLVERS
from quotes.people.echoes import ECHO_RULES
from quotes.people.source_resolvers import SOURCE_RULES
from quotes.people.speakers import IMPLIED_SPEAKER_RULES
from quotes.quotations.attribution import RULES as LINKS
from quotes.quotations.candidates import BESIDE, TURN

WEIGHTS = json.loads(confidence.FITTED.read_text("utf8"))["weights"]
RULE_IDS = {
    rule.id for rules in (*RESOLVERS.values(), SOURCE_RULES, IMPLIED_SPEAKER_RULES, ECHO_RULES) for rule in rules
}
LINK_IDS = {getattr(link, "id", getattr(link, "__name__", "")) for link in LINKS} | {BESIDE, TURN, ""}

#: Not seen in the articles that the weights were fitted on: they back off to the mean of their group.
UNWEIGHTED = {
    "indirect link=beside",
    "indirect link=continued_speech",
    "indirect link=said_below",
    "indirect link=signature",
    "indirect link=turn",
    "indirect rule=introduced_here",
    "indirect rule=nearest_bearer",
    "indirect rule=same_words_below",
    "indirect rule=someone_of_theirs",
    "indirect rule=titled_later",
    "link=",
    "rule=introduced_here",
}


def names() -> set[str]:
    found = {f"rule={rule}" for rule in RULE_IDS} | {f"link={link}" for link in LINK_IDS}
    return found | {f"indirect {name}" for name in found}


def test_all_ids_have_a_weight_or_are_known_to_have_none() -> None:
    assert {name for name in names() if not WEIGHTS.get(name)} == UNWEIGHTED


def test_no_weight_is_of_an_id_that_is_gone() -> None:
    weighted = {name for name in WEIGHTS if name.removeprefix("indirect ").startswith(("rule=", "link="))}
    assert weighted - names() == set()


def test_an_unseen_id_backs_off_to_the_mean_of_its_group() -> None:
    group = [weight for name, weight in WEIGHTS.items() if name.startswith("rule=")]
    assert confidence.weight("rule=made yesterday") == round(sum(group) / len(group), 4)
    assert confidence.weight("made yesterday") == confidence.weight("nothing=known") == 0.0
