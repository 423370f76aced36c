"""The cast of an article: names grouped into persons and bodies, on the evidence of the whole article.

One mention's entity label is not trusted: a name is a person's when its mentions, taken together, say so
(a title before it, a given name in it, an age or "who" after it, the recogniser's votes).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from quotes.lexicon import Lexicon
from quotes.people import names
from quotes.people.mentions import Layout, Mention, make
from quotes.people.name_mentions import is_capital
from quotes.people.names import Name
from quotes.types import SpeakerKind

#: Observations that say something of the name itself, so that they count once, not at every mention.
_ONCE = frozenset({"given", "initial", "body", "alone"})
_SMALL = frozenset({"of", "for", "on", "and", "the"})
_BODY_LABELS = frozenset({"ORG", "NORP", "PRODUCT"})
_PAIR = 2
_ENOUGH = 3  # mentions after which more of the same say no more


@dataclass(frozen=True, slots=True)
class Role:
    """What the article says a person is: the noun, and the tokens where it says so."""

    noun: str
    start: int
    end: int
    words: frozenset[str]
    how: str  # title, apposition, copula, self


@dataclass(slots=True)
class Person:
    """A person, body, group or document of the article."""

    kind: SpeakerKind
    name: Name
    printed: Counter[str] = field(default_factory=Counter)
    gender: str = "u"
    told: Counter[str] = field(default_factory=Counter)  # genders that its titles and roles tell
    roles: list[Role] = field(default_factory=list)
    mentions: int = 0  # mentions by name

    @property
    def is_human(self) -> bool:
        """Whether it is one human being, named or not."""
        return self.kind in {SpeakerKind.PERSON, SpeakerKind.UNNAMED}


@dataclass(slots=True)
class Cast:
    """All persons and bodies of an article, and which of them bear a word in their name."""

    people: list[Person] = field(default_factory=list)
    bearers: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    acronyms: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    holders: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # of a role, by its noun

    def add(self, person: Person) -> int:
        """Add a person and return its number."""
        self.people.append(person)
        for word in {*person.name.words, person.name.nickname} - {None}:
            self.bearers[str(word)].append(len(self.people) - 1)
        if person.kind == SpeakerKind.ORGANISATION:
            letters = "".join(word[0] for word in person.name.words if word not in _SMALL)
            self.acronyms[letters].append(len(self.people) - 1)
        return len(self.people) - 1

    def give_role(self, number: int, role: Role) -> None:
        """Note a role that the article gives to a person."""
        self.people[number].roles.append(role)
        if number not in self.holders[role.noun]:
            self.holders[role.noun].append(number)

    def named(self, words: tuple[str, ...]) -> list[int]:
        """Persons of whose full name the words are a part: surname before given name before middle name.

        After "Juan Manuel Ruiz": ("ruiz",) names him; ("juan",) too, if nobody has Juan for a surname.
        """
        ranked: dict[str, list[int]] = defaultdict(list)
        for number in self.bearers.get(words[0], ()):
            person = self.people[number]
            if person.kind == SpeakerKind.PERSON:
                ranked[names.position(words, person.name) or ""].append(number)
        return ranked["surname"] or ranked["given"] or ranked["middle"]


def assemble(doc: Doc, mentions: list[Mention], lexicon: Lexicon, *, sources: set[int]) -> Cast:
    """Group name mentions into persons and bodies; a mention gets its `person` where its words alone make it certain.

    Names of several words come first. Then single words: part of one person's full name, they are that person's;
    of several persons', they wait for the context (`antecedents.py`); of none, they found a person or body.

    Args:
        doc: the article.
        mentions: its name mentions.
        lexicon: the word lists.
        sources: tokens of source mentions. What speaks is a person or a body, even if nothing else says so.
    """
    groups = _trimmed(doc, mentions, lexicon)
    cast = Cast()
    for words in sorted(groups, key=lambda words: (len(words) == 1, -len(words), words)):
        group = groups[words]
        named = [
            n for n in cast.named(words) if len(words) == 1 or names.position(words, cast.people[n].name) == "surname"
        ]
        if len(named) == 1:
            if others := _of_other_gender(
                doc, group, cast.people[named[0]], lexicon
            ):  # "Mr. Ruiz" beside Ana Ruiz: another person, and "Ruiz" alone waits for the context
                settle(doc, others, cast.add(Person(SpeakerKind.PERSON, Name(words))), cast, lexicon)
            else:
                settle(doc, group, named[0], cast, lexicon)
        elif not named and (meant := _misprint(group, cast, lexicon)) is not None:
            settle(doc, group, meant, cast, lexicon)
        elif not named and (body := _short_for(words, group, cast, lexicon)) is not None:
            settle(doc, group, body, cast, lexicon)
        elif not named and (kind := _kind(group, groups.get(words[-1:], []), lexicon, sources)):
            settle(doc, group, _home(doc, group[0], kind, cast, lexicon), cast, lexicon)
    return cast


def _misprint(group: list[Mention], cast: Cast, lexicon: Lexicon) -> int | None:
    """The one person whose surname some rare single words misprint: "Quirogga" beside Ana Quiroga. Not "Mr. Quirogga"."""
    word, rare = group[0].words[0], len(group) < _ENOUGH
    if len(group[0].words) > 1 or not rare or word in lexicon.given_names or any(mention.title for mention in group):
        return None
    near = [
        number
        for number, person in enumerate(cast.people)
        if person.kind == SpeakerKind.PERSON and len(person.name.words) > 1 and names.misprinted(word, person.name.last)
    ]
    return near[0] if len(near) == 1 else None


def _trimmed(doc: Doc, mentions: list[Mention], lexicon: Lexicon) -> dict[tuple[str, ...], list[Mention]]:
    """Group mentions by their words, words cut off that only happen to stand beside a name used elsewhere.

    "Honest Ana Ruiz" and "Ana Ruiz Joins Growing List" are Ana Ruiz, if "Ana Ruiz" occurs; "Juan Ana Ruiz" stays.
    """
    groups: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.words].append(mention)
    for words in [words for words in groups if len(words) > _PAIR]:
        group = groups[words]
        if words[1:] in groups and words[0] not in lexicon.given_names and not names.is_initial(words[0]):
            shorter, start, end = words[1:], group[0].start + 1, group[0].end
        elif words[:2] in groups and len(words) > _PAIR + 1 and words[0] in lexicon.given_names:
            shorter, start, end = words[:2], group[0].start, group[0].start + _PAIR
        else:
            continue
        if doc[start:end].text.count(" ") + 1 != len(shorter):
            continue
        for mention in groups.pop(words):
            mention.start += start - group[0].start
            mention.end = mention.start + end - start
            mention.words = shorter
            groups[shorter].append(mention)
    return groups


def _of_other_gender(doc: Doc, group: list[Mention], person: Person, lexicon: Lexicon) -> list[Mention]:
    """Mentions by surname whose titles contradict the one person known of that name: "Mr. Ruiz" beside Ana Ruiz.

    Nothing, if the person itself has been called Mr. too: some given names mislead.
    """
    given = lexicon.gender_of_given(person.name.first) if len(person.name.words) > 1 else "u"
    known = {gender for gender in "mf" if person.told[gender]} or {given} - {"u"}
    if len(known) != 1:
        return []
    return [mention for mention in group if _gender_told(doc, mention, lexicon) in {"m", "f"} - known]


def _gender_told(doc: Doc, mention: Mention, lexicon: Lexicon) -> str:
    told = [lexicon.titles[word].gender for word in mention.title if word in lexicon.titles]
    if mention.outer and (noun := lexicon.role_nouns.get(doc[mention.outer - 1].text)):
        told.append(noun.gender)
    return next((gender for gender in told if gender != "u"), "u")


def _kind(group: list[Mention], by_surname: list[Mention], lexicon: Lexicon, sources: set[int]) -> SpeakerKind | None:
    """What bears a name. What "Ruiz" alone is called tells of "Ana Ruiz" too, whom a label may make a body."""
    once = {what for mention in group for what in mention.observed if what in _ONCE}
    if _plural(group[0].words[-1], lexicon) and "body" not in once:
        return SpeakerKind.GROUP
    often = [what for mention in group for what in mention.observed if what not in _ONCE]
    for pooled in (group, [*group, *by_surname] if len(group[0].words) > 1 else group):
        told = [what for mention in pooled for what in mention.observed if what not in _ONCE]
        mean = sum(lexicon.person_evidence.get(what, 0.0) for what in told) / len(pooled)
        if sum(lexicon.person_evidence[what] for what in once) + mean * min(len(pooled), _ENOUGH) > 0:
            return SpeakerKind.PERSON
    labelled = not _BODY_LABELS.isdisjoint(often)
    return SpeakerKind.ORGANISATION if labelled or "body" in once or any(m.head in sources for m in group) else None


def _plural(word: str, lexicon: Lexicon) -> bool:
    """Whether a folded word is the plural of a role, party or people: "lawmakers", "republicans"."""
    return word.endswith("s") and (word[:-1] in lexicon.role_nouns or word[:-1] in lexicon.affiliations)


def _home(doc: Doc, mention: Mention, kind: SpeakerKind, cast: Cast, lexicon: Lexicon) -> int:
    """The one person of the cast that this name can be another form of, else a new one."""
    name = names.parse(doc[mention.start : mention.end].text, parts=lexicon.name_parts)
    if kind == SpeakerKind.PERSON and len(name.words) > 1:
        near = {number for word in name.words for number in cast.bearers.get(word, ())}
        same = [
            number
            for number in near
            if cast.people[number].kind == kind
            and names.same_person(cast.people[number].name, name, nicknames=lexicon.nicknames)
        ]
        if len(same) == 1:
            return same[0]
    if kind == SpeakerKind.ORGANISATION and (longer := _longer_body(name.words, cast)) is not None:
        return longer
    return cast.add(Person(kind, name))


def _longer_body(words: tuple[str, ...], cast: Cast) -> int | None:
    """The one body that a single word stands for: "IMF", "Times" or "Acme" for a longer name met before."""
    if len(words) > 1:
        return None
    word = words[0]
    near = set(cast.bearers.get(word, ())) | set(cast.acronyms.get(word, ()))
    bodies = [n for n in near if cast.people[n].kind == SpeakerKind.ORGANISATION and len(cast.people[n].name.words) > 1]
    short = [
        n
        for n in bodies
        if n in cast.acronyms.get(word, ()) or word in cast.people[n].name.words[:: len(cast.people[n].name.words) - 1]
    ]
    return short[0] if len(short) == 1 else None


def _short_for(words: tuple[str, ...], group: list[Mention], cast: Cast, lexicon: Lexicon) -> int | None:
    """The body that a single word stands for, if no mention looks like a person's: "Acme said" beside "Acme Energy"."""
    weights = (lexicon.person_evidence.get(what, 0.0) for mention in group for what in mention.observed)
    return _longer_body(words, cast) if max(weights, default=0.0) <= lexicon.person_evidence["says"] else None


