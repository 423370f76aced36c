"""Who is meant by a role: "the minister", "Ruiz's lawyer", "a judge". The first rule with an answer wins."""

from __future__ import annotations

import re
from dataclasses import replace

from quotes.people.clusters import Person, Role
from quotes.people.mentions import Mention
from quotes.people.names import Name
from quotes.people.salience import Answer, Walk, leading, ranked
from quotes.types import SpeakerKind

_NEAR = 4  # narrated sentences within which one of several persons of a role is taken up
_LAST = 2  # narrated sentences within which the person that is being spoken of was mentioned
_HEAD = 5  # paragraph breaks within the head of an article
_OTHER_ROLE = -2.5  # salience: other roles were given
_CLEAR = 0.5  # salience by which the person spoken of must lead
_SAME, _SYNONYM = 1.0, 0.5  # how well a role fits by its noun; each shared word adds 1
_POSSESSORS = frozenset({"his", "her", "their"})
_CLAUSE = 16  # words behind a role in which it is said that its bearer is not named
_WITHHELD = re.compile(
    r"\b(?:anonym(?:ity|ously)|not to be (?:named|identified|quoted)|declined to be (?:named|identified))\b"
)
_DESCRIBES = frozenset({"former", "onetime", "longtime", "eldest"})
_NO_CONTENT = frozenset({"the", "this", "former", "a", "an"})


def named_later(walk: Walk, mention: Mention) -> Answer | None:
    """A role at the head of the article whose bearer is named below: "a judge said", then "Judge Ana Ruiz ruled".

    Only if just one person of the article has that role by title or apposition, and with every word of it:
    "a county judge" is not "Appeals Judge Ana Ruiz".
    """
    at_head = walk.layout.headline[mention.head] or walk.layout.paragraph[mention.head] <= _HEAD
    if not at_head or not mention.speaks or mention.determined not in {"indefinite", "bare"}:
        return None
    content = set(mention.words[1:]) - _NO_CONTENT
    bearers = {
        number
        for number in walk.cast.holders.get(mention.words[0], ())
        if walk.cast.people[number].kind == SpeakerKind.PERSON
        and any(r.noun == mention.words[0] and content <= r.words for r in walk.cast.people[number].roles)
    }
    return (bearers.pop(), None) if len(bearers) == 1 else None


def titled_later(walk: Walk, mention: Mention) -> Answer | None:
    """A definite role that no one had so far, and one person has by title below: "the judge", then "Judge Ruiz".

    Not if two judges are named, nor after "a judge".
    """
    noun = mention.words[0]
    if mention.determined != "definite" or not mention.speaks or set(mention.words[1:]) - _NO_CONTENT:
        return None
    bearers = walk.cast.holders.get(noun, ())
    if len(bearers) != 1 or bearers[0] in walk.latest:
        return None
    titled = any(role.noun == noun and role.how == "title" for role in walk.cast.people[bearers[0]].roles)
    return (bearers[0], None) if titled else None


def unnamed_on_purpose(walk: Walk, mention: Mention) -> Answer | None:
    """A role whose bearer the article will not name, or has not named: "the director, who asked not to be named".

    So is "the director of a rival museum". Not "the director of the museum".
    """
    if mention.determined not in {"definite", "indefinite", "bare"} or not mention.speaks:
        return None
    doc, end = walk.doc, mention.end
    of_another = doc[end : end + 2].text.lower().split() in (["of", "a"], ["of", "an"], ["of", "another"])
    clause = doc[end : min(doc[mention.head].sent.end, end + _CLAUSE)]
    if not of_another and not _WITHHELD.search(clause.text):
        return None
    if doc[end : end + 1].text.lower() == "of":
        edge = doc[mention.head].right_edge.i + 1
        end = next((i for i in range(end, edge) if doc[i].is_punct or doc[i].tag_ == "WP"), edge)
    return _bring_in(walk, mention, end)


def someone_new(walk: Walk, mention: Mention) -> Answer | None:
    """An indefinite role brings in someone unnamed: "a judge said". Not "the judge", nor "met a judge"."""
    if mention.determined != "indefinite" or not (mention.subject or mention.speaks):
        return None
    return _bring_in(walk, mention, mention.end)


def someone_of_theirs(walk: Walk, mention: Mention) -> Answer | None:
    """Somebody's relative or aide whom the article has not named: "my father said", "Ruiz's doctor said".

    Not "met her aide", nor "my head", which may be no person's.
    """
    entry = walk.lexicon.role_nouns.get(mention.words[0])
    if mention.determined != "possessed" or not (mention.subject or mention.speaks):
        return None
    if entry is None or (entry.epithet and entry.gender == "u"):
        return None
    return _bring_in(walk, mention, mention.end)


