"""Find names: runs of capitalised words, parted into titles, affiliations and the name itself.

Nothing is decided here about who is meant. What the parser and the entity recogniser say of a single mention is
kept as evidence only: `cast.py` pools it over the article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from quotes.lexicon import Lexicon
from quotes.people import names
from quotes.people.mentions import HYPHENS, Layout, Mention, make

_NICKNAME_STARTS, _NICKNAME_ENDS = frozenset('"“‘'), frozenset('"”’)')
_NEVER_OPEN = frozenset({"PRP", "PRP$", "DT", "WP"})
_LINKS = frozenset({"of", "for", "on", "and", "to"}) | {"&"}
_SAID = frozenset({"said", "wrote", "told"})
_PARTIES = frozenset("RDI")
_TITLE_AND_NAME = 2  # words of "Dean Ruiz", which may be a dean or called Dean
_ASIDE = 6  # tokens after a comma within which a role noun makes an apposition


def find_names(doc: Doc, layout: Layout, lexicon: Lexicon) -> Iterator[Mention]:
    """Yield a mention for each run of capitals outside headlines, titles and affiliations split off."""
    done = named = 0
    for start, run_end in name_runs(doc, lexicon):
        if start < done:
            continue
        if layout.headline[start]:
            yield from _headline_names(doc, start, run_end, layout, lexicon)
            continue
        end = done = _body_end(doc, start, run_end, lexicon)
        start += _reports(doc, start, end, lexicon)
        first = start if end > run_end else _name_start(doc, start, end, lexicon)
        if first == end:
            continue
        mention = make("NAME", doc[first:end], layout)
        outer = _outer(doc, start, lexicon)
        mention.outer = outer if outer >= named else start  # "Peter King of |New York|"
        mention.title = tuple(names.fold(token.text) for token in doc[mention.outer : first])
        mention.observed = tuple(_observe(doc, mention, lexicon))
        named = end
        yield mention


def _reports(doc: Doc, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a run opens with a verb that has its capital from the sentence: "Said |Ruiz|:". Not "Said Ruiz, 40,"."""
    if end - start < _TITLE_AND_NAME or not doc[start].is_sent_start or doc[start].lower_ in lexicon.titles:
        return False
    if doc[start].tag_ in {"VBD", "VBZ"} and not doc[start].ent_type_:
        return names.fold(doc[start].lemma_) in lexicon.reporting_verbs
    stem = doc[start].lower_
    past = stem.endswith("ed") and not {stem[:-1], stem[:-2]}.isdisjoint(lexicon.reporting_verbs)
    return doc[end : end + 1].text == ":" and (stem in _SAID or (past and stem not in lexicon.given_names))


def _headline_names(doc: Doc, start: int, end: int, layout: Layout, lexicon: Lexicon) -> Iterator[Mention]:
    """In a headline, where every word has a capital, a given name and the next word, if the recogniser agrees."""
    for i in range(start, end - 1):
        one, two = doc[i], doc[i + 1]
        labelled = one.ent_type_ == two.ent_type_ == "PERSON" and one.ent_iob_ == "B" and two.ent_iob_ == "I"
        if labelled and names.fold(one.text) in lexicon.given_names:
            mention = make("NAME", doc[i : i + 2], layout)
            mention.observed = ("given", "PERSON")
            yield mention


def _body_end(doc: Doc, start: int, end: int, lexicon: Lexicon) -> int:
    """Where a body's name ends that goes on after a small word: "Association of |Flight Attendants|"."""
    first = names.fold(doc[start].text)
    if first in lexicon.titles or first in lexicon.given_names:
        return end
    opens = lexicon.body_words.get(doc[end - 1].lower_) == "organisation"
    while end + 1 < len(doc) and doc[end].lower_ in _LINKS:
        inside = doc[end].ent_type_ == "ORG" and doc[end].ent_iob_ == "I"
        goes_on = is_capital(doc[end + 1]) and doc[end + 1].lower_ not in lexicon.calendar
        if not (inside or (opens and doc[end].lower_ in {"of", "for", "on", "to"})) or not goes_on:
            break
        opens, end = False, end + 2
        while end < len(doc) and is_capital(doc[end]) and doc[end - 1].whitespace_ and not doc[end].is_sent_start:
            end += 1
    return end