def settle(doc: Doc, group: list[Mention], number: int, cast: Cast, lexicon: Lexicon) -> None:
    """Say that mentions by name are a person's."""
    for mention in group:
        mention.person, mention.rule = number, "name"
        cast.people[number].printed[doc[mention.start : mention.end].text] += 1
        cast.people[number].mentions += 1
        cast.people[number].told[_gender_told(doc, mention, lexicon)] += 1


def find_known(doc: Doc, layout: Layout, mentions: list[Mention], cast: Cast, lexicon: Lexicon) -> Iterator[Mention]:
    """Yield names of the cast that `find_names` passed over: in headlines, and where the tagger saw no name.

    RUIZ WINS AGAIN        "RUIZ", if an Ana Ruiz is in the cast
    Hope Springs Eternal   nothing, although a Hope Ruiz is: given names count only beside others
    """
    taken = {i for mention in mentions for i in range(mention.outer, mention.end)}
    done = 0
    for i in range(len(doc)):
        if (
            i < done
            or i in taken
            or not is_capital(doc[i])
            or doc[i].tag_ == "PRP"
            or not cast.bearers.get(names.fold(doc[i].text))
        ):
            continue
        end = done = _known_end(doc, i, taken, cast)
        mention = make("NAME", doc[i:end], layout)
        if found := _known(mention.words, cast):
            if len(found) == 1:
                settle(doc, [mention], found[0], cast, lexicon)
            yield mention


def _known_end(doc: Doc, start: int, taken: set[int], cast: Cast) -> int:
    bearers, end = set(cast.bearers[names.fold(doc[start].text)]), start + 1
    while end < len(doc) and end not in taken and is_capital(doc[end]):
        both = bearers.intersection(cast.bearers.get(names.fold(doc[end].text), ()))
        if not both:
            break
        bearers, end = both, end + 1
    return end


def _known(words: tuple[str, ...], cast: Cast) -> list[int]:
    people = [cast.people[number] for number in cast.bearers[words[0]]]
    exact = [n for n, person in zip(cast.bearers[words[0]], people, strict=True) if person.name.words == words]
    if exact:
        return exact
    named = cast.named(words)
    return [n for n in named if names.position(words, cast.people[n].name) == "surname"]
