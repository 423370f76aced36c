"""brat's stand-off format: one .txt and one .ann per article, written and read.

http://brat.nlplab.org/standoff.html. Quotations, cues and sources are text-bound annotations, tied together by the
relations `cue` and `source`; the speaker's name is a note on the source, or on the quotation that has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from quotes.errors import InputError
from quotes.types import Article, Piece, Quote

#: What brat must be told of these annotations, as annotation.conf.
CONFIGURATION = """[entities]
Quotation
Cue
Source

[relations]
cue Arg1:Quotation, Arg2:Cue
source Arg1:Quotation, Arg2:Source

[events]

[attributes]
Kind Arg:Quotation, Value:direct|mixed|indirect
Polarity Arg:Quotation, Value:said|denied|not_said|asked
SpeakerKind Arg:Quotation, Value:person|organisation|group|unnamed|document
"""

_BOUND = re.compile(r"(T\d+)\t(\w+) ([\d ;]+)\t.*")
_RELATION = re.compile(r"R\d+\t(\w+) Arg1:(T\d+) Arg2:(T\d+).*")
_ATTRIBUTE = re.compile(r"[AM]\d+\t(\w+) (T\d+) (\w+)")
_NOTE = re.compile(r"#\d+\t\w+ (T\d+)\t(.*)")


def write_brat(article: Article, quotes: Sequence[Quote]) -> str:
    """Make the .ann of an article; its .txt is the article's text.

    Args:
        article: the article.
        quotes: its rows.
    """
    return "".join(f"{line}\n" for line in _lines(article.text, quotes))


def _lines(text: str, quotes: Sequence[Quote]) -> Iterator[str]:
    bound = relations = 0
    for number, quote in enumerate(quotes, 1):
        bound += 1
        quotation = named = f"T{bound}"
        yield _bound(quotation, "Quotation", quote.spans, text)
        for label, start, end in (
            ("Cue", quote.cue_start, quote.cue_end),
            ("Source", quote.speaker_start, quote.speaker_end),
        ):
            if start is None or end is None:
                continue
            bound, relations = bound + 1, relations + 1
            yield _bound(f"T{bound}", label, (Piece(start, end),), text)
            yield f"R{relations}\t{label.lower()} Arg1:{quotation} Arg2:T{bound}"
            named = f"T{bound}" if label == "Source" else named
        values = {"Kind": quote.kind, "Polarity": quote.polarity, "SpeakerKind": quote.speaker_kind}
        for place, (name, value) in enumerate(values.items(), 3 * number - 2):
            if value is not None:
                yield f"A{place}\t{name} {quotation} {value}"
        if quote.speaker is not None:
            yield f"#{number}\tAnnotatorNotes {named}\t{' '.join(quote.speaker.split())}"


def _bound(name: str, label: str, pieces: Sequence[Piece], text: str) -> str:
    """Write one annotation; brat wants a stretch over several lines in several pieces."""
    lines = [line for piece in pieces for line in _by_line(piece, text)]
    places = ";".join(f"{line.start} {line.end}" for line in lines)
    return f"{name}\t{label} {places}\t{' '.join(text[line.start : line.end] for line in lines)}"


def _by_line(piece: Piece, text: str) -> Iterator[Piece]:
    for found in re.finditer(r"[^\n\r]+", text[piece.start : piece.end]):
        yield Piece(piece.start + found.start(), piece.start + found.end())


def read_brat(text: str, annotations: str, *, doc_id: str) -> dict[str, Any]:
    """Make a gold article of a corrected .ann, in the form that `quotes evaluate` reads.

    Args:
        text: the .txt.
        annotations: the .ann.
        doc_id: the article's id.

    Raises:
        InputError: an annotation lies outside of the text.
    """
    bound: dict[str, tuple[str, list[list[int]]]] = {}
    ties: dict[str, dict[str, list[str]]] = {}
    values: dict[tuple[str, str], str] = {}
    notes: dict[str, str] = {}
    for line in annotations.splitlines():
        if found := _BOUND.fullmatch(line):
            pieces = [[int(place) for place in piece.split()] for piece in found[3].split(";")]
            if any(not 0 <= start < end <= len(text) for start, end in pieces):
                msg = (
                    f"{doc_id}: {found[1]} lies at {found[3]}, outside of the text. Does the .ann belong to this .txt?"
                )
                raise InputError(msg)
            bound[found[1]] = found[2], pieces
        elif found := _RELATION.fullmatch(line):
            ties.setdefault(found[2], {}).setdefault(found[1].lower(), []).append(found[3])
        elif found := _ATTRIBUTE.fullmatch(line):
            values[found[2], found[1]] = found[3]
        elif found := _NOTE.fullmatch(line):
            notes[found[1]] = found[2]
    attributions = [
        _attribution(name, pieces, ties.get(name, {}), bound, text)
        | {"type": values.get((name, "Kind"), "direct")}
        | _speaker(name, ties.get(name, {}), notes, values.get((name, "SpeakerKind"), "person"))
        for name, (label, pieces) in bound.items()
        if label == "Quotation"
    ]
    return {"id": doc_id, "text": text, "attributions": attributions}


def _attribution(
    name: str,
    pieces: list[list[int]],
    ties: dict[str, list[str]],
    bound: dict[str, tuple[str, list[list[int]]]],
    text: str,
) -> dict[str, Any]:
    tied = {
        label: [piece for other in ties.get(label, []) if other in bound for piece in bound[other][1]]
        for label in ("cue", "source")
    }
    return {"id": name, "content": joined_lines(pieces, text), **tied}


def joined_lines(pieces: list[list[int]], text: str) -> list[list[int]]:
    """Join pieces that only a line break parts.

    >>> joined_lines([[0, 2], [3, 5], [9, 11]], "ab cd ef gh"), joined_lines([[0, 2], [3, 5]], chr(10).join(["ab", "cd"]))
    ([[0, 2], [3, 5], [9, 11]], [[0, 5]])
    """
    found: list[list[int]] = []
    for start, end in sorted(pieces):
        between = text[found[-1][1] : start] if found else ""
        if between and not between.strip() and "\n" in between:
            found[-1][1] = end
        else:
            found.append([start, end])
    return found


def _speaker(name: str, ties: dict[str, list[str]], notes: dict[str, str], kind: str) -> dict[str, Any]:
    named = [notes[other] for other in [*ties.get("source", []), name] if other in notes]
    return {"speaker": named[0], "kind": kind} if named else {}
