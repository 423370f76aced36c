"""`doc._.quotations`: getters on what the components found."""

from datetime import date

import pytest
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from quotes import extensions
from quotes.annotations import write_context
from quotes.records import StoryContext


def test_a_doc_that_no_component_has_seen_has_none() -> None:
    assert extensions.quotations(Doc(Vocab(), words=["We", "won"])) == ()
    assert Doc(Vocab(), words=["We", "won"])._.quotations == ()


@pytest.mark.model
def test_getters(nlp: Language) -> None:
    doc = nlp.make_doc("Ana Ruiz, the coach, smiled. “We won,” she said on Monday. “They never came back.”")
    write_context(doc, StoryContext(published=date(2026, 1, 7)))
    doc = nlp(doc)
    first = doc._.quotations[0]
    assert (first.text.startswith("“We won,”"), first.kind, first.speaker) == (True, "direct", "Ana Ruiz")
    assert (first.cue.text, first.mention.text, first.said_on) == ("said", "she", date(2026, 1, 5))
    assert first.person.role == "the coach"
    assert [step.span.text for step in first.evidence][-1] == "Ana Ruiz"
    (again,) = DocBin(docs=[doc]).get_docs(nlp.vocab)
    assert [quotation.text for quotation in again._.quotations] == [quotation.text for quotation in doc._.quotations]
