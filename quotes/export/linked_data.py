"""Rows as linked data: W3C web annotations, and schema.org's Quotation, both JSON-LD."""

from __future__ import annotations

from typing import Any

from quotes.types import Article, Kind, Piece, Polarity, Quote, SpeakerKind

#: Text before and after a quotation, by which it is found again on the page [characters].
AROUND = 32


def web_annotation(article: Article, quote: Quote) -> dict[str, Any]:
    """Make a web annotation of a row: its pieces in the article, and who said them.

    https://www.w3.org/TR/annotation-model/. Pieces are selected by their places in the text as read, and by their words
    with those around, which hold on the page too.

    Args:
        article: the article.
        quote: one of its rows.
    """
    source = article.url or f"urn:quotes:{article.doc_id}"
    bodies = [
        _body("classifying", f"{quote.kind} quotation"),
        _body("classifying", quote.polarity),
        *([_body("identifying", quote.speaker)] if quote.speaker is not None else []),
    ]
    targets = [{"source": source, "selector": _selectors(article.text, piece)} for piece in quote.spans]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:quotes:{quote.quote_id}",
        "type": "Annotation",
        "motivation": "identifying",
        "generator": quote.pipeline,
        "body": bodies,
        "target": targets if len(targets) > 1 else targets[0],
    }


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _selectors(text: str, piece: Piece) -> list[dict[str, Any]]:
    words = {
        "exact": text[piece.start : piece.end],
        "prefix": text[max(0, piece.start - AROUND) : piece.start],
        "suffix": text[piece.end : piece.end + AROUND],
    }
    return [
        {"type": "TextQuoteSelector", **words},
        {"type": "TextPositionSelector", "start": piece.start, "end": piece.end},
    ]


def schema_org(article: Article, quote: Quote) -> dict[str, Any] | None:
    """Make a schema.org Quotation of a row; None of what is no quotation: indirect speech, and words not said.

    https://schema.org/Quotation. What is not known is left out.

    Args:
        article: the article.
        quote: one of its rows.
    """
    if quote.kind == Kind.INDIRECT or quote.polarity not in (Polarity.SAID, Polarity.ASKED):
        return None
    is_body = quote.speaker_kind in (SpeakerKind.ORGANISATION, SpeakerKind.GROUP)
    speaker = _known(
        {
            "@type": "Organization" if is_body else "Person",
            "name": quote.speaker,
            "jobTitle": None if is_body else quote.speaker_role,
        }
    )
    publisher = _known({"@type": "Organization", "name": quote.outlet}) if quote.outlet else None
    printed = _known(
        {
            "@type": "NewsArticle",
            "headline": quote.title or article.title,
            "url": quote.url,
            "datePublished": quote.published.isoformat() if quote.published else None,
            "publisher": publisher,
        }
    )
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "Quotation",
            "@id": f"urn:quotes:{quote.quote_id}",
            "text": quote.quote,
            "spokenByCharacter": speaker if quote.speaker else None,
            "dateCreated": quote.said_on.isoformat() if quote.said_on else None,
            "isPartOf": printed,
        }
    )


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