def _bring_in(walk: Walk, mention: Mention, end: int) -> Answer:
    """Add the unnamed bearer of a role to the cast, described as printed up to `end`."""
    noun, *rest = mention.words
    entry = walk.lexicon.role_nouns.get(noun)
    person = Person(SpeakerKind.UNNAMED, Name((*rest, noun)), gender=entry.gender if entry else "u")
    start = mention.start
    while start < mention.end - 1 and walk.doc[start].lower_ in {"a", "an", "the"}:
        start += 1
    person.printed[walk.doc[start:end].text] += 1
    number = walk.cast.add(person)
    walk.cast.give_role(number, Role(noun, mention.start, mention.end, frozenset(mention.words), "self"))
    return number, None


def role_given(walk: Walk, mention: Mention) -> Answer | None:
    """A role that the article has given to a person: "the minister" after "Foreign Minister Ana Ruiz".

    Of several ministers, the one whose role shares most words, else the one mentioned last. "Ruiz's lawyer" needs
    a lawyer of whom Ruiz, or "his" or "her", was said. Not "a minister".
    """
    if mention.determined not in {"definite", "possessed"}:
        return None
    nouns = {mention.words[0]} | walk.lexicon.role_synonyms.get(mention.words[0], frozenset())
    holders = {number for noun in nouns for number in walk.cast.holders.get(noun, ()) if number in walk.latest}
    fits = {number: fit for number in holders if (fit := _fit(walk, mention, walk.cast.people[number]))}
    best = max(fits.values(), default=0.0)
    if not best or (mention.determined == "possessed" and best <= _SAME):
        return None
    people = [number for number, fit in fits.items() if fit == best]
    person = max(people, key=lambda number: walk.latest[number])
    prior = walk.latest[person]
    return None if len(people) > 1 and mention.beat - walk.mentions[prior].beat > _NEAR else (person, prior)


def _fit(walk: Walk, mention: Mention, person: Person) -> float:
    noun, content = mention.words[0], set(mention.words[1:]) - _NO_CONTENT
    synonyms = walk.lexicon.role_synonyms.get(noun, frozenset())
    best = 0.0
    for role in person.roles:
        if (role.noun == noun or role.noun in synonyms) and not _other_side(walk, content, role.words):
            shared = len(content & role.words) + (
                mention.determined == "possessed" and not _POSSESSORS.isdisjoint(role.words)
            )
            best = max(best, (_SAME if role.noun == noun else _SYNONYM) + shared)
    return best


def _other_side(walk: Walk, content: set[str], words: frozenset[str]) -> bool:
    """Whether two roles are of different parties or countries: "Republican nominee", "Green nominee"."""
    one, other = content & walk.lexicon.affiliations, words & walk.lexicon.affiliations
    return bool(one and other) and not one & other


def spoken_of(walk: Walk, mention: Mention) -> Answer | None:
    """An epithet for the person that the article is speaking of: "the gruff senator", "the movie mogul".

    It is whom "he" or "she" would mean, by a clear margin, and rather someone of whom no other role was given.
    Not a plain role ("the witness"), save one that describes: "the 40-year-old mother", "Ruiz's former lawyer".
    """
    entry = walk.lexicon.role_nouns.get(mention.words[0])
    describes = not _DESCRIBES.isdisjoint(mention.words) or {"year", "old"} <= {*mention.words}
    plain = entry is None or not entry.epithet or mention.determined == "possessed"
    if entry is None or (plain and not describes) or mention.determined not in {"definite", "possessed"}:
        return None
    named = []
    for candidate in ranked(walk, mention, entry.gender):
        person, prior = walk.cast.people[candidate.person], walk.mentions[candidate.prior]
        if person.kind == SpeakerKind.PERSON and not mention.start <= prior.start < mention.end:
            other = _OTHER_ROLE if person.roles and not _fit(walk, mention, person) else 0.0
            named.append(replace(candidate, salience=candidate.salience + other))
    named.sort(key=lambda candidate: -candidate.salience)
    if named and mention.beat - walk.mentions[named[0].prior].beat > _LAST:
        return None
    return leading(walk, mention, named, _CLEAR)


RULES = (unnamed_on_purpose, named_later, someone_new, role_given, spoken_of, titled_later, someone_of_theirs)
