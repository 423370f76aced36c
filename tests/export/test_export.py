"""Rows and articles in other forms, and back; and an article shown."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pyarrow as pa
import pytest
from made_claims import articles
from made_rows import TEXT, make_article, make_quote, make_quotes

from quotes.errors import InputError, OutputError
from quotes.evaluation import gold
from quotes.export import label_studio, linked_data, spreadsheet, standoff
from quotes.export.rendering import render
from quotes.export.report import report
from quotes.export.tables import Format, corrections, export
from quotes.table.quote_table import QuoteTable, open_table
from quotes.table.schema import QUOTES, to_batch
from quotes.table.writer import Writer
from quotes.types import Article, Piece, Quote

EVIL = "“</mark><script>alert(1)</script>,” said Ana <b>Ruiz</b>. {{ 1 }}"


@pytest.fixture
def table(tmp_path: Path) -> QuoteTable:
    with Writer(tmp_path / "news.parquet") as tables:
        for article, rows in articles():
            tables.add(article, rows)
    return open_table(tmp_path / "news.parquet")


class Page(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def evil() -> tuple[Article, Quote]:
    article = Article("e", EVIL, title="<i>Evil</i>", url="javascript:alert(1)")
    end = EVIL.index(" said")
    row = make_quote(doc_id="e", quote=EVIL[1 : end - 1], spans=(Piece(0, end),), speaker="<u>Ana</u>", url=article.url)
    return article, replace(row, cue_start=end + 1, cue_end=end + 5, speaker_start=None, speaker_end=None, evidence=())


@pytest.mark.parametrize("form", [Format.BRAT, Format.LABEL_STUDIO])
def test_what_goes_out_comes_back_as_gold(table: QuoteTable, tmp_path: Path, form: Format) -> None:
    out = tmp_path / "out"
    assert export(table, out, form=form) == (sum(len(rows) for _, rows in articles()), 0)
    path = tmp_path / "back.gold.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in corrections(out)), "utf8")
    back = {example.article.doc_id: example for example in gold.read(path)}
    for article, rows in articles():
        example = back[article.doc_id]
        assert example.article.text == article.text
        found = {attribution.content: attribution for attribution in example.attributions}
        for row in rows:
            attribution = found[row.spans]
            assert (attribution.kind, attribution.speaker) == (row.kind, row.speaker)
            assert attribution.speaker_kind == (row.speaker_kind if row.speaker else None)
            assert attribution.cue == (Piece(row.cue_start or 0, row.cue_end or 0),)


def test_brat_is_as_brat_writes_it() -> None:
    text = "“One\ntwo,” she said. “Three.”"
    row = make_quote(spans=(Piece(0, 10), Piece(21, 29)), cue_start=15, cue_end=19, speaker_start=11, speaker_end=14)
    lines = standoff.write_brat(Article("a", text), [row]).splitlines()
    assert lines[0] == "T1\tQuotation 0 4;5 10;21 29\t“One two,” “Three.”"
    assert lines[1:3] == ["T2\tCue 15 19\tsaid", "R1\tcue Arg1:T1 Arg2:T2"]
    assert "A1\tKind T1 direct" in lines
    assert lines[-1] == "#1\tAnnotatorNotes T3\tZoë O’Brien"
    content = standoff.read_brat(text, "\n".join(lines), doc_id="a")["attributions"][0]["content"]
    assert content == [[0, 10], [21, 29]]


def test_corrections_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("short", "utf8")
    (tmp_path / "a.ann").write_text("T1\tQuotation 0 400\tlong\n", "utf8")
    with pytest.raises(InputError, match="a: T1 lies at 0 400, outside of the text"):
        list(corrections(tmp_path))
    (tmp_path / "a.txt").unlink()
    with pytest.raises(InputError, match="cannot be read"):
        list(corrections(tmp_path))
    (tmp_path / "tasks.json").write_text('[{"data": {}}]', "utf8")
    with pytest.raises(InputError, match=r"without data\.text"):
        list(corrections(tmp_path / "tasks.json"))
    (tmp_path / "tasks.json").write_text("[", "utf8")
    with pytest.raises(InputError, match="not JSON"):
        list(corrections(tmp_path / "tasks.json"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"no \.ann"):
        list(corrections(tmp_path / "empty"))


def test_label_studio_counts_as_browsers_do() -> None:
    """Behind 😀, which a browser counts as two, the words are found again; elsewhere they are refused."""
    article = Article("a", f"😀 {TEXT}")
    row = make_quote(spans=(Piece(2, 28),), cue_start=None, cue_end=None, speaker_start=None, speaker_end=None)
    task = label_studio.task(article, [row])
    for part in task["predictions"][0]["result"]:
        part["value"] |= {"start": 3, "end": 29}
    assert label_studio.read_task(task)["attributions"][0]["content"] == [[2, 28]]
    task["predictions"][0]["result"][0]["value"]["start"] = 7
    with pytest.raises(InputError, match="does not stand at 7"):
        label_studio.read_task(task)


def test_of_several_annotations_the_first_that_was_kept_counts() -> None:
    task = label_studio.task(make_article(1), make_quotes(1))
    kept = {"result": task["predictions"][0]["result"][:1]}
    task["annotations"] = [{"was_cancelled": True, "result": []}, kept]
    assert len(label_studio.read_task(task)["attributions"]) == 1


def test_web_annotation_selects_the_words() -> None:
    article, row = make_article(1), make_quotes(1)[0]
    made = linked_data.web_annotation(article, row)
    words, place = made["target"]["selector"]
    assert words["exact"] == article.text[place["start"] : place["end"]] == "“We will mend the bridge,”"
    assert article.text.startswith(words["prefix"] + words["exact"] + words["suffix"])
    assert made["target"]["source"] == "https://news.example/1"
    assert "Zoë O’Brien" in {body["value"] for body in made["body"]}
    several = linked_data.web_annotation(article, replace(row, spans=(Piece(0, 5), Piece(10, 12))))
    assert len(several["target"]) == 2


def test_schema_org_has_quotations_only() -> None:
    article, (row, indirect) = make_article(1), make_quotes(1)
    made = linked_data.schema_org(article, row)
    assert made is not None
    assert made["text"] == "We will mend the bridge,"
    assert made["spokenByCharacter"] == {
        "@type": "Person",
        "name": "Zoë O’Brien",
        "jobTitle": "the mayor of Marrow Bay",
    }
    assert made["isPartOf"]["publisher"] == {"@type": "Organization", "name": "Marrow Bay Post"}
    assert linked_data.schema_org(article, indirect) is None
    assert linked_data.schema_org(article, replace(row, polarity="denied")) is None
    unknown = linked_data.schema_org(article, replace(row, speaker=None, outlet=None))
    assert unknown is not None
    assert "spokenByCharacter" not in unknown


@pytest.mark.parametrize("form", [Format.WEB_ANNOTATION, Format.SCHEMA_ORG])
def test_linked_data_is_one_object_a_line(table: QuoteTable, tmp_path: Path, form: Format) -> None:
    written, left_out = export(table, tmp_path / "out.jsonl", form=form)
    lines = (tmp_path / "out.jsonl").read_text("utf8").splitlines()
    assert len([json.loads(line) for line in lines]) == written
    assert written + left_out == sum(len(rows) for _, rows in articles())
    assert (left_out > 0) == (form == Format.SCHEMA_ORG)


def test_nothing_is_written_over(table: QuoteTable, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine.txt").write_text("mine")
    for form in Format:
        with pytest.raises(OutputError, match=r"there exists\. Give another name"):
            export(table, tmp_path / "there", form=form)


def test_annotations_need_the_texts(table: QuoteTable, tmp_path: Path) -> None:
    (tmp_path / "news.articles.parquet").unlink()
    with pytest.raises(InputError, match="articles are not beside the table"):
        export(open_table(tmp_path / "news.parquet"), tmp_path / "out", form=Format.BRAT)


def test_a_spreadsheet_keeps_text_and_days() -> None:
    row = make_quote(quote="=SUM(A1) “as printed”", said_on=date(2024, 5, 16))
    book = zipfile.ZipFile(io.BytesIO(spreadsheet.workbook(pa.Table.from_batches([to_batch([row], QUOTES)]))))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "=SUM(A1) “as printed”" in sheet
    assert "<f>" not in sheet


def test_a_spreadsheet_refuses_what_it_cannot_hold() -> None:
    with pytest.raises(OutputError, match=r"32,768 characters in one cell.*--csv"):
        spreadsheet.workbook(pa.table({"quote": ["x" * 32_768]}))


def test_a_report_stands_alone_and_shows_each_quotation_in_its_passage() -> None:
    rows = make_quotes(1)
    page = Page(report(rows, {"bay-1": make_article(1)}, total=5))
    assert "2 of 5 rows" in page.text
    marked = [attributes["class"] for attributes in page.of("mark")]
    assert marked == ["quotation", "cue", "speaker", "evidence", "speaker", "cue", "quotation"]
    assert {"href": "https://news.example/1", "rel": "noopener noreferrer"} in page.of("a")
    assert not page.of("link") + page.of("script") + page.of("img")
    assert "denied" in Page(report([replace(rows[0], polarity="denied")], {})).text
    assert "We will mend the bridge," in Page(report(rows, {})).text


def test_markup_in_an_article_is_shown_and_not_obeyed() -> None:
    article, row = evil()
    for made in (report([row], {"e": article}), render(article, [row]), render(article, [row], page=True)):
        page = Page(made)
        assert not page.of("script") + page.of("b") + page.of("i") + page.of("u")
        assert not any((link.get("href") or "").startswith("javascript") for link in page.of("a"))
        assert "<script>alert(1)</script>" in page.text
        assert "{{ 1 }}" in page.text


def test_an_article_is_shown_with_its_speakers_in_colour() -> None:
    shown = render(make_article(1), make_quotes(1))
    page = Page(shown)
    quotations = [attributes for attributes in page.of("mark") if attributes["class"] == "quotation"]
    assert [one["title"] for one in quotations] == [
        "Zoë O’Brien (75%), direct | subject of the cue: Zoë O’Brien",
        "Zoë O’Brien (50%), indirect | subject of the cue: Zoë O’Brien",
    ]
    assert len({one["style"] for one in quotations}) == 1
    assert shown._repr_html_() == shown
    assert "<html" not in shown
    assert "<html" in render(make_article(1), make_quotes(1), page=True)
    assert "speaker not known" in Page(render(make_article(1), [make_quote(speaker=None)])).text
