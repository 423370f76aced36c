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
from quotes.quotations.signatures import signature_after
from quotes.records import AttributedQuotation, TaggedAttribution
from quotes.types import Kind

#: Share of a quoted stretch's words that must be tagged for the whole to be speech.
MIN_TAGGED_SHARE = 0.5
#: The same for a stretch that is not closed.
MIN_UNCLOSED_SHARE = 0.8
#: Link of what the network linked, and of what stands behind the label of an interview's turn.
TAGGED, TURN = "tagged", "turn"
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
class _Piece:
    """Tokens `start:end` of a quotation: of which candidate, and of which of its parts."""

    start: int
    end: int
    candidate: int
    part: int = 0

    @property
    def quotation(self) -> tuple[int, int]:
        return self.candidate, self.part


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
    pieces = list(_signed(doc, _pieces(doc, owners)))
    marked = {i for turn in turns for i in range(turn.start, turn.end)}
    marked |= {i for start, end, _ in stretches for i in range(start, end)}
    found = []
    for number, quotation in enumerate(dict.fromkeys(piece.quotation for piece in pieces)):
        own = [piece for piece in pieces if piece.quotation == quotation]
        candidate, part = quotation
        of = candidates[candidate]
        linked = part == 0  # what a signature parts off has no cue or source of its own
        found.append(
            AttributedQuotation(
                id=f"q{number}",
                kind=_kind(doc, own, marked),
                pieces=tuple(Span(doc, piece.start, piece.end) for piece in own),
                cue=of.cue if linked else None,
                source=of.source if linked else None,
                link=of.link if linked and of.source is not None else "",
                cue_probability=of.probabilities[0] if linked else 0.5,
                source_probability=of.probabilities[1] if linked else 0.5,
            )
        )
    return found


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
        named = turn.colon - turn.label_start > 1 or len(doc[turn.label_start]) > 1  # Q and A are nobody's names
        source = Span(doc, turn.label_start, turn.colon) if named else None
        content = Span(doc, turn.start, turn.end)
        candidates.append(_Candidate((content,), Span(doc, turn.colon, turn.start), source, TURN, (1.0, 1.0)))
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


def _pieces(doc: Doc, owners: list[int | None]) -> Iterator[_Piece]:
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
            yield _Piece(first, last, owner)


def _signed(doc: Doc, pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Split a quotation after each piece that is signed, whatever the network joined.

    "We won!" – Ana Ruiz "Nonsense." – Luis Vega     two quotations
    """
    parts: Counter[int] = Counter()
    for piece in pieces:
        yield _Piece(piece.start, piece.end, piece.candidate, parts[piece.candidate])
        if signature_after(doc, piece.end) is not None:
            parts[piece.candidate] += 1


def _is_rim(token: Token) -> bool:
    """True for white space and for punctuation that joins a piece to the sentence around it."""
    return token.is_space or set(token.text) <= set(",;:-–—")


def _kind(doc: Doc, pieces: Iterable[_Piece], marked: set[int]) -> Kind:
    """Return direct where all words stand inside marks, mixed where some do."""
    inside = [i in marked for piece in pieces for i in range(piece.start, piece.end) if _LETTERS.search(doc[i].text)]
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
