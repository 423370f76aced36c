"""Decide where quotations begin and end: tags decide what is speech, marks decide its bounds.

A quoted stretch most of whose words the network calls content belongs to that content whole; one that it does not is
a title, a nickname or a scare quote. What the network calls content outside of marks stays as it is: indirect speech.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from quotes.layout import lay_out
from quotes.marks import Quoted
from quotes.quotations.candidates import Candidate
from quotes.quotations.signatures import signature_after

#: Share of a quoted stretch's words that must be tagged for the whole to be speech.
MIN_TAGGED_SHARE = 0.5
#: The same for a stretch that is not closed.
MIN_UNCLOSED_SHARE = 0.8
#: Words of a line in marks that may be a quotation whatever the network thinks.
MIN_LINE_WORDS = 3
LETTERS = re.compile(r"\w")


def pieces_of(doc: Doc, candidates: list[Candidate]) -> dict[int, list[Span]]:
    """Return the pieces of each candidate's quotation, by the candidate's number.

    Signed stretches, and headlines whose words come again, are quotations even if the network tagged none of them: for
    these, candidates are added to the list.
    """
    owners = _owners(doc, candidates)
    for start, end, quoted in stretches(doc):
        _claim(owners, doc, start, end, quoted)
        whole = len(set(owners[start:end])) == 1 and owners[start] is not None
        if not whole and (signature_after(doc, end) is not None or _is_repeated_line(doc, start, end)):
            owners[start:end] = [len(candidates)] * (end - start)
            candidates.append(Candidate())
    found: dict[int, list[Span]] = {}
    for start, end, owner in _pieces(doc, owners):
        found.setdefault(owner, []).append(doc[start:end])
    return found


def stretches(doc: Doc) -> Iterator[tuple[int, int, Quoted]]:
    """Yield quoted stretches as token spans."""
    for quoted in lay_out(doc.text).quoted:
        span = doc.char_span(quoted.start, quoted.end, alignment_mode="expand")
        if span is not None:
            yield span.start, span.end, quoted


def _owners(doc: Doc, candidates: list[Candidate]) -> list[int | None]:
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
    words = [i for i in range(start, end) if LETTERS.search(doc[i].text)]
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
        if LETTERS.search(doc[first:last].text):
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
