"""What the article says people are: by title, apposition and copula; and the noun phrases that mean people by it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from quotes.lexicon import Lexicon
from quotes.people import names
from quotes.people.clusters import Cast, Role
from quotes.people.mentions import HYPHENS, SUBJECTS, Layout, Mention, make
from quotes.types import SpeakerKind

_NOT_MODIFIERS = (
    frozenset({"DET", "PUNCT", "VERB", "AUX", "ADP"}) | {"CCONJ", "SCONJ", "PRON", "SPACE", "PART"} | {"ADV"}
)
_PHRASE_STOPS = frozenset({"VERB", "AUX", "PUNCT", "ADP", "SPACE"})
_OPENS_ASIDE = frozenset({",", "(", "—", "–", "--"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LONGEST_PHRASE = 30  # tokens of an apposition that are kept as the role
_SEVERAL = 3  # pronouns that outweigh a given name
_CLEAR = 3  # votes for one gender must be more than so many times those for the other
_NEAR_NOUN = 12  # tokens from the comma within which an apposition must show its noun

Found = tuple[str, Span, str, int]  # noun, phrase, how, token of the noun


def role_noun(token: Token, lexicon: Lexicon) -> str | None:
    """Give the role that a singular noun names: senator for "senator" and "Sen.", None for "senators"."""
    word = names.fold(token.text)
    if (title := lexicon.titles.get(word)) and (title.role or word not in lexicon.role_nouns):
        return title.role
    return word if word in lexicon.role_nouns and token.tag_ not in {"NNS", "NNPS"} else None


def phrase_start(doc: Doc, head: int) -> int:
    """Find where a noun's modifiers begin, its determiner included: "|Weinstein's former lawyer"."""
    i = head
    while i and not doc[i].is_sent_start and _modifies(doc[i - 1]):
        i -= 1
    if i and not doc[i].is_sent_start and doc[i - 1].tag_ in {"DT", "PRP$", "WP$", "CD"}:
        i -= 1
    return i


def _modifies(token: Token) -> bool:
    if token.pos_ == "ADV" and token.dep_ == "advmod" and token.head.i == token.i + 1:  # "the famously gruff senator"
        return token.head.pos_ == "ADJ"
    return token.tag_ in {"POS", "VBN", "VBG", "HYPH"} or token.text in HYPHENS or token.pos_ not in _NOT_MODIFIERS


def note_roles(doc: Doc, mentions: list[Mention], cast: Cast, lexicon: Lexicon) -> dict[int, Mention]:
    """Write each named person's roles into the cast; return the role nouns that are tied to a name, by token."""
    tied: dict[int, Mention] = {}
    for mention in mentions:
        if mention.person is None or cast.people[mention.person].kind != SpeakerKind.PERSON:
            continue
        for noun, phrase, how, head in _roles_of(doc, mention, lexicon):
            words = frozenset(names.fold(token.text) for token in phrase)
            cast.give_role(mention.person, Role(noun, phrase.start, phrase.end, words, how))
            tied[head] = mention
    return tied


def _roles_of(doc: Doc, mention: Mention, lexicon: Lexicon) -> Iterator[Found]:
    for found in (_before(doc, mention, lexicon), _after(doc, mention, lexicon), _around(doc, mention, lexicon)):
        if found is not None:
            yield found


def _before(doc: Doc, mention: Mention, lexicon: Lexicon) -> Found | None:
    """A title or role noun straight before the name: "Foreign Minister Ana Ruiz", "campaign manager Ana Ruiz"."""
    for i in range(mention.start - 1, max(mention.outer - 2, -1), -1):
        if (noun := role_noun(doc[i], lexicon)) and (i >= mention.outer or doc[i].text.islower()):
            return noun, doc[phrase_start(doc, min(i, mention.outer)) : i + 1], "title", i
    return None


def _after(doc: Doc, mention: Mention, lexicon: Lexicon) -> Found | None:
    """An apposition: "Ana Ruiz, 44, a risk analyst based in Quito,". Not "Ana Ruiz, who ...", "Ana Ruiz, and ..."."""
    start = mention.end + 1
    if start >= len(doc) or doc[mention.end].text not in _OPENS_ASIDE:
        return None
    if doc[start].text.isdigit() and start + 2 < len(doc) and doc[start + 1].text == ",":
        start += 2
    for i in range(start, min(start + _NEAR_NOUN, len(doc))):
        token = doc[i]
        if token.tag_ in {"CC", "WP"} or (token.pos_ in _PHRASE_STOPS and not _modifies(token)):
            return None
        ends = i + 1 == len(doc) or (doc[i + 1].pos_ not in {"NOUN", "PROPN"} and not _modifies_on(doc[i + 1]))
        if ends and (noun := role_noun(token, lexicon)):
            end = phrase_end(doc, i)
            closed = (
                end == len(doc)
                or doc[end].is_punct
                or doc[end].is_space
                or doc[end].is_sent_start
                or doc[end].lower_ == "who"
            )
            return (noun, doc[start:end], "apposition", i) if closed else None
    return None


def _modifies_on(token: Token) -> bool:
    return token.tag_ in {"POS", "HYPH"}


def phrase_end(doc: Doc, head: int) -> int:
    """Find where what follows a role noun ends: at a comma, dash, bracket, "who", finite verb or full stop."""
    i = head + 1
    while i < min(len(doc), head + _LONGEST_PHRASE) and not doc[i].is_sent_start:
        token = doc[i]
        if (token.is_punct and token.text not in HYPHENS) or token.is_space or token.lower_ == "who":
            break
        if token.tag_ in _FINITE and token.dep_ != "relcl" and token.head.dep_ != "relcl":
            break
        i += 1
    return i


