"""The cast of an article: names grouped into persons and bodies, on the evidence of the whole article.

One mention's entity label is not trusted: a name is a person's when its mentions, taken together, say so
(a title before it, a given name in it, an age or "who" after it, the recogniser's votes).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from quotes import names
from quotes.lexicon import Lexicon
from quotes.mentions import Layout, Mention, is_capital, make, name_runs
from quotes.names import Name
from quotes.types import SpeakerKind

#: Observations that say something of the name itself, so that they count once, not at every mention.
_ONCE = frozenset({"given", "initial", "body", "alone"})
_LINKS = frozenset({"of", "for", "on", "and", "&"})
_PARTIES = frozenset("RDI")


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

    def add(self, person: Person) -> int:
        """Add a person and return its number."""
        self.people.append(person)
        for word in {*person.name.words, person.name.nickname} - {None}:
            self.bearers[str(word)].append(len(self.people) - 1)
        return len(self.people) - 1

    def named(self, words: tuple[str, ...]) -> list[int]:
        """Persons of whose full name the words are a part: surname before given name before middle name.

        After "Juan Manuel Ruiz": ("ruiz",) names him; ("juan",) too, if nobody has Juan for a surname.
        """
        ranked: dict[str, list[int]] = defaultdict(list)
        for number in self.bearers.get(words[0], ()):
            person = self.people[number]
            if person.kind == SpeakerKind.PERSON and len(person.name.words) > 1:
                ranked[names.position(words, person.name) or ""].append(number)
        return ranked["surname"] or ranked["given"] or ranked["middle"]


def find_names(doc: Doc, layout: Layout, lexicon: Lexicon) -> Iterator[Mention]:
    """Yield a mention for each run of capitals outside headlines, titles and affiliations split off."""
    done = 0
    for start, run_end in name_runs(doc, lexicon):
        if start < done or layout.headline[start]:
            continue
        end = done = _body_end(doc, run_end, lexicon)
        first = start if end > run_end else _name_start(doc, start, end, lexicon)
        if first == end:
            continue
        mention = make("NAME", doc[first:end], layout)
        mention.outer = _outer(doc, start, lexicon)
        mention.title = tuple(names.fold(token.text) for token in doc[mention.outer : first])
        mention.observed = tuple(_observe(doc, mention, lexicon))
        yield mention


def _body_end(doc: Doc, end: int, lexicon: Lexicon) -> int:
    """Where a body's name ends that goes on after a small word: "Association of |Flight Attendants|"."""
    opens = lexicon.body_words.get(doc[end - 1].lower_) == "organisation"
    while end + 1 < len(doc) and doc[end].lower_ in _LINKS:
        inside = doc[end].ent_type_ == "ORG" and doc[end].ent_iob_ == "I"
        if not (inside or (opens and doc[end].lower_ in {"of", "for", "on"})) or not is_capital(doc[end + 1]):
            break
        opens, end = False, end + 2
        while end < len(doc) and is_capital(doc[end]) and doc[end - 1].whitespace_ and not doc[end].is_sent_start:
            end += 1
    return end


def _outer(doc: Doc, start: int, lexicon: Lexicon) -> int:
    """Where a title of several words begins whose end opens the run: "|Secretary of State| Ana Ruiz"."""
    if start > 1 and doc[start - 1].lower_ == "of" and doc[start - 2].lower_ in lexicon.titles and is_capital(doc[start - 2]):
        return start - 2
    return start


def _name_start(doc: Doc, start: int, end: int, lexicon: Lexicon) -> int:
    """Where, in a run of capitals, titles and affiliations end and the name begins; `end` if it is all title.

    Florida Gov. |Ana Ruiz        Republican |Ana Ruiz        |Dean Ruiz (Dean is a given name too)
    """
    words = [names.fold(token.text) for token in doc[start:end]]
    if words[-1] in lexicon.body_words:
        return start
    titles = [k for k in range(len(words)) if _is_title(k, words, lexicon)]
    if titles and titles[-1] == len(words) - 1 and _given_before(words, lexicon):
        titles.pop()
    cut = titles[-1] + 1 if titles else 0
    while cut < len(words) and (words[cut] in lexicon.affiliations or not doc[start + cut].text[0].isalnum()):
        cut += 1
    if not titles and not cut:
        cut = _inner_name(doc, start, end, lexicon)
    return start + cut


def _given_before(words: list[str], lexicon: Lexicon) -> bool:
    """Whether the last word follows a given name or an initial: it is a surname then, be it "King" or "Cook"."""
    return len(words) > 1 and (words[-2] in lexicon.given_names or names.is_initial(words[-2]))


