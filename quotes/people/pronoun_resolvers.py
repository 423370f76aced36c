"""Resolve pronouns to persons and bodies. The first rule with an answer wins; each may abstain."""

from __future__ import annotations

from itertools import pairwise

from quotes.people.bylines import may_sign, stands_in_byline
from quotes.people.clusters import Cluster
from quotes.people.mentions import WorkingMention
from quotes.people.salience import choose, rank
from quotes.people.state import Answer, DiscourseState
from quotes.rules import Rule, rule
from quotes.types import SpeakerKind

MAX_RELATIVE_DISTANCE = 30  # tokens between a relative pronoun and whom it relates to
MIN_MARGIN = 0.2  # salience by which a person must lead
MAX_BODY_SENTENCES = 2  # narrated sentences that "it" looks back
_OBJECTS = frozenset({"dobj", "pobj", "nsubjpass"})
_NOUN_PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON"})
_MAIN_CLAUSES = frozenset({"ROOT", "conj", "ccomp"})


@rule(
    "antecedent_of_who",
    fires=(
        "It was Luis Pardo, [s0|who] [c0|said] [q0|“no.”]",
        "They turned to the Harbour Commission, [s0|which] [c0|reported] [q0|“no change.”]",
    ),
    abstains="Ana Ruiz left the hall in the evening and went home. The lights went out. [s0|Who] [c0|said] [q0|“no”]?",
)
def antecedent_of_who(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Take the noun that a relative pronoun's clause belongs to: "[Ruiz], **who** said", "the [IMF], **which** said".

    Not "Who said so?", nor a person for "which".
    """
    entry = state.lexicon.pronouns[mention.words[0]]
    if entry.person != 0:
        return None
    target = _head_of_relative_clause(state, mention)
    nearest = (*state.humans[-MAX_RELATIVE_DISTANCE:], *state.bodies[-MAX_RELATIVE_DISTANCE:])
    for index in sorted(nearest, reverse=True):
        earlier = state.mentions[index]
        if mention.start - earlier.end > MAX_RELATIVE_DISTANCE or earlier.cluster is None:
            break
        if entry.gender == "n" and state.clusters.all[earlier.cluster].is_human:
            continue
        related = entry.gender != "n" and earlier.title_start <= target < earlier.end
        if related or 0 <= mention.start - earlier.end <= 1:
            return earlier.cluster, index
    return None


def _head_of_relative_clause(state: DiscourseState, mention: WorkingMention) -> int:
    """Find the token that the clause of a relative pronoun modifies; -1: none."""
    verb = state.doc[mention.head].head
    while verb.dep_ not in {"relcl", "ROOT"}:
        verb = verb.head
    return verb.head.i if verb.dep_ == "relcl" else -1


@rule(
    "answers",
    fires="A reporter asked Luis Pardo about the vote. [q0|“It was close,”] [s0|he] [c0|said].",
    abstains="A reporter met Luis Pardo. [q0|“It was close,”] [s0|he] [c0|said].",
)
def answers(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Take who was asked for "he" or "she" in the answer: "A reporter asked [Ruiz] why. “Why not?” **she** said."""
    gender = _gender(state, mention)
    if not mention.speaks or gender is None:
        return None
    for index in reversed(state.humans):
        earlier = state.mentions[index]
        if mention.sentence - earlier.sentence > 1 or earlier.cluster is None:
            return None
        token = state.doc[earlier.head]
        asked = token.dep_ in _OBJECTS and token.head.lemma_ == "ask" and mention.sentence > earlier.sentence
        if asked and state.clusters.all[earlier.cluster].gender in {gender, "u"}:
            return earlier.cluster, index
    return None


@rule(
    "goes_on",
    fires="[q0|“We won,”] [c0|said] [s0|Luis Pardo], a lawyer. [q1|“It was close,”] [s1|he] [c1|added].",
    abstains="Luis Pardo spoke. Mario Vega spoke. [q0|“It was close,”] [s0|he] [c0|added].",
)
def previous_speaker(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Resolve "he" or "she" to the speaker who is the only main subject of the previous sentence.

    "Luis Pardo, a mayor, said so. "I know," **he** said." Not if the sentence has two such subjects, nor if its
    subject is another's.
    """
    gender = _gender(state, mention) if mention.speaks and mention.subject else None
    if gender is None:
        return None
    near = _since_previous_sentence(state, mention)
    antecedent = _only_main_subject(state, near)
    if antecedent is None:
        return None
    speaker = near[antecedent]
    here = {n for index, n in near.items() if state.mentions[index].sentence == mention.sentence}
    other = gender in {state.clusters.all[n].gender for n in here}
    return (speaker, antecedent) if _gender_fits(state.clusters.all[speaker], gender, sure=other) else None


def _gender(state: DiscourseState, mention: WorkingMention) -> str | None:
    """Return the gender of "he" or "she"; None of other pronouns."""
    gender = state.lexicon.pronouns[mention.words[0]].gender
    return gender if gender in {"m", "f"} else None


def _since_previous_sentence(state: DiscourseState, mention: WorkingMention) -> dict[int, int]:
    """Return the clusters of the humans mentioned since the sentence before, by mention, the last first."""
    found: dict[int, int] = {}
    for index in reversed(state.humans):
        earlier = state.mentions[index]
        if mention.sentence - earlier.sentence > 1 or earlier.cluster is None:
            break
        found[index] = earlier.cluster
    return found


def _only_main_subject(state: DiscourseState, near: dict[int, int]) -> int | None:
    """Return the last mention of the only main subject, if it speaks at all of its mentions."""
    subjects = [index for index in near if _is_main_subject(state, state.mentions[index])]
    speak = all(state.mentions[index].speaks for index in subjects)
    return subjects[0] if speak and len({near[index] for index in subjects}) == 1 else None


def _is_main_subject(state: DiscourseState, mention: WorkingMention) -> bool:
    return mention.subject and not mention.quoted and state.doc[mention.head].head.dep_ in _MAIN_CLAUSES


def _gender_fits(cluster: Cluster, gender: str, *, sure: bool) -> bool:
    """True if a gender fits a person; if it must be `sure`, or of someone unnamed, it must be known: "one man"."""
    return cluster.gender == gender or (not sure and cluster.gender == "u" and cluster.kind == SpeakerKind.PERSON)


@rule(
    "most_salient",
    fires="Ana Ruiz met Luis Pardo in Quito. [q0|“We talked,”] [s0|she] [c0|said].",
    abstains=(
        "Ana Ruiz met Eva Pardo. [q0|“We talked,”] [s0|he] [c0|said].",
        "Luis Pardo won on Monday. Pardo thanked voters.\n\n***\n\nRain fell in Quito. [q0|“It is wet,”] [s0|he] "
        "[c0|said].",
    ),
)
def most_salient(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Resolve "he" or "she" to the most salient person of that gender, if one leads."""
    gender = _gender(state, mention)
    return None if gender is None else choose(state, mention, rank(state, mention, gender), MIN_MARGIN)


@rule(
    "body_before",
    fires="The National Farm Council met on Monday. [s1|It] [c1|warned] of [q1|“a hard winter.”]",
    abstains="Ana Ruiz wrote to the National Farm Council. [s0|It] [c0|said] [q0|“no.”]",
)
def body_before(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Resolve "it", as a source, to the body that was subject or source just before. Not to any body nearby."""
    if state.lexicon.pronouns[mention.words[0]].gender != "n" or not mention.speaks:
        return None
    for index in reversed(state.bodies):
        earlier = state.mentions[index]
        if mention.sentence - earlier.sentence > MAX_BODY_SENTENCES or earlier.cluster is None:
            return None
        if earlier.subject or earlier.speaks:
            return earlier.cluster, index
    return None


@rule(
    "they_are_two",
    fires="Captain Luis Pardo and the botanist Ana Ruiz spent weeks in Quito. [q0|“Never again,”] [s0|they] [c0|said].",
    abstains="Captain Luis Pardo met the botanist Ana Ruiz in Quito. [q0|“Never again,”] [s0|they] [c0|said].",
)
def they_are_two(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Resolve "they" to two named persons who are one subject of the previous sentence, and the only one."""
    if mention.words[0] != "they" or not mention.speaks:
        return None
    near = dict(sorted(_since_previous_sentence(state, mention).items()))
    pairs = [pair for pair in pairwise(near) if _are_joined(state, *pair)]
    subjects = {near[index] for index in near if _is_main_subject(state, state.mentions[index])}
    if len(pairs) != 1 or not subjects <= {near[index] for index in pairs[0]}:
        return None
    names = [state.clusters.all[near[index]].fullest for index in pairs[0]]
    return state.clusters.group_of(names), pairs[0][0]


def _are_joined(state: DiscourseState, one: int, two: int) -> bool:
    """True of two persons named side by side: "Captain Ruiz and the botanist Ana Pardo"."""
    first, second = state.mentions[one], state.mentions[two]
    between = state.doc[first.end : second.title_start]
    clusters = [state.clusters.all[mention.cluster] for mention in (first, second) if mention.cluster is not None]
    named = [cluster.kind == SpeakerKind.PERSON for cluster in clusters] == [True, True]
    joined = (
        len(between) > 0 and between[0].lower_ == "and" and all(token.pos_ in _NOUN_PHRASE for token in between[1:])
    )
    return named and joined and first.subject and not first.quoted


@rule(
    "they_just_spoke",
    fires="The Harbour Commission met on Monday. [q0|“No change,”] [s0|they] [c0|said].",
    abstains="The Harbour Commission met Ana Ruiz, who left. [q0|“No change,”] [s0|they] [c0|said].",
)
def they_just_spoke(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Resolve "they" to the only body, or speaker of unknown gender, that acted since the previous sentence."""
    if mention.words[0] != "they" or not mention.speaks:
        return None
    acted = [i for i in state.humans if _acted(state, i, mention, MAX_BODY_SENTENCES)]
    acted += [i for i in state.bodies if _acted(state, i, mention, 1)]
    found = {number for index in acted if (number := state.mentions[index].cluster) is not None}
    if len(found) != 1:
        return None
    number, index = found.pop(), max(acted)
    cluster = state.clusters.all[number]
    return (number, index) if not cluster.is_human or _may_be_they(state, index, cluster) else None


def _acted(state: DiscourseState, index: int, mention: WorkingMention, reach: int) -> bool:
    earlier = state.mentions[index]
    if earlier.quoted or earlier.cluster is None or state.doc[earlier.head].ent_type_ == "GPE":
        return False
    return (earlier.subject or earlier.speaks) and 0 <= mention.sentence - earlier.sentence <= reach


def _may_be_they(state: DiscourseState, index: int, cluster: Cluster) -> bool:
    return cluster.kind == SpeakerKind.PERSON and cluster.gender == "u" and state.mentions[index].speaks


@rule(
    "author",
    fires="[s0|I] [c0|say] it was [q0|“a shame.”]\n\nAna Ruiz is a doctor in Quito.",
    abstains="[s0|I] [c0|say] it was [q0|“a shame.”]\n\nThe town is quiet. People left.",
)
def author(state: DiscourseState, mention: WorkingMention) -> Answer | None:
    """Resolve "I" outside quotations to whoever signs the article: in a byline, a signature or the last lines."""
    if state.lexicon.pronouns[mention.words[0]].person != 1 or mention.quoted:
        return None
    if state.signatures is None:
        state.signatures = [index for index, name in enumerate(state.mentions) if may_sign(state, name)]
    paragraph = state.discourse.paragraph
    for index in state.signatures:
        name = state.mentions[index]
        before_end = paragraph[name.start] < paragraph[-1] - 1
        passed = before_end and name.start < mention.start and not stands_in_byline(state, name)
        if name.cluster is not None and not passed:
            return name.cluster, index
    return None


PRONOUN_RULES: tuple[Rule[[DiscourseState, WorkingMention], Answer | None], ...] = (
    antecedent_of_who,
    answers,
    previous_speaker,
    most_salient,
    body_before,
    they_are_two,
    they_just_spoke,
    author,
)
