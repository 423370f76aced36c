"""Show an article with its quotations coloured by speaker, and the evidence on hover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from quotes.export.report import style, template
from quotes.table.passages import Label, Mark, marks_of, paragraphs, segments
from quotes.types import Article, Quote

if TYPE_CHECKING:
    from spacy.language import Language

#: Colours of speakers: pale, and told apart by those who see few colours too (Tol 2021, "Colour Schemes").
COLOURS = ("#bbccee", "#cceeff", "#ccddaa", "#eeeebb", "#ffcccc")
UNKNOWN = "#dddddd"
_NOT_KNOWN = "speaker not known"


class Html(str):
    """A page as text; a notebook shows it."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    labels: tuple[Label, ...]
    title: str
    colour: str | None


def render(article: Article | str, quotes: Sequence[Quote] | None = None, *, page: bool = False) -> Html:
    """Make HTML of an article, its quotations coloured by speaker and the evidence on hover.

    It needs no other file, and markup in the text is shown, not obeyed. A notebook shows what is returned.

        quotes.render("“We won,” said Ana Ruiz.")

    Args:
        article: the article, or its text.
        quotes: its rows. None: they are extracted now, by the pipeline of `quotes.load()`.
        page: make a whole page, to be written to a file; otherwise a part of one.
    """
    if isinstance(article, str):
        article = Article("text", article)
    if quotes is None:
        from quotes import pipeline

        quotes = pipeline.extract(_pipeline(), article)
    colours = _colours(quotes)
    owners = [(mark, quote) for quote in quotes for mark in marks_of(quote)]
    values: dict[str, Any] = {
        "title": article.title or article.doc_id,
        "style": style(*(["page"] if page else []), "marks"),
        "page": page,
    }
    shown = [
        [
            _part(segment.text, segment.labels, segment.start, owners, colours)
            for segment in segments(article.text, start, end, [mark for mark, _ in owners])
        ]
        for start, end in paragraphs(article.text)
    ]
    return Html(template("article.html").render(paragraphs=shown, colours=colours, **values))


def _colours(quotes: Sequence[Quote]) -> dict[str, str]:
    """Give each speaker a colour, in the order in which they speak; grey comes last, if there is a row without one."""
    names = dict.fromkeys(quote.speaker for quote in quotes if quote.speaker)
    colours = {name: COLOURS[number % len(COLOURS)] for number, name in enumerate(names)}
    return colours if all(quote.speaker for quote in quotes) else colours | {_NOT_KNOWN: UNKNOWN}


@lru_cache(maxsize=1)
def _pipeline() -> Language:
    from quotes import pipeline

    return pipeline.load()


def _part(
    text: str, labels: tuple[Label, ...], start: int, owners: Sequence[tuple[Mark, Quote]], colours: dict[str, str]
) -> _Part:
    own = [(mark, quote) for mark, quote in owners if mark.start <= start < mark.end]
    titles = dict.fromkeys(_title(quote) for mark, quote in own if mark.label == Label.QUOTATION)
    title = "\n".join(titles) or ", ".join(
        dict.fromkeys(f"{mark.label} of {quote.speaker or 'nobody known'}" for mark, quote in own)
    )
    spoken = [quote for mark, quote in own if mark.label == Label.QUOTATION]
    return _Part(text, labels, title, colours[spoken[-1].speaker or _NOT_KNOWN] if spoken else None)


def _title(quote: Quote) -> str:
    """Tell in one line who speaks, how sure that is, and by which steps."""
    sure = f" ({quote.confidence:.0%})" if quote.confidence is not None else ""
    denied = f", {quote.polarity.replace('_', ' ')}" if quote.polarity != "said" else ""
    steps = " → ".join(f"{step.step}: {step.text}" for step in quote.evidence)
    return f"{quote.speaker or _NOT_KNOWN}{sure}, {quote.kind}{denied}{f' | {steps}' if steps else ''}"
