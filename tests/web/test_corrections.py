"""Corrections: what a file of them says, and what it does to the rows of an article."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from made_rows import ARTICLE, QUOTE, make_article, make_quotes

from quotes.table import files
from quotes.table.corrected import apply
from quotes.table.correcting import write_corrected
from quotes.table.corrections import Correction, append, in_effect, path, read
from quotes.table.writer import Writer
from quotes.types import Piece

ROW, OTHER = make_quotes(1)
LINE = Correction(
    "right", "bay-1", ROW.quote_id, ROW.spans, ROW.quote, ROW.speaker, ROW.speaker_kind, ROW.kind, who="Ana"
)


def changed(**changes: object) -> list:
    """Return the rows after one correction."""
    return list(apply(ARTICLE, [ROW, OTHER], [replace(LINE, **changes)]).rows)


def test_right_makes_it_sure_and_says_who() -> None:
    row = changed()[0].row
    assert (row.speaker, row.confidence) == (ROW.speaker, 1.0)
    assert "corrected by Ana" in row.pipeline


def test_other_speaker() -> None:
    row = changed(action="speaker", speaker="Bo Lind", speaker_kind="person")[0].row
    assert (row.speaker, row.speaker_id, row.confidence, row.quote) == ("Bo Lind", "bo-lind", 1.0, ROW.quote)


def test_nobody_known() -> None:
    row = changed(action="speaker", speaker=None)[0].row
    assert (row.speaker, row.speaker_id, row.confidence) == (None, None, None)


def test_other_words_have_another_id_and_keep_their_root() -> None:
    one = changed(action="words", spans=(Piece(1, 8),), words="We will")[0]
    assert (one.row.quote, one.root) == ("We will", ROW.quote_id)
    assert one.row.quote_id != ROW.quote_id


def test_no_quotation_is_set_aside_and_not_lost() -> None:
    found = apply(ARTICLE, [ROW, OTHER], [replace(LINE, action="none")])
    assert [one.root for one in found.rows] == [OTHER.quote_id]
    assert [one.root for one in found.removed] == [ROW.quote_id]


def test_other_day() -> None:
    row = changed(action="day", day=date(2024, 5, 1))[0].row
    assert (row.date, row.said_on, row.date_basis) == (date(2024, 5, 1), date(2024, 5, 1), "stated")
    row = changed(action="day", day=None)[0].row
    assert (row.date, row.said_on, row.date_basis) == (QUOTE.published, None, "published")


def test_added_quotation() -> None:
    line = replace(
        LINE, action="add", quote_id="new", spans=(Piece(70, 73),), words="She", speaker="Bo Lind", kind="indirect"
    )
    found = {one.root: one.row for one in apply(ARTICLE, [ROW, OTHER], [line]).rows}["new"]
    assert (found.quote, found.speaker, found.kind, found.pipeline) == (
        "She",
        "Bo Lind",
        "indirect",
        "by hand; corrected by Ana ",
    )


def test_words_set_aside_can_be_added_again_elsewhere() -> None:
    lines = [
        replace(LINE, action="words", spans=(Piece(1, 8),), words="We will"),
        replace(LINE, action="none"),
        replace(LINE, action="add"),
    ]
    (row, _) = apply(ARTICLE, [ROW, OTHER], lines).rows
    assert (row.row.quote, row.row.spans) == (ROW.quote, ROW.spans)


def test_correction_outlives_a_new_extraction_that_lost_the_row() -> None:
    found = apply(ARTICLE, [OTHER], [replace(LINE, action="speaker", speaker="Bo Lind")])
    assert [one.row.speaker for one in found.rows] == ["Bo Lind", OTHER.speaker]


def test_correction_takes_the_place_of_a_new_row_of_nearly_the_same_words() -> None:
    moved = replace(ROW, spans=(Piece(0, 20),), quote="We will mend the bri", quote_id="moved")
    found = apply(ARTICLE, [moved, OTHER], [LINE])
    assert [one.row.quote for one in found.rows] == [ROW.quote, OTHER.quote]


def test_correction_is_stale_where_the_words_are_gone() -> None:
    found = apply(replace(ARTICLE, text="Nothing of that."), [], [LINE])
    assert (found.rows, found.stale) == ((), (LINE,))


def test_undo_and_undo_of_undo() -> None:
    one = replace(LINE, id="1")
    undo = Correction("undo", "bay-1", undoes="1", id="2")
    redo = Correction("undo", "bay-1", undoes="2", id="3")
    assert in_effect([one, undo]) == []
    assert in_effect([one, undo, redo]) == [one]


def test_lines_are_read_back_as_written(tmp_path: Path) -> None:
    file = path(tmp_path / "news.parquet")
    written = [append(file, replace(LINE, action="day", day=date(2024, 5, 1))), append(file, LINE)]
    assert read(file) == (written, [])
    assert all(line.id and line.at for line in written)


def test_many_writers_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    with ThreadPoolExecutor(16) as pool:
        written = list(pool.map(lambda number: append(file, replace(LINE, who=str(number))), range(100)))
    assert {line.id for line in read(file)[0]} == {line.id for line in written}


@pytest.mark.parametrize(
    "damage",
    [b"{", b"[1]", b'{"action": "sing", "doc_id": "a"}', b"\xff\xfe", b'{"action":"day","doc_id":"a","day":"x"}'],
)
def test_damaged_line_costs_only_itself(tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "lines.jsonl"
    append(file, LINE)
    with file.open("ab") as handle:
        handle.write(damage)  # no line end: as after a crash
    append(file, LINE)
    lines, damaged = read(file)
    assert (len(lines), [one.line for one in damaged]) == (2, [2])


def test_fields_of_a_later_version_are_ignored(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text(json.dumps({"action": "checked", "doc_id": "a", "mood": "good"}) + "\n")
    assert read(file)[0] == [Correction("checked", "a")]


def test_table_written_anew_with_its_corrections(tmp_path: Path) -> None:
    table, output = tmp_path / "news.parquet", tmp_path / "corrected.parquet"
    with Writer(table) as tables:
        for number in (1, 2, 3):
            tables.add(make_article(number), make_quotes(number) if number != 2 else [])
    append(path(table), replace(LINE, action="speaker", speaker="Bo Lind"))
    append(
        path(table), replace(LINE, action="add", doc_id="bay-2", quote_id="new", spans=(Piece(70, 73),), words="She")
    )
    assert write_corrected(table, output) == 2
    rows = list(files.read(output))
    assert [(row.doc_id, row.speaker) for row in rows][:3] == [
        ("bay-1", "Bo Lind"),
        ("bay-1", ROW.speaker),
        ("bay-2", ROW.speaker),
    ]
    assert len(rows) == 5
