"""Decide where quotations begin and end: tags decide what is speech, marks decide its bounds.

A quoted stretch most of whose words the network calls content belongs to that content whole; one that it does not is
a title, a nickname or a scare quote. What the network calls content outside of marks stays as it is: indirect speech.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from quotes.layout import lay_out
from quotes.marks import MARKS, Quoted, pair
from quotes.quotations import transcripts
from quotes.quotations.clauses import Clause, clause_beside
from quotes.quotations.signatures import signature_after
from quotes.records import AttributedQuotation, TaggedAttribution
from quotes.types import Kind

#: Share of a quoted stretch's words that must be tagged for the whole to be speech.
MIN_TAGGED_SHARE = 0.5
#: The same for a stretch that is not closed.
MIN_UNCLOSED_SHARE = 0.8
#: Words of a line in marks that is a quotation whatever the network thinks.
MIN_LINE_WORDS = 3
#: Links: of the network, to the label of an interview's turn, to the reporting clause beside a piece.
TAGGED, TURN, BESIDE = "tagged", "turn", "beside"
#: What is given where the network links nothing.
NO_PROBABILITIES = (0.5, 0.5)
_LETTERS = re.compile(r"\w")
#: A closing mark at the end of a piece whose opening mark stands in another piece; behind a letter ’ is an apostrophe.
_LONELY = re.compile(r"[”»\"]$|(?<=[^\w\s])['’]$")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An attribution before its bounds are known."""

    contents: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    link: str
    probabilities: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Statement:
    """Pieces of one candidate that are one quotation, with its cue and source."""

    pieces: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    link: str
    probabilities: tuple[float, float]


def find_quotations(doc: Doc, tagged: Iterable[TaggedAttribution]) -> list[AttributedQuotation]:
    """Turn what the network found into quotations, with the cue and source that it linked.

    Args:
        doc: the story.
        tagged: what the network found.

    Returns:
        The quotations in text order.
    """
    turns = transcripts.turns(doc)
    candidates = _candidates(doc, tagged, turns)
    stretches = list(_stretches(doc))
    owners = _owners(doc, candidates)
    for start, end, quoted in stretches:
        _claim(owners, doc, start, end, quoted)
        whole = len(set(owners[start:end])) == 1 and owners[start] is not None
        if not whole and (signature_after(doc, end) is not None or _is_repeated_line(doc, start, end)):
            owners[start:end] = [len(candidates)] * (end - start)
            candidates.append(_Candidate((), None, None, "", NO_PROBABILITIES))
    marked = {i for turn in turns for start, end in turn.pieces for i in range(start, end)}
    marked |= {i for start, end, _ in stretches for i in range(start, end)}
    pieces: dict[int, list[Span]] = {}
    for start, end, owner in _pieces(doc, owners):
        pieces.setdefault(owner, []).append(doc[start:end])
    statements = [one for owner, own in pieces.items() for one in _statements(candidates[owner], own, marked)]
    statements.sort(key=lambda one: one.pieces[0].start)
    return [
        AttributedQuotation(
            id=f"q{number}",
            kind=_kind(one.pieces, marked),
            pieces=one.pieces,
            cue=one.cue,
            source=one.source,
            link=one.link if one.source is not None else "",
            cue_probability=one.probabilities[0],
            source_probability=one.probabilities[1],
        )
        for number, one in enumerate(statements)
    ]


def _statements(candidate: _Candidate, pieces: list[Span], marked: set[int]) -> Iterator[_Statement]:
    """Split what the network joined into one quotation each.

    A piece in marks with a reporting clause of its own beside it belongs to that clause, and so do the pieces behind it
    that have none. A paraphrase and the speech in the next sentence are two quotations of one speaker. A signature ends
    a quotation.
    """
    current = candidate
    own: list[Span] = []
    for piece in pieces:
        speech = all(token.i in marked for token in piece if _LETTERS.search(token.text))
        clause = clause_beside(piece) if speech and candidate.link == TAGGED else None
        if clause is not None and not _agrees(current, clause):
            yield from _statement(current, own)
            own, current = [], _Candidate((), clause.cue, clause.source, BESIDE, NO_PROBABILITIES)
        elif own and speech != all(token.i in marked for token in own[-1]) and _sentence_between(own[-1], piece):
            yield from _statement(current, own)
            own = []
        own.append(piece)
        if signature_after(piece.doc, piece.end) is not None:
            yield from _statement(current, own)
            own, current = [], _Candidate((), None, None, "", NO_PROBABILITIES)
    yield from _statement(current, own)


def _statement(candidate: _Candidate, pieces: list[Span]) -> Iterator[_Statement]:
    if pieces:
        yield _Statement(tuple(pieces), candidate.cue, candidate.source, candidate.link, candidate.probabilities)


def _agrees(candidate: _Candidate, clause: Clause) -> bool:
    """True if what is linked so far is the clause: its cue, and a source that shares words with its subject."""
    if candidate.cue is None or not _overlap(candidate.cue, clause.cue):
        return False
    return candidate.source is None or _overlap(candidate.source, clause.source)


def _sentence_between(one: Span, other: Span) -> bool:
    """True if a sentence begins between two pieces, or with the second."""
    return any(token.is_sent_start or "\n" in token.text for token in one.doc[one.end : other.start + 1])


def _overlap(some: Span, other: Span) -> bool:
    return some.start < other.end and other.start < some.end


