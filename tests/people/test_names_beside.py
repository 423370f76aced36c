"""A surname gets its full name from the headline, a caption, a credit line or the byline."""

import pytest
from made import quoted_doc
from parses import parser

from quotes import lexicon
from quotes.annotations import read_entities, read_speakers, write_context
from quotes.people.component import People
from quotes.records import StoryContext

PARSE = parser("people")
TEXT = "[q0|“We will not sell,”] [c0|said] [s0|Mr Okonedo], who owns the mill."


def speaker(*beside: str) -> str:
    doc, _ = quoted_doc(TEXT, PARSE)
    write_context(doc, StoryContext(beside=beside))
    People(lexicon.load())(doc)
    return read_entities(doc)[read_speakers(doc)["q0"].entity].name


@pytest.mark.parametrize(
    ("beside", "name"),
    [
        ((), "Okonedo"),
        (("Mill owner Peter Okonedo at his gate. Photo: Nils Aker",), "Peter Okonedo"),
        (("Peter Okonedo Will Not Sell the Mill", "Mayor Ruth Ekholm"), "Peter Okonedo"),
        (("By Peter J. Okonedo",), "Peter J. Okonedo"),
        (("Peter Okonedo", "PETER OKONEDO"), "Peter Okonedo"),
        (("Peter Okonedo and his sister, Mary Okonedo",), "Okonedo"),
        (("Okonedo will not sell",), "Okonedo"),
        (("The House of Okonedo",), "Okonedo"),
        (("Judge Okonedo",), "Okonedo"),
    ],
)
def test_full_name_beside_the_story(beside: tuple[str, ...], name: str) -> None:
    assert speaker(*beside) == name