def _is_title(k: int, words: list[str], lexicon: Lexicon) -> bool:
    word = words[k]
    if word not in lexicon.titles and word not in lexicon.role_nouns:
        return False
    if k + 1 == len(words):
        return k == 0 or word in lexicon.titles
    if word in lexicon.given_names:
        return k > 0 and len(words) - k > 2
    return k == 0 or word in lexicon.titles or words[0] not in lexicon.given_names


def _inner_name(doc: Doc, start: int, end: int, lexicon: Lexicon) -> int:
    """A run that opens with no given name may hold one further on: "State |Ana Ruiz", "Texas |Ana Ruiz"."""
    words = [names.fold(token.text) for token in doc[start:end]]
    if words[0] in lexicon.given_names or names.is_initial(words[0]):
        return 0
    for ent in doc[start:end].ents:
        if ent.label_ == "PERSON" and ent.start >= start and ent.end >= end:
            return ent.start - start
    inner = (k for k in range(1, len(words) - 1) if words[k] in lexicon.given_names and words[k] not in lexicon.body_words)
    return next(inner, 0)


def _observe(doc: Doc, mention: Mention, lexicon: Lexicon) -> Iterator[str]:
    """Say what the mention and its neighbours tell about whether this is a person (lexicon: person_evidence)."""
    words = mention.words
    if any(word in lexicon.titles for word in mention.title):
        yield "title"
    if words[0] in lexicon.given_names:
        yield "given" if len(words) > 1 else "alone"
    if any(map(names.is_initial, words[1:-1])):
        yield "initial"
    if words[-1] in lexicon.body_words:
        yield "body"
    labels = Counter(token.ent_type_ for token in doc[mention.start : mention.end] if token.is_alpha)
    yield from (label for label, _ in labels.most_common(1) if label)
    before = doc[mention.outer - 1] if mention.outer else None
    if before is not None and before.lower_ == "the":
        yield "the"
    elif before is not None and before.text in lexicon.role_nouns:
        yield "role"
    yield from _observe_after(doc[mention.end : mention.end + 3])


def _observe_after(after: list[str] | Doc) -> Iterator[str]:
    texts = [str(token) for token in after] + [""] * 3
    if texts[0] == "," and texts[1].isdigit() and texts[2] == ",":
        yield "age"
    elif "who" in (texts[0], texts[1]) and texts[0] in {"who", ","}:
        yield "who"
    elif texts[0] == "(" and texts[1].split("-")[0] in _PARTIES:
        yield "party"


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
    groups: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.words].append(mention)
    cast = Cast()
    for words in sorted(groups, key=lambda words: (len(words) == 1, -len(words), words)):
        group = groups[words]
        named = cast.named(words) if len(words) == 1 else []
        if len(named) == 1:
            settle(doc, group, named[0], cast)
        elif not named and (kind := _kind(group, lexicon, sources)):
            settle(doc, group, _home(doc, group[0], kind, cast, lexicon), cast)
    return cast


def _kind(group: list[Mention], lexicon: Lexicon, sources: set[int]) -> SpeakerKind | None:
    once = {what for mention in group for what in mention.observed if what in _ONCE}
    often = [what for mention in group for what in mention.observed if what not in _ONCE]
    weight = sum(lexicon.person_evidence.get(what, 0.0) for what in [*once, *often])
    if weight > 0:
        return SpeakerKind.PERSON
    labelled = any(what.isupper() for what in often)
    return SpeakerKind.ORGANISATION if labelled or "body" in once or any(m.head in sources for m in group) else None


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
    return cast.add(Person(kind, name))


def settle(doc: Doc, group: list[Mention], number: int, cast: Cast) -> None:
    """Say that mentions by name are a person's."""
    for mention in group:
        mention.person, mention.rule = number, "name"
        cast.people[number].printed[doc[mention.start : mention.end].text] += 1
        cast.people[number].mentions += 1


def find_known(doc: Doc, layout: Layout, mentions: list[Mention], cast: Cast) -> Iterator[Mention]:
    """Yield names of the cast that `find_names` passed over: in headlines, and where the tagger saw no name.

    RUIZ WINS AGAIN        "RUIZ", if an Ana Ruiz is in the cast
    Hope Springs Eternal   nothing, although a Hope Ruiz is: given names count only beside others
    """
    taken = {i for mention in mentions for i in range(mention.outer, mention.end)}
    done = 0
    for i in range(len(doc)):
        if i < done or i in taken or not is_capital(doc[i]) or not cast.bearers.get(names.fold(doc[i].text)):
            continue
        end = done = _known_end(doc, i, taken, cast)
        mention = make("NAME", doc[i:end], layout)
        if found := _known(mention.words, cast):
            if len(found) == 1:
                settle(doc, [mention], found[0], cast)
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