def _outer(doc: Doc, start: int, lexicon: Lexicon) -> int:
    """Where a title of several words begins whose end opens the run: "|Secretary of State| Ana Ruiz"."""
    if (
        start > 1
        and doc[start - 1].lower_ == "of"
        and doc[start - 2].lower_ in lexicon.titles
        and is_capital(doc[start - 2])
    ):
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
    if len(words) == _TITLE_AND_NAME and words[0] in lexicon.titles and words[0] in lexicon.given_names:
        return start + (doc[start].ent_type_ != "PERSON")
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
    if word in lexicon.given_names:  # "Justice Ana Ruiz" is a justice; "Justice Ruiz" may be a given name
        return len(words) - k > _TITLE_AND_NAME and (k > 0 or word in lexicon.titles)
    return k == 0 or word in lexicon.titles or words[0] not in lexicon.given_names


def _inner_name(doc: Doc, start: int, end: int, lexicon: Lexicon) -> int:
    """A run that opens with no given name may hold one further on: "State |Ana Ruiz", "Texas |Ana Ruiz"."""
    words = [names.fold(token.text) for token in doc[start:end]]
    if words[0] in lexicon.given_names or names.is_initial(words[0]):
        return 0
    last = doc[end - 1]
    if last.ent_type_ == "PERSON":
        first = last.i
        while doc[first].ent_iob_ == "I" and first > start:
            first -= 1
        unknown = doc[start].ent_type_ == "" and not (
            words[0] in lexicon.body_words or words[0] in lexicon.affiliations
        )
        return 0 if first == start + 1 == end - 1 and unknown and doc[start].tag_ == "NNP" else first - start
    inner = (
        k for k in range(1, len(words) - 1) if words[k] in lexicon.given_names and words[k] not in lexicon.body_words
    )
    return next(inner, 0)


def is_capital(token: Token) -> bool:
    """Tell whether a token begins with a capital: "Ruiz", "O’Hara", "J.", "CNN", not "2nd" or "“"."""
    return token.text[0].isupper()


