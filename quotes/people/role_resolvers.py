"""Resolve roles: "the minister", "Ruiz's lawyer", "a judge". The first rule with an answer wins; each may abstain."""

from __future__ import annotations

import re
from dataclasses import replace

from quotes.people.clusters import Cluster, GivenRole
from quotes.people.mentions import WorkingMention
from quotes.people.names import Name
from quotes.people.role_fit import NO_CONTENT, fit_of_role
from quotes.people.salience import Candidate, choose, rank
from quotes.people.state import Answer, DiscourseState
from quotes.rules import Rule, rule
from quotes.types import SpeakerKind

MAX_SENTENCES_BACK = 4  # narrated sentences within which one of several persons of a role is taken up
MAX_SENTENCES_SPOKEN_OF = 2  # narrated sentences since the person that is spoken of was mentioned
MAX_HEAD_PARAGRAPHS = 5  # paragraph breaks within the head of an article
OTHER_ROLE = -2.5  # salience: other roles were given
MIN_MARGIN = 0.5  # salience by which the person spoken of must lead
MAX_WITHHOLDING_CLAUSE = 16  # tokens behind a role in which it is said that its bearer is not named
_WITHHELD = re.compile(
    r"\b(?:anonym(?:ity|ously)|not to be (?:named|identified|quoted)|declined to be (?:named|identified))\b"
)
_DESCRIBES = frozenset({"former", "onetime", "longtime", "eldest"})
_OF_A_BODY = frozenset({"its", "their"})
_BARE_OR_INDEFINITE = frozenset({"indefinite", "bare"})
SELF = "self"  # rule of the role that somebody unnamed is described by


