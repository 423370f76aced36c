"""Cutting an article into marked stretches: nothing is lost, and hostile texts take no time."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_rows import QUOTE, TEXT, make_quotes

from quotes.types import Piece
from quotes.web.marking import by_speaker, colours, mark_up, shown


def test_stretches_say_what_they_are() -> None:
    (stretches,) = mark_up(TEXT, make_quotes(1))
    told = {stretch.text: stretch.marks for stretch in stretches if stretch.marks}
    assert told["“We will mend the bridge,”"] == "0q"
    assert told["said"] == "0c"
    assert told["Zoë O’Brien"] == "0e0 0m 1e0"


@given(
    st.text(alphabet="ab \n“”\u202e\u2067\x00", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6),
)
def test_no_word_is_lost_and_each_stands_at_its_place(text: str, places: list[tuple[int, int]]) -> None:
    rows = [
        replace(QUOTE, spans=(Piece(start, start + size),))
        for start, size in sorted(places)
        if start + size <= len(text)
    ]
    paragraphs = mark_up(text, rows)
    for stretch in (stretch for paragraph in paragraphs for stretch in paragraph):
        assert stretch.text == shown(text[stretch.start : stretch.start + len(stretch.text)])
    assert "\n".join("".join(s.text for s in p) for p in paragraphs).split() == shown(text).split()


@pytest.mark.slow
def test_ten_thousand_quotations() -> None:
    """In quadratic time this would take hours."""
    piece = "“We won,” she said. "
    rows = [
        replace(QUOTE, spans=(Piece(n * len(piece), n * len(piece) + 9),), cue_start=None, evidence=())
        for n in range(10_000)
    ]
    (stretches,) = mark_up(piece * 10_000, rows)
    assert sum(stretch.last for stretch in stretches) == 10_000


def test_colours_of_those_who_speak_most_are_their_own() -> None:
    rows = [replace(QUOTE, speaker=name) for name in ["a", "b", "c", "c", "c", "b", None]]
    assert colours(rows, 2) == {"b": 0, "c": 1, "a": 0}
    assert [name for name, _ in by_speaker(rows)] == ["c", "b", "a", None]
