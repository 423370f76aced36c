"""The narration of a story, token by token: its paragraph, whether it is quoted, whom it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from quotes.annotations import read_mentions, read_quotations, read_speakers
from quotes.layout import lay_out


@dataclass(frozen=True, slots=True)
class Narration:
    """What the rules of dates ask about tokens. Index the sequences by `token.i`.

    Attributes:
        paragraph: number of the token's paragraph.
        quoted: True inside quotation marks.
        reported: id of the quotation whose content the token belongs to, in marks or not; "" outside.
        people: token to the id of the entity that it names, as far as mentions and speakers are resolved.
    """

    paragraph: tuple[int, ...]
    quoted: tuple[bool, ...]
    reported: tuple[str, ...]
    people: Mapping[int, str]

    def names(self, tokens: Iterable[Token]) -> frozenset[str]:
        """Return the persons among tokens: ids of entities; the words of names that nothing has resolved."""
        tokens = list(tokens)
        resolved = {self.people[token.i] for token in tokens if token.i in self.people}
        unresolved = {x.lower_ for x in tokens if x.i not in self.people and x.ent_type_ == "PERSON"}
        return frozenset(resolved | unresolved)

    def sentence(self, span: Span) -> tuple[Token, ...]:
        """Return the narrated words of a span's sentence, within its paragraph."""
        here = self.paragraph[span.start]
        return tuple(x for x in span.sent if self.paragraph[x.i] == here and not self.quoted[x.i])


def narrate(doc: Doc) -> Narration:
    """Read the narration of a Doc with quotations and speakers."""
    layout = lay_out(doc.text)
    spans = [(quotation.id, piece) for quotation in read_quotations(doc) for piece in quotation.pieces]
    return Narration(
        tuple(_numbers(doc, [paragraph.start for paragraph in layout.paragraphs])),
        tuple(_inside(doc, [(quoted.start, quoted.end) for quoted in layout.quoted])),
        tuple(_reported(doc, spans)),
        _people(doc),
    )


def _numbers(doc: Doc, starts: list[int]) -> Iterable[int]:
    """Number the tokens by the paragraph that began last."""
    number = 0
    for token in doc:
        while number < len(starts) and starts[number] <= token.idx:
            number += 1
        yield max(number - 1, 0)


def _inside(doc: Doc, stretches: list[tuple[int, int]]) -> Iterable[bool]:
    """Tell for each token whether a stretch covers it; stretches are in order and apart."""
    number = 0
    for token in doc:
        while number < len(stretches) and stretches[number][1] <= token.idx:
            number += 1
        yield number < len(stretches) and stretches[number][0] <= token.idx


def _reported(doc: Doc, spans: list[tuple[str, Span]]) -> list[str]:
    reported = [""] * len(doc)
    for name, piece in spans:
        reported[piece.start : piece.end] = [name] * len(piece)
    return reported


def _people(doc: Doc) -> dict[int, str]:
    resolved = [(speaker.mention, speaker.entity) for speaker in read_speakers(doc).values()]
    resolved += [(mention.span, mention.entity) for mention in read_mentions(doc)]
    return {token.i: entity for span, entity in resolved if span is not None and entity for token in span}