def _candidates(doc: Doc, tagged: Iterable[TaggedAttribution], turns: list[transcripts.Turn]) -> list[_Candidate]:
    """List the attributions, the turns of an interview in the place of what the network found in their lines."""
    lines = {i for turn in turns for i in range(turn.label_start, turn.end)}

    def kept(span: Span | None) -> Span | None:
        return span if span is not None and lines.isdisjoint(range(span.start, span.end)) else None

    candidates = [
        _Candidate(
            tuple(piece for piece in one.contents if kept(piece) is not None),
            kept(one.cue),
            kept(one.source),
            TAGGED,
            (one.cue_probability, one.source_probability),
        )
        for one in tagged
    ]
    for turn in turns:
        named = turn.name_end - turn.label_start > 1 or len(doc[turn.label_start]) > 1  # Q and A are nobody's names
        source = Span(doc, turn.label_start, turn.name_end) if named else None
        contents = tuple(Span(doc, start, end) for start, end in turn.pieces)
        candidates.append(_Candidate(contents, doc[turn.colon : turn.colon + 1], source, TURN, (1.0, 1.0)))
    return candidates


def _stretches(doc: Doc) -> Iterator[tuple[int, int, Quoted]]:
    """Yield quoted stretches as token spans."""
    for quoted in lay_out(doc.text).quoted:
        span = doc.char_span(quoted.start, quoted.end, alignment_mode="expand")
        if span is not None:
            yield span.start, span.end, quoted


def _owners(doc: Doc, candidates: list[_Candidate]) -> list[int | None]:
    """Return for each token the number of the candidate whose content it is in."""
    owners: list[int | None] = [None] * len(doc)
    for number, candidate in enumerate(candidates):
        for span in candidate.contents:
            owners[span.start : span.end] = [number] * len(span)
    return owners


def _claim(owners: list[int | None], doc: Doc, start: int, end: int, quoted: Quoted) -> None:
    """Give a quoted stretch whole to the content that has most of it.

    A stretch without a closing mark may hold what is not quoted: it is taken whole only where nearly all of it is
    content, its end too. Else its opening mark goes to the word behind it.
    """
    words = [i for i in range(start, end) if _LETTERS.search(doc[i].text)]
    if not words:
        return
    tagged = Counter(owners[i] for i in words if owners[i] is not None)
    share = tagged.total() / len(words)
    if (quoted.closed and share >= MIN_TAGGED_SHARE) or (share >= MIN_UNCLOSED_SHARE and owners[words[-1]] is not None):
        owners[start:end] = [tagged.most_common(1)[0][0]] * (end - start)
    elif not quoted.closed and owners[words[0]] is not None:
        owners[start : words[0]] = [owners[words[0]]] * (words[0] - start)


def _pieces(doc: Doc, owners: list[int | None]) -> Iterator[tuple[int, int, int]]:
    """Yield runs of one owner, trimmed of joining punctuation, where they hold a word."""
    start = 0
    for end in range(1, len(doc) + 1):
        if end < len(doc) and owners[end] == owners[start]:
            continue
        owner, first, last = owners[start], start, end
        start = end
        if owner is None:
            continue
        while first < last and _is_rim(doc[first]):
            first += 1
        while first < last and _is_rim(doc[last - 1]):
            last -= 1
        if _LETTERS.search(doc[first:last].text):
            yield first, last, owner


def _is_repeated_line(doc: Doc, start: int, end: int) -> bool:
    """True for a line that is one quotation, and whose words stand elsewhere too: a headline or cross-heading."""
    words = [token.lower_ for token in doc[start:end] if token.is_alpha]
    before, after = doc[max(0, start - 1) : start].text, doc[end : end + 1].text
    if len(words) < MIN_LINE_WORDS or before.strip() or (after and "\n" not in after):
        return False
    rest = [token.lower_ for part in (doc[:start], doc[end:]) for token in part if token.is_alpha]
    return f" {' '.join(words)} " in f" {' '.join(rest)} "


def _is_rim(token: Token) -> bool:
    """True for white space and for punctuation that joins a piece to the sentence around it."""
    return token.is_space or set(token.text) <= set(",;:-–—")


def _kind(pieces: Iterable[Span], marked: set[int]) -> Kind:
    """Return direct where all words stand inside marks, mixed where some do."""
    inside = [token.i in marked for piece in pieces for token in piece if _LETTERS.search(token.text)]
    if all(inside):
        return Kind.DIRECT
    return Kind.MIXED if any(inside) else Kind.INDIRECT


def without_marks(words: str) -> str:
    """Drop the outer quotation marks of a piece of a quotation.

    A mark is outer when its partner is the other rim, or nowhere in the piece.

    >>> without_marks("“It’s ‘so’ far.”"), without_marks("“One” and “two”"), without_marks("‘so’ they said”")
    ('It’s ‘so’ far.', '“One” and “two”', '‘so’ they said')
    """
    stretches = pair(words)
    opened = bool(stretches) and stretches[0].start == 0
    closed = bool(stretches) and stretches[-1].closed and stretches[-1].end == len(words)
    if opened and closed and len(stretches) == 1:
        return words[_mark(words) : len(words) - _mark(words[::-1])].strip()
    if opened and not stretches[0].closed:
        return words[_mark(words) :].lstrip()
    if not closed and _LONELY.search(words):
        return words[: len(words) - _mark(words[::-1])].rstrip()
    return words


def _mark(words: str) -> int:
    """Return the length of the quotation mark that a text begins with."""
    return 2 if words[:2] in ("''", "``") else int(words[:1] in MARKS and bool(words))