def _around(doc: Doc, mention: Mention, lexicon: Lexicon) -> Found | None:
    """What the parse ties: "the minister, Ana Ruiz," and "Ana Ruiz is a minister"."""
    head = doc[mention.head]
    noun = head.head
    if head.dep_ == "appos" and noun.i < mention.outer and (role := role_noun(noun, lexicon)):
        start = phrase_start(doc, noun.i)
        return role, doc[start : max(start + 1, min(phrase_end(doc, noun.i), mention.outer))], "apposition", noun.i
    if mention.subject and noun.lemma_ == "be":
        for child in noun.children:
            if child.dep_ == "attr" and (role := role_noun(child, lexicon)):
                return role, doc[phrase_start(doc, child.i) : phrase_end(doc, child.i)], "copula", child.i
    return None


def find_roles(doc: Doc, layout: Layout, taken: set[int], lexicon: Lexicon) -> Iterator[Mention]:
    """Yield noun phrases that mean one person by a role: "the judge", "a Trump spokesman", "his lawyer".

    Args:
        doc: the article.
        layout: its layout.
        taken: tokens of names and their titles.
        lexicon: the word lists.
    """
    for token in doc:
        if token.i in taken or token.pos_ not in {"NOUN", "PROPN", "ADJ", "PRON"}:
            continue
        noun = role_noun(token, lexicon)
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if noun is None or (after is not None and (after.pos_ in {"NOUN", "PROPN"} or after.tag_ == "HYPH")):
            continue
        if token.dep_ in {"amod", "compound"} and token.head.i > token.i and _modifies(doc[token.i + 1]):
            continue  # "the Republican presidential nominee" is one
        start = phrase_start(doc, token.i)
        mention = make("ROLE", doc[start : token.i + 1], layout)
        mention.head, mention.subject = token.i, token.dep_ in SUBJECTS
        mention.words = (noun, *(names.fold(word.text) for word in doc[start : token.i]))
        mention.determined = determined(doc[_first_of_pair(doc, start, lexicon) : token.i + 1])
        yield mention


def _first_of_pair(doc: Doc, start: int, lexicon: Lexicon) -> int:
    """Where the first of two roles of one person begins: "|the front-runner and former |secretary"."""
    if start > 1 and doc[start - 1].lower_ == "and" and role_noun(doc[start - 2], lexicon):
        return phrase_start(doc, start - 2)
    return start


def determined(phrase: Span) -> str:
    """Say how a role phrase is determined: possessed (Ruiz's lawyer), definite, indefinite or bare."""
    first = phrase[0]
    if any(token.tag_ in {"POS", "PRP$"} for token in phrase[:-1]):
        return "possessed"
    if first.lower_ in {"the", "this", "that"}:
        return "definite"
    counted = first.tag_ in {"DT", "CD"} or first.like_num or first.lower_ in {"one", "another", "someone", "somebody"}
    return "indefinite" if counted else "bare"


def note_genders(mentions: list[Mention], cast: Cast, lexicon: Lexicon) -> None:
    """Settle each named person's gender: by title, else by pronouns that agree, else given name, role, any pronouns.

    Pronouns outweigh the given name, which may be a family's or another country's.

    Args:
        mentions: names and pronouns, in text order.
        cast: whose `gender` is set.
        lexicon: the word lists.
    """
    pronouns = _pronoun_votes(mentions, lexicon)
    for mention in mentions:  # "Mrs. Ruiz", where two have the surname, tells of the one whose gender is not known
        told = {lexicon.titles[word].gender for word in mention.title if word in lexicon.titles} & {"m", "f"}
        if mention.kind == "NAME" and mention.person is None and told:
            open_ = [cast.people[n] for n in cast.named(mention.words) if cast.people[n].name.words]
            for person in open_:
                if lexicon.gender_of_given(person.name.first) == "u":
                    person.told.update(told)
    for number, person in enumerate(cast.people):
        if person.kind != SpeakerKind.PERSON:
            continue
        many = pronouns[number] if sum(pronouns[number].values()) >= _SEVERAL else Counter()
        given = Counter([lexicon.gender_of_given(person.name.first)] if len(person.name.words) > 1 else ())
        roles = Counter(
            lexicon.role_nouns[role.noun].gender for role in person.roles if role.noun in lexicon.role_nouns
        )
        only = Counter([lexicon.gender_of_given(person.name.first)])
        for votes in (person.told, many, given, roles, pronouns[number], only):
            if max(votes["m"], votes["f"]) > min(votes["m"], votes["f"]) * _CLEAR:
                person.gender = "m" if votes["m"] > votes["f"] else "f"
                break


def _pronoun_votes(mentions: list[Mention], lexicon: Lexicon) -> dict[int, Counter[str]]:
    """Count he and she after each name that is the only one since the sentence before: "Leslie Ruiz said she ..."."""
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    last: list[Mention] = []
    for mention in mentions:
        if mention.quoted:
            continue
        last = [name for name in last if mention.beat - name.beat <= 1]
        if mention.kind == "NAME" or (mention.kind == "ROLE" and mention.person is None):
            last.append(mention)
        elif mention.kind == "PRONOUN" and (gender := lexicon.pronouns[mention.words[0]].gender) in {"m", "f"}:
            people = {name.person for name in last}
            if len(people) == 1 and (person := people.pop()) is not None:
                votes[person][gender] += 1
    return votes
