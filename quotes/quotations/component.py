"""The component `quotations`: what the network found becomes attributed quotations on the Doc."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from quotes import extensions  # noqa: F401  registers doc._.quotations
from quotes.annotations import read_tagged, write_quotations
from quotes.quotations.attribution import attribute
from quotes.quotations.find import find_quotations


@Language.factory("quotations", requires=["doc.spans"], assigns=["doc.spans"])
def make_quotations(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component."""
    return annotate


def annotate(doc: Doc) -> Doc:
    """Write the attributed quotations of a Doc that the encoder has tagged."""
    write_quotations(doc, attribute(find_quotations(doc, read_tagged(doc))))
    return doc