def name_runs(doc: Doc, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Yield the runs of capitalised words, with particles, initials, hyphens and nicknames inside them.

    Ana de la Ruiz-Pardo       one run
    Ruiz's lawyer Ana Pardo    two: the possessive ends the first
    """
    i, size = 0, len(doc)
    while i < size:
        if not is_capital(doc[i]) or not _may_open(doc, i, lexicon):
            i += 1
            continue
        end = i + 1
        while end < size and (step := _run_goes_on(doc, end, lexicon)):
            end += step
        yield i, end
        i = end


def _may_open(doc: Doc, i: int, lexicon: Lexicon) -> bool:
    """A capital opens a name, save days and months, and words that have it from beginning a sentence."""
    token = doc[i]
    if token.lower_ in lexicon.calendar or (token.tag_ in _NEVER_OPEN and token.ent_type_ != "PERSON"):
        return False
    if i and not token.is_sent_start and doc[i - 1].is_alpha:
        return True
    if token.tag_ in {"NNP", "NNPS"} or token.ent_type_ == "PERSON" or token.lower_ in lexicon.given_names:
        return True
    return token.pos_ in {"PROPN", "NOUN", "ADJ"} and i + 1 < len(doc) and is_capital(doc[i + 1])


def _run_goes_on(doc: Doc, i: int, lexicon: Lexicon) -> int:
    """Count the tokens from i that the run takes in; 0 ends it."""
    token, before = doc[i], doc[i - 1]
    if is_capital(token):
        stops = token.lower_ in lexicon.calendar or (token.is_sent_start and not before.text.endswith("."))
        stops = stops or token.tag_ == "PRP"  # "in D.C. I think"
        return 0 if stops or not (before.whitespace_ or before.text in HYPHENS) else 1
    if token.text == "." and names.fold(before.text) in lexicon.titles and not before.whitespace_:
        return 2 if i + 1 < len(doc) and is_capital(doc[i + 1]) and token.whitespace_ else 0
    if i + 1 == len(doc):
        return 0
    after = doc[i + 1]
    if token.text in HYPHENS and not before.whitespace_ and not token.whitespace_:
        return 2 if is_capital(after) or (after.is_alpha and after.ent_type_ == "PERSON" and after.tag_ == "NNP") else 0
    if token.text == "," and is_capital(after):
        return 2 if lexicon.name_parts.get(names.fold(after.text)) in {"suffix", "degree"} else 0
    return _nickname(doc, i, lexicon) or _particles(doc, i, lexicon)


def _nickname(doc: Doc, i: int, lexicon: Lexicon) -> int:
    """A nickname between quotation marks, or a given name between brackets: Juan “Tito” Ruiz."""
    if i + 3 >= len(doc) or not is_capital(doc[i + 1]) or not is_capital(doc[i + 3]):
        return 0
    marked = doc[i].text in _NICKNAME_STARTS or (doc[i].text == "(" and doc[i + 1].lower_ in lexicon.given_names)
    return 4 if marked and doc[i + 2].text in _NICKNAME_ENDS else 0


def _particles(doc: Doc, i: int, lexicon: Lexicon) -> int:
    """Particles count only between capitals: "van der Berg", "Bashar al-Assad"."""
    if lexicon.name_parts.get(doc[i].lower_) != "particle":
        return 0
    j = i
    while j < len(doc) and (lexicon.name_parts.get(doc[j].lower_) == "particle" or doc[j].text in HYPHENS):
        j += 1
    return j + 1 - i if j < len(doc) and is_capital(doc[j]) else 0


def _observe(doc: Doc, mention: Mention, lexicon: Lexicon) -> Iterator[str]:
    """Say what the mention and its neighbours tell about whether this is a person (lexicon: person_evidence)."""
    words = mention.words
    if any(word in lexicon.titles for word in mention.title):
        yield "title"
    if words[0] in lexicon.given_names:
        yield "given" if len(words) > 1 else "alone"
    if any(map(names.is_initial, words[1:-1])):
        yield "initial"
    opens_body = lexicon.body_words.get(words[0]) == "organisation" and len(words) > 1  # "Team Ruiz"
    if words[-1] in lexicon.body_words or opens_body:
        yield "body"
    labels = Counter(token.ent_type_ for token in doc[mention.start : mention.end] if token.is_alpha)
    yield from (label for label, _ in labels.most_common(1) if label)
    if mention.subject and doc[mention.head].head.lemma_ in lexicon.reporting_verbs:
        yield "says"
    before = doc[mention.outer - 1] if mention.outer else None
    if before is not None and before.lower_ in {"the", "in", "at", "near", "from"}:
        yield "the" if before.lower_ == "the" else "in"
    elif before is not None and before.text in lexicon.role_nouns:
        yield "role"
    yield from _observe_after(doc[mention.end : mention.end + _ASIDE], lexicon)


def _observe_after(after: Span, lexicon: Lexicon) -> Iterator[str]:
    texts = [token.text for token in after] + [""] * 3
    if texts[0] == "," and any(text in lexicon.role_nouns for text in _first_phrase(after[1:])):
        yield "apposition"
    if texts[0] == "," and texts[1].isdigit() and texts[2] == ",":
        yield "age"
    elif "who" in (texts[0], texts[1]) and texts[0] in {"who", ","}:
        yield "who"
    elif texts[0] == "(" and texts[1].split("-")[0] in _PARTIES:
        yield "party"


def _first_phrase(span: Span) -> list[str]:
    """The words up to the first verb or punctuation, if they begin as an apposition does: "a", "the", an adjective."""
    words: list[str] = []
    for token in span:
        if token.pos_ in {"VERB", "AUX", "PUNCT", "CCONJ"} or token.tag_ == "WP" or (not words and token.pos_ == "ADP"):
            break
        words.append(token.text)
    return words
