"""Find what may name or mean a person or a body: runs of capitalised words, and pronouns.

Nothing is decided here about who is meant. What the parser and the entity recogniser say of a single mention is
kept as evidence only: `cast.py` pools it over the article.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from quotes import names
from quotes.lexicon import Lexicon
from quotes.types import Group, Kind

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
HYPHENS = frozenset("-‑")
_OPENERS, _CLOSERS = frozenset("“«„"), frozenset("”»")
_NICKNAME_STARTS, _NICKNAME_ENDS = frozenset('"“‘'), frozenset('"”’)')
_NEVER_OPEN = frozenset({"PRP", "PRP$", "DT", "WP"})
_CLOSED = frozenset({"ADP", "SCONJ", "CCONJ", "AUX", "ADV"})
_HEADLINE_WORDS = range(4, 30)  # words in a headline
_HEADLINE_SHARE = 0.75  # of its long words that begin with a capital
_LONG_WORD = 4  # letters


@dataclass(slots=True)
class Layout:
    """Facts by token of a Doc that all later steps look up."""

    quoted: list[bool]  # between quotation marks
    beat: list[int]  # narrated sentences so far; a sentence that is all quotation does not count
    paragraph: list[int]
    headline: list[bool]  # in a line that capitalises every long word


@dataclass(slots=True)
class Mention:
    """Words that may mean a person or a body. `start`, `end`: tokens, end exclusive, title left out."""

    kind: str  # NAME, ROLE, PRONOUN
    start: int
    end: int
    head: int
    words: tuple[str, ...]  # folded; of a role, its noun first
    quoted: bool
    subject: bool
    beat: int
    outer: int  # where title and affiliation before the name begin
    title: tuple[str, ...] = ()
    observed: tuple[str, ...] = ()
    determined: str = ""  # of a role: definite, possessed, indefinite, bare
    person: int | None = None  # index into the cast
    rule: str = ""  # the rule that resolved it
    prior: int | None = None  # the mention that it was resolved through


def lay_out(doc: Doc) -> Layout:
    """Read quotation marks, narrated sentences, paragraphs and headlines off a Doc."""
    quoted = _quoted(doc)
    beat, count = [0] * len(doc), 0
    for sent in doc.sents:
        count += any(not quoted[token.i] and token.is_alpha for token in sent)
        beat[sent.start : sent.end] = [count] * len(sent)
    paragraph, number = [], 0
    for token in doc:
        number += "\n" in token.text
        paragraph.append(number)
    return Layout(quoted, beat, paragraph, _headlines(doc))


def _quoted(doc: Doc) -> list[bool]:
    quoted, inside = [False] * len(doc), False
    for token in doc:
        text = token.text
        if "\n" in text:
            inside = False
        elif text in _OPENERS or (text == '"' and not inside):
            inside = True
        elif text in _CLOSERS or text == '"':
            inside = False
        quoted[token.i] = inside
    for span in doc.spans.get(Group.QUOTATIONS, ()):
        if span.label_ == Kind.DIRECT:
            quoted[span.start : span.end] = [True] * len(span)
    return quoted


def _headlines(doc: Doc) -> list[bool]:
    """Mark the lines in which nearly every long word is capitalised: there, a capital tells no name."""
    out, start = [False] * len(doc), 0
    for end in [*(token.i for token in doc if "\n" in token.text), len(doc)]:
        words = [token for token in doc[start:end] if token.is_alpha]
        long = [token.text[0].isupper() for token in words if len(token) >= _LONG_WORD]
        if len(words) in _HEADLINE_WORDS and long and sum(long) >= _HEADLINE_SHARE * len(long):
            out[start:end] = [True] * (end - start)
        start = end + 1
    return out


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
    return token.pos_ not in _CLOSED and i + 1 < len(doc) and is_capital(doc[i + 1]) and not doc[i + 1].is_sent_start


def _run_goes_on(doc: Doc, i: int, lexicon: Lexicon) -> int:
    """Count the tokens from i that the run takes in; 0 ends it."""
    token, before = doc[i], doc[i - 1]
    if is_capital(token):
        stops = token.lower_ in lexicon.calendar or (token.is_sent_start and not before.text.endswith("."))
        return 0 if stops or not (before.whitespace_ or before.text in HYPHENS) else 1
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


def find_pronouns(doc: Doc, layout: Layout, lexicon: Lexicon) -> Iterator[Mention]:
    """Yield the pronouns that may mean a person or body: of the third person, and relatives."""
    for token in doc:
        entry = lexicon.pronouns.get(token.lower_)
        if entry is not None and (entry.person or token.tag_ in {"WP", "WP$"}):
            yield make("PRONOUN", doc[token.i : token.i + 1], layout)


def make(kind: str, span: Span, layout: Layout) -> Mention:
    """Make a mention of a span, with what the parse says of its head."""
    root = span.root
    return Mention(
        kind,
        span.start,
        span.end,
        root.i,
        tuple(word for word in map(names.fold, span.text.split()) if word),
        quoted=layout.quoted[root.i],
        subject=root.dep_ in SUBJECTS,
        beat=layout.beat[root.i],
        outer=span.start,
    )
