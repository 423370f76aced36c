"""Make mentions of name runs: part each into titles, affiliations and the name itself.

Nothing is decided here about who is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from quotes.lexicon import Lexicon
from quotes.people import names
from quotes.people.discourse import Discourse
from quotes.people.mentions import HYPHENS, WorkingMention, make_mention
from quotes.people.name_evidence import observe
from quotes.people.name_runs import body_end, is_capital, name_runs
from quotes.records import MentionKind

_MARKS = frozenset("\"“‘'(")
_SAID = frozenset({"said", "wrote", "told"})
MIN_SHOUTED = 3  # letters of a word in capitals
_INITIALS = 3  # words of "Opposition T. Ruiz", which may be a given name and an initial
_TITLE_AND_NAME = 2  # words of "Dean Ruiz", which may be a dean or called Dean


def find_names(doc: Doc, discourse: Discourse, lexicon: Lexicon) -> Iterator[WorkingMention]:
    """Yield a mention for each run of capitals, titles and affiliations split off.

    Args:
        doc: the story.
        discourse: its layout.
        lexicon: the word lists.
    """
    done = named = 0
    previous: WorkingMention | None = None
    for start, run_end in name_runs(doc, lexicon):
        if start < done:
            continue
        if discourse.headline[start]:
            yield from _headline_names(doc, start, run_end, discourse, lexicon)
            continue
        end = done = body_end(doc, start, run_end, lexicon)
        start += _opens_with_verb(doc, start, end, lexicon)
        first = start if end > run_end else _name_start(doc, start, end, lexicon)
        if first == end:
            continue
        mention = make_mention(MentionKind.NAME, doc[first : _name_end(doc, first, end, lexicon)], discourse)
        title_start = _title_start(doc, start, first, lexicon)
        mention.title_start = title_start if title_start >= named else start  # "Peter King of |New York|"
        mention.full_end = end
        if mention.title_start < start and lexicon.name_parts.get(doc[mention.title_start].lower_) == "see":
            mention = _with_place(doc, mention, discourse)
        mention.title = tuple(names.fold(token.text) for token in doc[mention.title_start : first])
        mention.observations = tuple(observe(doc, mention, lexicon))
        named = end
        if previous is not None:
            _share_surname(doc, previous, mention, lexicon)
            yield previous
        previous = mention
    if previous is not None:
        yield previous


def _share_surname(doc: Doc, one: WorkingMention, two: WorkingMention, lexicon: Lexicon) -> None:
    """Give "Luis" its surname in "Luis and Ana Pardo"; both words must be given names."""
    joined = one.end + 1 == two.start and doc[one.end].lower_ == "and" and two.title_start == two.start
    given = one.words[0] in lexicon.given_names and two.words[0] in lexicon.given_names
    alone = len(one.words) == 1 and len(two.words) == _TITLE_AND_NAME and lexicon.body_words.get(two.words[1]) is None
    if joined and given and alone and doc[two.end - 1].ent_type_ != "ORG":
        one.shared_surname = names.printed(doc[two.end - 1].text)
        one.words = (*one.words, two.words[-1])
        one.observations = (*(what for what in one.observations if what != "alone"), "given")


def _with_place(doc: Doc, mention: WorkingMention, discourse: Discourse) -> WorkingMention:
    """Return the name that a title makes with its place: "Duchess of Ludlow"."""
    whole = make_mention(MentionKind.NAME, doc[mention.title_start : mention.end], discourse)
    whole.title, whole.full_end = (), mention.full_end
    return whole


def _name_end(doc: Doc, start: int, end: int, lexicon: Lexicon) -> int:
    """Find where a name ends: before degrees ("Ana Ruiz| KC") and words in capitals beside it ("Ana Ruiz| LIVE")."""
    while end - start > 1 and lexicon.name_parts.get(names.fold(doc[end - 1].text)) == "degree":
        end -= 1 + (doc[end - 2].text == "," and end - start > _TITLE_AND_NAME)
    given = names.fold(doc[start].text) in lexicon.given_names and not doc[start].text.isupper()
    shouted = doc[end - 1].text.isupper() and doc[end - 1].is_alpha and len(doc[end - 1]) >= MIN_SHOUTED
    suffix = names.fold(doc[end - 1].text) in lexicon.name_parts
    return end - 1 if end - start > _TITLE_AND_NAME and given and shouted and not suffix else end


def _opens_with_verb(doc: Doc, start: int, end: int, lexicon: Lexicon) -> bool:
    """True if the capital of a run's first word is a verb's: "Said |Ruiz|:". Not "Said Ruiz, 40,"."""
    if end - start < _TITLE_AND_NAME or not doc[start].is_sent_start or doc[start].lower_ in lexicon.titles:
        return False
    if doc[start].tag_ in {"VBD", "VBZ"} and not doc[start].ent_type_:
        return names.fold(doc[start].lemma_) in lexicon.reporting_verbs
    stem = doc[start].lower_
    past = stem.endswith("ed") and not {stem[:-1], stem[:-2]}.isdisjoint(lexicon.reporting_verbs)
    return doc[end : end + 1].text == ":" and (stem in _SAID or (past and stem not in lexicon.given_names))


def _headline_names(doc: Doc, start: int, end: int, discourse: Discourse, lexicon: Lexicon) -> Iterator[WorkingMention]:
    """Yield, of a headline where all words have capitals, given names with the next word that is labelled PERSON."""
    for i in range(start, end - 1):
        one, two = doc[i], doc[i + 1]
        labelled = one.ent_type_ == two.ent_type_ == "PERSON" and one.ent_iob_ == "B" and two.ent_iob_ == "I"
        if labelled and names.fold(one.text) in lexicon.given_names:
            mention = make_mention(MentionKind.NAME, doc[i : i + 2], discourse)
            mention.observations = ("given", "PERSON")
            yield mention


def _title_start(doc: Doc, start: int, first: int, lexicon: Lexicon) -> int:
    """Find where a title of several words begins whose end opens the run: "|Secretary of State| Ana Ruiz"."""
    of = start - 1 - (start > 1 and doc[start - 1].lower_ == "the" and first > start)
    if of <= 0 or doc[of].lower_ != "of" or doc[of - 1].lower_ not in lexicon.titles or not is_capital(doc[of - 1]):
        return start
    whole = first > start or lexicon.name_parts.get(doc[of - 1].lower_) == "see"  # not "CEO of |Halden Energy"
    return of - 1 if whole else start


def _name_start(doc: Doc, start: int, end: int, lexicon: Lexicon) -> int:
    """Find where titles and affiliations end in a run of capitals; `end` if it is all title.

    Florida Gov. |Ana Ruiz        Republican |Ana Ruiz        |Dean Ruiz (Dean is a given name too)
    """
    nickname = next((i for i in range(start + 1, end) if doc[i].text in _MARKS), end)
    words = [names.fold(token.text) for token in doc[start : _name_end(doc, start, nickname, lexicon)]]
    if words[-1] in lexicon.body_words and not (words[-1] in lexicon.surname_words and _given_before(words, lexicon)):
        return start
    if len(words) == _TITLE_AND_NAME and words[0] in lexicon.titles and words[0] in lexicon.given_names:
        return start + (doc[start].ent_type_ != "PERSON")
    first = _skip_affiliations(doc, start + _count_title_words(words, lexicon), end, lexicon)
    return first + _inner_name(doc, start, end, lexicon) if first == start else first


def _count_title_words(words: list[str], lexicon: Lexicon) -> int:
    """Count the words up to the last title. A last word after a given name is a surname, be it "King" or "Cook"."""
    words = [word for word in words if lexicon.name_parts.get(word) != "suffix"]
    titles = [k for k in range(len(words)) if _is_title(k, words, lexicon)]
    if not titles and _opens_with_plural(words, lexicon):
        return 1
    if titles and titles[-1] == len(words) - 1 and _given_before(words, lexicon):
        titles.pop()
    return titles[-1] + 1 if titles else 0


def _opens_with_plural(words: list[str], lexicon: Lexicon) -> bool:
    """True of "Cousins Ana and Eva Ruiz"."""
    return len(words) > 1 and words[0][:-1] in lexicon.role_nouns and words[1] in lexicon.given_names


def _skip_affiliations(doc: Doc, start: int, end: int, lexicon: Lexicon) -> int:
    while start < end and (names.fold(doc[start].text) in lexicon.affiliations or not doc[start].text[0].isalnum()):
        start += 1
    return start


def _given_before(words: list[str], lexicon: Lexicon) -> bool:
    """True if the last word follows a given name or an initial."""
    return len(words) > 1 and (words[-2] in lexicon.given_names or names.is_initial(words[-2]))


def _is_title(k: int, words: list[str], lexicon: Lexicon) -> bool:
    word = words[k]
    if word not in lexicon.titles and word not in lexicon.role_nouns:
        return False
    if k + 1 == len(words):
        return k == 0 or word in lexicon.titles
    if word in lexicon.given_names:  # "Justice Ana Ruiz" is a justice; "Justice Ruiz" may be a given name
        return len(words) - k > _TITLE_AND_NAME and (k > 0 or word in lexicon.titles)
    return k == 0 or word in lexicon.titles or words[0] not in lexicon.given_names


def _inner_name(doc: Doc, start: int, end: int, lexicon: Lexicon) -> int:
    """Count the words before a name inside a run that opens with no given name: "State |Ana Ruiz"."""
    words = [names.fold(token.text) for token in doc[start:end]]
    if words[0] in lexicon.given_names or names.is_initial(words[0]):
        return 0
    if len(words) > _INITIALS and all(map(names.is_initial, words[1:-1])):
        return 1  # "Opposition |T. R. Ruiz"
    if doc[end - 1].ent_type_ == "PERSON":
        return _before_entity(doc, start, end, lexicon)
    given = [word in lexicon.given_names and word not in lexicon.body_words for word in words[1:-1]]
    found = given.index(True) + 1 if True in given else 0
    return 0 if found == 1 and doc[start + 2].text in HYPHENS else found  # "Noh Mi-rae", where Mi is a given name


def _before_entity(doc: Doc, start: int, end: int, lexicon: Lexicon) -> int:
    """Count the words of a run before the PERSON that ends it; one unknown word before a surname is its given name."""
    first, opening = end - 1, names.fold(doc[start].text)
    while doc[first].ent_iob_ == "I" and first > start:
        first -= 1
    known = doc[start].ent_type_ != "" or opening in lexicon.body_words or opening in lexicon.affiliations
    before = sum(not token.is_space for token in doc[start:first])
    one_word = before == 1 and " " not in doc[first:end].text
    tagged = doc[start].tag_ == "NNP" or first < end - 1 or not doc[start].is_sent_start  # "Noh |Mi-rae", "Per |Olsson"
    return 0 if one_word and not known and tagged else first - start
