"""Who is meant: the rules that lead a name, a role or a pronoun to a person. First answer wins; each may abstain."""

from __future__ import annotations

from collections.abc import Callable

from quotes.cast import Cast, Person, Role
from quotes.lexicon import Lexicon
from quotes.mentions import Mention
from quotes.names import Name
from quotes.salience import Candidate, Walk, ranked
from quotes.types import SpeakerKind

_NEAR = 4  # narrated sentences within which one of several persons of a role is taken up
_RELATIVE_REACH = 30  # tokens between a relative pronoun and whom it relates to
_PROMINENT = 1.5  # times as many mentions as the next of the surname
_MARGIN = 0.3  # salience by which a person must lead
_CLEAR_MARGIN = 1.0
_NO_CONTENT = frozenset({"the", "this", "that", "former", "a"})

Answer = tuple[int, int | None]  # person, and the mention that led there
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


# Names


def title_agrees(walk: Walk, mention: Mention) -> Answer | None:
    """A surname of several persons, whose title fits one: "Mrs. Ruiz", "Senator Ruiz". Not "Ruiz" alone."""
    found = _of_gender(walk, mention)
    roles = {walk.lexicon.titles[word].role for word in mention.title if word in walk.lexicon.titles} - {None}
    fitting = [n for n in found if any(role.noun in roles for role in walk.cast.people[n].roles)] or found
    several = walk.cast.named(mention.words)
    return (fitting[0], None) if len(fitting) == 1 and len(several) > 1 and mention.title else None


def _of_gender(walk: Walk, mention: Mention) -> list[int]:
    found = walk.cast.named(mention.words)
    told = {walk.lexicon.titles[word].gender for word in mention.title if word in walk.lexicon.titles} & {"m", "f"}
    if not told:
        return found
    sure = [n for n in found if walk.cast.people[n].gender in told]
    return sure or [n for n in found if walk.cast.people[n].gender == "u"]


def prominent_bearer(walk: Walk, mention: Mention) -> Answer | None:
    """A surname of several persons, of whom the article names one far more often: he goes by the surname alone.

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
    near = [
        index
        for index in walk.trail
        if walk.mentions[index].person in found and mention.beat - walk.mentions[index].beat <= 1
    ]
    people = {walk.mentions[index].person for index in near}
    person = people.pop() if len(people) == 1 else None
    return (person, near[-1]) if person is not None else None


# Roles


def someone_new(walk: Walk, mention: Mention) -> Answer | None:
    """An indefinite role brings in someone unnamed: "a judge said". Not "Ana Ruiz, a judge", which is Ruiz's role."""
    if mention.determined != "indefinite" or not (mention.subject or _speaks(walk, mention)):
        return None
    return _introduce(walk, mention), None


def _speaks(walk: Walk, mention: Mention) -> bool:
    return any(walk.mentions[index] is mention for index in walk.speaking)


def _introduce(walk: Walk, mention: Mention) -> int:
    noun, *rest = mention.words
    entry = walk.lexicon.role_nouns.get(noun)
    person = Person(SpeakerKind.UNNAMED, Name((*rest, noun)), gender=entry.gender if entry else "u")
    person.roles.append(Role(noun, mention.start, mention.end, frozenset(mention.words), "self"))
    start = mention.start
    while start < mention.end - 1 and walk.doc[start].lower_ in {"a", "an", "the"}:
        start += 1
    person.printed[walk.doc[start : mention.end].text] += 1
    walk.cast.people.append(person)
    return len(walk.cast.people) - 1


def role_given(walk: Walk, mention: Mention) -> Answer | None:
    """A role that the article has given to one person: "the minister" after "Foreign Minister Ana Ruiz".

    Of several ministers, the one whose role shares most words, else the one mentioned last. "Ruiz's lawyer" needs
    a lawyer of whom Ruiz, or "his" or "her", was said. Not "a minister".
    """
    if mention.determined not in {"definite", "possessed"}:
        return None
    nouns = {mention.words[0]} | walk.lexicon.role_synonyms.get(mention.words[0], frozenset())
    content = set(mention.words[1:]) - _NO_CONTENT
    fits: dict[int, float] = {}
    for number in walk.seen:
        for role in walk.cast.people[number].roles:
            if role.noun in nouns:
                same = 1.0 if role.noun == mention.words[0] else 0.5
                fits[number] = max(fits.get(number, 0.0), same + len(content & role.words))
    best = max(fits.values(), default=0.0)
    if not best or (mention.determined == "possessed" and best <= 1):
        return None
    return _last_of(walk, mention, {number for number, fit in fits.items() if fit == best})


def _last_of(walk: Walk, mention: Mention, people: set[int]) -> Answer | None:
    for index in reversed(walk.trail):
        earlier = walk.mentions[index]
        if earlier.person in people and not (len(people) > 1 and mention.beat - earlier.beat > _NEAR):
            return earlier.person, index
    return None


def spoken_of(walk: Walk, mention: Mention) -> Answer | None:
    """An epithet for the person that the article is speaking of: "the gruff senator", "the movie mogul".

    It is whom "he" or "she" would mean, by a clear margin. Not a plain role ("the witness"), nor one already
    given to somebody.
    """
    entry = walk.lexicon.role_nouns.get(mention.words[0])
    if entry is None or not entry.epithet or mention.determined != "definite":
        return None
    named = [c for c in ranked(walk, mention, entry.gender) if walk.cast.people[c.person].kind == SpeakerKind.PERSON]
    return _leading(walk, mention, named, _CLEAR_MARGIN)


def _leading(walk: Walk, mention: Mention, found: list[Candidate], margin: float) -> Answer | None:
    lead = found[0].salience - found[1].salience if len(found) > 1 else None
    walk.notes[mention.start] = {"candidates": len(found), **({} if lead is None else {"margin": round(lead, 2)})}
    if not found or (lead is not None and lead < margin):
        return None
    return found[0].person, found[0].prior


# Pronouns


def antecedent_of_who(walk: Walk, mention: Mention) -> Answer | None:
    """A relative pronoun, and the noun that its clause belongs to: "[Ruiz], **who** said". Not "Who said so?"."""
    if walk.lexicon.pronouns[mention.words[0]].person != 0:
        return None
    verb = walk.doc[mention.head].head
    while verb.dep_ not in {"relcl", "ROOT"}:
        verb = verb.head
    target = verb.head.i if verb.dep_ == "relcl" else -1
    for index in reversed(walk.trail):
        earlier = walk.mentions[index]
        if mention.start - earlier.end > _RELATIVE_REACH:
            break
        if earlier.outer <= target < earlier.end or 0 <= mention.start - earlier.end <= 1:
            return earlier.person, index  # type: ignore[return-value]
    return None


def most_salient(walk: Walk, mention: Mention) -> Answer | None:
    """He or she: the most salient person of that gender, if one leads."""
    entry = walk.lexicon.pronouns[mention.words[0]]
    if entry.person != 3 or entry.gender not in {"m", "f"}:
        return None
    return _leading(walk, mention, ranked(walk, mention, entry.gender), _MARGIN)


RULES: dict[str, tuple[Rule, ...]] = {
    "NAME": (title_agrees, prominent_bearer, nearest_bearer),
    "ROLE": (someone_new, role_given, spoken_of),
    "PRONOUN": (antecedent_of_who, most_salient),
}

__all__ = ["RULES", "Cast", "Lexicon", "resolve"]
