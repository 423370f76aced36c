"""Who is meant: the rules that lead a name or a pronoun to a person. First answer wins; each may abstain."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Span

from quotes.people import role_rules as holders
from quotes.people.clusters import Person
from quotes.people.mentions import Mention
from quotes.people.salience import Answer, Walk, leading, ranked
from quotes.types import SpeakerKind

_RELATIVE_REACH = 30  # tokens between a relative pronoun and whom it relates to
_PROMINENT = 1.5  # times as many mentions as the next of the surname
_MARGIN = 0.2  # salience by which a person must lead
_OBJECTS = frozenset({"dobj", "pobj", "nsubjpass"})
_BODY_REACH = 2  # narrated sentences that "it" looks back
_THE_BODY = 2  # words of "the agency"
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


def introduced_here(walk: Walk, mention: Mention) -> Answer | None:
    """On a page of several items, a surname of several persons, of whom this item has named one in full.

    "Luis Ruiz won. ___ Mayor Ana Ruiz resigned. **Ruiz** said". Not where the item has named both.
    """
    item, found = walk.layout.item, set(walk.cast.named(mention.words))
    named: dict[int, int] = {}
    for index in reversed(walk.trail):
        earlier = walk.mentions[index]
        if item[earlier.head] != item[mention.head] or item[-1] == 0:
            break
        if earlier.kind == "NAME" and len(earlier.words) > 1 and earlier.person in found:
            named.setdefault(earlier.person, index)
    return next(iter(named.items())) if len(named) == 1 and len(found) > 1 else None


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
    last = {n: walk.latest[n] for n in found if n in walk.latest}
    near = [n for n, index in last.items() if mention.beat - walk.mentions[index].beat <= 1]
    return (near[0], last[near[0]]) if len(near) == 1 else None


def antecedent_of_who(walk: Walk, mention: Mention) -> Answer | None:
    """A relative pronoun, and the noun that its clause belongs to: "[Ruiz], **who** said", "the [IMF], **which** said".

    Not "Who said so?", nor a person for "which".
    """
    entry = walk.lexicon.pronouns[mention.words[0]]
    if entry.person != 0:
        return None
    verb = walk.doc[mention.head].head
    while verb.dep_ not in {"relcl", "ROOT"}:
        verb = verb.head
    target = verb.head.i if verb.dep_ == "relcl" else -1
    for index in sorted((*walk.trail[-_RELATIVE_REACH:], *walk.bodies[-_RELATIVE_REACH:]), reverse=True):
        earlier = walk.mentions[index]
        if mention.start - earlier.end > _RELATIVE_REACH or earlier.person is None:
            break
        if entry.gender == "n" and walk.cast.people[earlier.person].is_human:
            continue
        if (entry.gender != "n" and earlier.outer <= target < earlier.end) or 0 <= mention.start - earlier.end <= 1:
            return earlier.person, index
    return None


def answers(walk: Walk, mention: Mention) -> Answer | None:
    """He or she, quoted right after somebody was asked: "A reporter asked [Ruiz] why. "Why not?" **she** said."."""
    entry = walk.lexicon.pronouns[mention.words[0]]
    if not mention.speaks or entry.gender not in {"m", "f"}:
        return None
    for index in reversed(walk.trail):
        earlier = walk.mentions[index]
        if mention.beat - earlier.beat > 1 or earlier.person is None:
            return None
        token = walk.doc[earlier.head]
        asked = token.dep_ in _OBJECTS and token.head.lemma_ == "ask"
        if asked and mention.beat > earlier.beat and walk.cast.people[earlier.person].gender in {entry.gender, "u"}:
            return earlier.person, index
    return None


def goes_on(walk: Walk, mention: Mention) -> Answer | None:
    """He or she, quoted right after somebody else's words or deeds of whom alone the sentence before is told.

    "Luis Pardo, a mayor, said so. "I know," **he** said." Not if the sentence before has two such subjects, nor
    if its subject is another's.
    """
    entry = walk.lexicon.pronouns[mention.words[0]]
    if not mention.speaks or not mention.subject or entry.gender not in {"m", "f"}:
        return None
    found: set[int] = set()
    prior, sure = None, False
    for index in reversed(walk.trail):
        earlier = walk.mentions[index]
        if mention.beat - earlier.beat > 1 or earlier.person is None:
            break
        sure = sure or (mention.beat == earlier.beat and walk.cast.people[earlier.person].gender == entry.gender)
        main = earlier.subject and walk.doc[earlier.head].head.dep_ in {"ROOT", "conj", "ccomp"} and not earlier.quoted
        if main and earlier.speaks and _may_be(walk.cast.people[earlier.person], entry.gender):
            found.add(earlier.person)
            prior = index if prior is None else prior
        elif main:
            return None
    if len(found) != 1 or (sure and walk.cast.people[next(iter(found))].gender != entry.gender):
        return None
    return found.pop(), prior


def _may_be(person: Person, gender: str) -> bool:
    """Whether a gender fits a person; of someone unnamed it must be known: "one man", not "one reporter"."""
    return person.gender == gender or (person.gender == "u" and person.kind == SpeakerKind.PERSON)


def most_salient(walk: Walk, mention: Mention) -> Answer | None:
    """He or she: the most salient person of that gender, if one leads."""
    entry = walk.lexicon.pronouns[mention.words[0]]
    if entry.gender not in {"m", "f"}:
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


def body_spoken_of(walk: Walk, phrase: Span) -> int | None:
    """Find the one body that "the agency" takes up: the only one told of just before, else the only one that acted.

    "Acme Energy has left. "We had to," **the company** said." Not after two companies acted, nor "the company's head".
    """
    beat, fitting = walk.layout.beat[phrase.start], walk.lexicon.body_synonyms.get(phrase[-1].lower_)
    if len(phrase) != _THE_BODY or phrase[0].lower_ != "the" or fitting is None:
        return None
    near = [
        mention
        for index in walk.bodies
        if (mention := walk.mentions[index]).start < phrase.start and beat - mention.beat <= _BODY_REACH
        if not mention.quoted and mention.kind == "NAME" and walk.doc[mention.head].ent_type_ != "GPE"
    ]
    for choice in (near, [mention for mention in near if mention.subject or mention.speaks]):
        people = {mention.person for mention in choice}
        bodies = {n for n in people if n is not None and _may_be_called(walk.cast.people[n], fitting)}
        if len(bodies) == 1:
            return bodies.pop()
    return None


def _may_be_called(body: Person, fitting: frozenset[str]) -> bool:
    return body.kind == SpeakerKind.ORGANISATION and ("*" in fitting or not fitting.isdisjoint(body.name.words))


def author(walk: Walk, mention: Mention) -> Answer | None:
    """I, outside quotations: who wrote the article, where a byline, a signature or the last lines say so.

    "By Ana Ruiz", a line "Ana Ruiz." below, or at the end "Ana Ruiz is a doctor in Quito."
    """
    if walk.lexicon.pronouns[mention.words[0]].person != 1 or mention.quoted:
        return None
    if walk.authors is None:
        walk.authors = [index for index in range(len(walk.mentions)) if _signs(walk, walk.mentions[index])]
    for index in walk.authors:
        name = walk.mentions[index]
        before_end = walk.layout.paragraph[name.start] < walk.layout.paragraph[-1] - 1
        if name.person is not None and not (before_end and name.start < mention.start and not _byline(walk, name)):
            return name.person, index
    return None


def _signs(walk: Walk, name: Mention) -> bool:
    if name.kind != "NAME" or name.person is None or not walk.cast.people[name.person].is_human:
        return False
    opens = name.outer == 0 or walk.doc[name.outer - 1].is_space
    at_end = walk.layout.paragraph[name.start] >= walk.layout.paragraph[-1] - 1
    about = at_end and walk.doc[name.end : name.end + 1].text in {"is", ",", "was"}
    return _byline(walk, name) or (opens and (about or _ends_line(walk, name)))


def _byline(walk: Walk, name: Mention) -> bool:
    here, last = walk.layout.paragraph[name.start], walk.layout.paragraph[-1]
    return name.outer > 0 and walk.doc[name.outer - 1].lower_ == "by" and not _BYLINE < here < last - _BYLINE


def _ends_line(walk: Walk, name: Mention) -> bool:
    rest = walk.doc[name.end : name.end + 2]
    return all(token.is_space or token.text == "." for token in rest)


RULES: dict[str, tuple[Rule, ...]] = {
    "NAME": (title_agrees, introduced_here, prominent_bearer, nearest_bearer),
    "ROLE": holders.RULES,
    "PRONOUN": (antecedent_of_who, answers, goes_on, most_salient, body_before, author),
}
