"""Windows, and from scores to attributions: no model, the scores are made by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.encoder.decoding import BEGIN, INSIDE, OUTSIDE, Layer, Scored, WordLayout, best_labels, decode, spans_of
from quotes.encoder.windows import cut

WORDS = ["“", "We", "won", ",", "”", "said", "Ana", ".", "Bo", "said", "she", "lost"]
CONTENT, CUE, SOURCE = Layer


def scored(labels, *, to_cue, to_source, sure=0.9):
    """Scores that are sure of the labels given (layer, word, label) and of the pointers given."""
    tags = np.full((len(WORDS), 3, 3), (1 - sure) / 2, dtype=np.float32)
    tags[:, :, OUTSIDE] = sure
    for layer, word, label in labels:
        tags[word, layer] = (1 - sure) / 2
        tags[word, layer, label] = sure
    return Scored(
        tags, [to_cue.get(i, {}) for i in range(len(WORDS))], [to_source.get(i, {}) for i in range(len(WORDS))]
    )


LABELS = [
    (CONTENT, 1, BEGIN), (CONTENT, 2, INSIDE), (CUE, 5, BEGIN), (SOURCE, 6, BEGIN),
    (CONTENT, 10, BEGIN), (CONTENT, 11, INSIDE), (CUE, 9, BEGIN), (SOURCE, 8, BEGIN),
]  # fmt: skip
TO_CUE = {1: {5: 0.8, 9: 0.2}, 2: {5: 0.9}, 10: {9: 0.9}, 11: {9: 0.9}}
TO_SOURCE = {5: {6: 0.7, 5: 0.2}, 9: {8: 0.9}}


def test_contents_take_the_cue_they_point_to_and_cues_their_source():
    first, second = decode(scored(LABELS, to_cue=TO_CUE, to_source=TO_SOURCE))
    assert (first.contents, first.cue, first.source) == (((1, 3),), (5, 6), (6, 7))
    assert (second.contents, second.cue, second.source) == (((10, 12),), (9, 10), (8, 9))
    assert first.cue_probability == pytest.approx(0.85)
    assert first.source_probability == pytest.approx(0.7)


def test_contents_of_one_cue_are_one_attribution():
    both = TO_CUE | {10: {5: 0.9}, 11: {5: 0.9}}
    [found] = decode(scored(LABELS, to_cue=both, to_source=TO_SOURCE))
    assert found.contents == ((1, 3), (10, 12))


def test_a_cue_that_points_to_itself_has_no_source():
    first, _ = decode(scored(LABELS, to_cue=TO_CUE, to_source=TO_SOURCE | {5: {5: 0.8, 6: 0.2}}))
    assert first.source is None


def test_a_content_that_points_nowhere_has_no_cue():
    first, _ = decode(scored(LABELS, to_cue=TO_CUE | {1: {}, 2: {}}, to_source=TO_SOURCE))
    assert (first.contents, first.cue, first.source) == (((1, 3),), None, None)


@pytest.mark.parametrize(("marked", "beside", "cue"), [(True, False, (5, 6)), (True, True, None), (False, False, None)])
def test_only_speech_in_marks_with_no_cue_beside_it_has_one_in_another_line(marked, beside, cue):
    labels = LABELS if beside else [label for label in LABELS if label[:2] != (CUE, 9)]
    printed = WordLayout(lines=[0] * 8 + [1] * 4, marked=[marked] * 12)
    *_, last = decode(scored(labels, to_cue=TO_CUE | {10: {5: 1}, 11: {5: 1}}, to_source=TO_SOURCE), printed)
    assert (last.contents[-1], last.cue) == ((10, 12), cue)


@given(st.lists(st.lists(st.floats(0.01, 1), min_size=3, max_size=3), min_size=1, max_size=12))
def test_labels_never_continue_what_has_not_begun(rows):
    labels = best_labels(np.array(rows, dtype=np.float32), cost=0.5)
    assert len(labels) == len(rows)
    assert all(before != OUTSIDE for before, label in zip([OUTSIDE, *labels], labels, strict=False) if label == INSIDE)


@given(st.lists(st.integers(0, 2), max_size=30))
def test_spans_cover_just_what_is_not_outside(labels):
    covered = {i for start, end in spans_of(labels) for i in range(start, end)}
    assert covered == {i for i, label in enumerate(labels) if label != OUTSIDE}


@given(st.lists(st.integers(1, 30), max_size=80), st.integers(30, 60), st.integers(0, 29))
def test_every_word_is_in_the_core_of_one_window_that_holds_it(lengths, size, overlap):
    windows = cut(lengths, size=size, overlap=overlap)
    assert [i for w in windows for i in range(w.core_start, w.core_end)] == list(range(len(lengths)))
    for window in windows:
        assert window.start <= window.core_start <= window.core_end <= window.end
        assert sum(lengths[window.start : window.end]) <= size
