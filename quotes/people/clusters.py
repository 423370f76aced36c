"""The clusters of a story: mentions of one person, body, group or document; found by words, acronyms and roles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from quotes.people import names
from quotes.people.names import Name
from quotes.types import SpeakerKind

_SMALL_WORDS = frozenset({"of", "for", "on", "and", "the"})  # of no letter in an acronym


@dataclass(frozen=True, slots=True)
class GivenRole:
    """A role that the article gives to somebody.

    Attributes:
        noun: the role noun, folded.
        start: first token of the phrase that gives it.
        end: one past the last.
        words: the phrase's words, folded.
        rule: id of the rule that found it.
    """

    noun: str
    start: int
    end: int
    words: frozenset[str]
    rule: str


@dataclass(slots=True)
class Cluster:
    """A person, body, group or document of the story.

    Attributes:
        kind: what it is.
        name: its name, or the words that describe it.
        printed: the forms printed, and how often.
        styled: the same with titles that belong to the name: "Lord Ruiz".
        kind_rule: id of the rule that told the kind.
        gender: m, f or u.
        gender_rule: id of the rule that told the gender.
        told_genders: genders that its titles tell.
        titled: it has been named with a title.
        roles: what the article says it is.
        named: how often it is mentioned by name.
    """

    kind: SpeakerKind
    name: Name
    printed: Counter[str] = field(default_factory=Counter)
    styled: Counter[str] = field(default_factory=Counter)
    kind_rule: str = ""
    gender: str = "u"
    gender_rule: str = ""
    told_genders: Counter[str] = field(default_factory=Counter)
    titled: bool = False
    roles: list[GivenRole] = field(default_factory=list)
    named: int = 0

    @property
    def fullest(self) -> str:
        """The fullest name printed; a title belongs to it where no fuller name is known: "Lord Ruiz"."""
        fullest = names.fullest(self.printed)
        styled = [name for name in self.styled if name.endswith(f" {fullest}")]
        return max(styled, key=len) if styled else fullest

    @property
    def sure(self) -> bool:
        """True of a person with a name of several words, a title or a role: not a label alone says that it is one."""
        return len(self.name.words) > 1 or bool(self.roles) or self.titled

    @property
    def is_human(self) -> bool:
        """True of one human being, named or not."""
        return self.kind in {SpeakerKind.PERSON, SpeakerKind.UNNAMED}


@dataclass(slots=True)
class Clusters:
    """All clusters of a story. A cluster's number is its place in `all`.

    Attributes:
        all: the clusters.
        by_word: those that have a folded word in their name.
        by_acronym: bodies, by the initials of their name.
        by_role: those to which a role is given, by its noun.
    """

    all: list[Cluster] = field(default_factory=list)
    by_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_acronym: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_role: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, cluster: Cluster) -> int:
        """Add a cluster and return its number."""
        self.all.append(cluster)
        for word in {*cluster.name.words, cluster.name.nickname} - {None}:
            self.by_word[str(word)].append(len(self.all) - 1)
        if cluster.kind == SpeakerKind.ORGANISATION:
            letters = "".join(word[0] for word in cluster.name.words if word not in _SMALL_WORDS and word[0].isalpha())
            self.by_acronym[letters].append(len(self.all) - 1)
        return len(self.all) - 1

    def rename(self, number: int, full: str, *, parts: Mapping[str, str]) -> None:
        """Give a cluster a fuller name, printed elsewhere than in the story."""
        cluster = self.all[number]
        cluster.name = names.parse(full, parts=parts)
        cluster.printed[full] += 1
        for word in cluster.name.words:
            if number not in self.by_word[word]:
                self.by_word[word].append(number)

    def add_described(self, kind: SpeakerKind, text: str, kind_rule: str) -> int:
        """Add somebody without a name, described as printed, and return its number. No later mention finds it."""
        self.all.append(Cluster(kind, Name(tuple(text.split())), Counter([text]), kind_rule=kind_rule))
        return len(self.all) - 1

    def group_of(self, members: list[str]) -> int:
        """Return the number of the group of those who are named, a new one if need be."""
        text = " and ".join(members)
        for number, cluster in enumerate(self.all):
            if cluster.kind == SpeakerKind.GROUP and text in cluster.printed:
                return number
        return self.add_described(SpeakerKind.GROUP, text, "several_are_group")

    def give_role(self, number: int, role: GivenRole) -> None:
        """Note a role that the article gives to a cluster."""
        self.all[number].roles.append(role)
        if number not in self.by_role[role.noun]:
            self.by_role[role.noun].append(number)

    def persons_named(self, words: tuple[str, ...]) -> list[int]:
        """Find the persons of whose full name the words are a part: surname before given name before middle name.

        After "Juan Manuel Ruiz": ("ruiz",) names him; ("juan",) too, if nobody has Juan for a surname.
        """
        found: dict[str, list[int]] = defaultdict(list)
        for number in self.by_word.get(words[0], ()):
            cluster = self.all[number]
            if cluster.kind == SpeakerKind.PERSON:
                found[names.position(words, cluster.name) or ""].append(number)
        return found["surname"] or found["given"] or found["middle"]