@rule(
    "apposition",
    fires="[s0|The judge], Ana Ruiz, [c0|said] [q0|“no.”]",
    abstains="[s0|The judge] [c0|told] Ana Ruiz [q0|“no.”]",
)
def apposition(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Take the name that a role is tied to by the grammar: "the judge, Ana Ruiz,"."""
    return (mention.cluster, None) if mention.cluster is not None else None


@rule(
    "unnamed_on_purpose",
    fires=(
        "Ana Ruiz is the director of the museum. [s0|The director], who asked not to be named, [c0|said] "
        "[q0|the roof leaks].",
        "Ana Ruiz is the director of the museum. [q0|“Our roof is dry,”] [s0|the director of a rival museum] "
        "[c0|said].",
    ),
    abstains="Ana Ruiz, the director of the museum, came late. [q0|“The roof leaks,”] [s0|the director] of the museum "
    "[c0|said].",
)
def unnamed_on_purpose(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Bring in someone whom the article will not name: "the director, who asked not to be named".

    So is "the director of a rival museum". Not "the director of the museum".
    """
    if mention.determiner not in _BARE_OR_INDEFINITE | {"definite"} or not mention.speaks:
        return None
    doc, end = state.doc, mention.end
    of_another = doc[end : end + 2].text.lower().split() in (["of", "a"], ["of", "an"], ["of", "another"])
    clause = doc[end : min(doc[mention.head].sent.end, end + MAX_WITHHOLDING_CLAUSE)]
    if not of_another and not _WITHHELD.search(clause.text):
        return None
    if doc[end : end + 1].text.lower() == "of":
        edge = doc[mention.head].right_edge.i + 1
        end = next((i for i in range(end, edge) if doc[i].is_punct or doc[i].tag_ == "WP"), edge)
    return _bring_in(state, mention, end)


@rule(
    "named_later",
    fires=(
        "[q0|“No bail,”] [s0|a judge] [c0|ruled].\n\nJudge Ana Ruiz read the order.",
        "Halden Energy closed on Monday. [q0|“We had to,”] [s0|its chairman] [c0|said].\n\nChairman Luis Pardo left.",
    ),
    abstains="[q0|“No bail,”] [s0|a judge] [c0|ruled].\n\nJudge Ana Ruiz read the order. Judge Eva Pardo agreed.",
)
def named_later(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Resolve a role at the head of an article to the only person who has it below: "a judge", then "Judge Ruiz".

    The person must have every word of the role: "a county judge" is not "Appeals Judge Ana Ruiz".
    """
    of_body = state.doc[mention.start].lower_ in _OF_A_BODY
    if not _at_head(state, mention) or not (of_body or mention.determiner in _BARE_OR_INDEFINITE):
        return None
    noun, content = mention.words[0], set(mention.words[1:]) - NO_CONTENT - _OF_A_BODY
    bearers = {
        number
        for number in state.clusters.by_role.get(noun, ())
        if state.clusters.all[number].kind == SpeakerKind.PERSON
        and any(role.noun == noun and content <= role.words for role in state.clusters.all[number].roles)
    }
    return (bearers.pop(), None) if len(bearers) == 1 else None


def _at_head(state: DiscourseState, mention: WorkingMention) -> bool:
    """True of the source of a quotation in the first paragraphs or a headline."""
    discourse = state.discourse
    early = discourse.headline[mention.head] or discourse.paragraph[mention.head] <= MAX_HEAD_PARAGRAPHS
    return early and mention.speaks


@rule(
    "someone_new",
    fires="Luis Pardo runs the farm in Quito. It lies by the river. The land is wet. The soil is black. Rain came "
    "early. The harvest was late. [q0|“It leaks,”] [c0|said] [s0|a neighbor].",
    abstains="Luis Pardo came home on Monday. [q0|“It was long,”] [s0|the weary witness] [c0|said].",
)
def someone_new(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Bring in someone unnamed by an indefinite role: "a judge said". Not "the judge", nor "met a judge"."""
    if mention.determiner != "indefinite" or not (mention.subject or mention.speaks):
        return None
    return _bring_in(state, mention, mention.end)


@rule(
    "role_given",
    fires=(
        "Ana Ruiz, the foreign minister, met Luis Pardo. [q0|“We talked,”] [s0|the minister] [c0|said].",
        "Police Chief Mario Vega met Luis Pardo. [q0|“We talked,”] [s0|the chief] [c0|said].",
        "Green candidate Ana Ruiz met Socialist candidate Luis Pardo. [q0|“We talked,”] [s0|the Socialist candidate] "
        "[c0|said].",
    ),
    abstains="Ana Ruiz is the director of the museum. [s0|The director], who asked not to be named, [c0|said] "
    "[q0|the roof leaks].",
)
def role_given(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Resolve a role to the person to whom the article has given it: "the minister" after "Minister Ana Ruiz".

    Of several ministers, the one whose role shares most words, else the one mentioned last. "Ruiz's lawyer" needs
    a lawyer of whom Ruiz, or "his" or "her", was said. Not "a minister".
    """
    if mention.determiner not in {"definite", "possessed"}:
        return None
    fits = _fits(state, mention)
    best = max(fits.values(), default=0.0)
    if not best or (mention.determiner == "possessed" and best <= 1):
        return None
    fitting = [number for number, fit in fits.items() if fit == best]
    cluster = max(fitting, key=lambda number: state.latest[number])
    antecedent = state.latest[cluster]
    distance = mention.sentence - state.mentions[antecedent].sentence
    return None if len(fitting) > 1 and distance > MAX_SENTENCES_BACK else (cluster, antecedent)


def _fits(state: DiscourseState, mention: WorkingMention) -> dict[int, float]:
    """Return how well a role fits each person named so far to whom the article gave it."""
    noun = mention.words[0]
    nouns = {noun} | state.lexicon.role_synonyms.get(noun, frozenset())
    bearers = {n for one in nouns for n in state.clusters.by_role.get(one, ()) if n in state.latest}
    return {number: fit for number in bearers if (fit := fit_of_role(state, mention, state.clusters.all[number]))}


@rule(
    "spoken_of",
    fires=(
        "Luis Pardo came home on Monday. [q0|“It was long,”] [s0|the weary senator] [c0|said].",
        "Luis Pardo spoke on Monday in Quito. [q0|“It was long,”] [c0|said] [s0|Vega's former lawyer].",
    ),
    abstains="Luis Pardo came home on Monday. [q0|“It was long,”] [s0|the weary witness] [c0|said].",
)
def spoken_of(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Resolve an epithet to the person that the article is speaking of: "the gruff senator", "the movie mogul".

    It is whom "he" or "she" would mean, by a clear margin, and rather someone of whom no other role was given.
    Not a plain role ("the witness"), save one that describes: "the 40-year-old mother", "Ruiz's former lawyer".
    """
    entry = state.lexicon.role_nouns.get(mention.words[0])
    describes = not _DESCRIBES.isdisjoint(mention.words) or {"year", "old"} <= {*mention.words}
    plain = entry is None or not entry.epithet or mention.determiner == "possessed"
    if entry is None or (plain and not describes) or mention.determiner not in {"definite", "possessed"}:
        return None
    if _names_office(state, mention):
        return None
    named = _rank_named(state, mention, entry.gender)
    if named and mention.sentence - state.mentions[named[0].antecedent].sentence > MAX_SENTENCES_SPOKEN_OF:
        return None
    return choose(state, mention, named, MIN_MARGIN)


def _names_office(state: DiscourseState, mention: WorkingMention) -> bool:
    """True of "the Prime Minister", an office that not everybody holds. Not of "the Dutchman"."""
    capital = state.doc[mention.head].text[0].isupper() and not state.discourse.headline[mention.head]
    return capital and mention.words[0] in state.lexicon.titles


def _rank_named(state: DiscourseState, mention: WorkingMention, gender: str) -> list[Candidate]:
    """Rank the named persons whom an epithet may take up; those of whom only other roles were given come late."""
    named = []
    for candidate in rank(state, mention, gender):
        cluster, antecedent = state.clusters.all[candidate.cluster], state.mentions[candidate.antecedent]
        if cluster.kind == SpeakerKind.PERSON and not mention.start <= antecedent.start < mention.end:
            other = OTHER_ROLE if cluster.roles and not fit_of_role(state, mention, cluster) else 0.0
            named.append(replace(candidate, salience=candidate.salience + other))
    return sorted(named, key=lambda candidate: -candidate.salience)


@rule(
    "titled_later",
    fires="[q0|“No bail,”] [s0|the judge] [c0|ruled] on Monday. The hall was full. It was late. The crowd went home. "
    "In the evening Judge Ana Ruiz read the order.",
    abstains="[q0|“No bail,”] [s0|the judge] [c0|ruled] on Monday. In the evening Judge Ana Ruiz met Judge Luis Pardo.",
)
def titled_later(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Resolve "the judge", whom nobody is called so far, to the only person with that title below: "Judge Ruiz"."""
    noun = mention.words[0]
    if mention.determiner != "definite" or not mention.speaks or set(mention.words[1:]) - NO_CONTENT:
        return None
    bearers = state.clusters.by_role.get(noun, ())
    if len(bearers) != 1 or bearers[0] in state.latest:
        return None
    titled = any(role.noun == noun and role.rule == "title" for role in state.clusters.all[bearers[0]].roles)
    return (bearers[0], None) if titled else None


@rule(
    "someone_of_theirs",
    fires=(
        "[q0|“No,”] [s0|my mother] [c0|said].",
        "Luis Pardo spoke on Monday in Quito. [q0|“It was long,”] [c0|said] [s0|Vega's lawyer].",
    ),
    abstains="[q0|“No bail,”] [s0|the judge] [c0|ruled] on Monday.",
)
def someone_of_theirs(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Bring in somebody's relative or aide whom the article has not named: "my father said", "Ruiz's doctor said".

    Not "met her aide", nor "my head", which may be no person's.
    """
    entry = state.lexicon.role_nouns.get(mention.words[0])
    if mention.determiner != "possessed" or not (mention.subject or mention.speaks):
        return None
    if entry is None or (entry.epithet and entry.gender == "u"):
        return None
    return _bring_in(state, mention, mention.end)


def _bring_in(state: DiscourseState, mention: WorkingMention, end: int) -> Answer:
    """Begin a cluster with the unnamed bearer of a role, described as printed up to `end`."""
    noun, *rest = mention.words
    entry = state.lexicon.role_nouns.get(noun)
    cluster = Cluster(SpeakerKind.UNNAMED, Name((*rest, noun)), gender=entry.gender if entry else "u")
    start = mention.start
    while start < mention.end - 1 and state.doc[start].lower_ in {"a", "an", "the"}:
        start += 1
    cluster.printed[state.doc[start:end].text] += 1
    number = state.clusters.add(cluster)
    role = GivenRole(noun, mention.start, mention.end, frozenset(mention.words), SELF)
    state.clusters.give_role(number, role)
    return number, None


ROLE_RULES: tuple[Rule[[DiscourseState, WorkingMention], Answer | None], ...] = (
    apposition,
    unnamed_on_purpose,
    named_later,
    someone_new,
    role_given,
    spoken_of,
    titled_later,
    someone_of_theirs,
)
