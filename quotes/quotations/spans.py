"""From tags and marks to quotations: tags decide what is speech, marks decide where it begins and ends.

A quoted stretch most of whose words the tagger calls content belongs to that content whole; one that it does not is
a title, a nickname or a scare quote. What the tagger calls content outside of marks stays as it is: indirect speech.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup, Token

from quotes.marks import MARKS, Quoted, pair
from quotes.quotations import transcripts
from quotes.quotations.signatures import signature_after
from quotes.types import Group, Kind

#: Share of a quoted stretch's words that must be tagged for the whole to be speech.
MOST = 0.5
_LETTERS = re.compile(r"\w")
#: A closing mark at the end of a piece whose opening mark stands in another piece; behind a letter ’ is an apostrophe.
_LONELY = re.compile(r"[”»\"]$|(?<=[^\w\s])['’]$")


@Language.factory("quotations", requires=["doc.spans"], assigns=["doc.spans"])
def make_quotations(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component."""
    return quotations


def quotations(doc: Doc) -> Doc:
    """Replace the tagger's contents by quotations, and number them, their cues and their sources in text order."""
    spoken = _take_turns(doc)
    stretches = list(_stretches(doc))
    owners = _owners(doc)
    for start, end, quoted in stretches:
        _claim(owners, doc, start, end, quoted)
    pieces = list(_signed(doc, _pieces(doc, owners)))
    order = {name: f"q{number}" for number, name in enumerate(dict.fromkeys(name for _, _, name in pieces))}
    marked = spoken | {i for start, end, _ in stretches for i in range(start, end)}
    kinds = {name: _kind(doc, [p for p in pieces if p[2] == name], marked) for name in order}
    certainty = doc.spans[Group.QUOTATIONS].attrs.get("certainty", {})
    doc.spans[Group.QUOTATIONS] = [
        Span(doc, start, end, label=kinds[name], span_id=order[name]) for start, end, name in pieces
    ]
    doc.spans[Group.QUOTATIONS].attrs["certainty"] = {order[k]: v for k, v in certainty.items() if k in order}
    for group in (Group.CUES, Group.SPEAKERS):
        doc.spans[group] = [
            Span(doc, span.start, span.end, label=span.label_, span_id=order[span.id_])
            for span in doc.spans[group]
            if span.id_ in order
        ]
    return doc


def _take_turns(doc: Doc) -> set[int]:
    """Put the turns of an interview in the place of what the tagger found in them; returns their tokens."""
    turns = transcripts.turns(doc)
    lines = {i for turn in turns for i in range(turn.label_start, turn.end)}
    taken: dict[str, list[Span]] = {Group.QUOTATIONS: [], Group.CUES: [], Group.SPEAKERS: []}
    for number, turn in enumerate(turns):
        name = f"turn{number}"
        taken[Group.QUOTATIONS].append(Span(doc, turn.start, turn.end, label="CONTENT", span_id=name))
        taken[Group.CUES].append(Span(doc, turn.colon, turn.start, label="CUE", span_id=name))
        if turn.colon - turn.label_start > 1 or len(doc[turn.label_start]) > 1:  # Q and A are nobody's names
            taken[Group.SPEAKERS].append(Span(doc, turn.label_start, turn.colon, label="turn", span_id=name))
        doc.spans[Group.QUOTATIONS].attrs.setdefault("certainty", {})[name] = [1.0, 1.0]
    for group, spans in taken.items():
        kept = [span for span in doc.spans[group] if lines.isdisjoint(range(span.start, span.end))]
        doc.spans[group] = SpanGroup(doc, name=group, spans=kept + spans, attrs=doc.spans[group].attrs)
    return {i for turn in turns for i in range(turn.start, turn.end)}


def _stretches(doc: Doc) -> Iterator[tuple[int, int, Quoted]]:
    """Yield quoted stretches as token spans."""
    for quoted in pair(doc.text):
        span = doc.char_span(quoted.start, quoted.end, alignment_mode="expand")
        if span is not None:
            yield span.start, span.end, quoted


def _owners(doc: Doc) -> list[str | None]:
    """Say for each token which attribution's content it is in."""
    owners: list[str | None] = [None] * len(doc)
    for span in doc.spans[Group.QUOTATIONS]:
        for i in range(span.start, span.end):
            owners[i] = span.id_
    return owners


def _claim(owners: list[str | None], doc: Doc, start: int, end: int, quoted: Quoted) -> None:
    """Give a quoted stretch whole to the content that has most of it. An unclosed one gets its opening mark only."""
    words = [i for i in range(start, end) if _LETTERS.search(doc[i].text)]
    if not words:
        return
    if not quoted.closed:
        if owners[words[0]] is not None:
            owners[start : words[0]] = [owners[words[0]]] * (words[0] - start)
        return
    tagged = Counter(owners[i] for i in words if owners[i] is not None)
    if tagged.total() >= MOST * len(words):
        owners[start:end] = [tagged.most_common(1)[0][0]] * (end - start)


def _pieces(doc: Doc, owners: list[str | None]) -> Iterator[tuple[int, int, str]]:
    """Yield runs of one owner, without what is no part of them at their rims, and only those that hold a word."""
    start = 0
    for end in range(1, len(doc) + 1):
        if end < len(doc) and owners[end] == owners[start]:
            continue
        name, first, last = owners[start], start, end
        start = end
        if name is None:
            continue
        while first < last and _is_rim(doc[first]):
            first += 1
        while first < last and _is_rim(doc[last - 1]):
            last -= 1
        if _LETTERS.search(doc[first:last].text):
            yield first, last, name


def _signed(doc: Doc, pieces: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Part what a signature stands between: each piece that is signed ends a quotation, whatever the tagger joined.

    "We won!" – Ana Ruiz "Nonsense." – Luis Vega     two quotations
    """
    parts: Counter[str] = Counter()
    for start, end, name in pieces:
        yield start, end, f"{name}.{parts[name]}" if parts[name] else name
        if signature_after(doc, end) is not None:
            parts[name] += 1


def _is_rim(token: Token) -> bool:
    """White space, and what joins words to others, at the rim of a piece: part of the sentence, not of what is said."""
    return token.is_space or set(token.text) <= set(",;:-–—")


def _kind(doc: Doc, pieces: Iterable[tuple[int, int, str]], marked: set[int]) -> Kind:
    """Direct: all words stand inside marks. Mixed: some do."""
    inside = [i in marked for start, end, _ in pieces for i in range(start, end) if _LETTERS.search(doc[i].text)]
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
    """Length of the quotation mark that a text begins with."""
    return 2 if words[:2] in ("''", "``") else int(words[:1] in MARKS and bool(words))
