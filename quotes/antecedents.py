"""Who is meant: the rules that lead a name or a pronoun to a person. First answer wins; each may abstain."""

from __future__ import annotations

from collections.abc import Callable

from quotes import holders
from quotes.mentions import Mention
from quotes.salience import Answer, Walk, leading, ranked

_RELATIVE_REACH = 30  # tokens between a relative pronoun and whom it relates to
_PROMINENT = 1.5  # times as many mentions as the next of the surname
_MARGIN = 0.3  # salience by which a person must lead
_BODY_REACH = 2  # narrated sentences that "it" looks back
_BYLINE = 3  # paragraphs at the head or end of an article that may say who wrote it

Rule = Callable[[Walk, Mention], Answer | None]


def resolve(walk: Walk, index: int) -> None:
    """Resolve one mention, given all before it, and remember it."""
    mention = walk.mentions[index]
    if mention.person is None:
        for rule in RULES[mention.kind]:
            if (answer := rule(walk, mention)) is not None:
                mention.person, mention.prior = answer
                mention.rule = rule.__name__
                break
    walk.remember(index)


def title_agrees(walk: Walk, mention: Mention) -> Answer | None:
    """A surname of several persons, whose title fits one: "Mrs. Ruiz", "Senator Ruiz". Not "Ruiz" alone."""
    found = _of_gender(walk, mention)
    roles = {walk.lexicon.titles[word].role for word in mention.title if word in walk.lexicon.titles} - {None}
    fitting = [n for n in found if any(role.noun in roles for role in walk.cast.people[n].roles)] or found
    return (fitting[0], None) if len(fitting) == 1 and mention.title else None


def _of_gender(walk: Walk, mention: Mention) -> list[int]:
    found = walk.cast.named(mention.words)
    told = {walk.lexicon.titles[word].gender for word in mention.title if word in walk.lexicon.titles} & {"m", "f"}
    if not told:
        return found
    sure = [n for n in found if walk.cast.people[n].gender in told]
    return sure or [n for n in found if walk.cast.people[n].gender == "u"]


def prominent_bearer(walk: Walk, mention: Mention) -> Answer | None:
    """A surname of several persons, of whom the article names one far more often: it goes by the surname alone.

    Relatives are told apart by given names, so mentions of them are rarer. Not if two are named about as often.
    """
    found = _of_gender(walk, mention)
    if not found:
        return None
    count = {n: walk.cast.people[n].mentions + walk.seen[n] for n in found}
    first, *rest = sorted(found, key=lambda n: -count[n])
    return (first, None) if not rest or count[first] >= _PROMINENT * count[rest[0]] else None


def nearest_bearer(walk: Walk, mention: Mention) -> Answer | None:
    """A surname of several persons, of whom one has just been named in full. Not after both were."""
    found = _of_gender(walk, mention)
    near = [i for i in walk.trail if walk.mentions[i].person in found and mention.beat - walk.mentions[i].beat <= 1]
    people = {walk.mentions[i].person for i in near}
    person = people.pop() if len(people) == 1 else None
    return (person, near[-1]) if person is not None else None


def antecedent_of_who(walk: Walk, mention: Mention) -> Answer | None:
    """A relative pronoun, and the noun that its clause belongs to: "[Ruiz], **who** said". Not "Who said so?"."""
    if walk.lexicon.pronouns[mention.words[0]].person != 0:
        return None
    verb = walk.doc[mention.head].head
    while verb.dep_ not in {"relcl", "ROOT"}:
        verb = verb.head
    target = verb.head.i if verb.dep_ == "relcl" else -1
    for index in sorted((*walk.trail[-_RELATIVE_REACH:], *walk.bodies[-_RELATIVE_REACH:]), reverse=True):
        earlier = walk.mentions[index]
        if mention.start - earlier.end > _RELATIVE_REACH or earlier.person is None:
            break
        if earlier.outer <= target < earlier.end or 0 <= mention.start - earlier.end <= 1:
            return earlier.person, index
    return None


def most_salient(walk: Walk, mention: Mention) -> Answer | None:
    """He or she: the most salient person of that gender, if one leads."""
    entry = walk.lexicon.pronouns[mention.words[0]]
    if entry.person != 3 or entry.gender not in {"m", "f"}:
        return None
    return leading(walk, mention, ranked(walk, mention, entry.gender), _MARGIN)


def body_before(walk: Walk, mention: Mention) -> Answer | None:
    """It, where something is said: the body that was subject or source just before. Not the nearest body of any kind."""
    if walk.lexicon.pronouns[mention.words[0]].gender != "n" or not mention.speaks:
        return None
    for index in reversed(walk.bodies):
        earlier = walk.mentions[index]
        if mention.beat - earlier.beat > _BODY_REACH or earlier.person is None:
            return None
        if earlier.subject or earlier.speaks:
            return earlier.person, index
    return None


def author(walk: Walk, mention: Mention) -> Answer | None:
    """I, outside quotations: who wrote the article, where a byline, a signature or the last lines say so.

    "By Ana Ruiz", a line "Ana Ruiz." below, or at the end "Ana Ruiz is a doctor in Quito."
    """
    if walk.lexicon.pronouns[mention.words[0]].person != 1 or mention.quoted:
        return None
    paragraph, last = walk.layout.paragraph, walk.layout.paragraph[-1]
    for index, name in enumerate(walk.mentions):
        if name.kind != "NAME" or name.person is None or not walk.cast.people[name.person].is_human:
            continue
        here = paragraph[name.start]
        opens = name.outer == 0 or walk.doc[name.outer - 1].is_space
        byline = name.outer > 0 and walk.doc[name.outer - 1].lower_ == "by" and not _BYLINE < here < last - _BYLINE
        signature = opens and name.start > mention.start and _ends_line(walk, name)
        about = opens and here >= last - 1 and walk.doc[name.end : name.end + 1].text in {"is", ",", "was"}
        if byline or signature or about:
            return name.person, index
    return None


def _ends_line(walk: Walk, name: Mention) -> bool:
    rest = walk.doc[name.end : name.end + 2]
    return all(token.is_space or token.text == "." for token in rest)


RULES: dict[str, tuple[Rule, ...]] = {
    "NAME": (title_agrees, prominent_bearer, nearest_bearer),
    "ROLE": holders.RULES,
    "PRONOUN": (antecedent_of_who, most_salient, body_before, author),
}
