"""The pages, without a browser: what they show, what they say where there is nothing, and what they save."""

import io
import json
import re
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from made_rows import QUOTE, TEXT, make_quotes

from quotes.evaluation import gold
from quotes.table import corrections
from quotes.web.desk import Desk

TWO = "“We won,” said Ana Ruiz. It rained. “It was close,” said Bo Lind."


def checked(page: TestClient, text: str = TWO, *, files: dict | None = None, **fields: str) -> str:
    """Check a text, wait for it, and return the address of its page."""
    answer = page.post("/check", data={"text": text, **fields}, files=files, follow_redirects=False)
    assert answer.status_code == 303
    return wait(page, answer.headers["location"])


def wait(page: TestClient, job: str) -> str:
    """Wait for an article, and return the address of its page."""
    for _ in range(600):
        there = page.get(job, follow_redirects=False)
        if there.status_code == 303:
            return there.headers["location"]
        assert "Not read" not in there.text, there.text
        time.sleep(0.05)
    raise AssertionError(there.text)


def correct(page: TestClient, **decision: object) -> dict:
    answer = page.post("/api/corrections", json={"doc_id": "bay-1", **decision})
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.parametrize("path", ["/", "/claim", "/search", "/corrections", "/agreement", "/help"])
def test_pages_without_a_table_say_what_to_do(empty_page: TestClient, path: str) -> None:
    answer = empty_page.get(path)
    assert answer.status_code == 200
    assert "Check an article" in answer.text


def test_checked_article_is_shown_found_and_kept(page: TestClient, desk: Desk) -> None:
    address = checked(page, published="2026-05-08")
    text = page.get(address).text
    assert 'data-go="1"' in text
    assert "Ana Ruiz" in text
    assert "8 May 2026" in text
    assert desk.checked is not None
    assert page.get("/search?in=checked&text=close").text.count('class="hit"') == 1
    assert address.replace("&", "&amp;") in page.get("/").text


def test_same_text_twice_is_one_article(page: TestClient, desk: Desk) -> None:
    assert checked(page) == checked(page)
    assert desk.checked is not None
    assert desk.checked.query().total == 2


@pytest.mark.parametrize(
    ("fields", "says"),
    [({}, "Paste its text"), ({"text": " \n"}, "Paste its text"), ({"text": "a", "published": "May"}, "is not a day")],
)
def test_form_says_what_is_missing(page: TestClient, fields: dict[str, str], says: str) -> None:
    answer = page.post("/check", data=fields)
    assert answer.status_code == 422
    assert says in answer.text


def docx_of(text: str) -> bytes:
    import docx

    document, file = docx.Document(), io.BytesIO()
    for paragraph in text.split("\n\n"):
        document.add_paragraph(paragraph)
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", TWO.encode()),
        ("a.docx", docx_of(TWO)),
        ("a.html", f"<html><body><article><p>{TWO} {'It rained on. ' * 20}</p></article></body></html>".encode()),
    ],
)
def test_files_are_read(page: TestClient, name: str, data: bytes) -> None:
    assert "Ana Ruiz" in page.get(checked(page, files={"file": (name, data)})).text


def test_claim_shows_the_verdict_and_the_differences(page: TestClient) -> None:
    text = page.get("/claim", params={"words": "We will burn the bridge", "speaker": "O'Brien"}).text
    assert ">differs</span>" in text
    assert re.search(r"<del>.*burn</del> <ins>.*mend</ins>", text)
    assert "<mark>“We will mend the bridge,”</mark>" in text


def test_search_narrows_and_exports(page: TestClient) -> None:
    assert page.get("/search?text=bridge").text.count('class="hit"') == 2
    assert page.get("/search.csv?text=bridge").text.count("\n") == 3
    rows = page.get("/search.json?kind=indirect").json()
    assert {row["quote"] for row in rows} == {"it would take a year"}


def test_search_says_what_to_do_where_nothing_matches(page: TestClient) -> None:
    assert "Nothing matches" in page.get("/search?text=unicorn").text
    answer = page.get("/search?kind=sung")
    assert (answer.status_code, "There are: direct" in answer.text) == (422, True)


def test_person(page: TestClient) -> None:
    text = page.get("/person?id=zoe-o-brien").text
    assert "4 quotations" in text
    assert "the mayor of Marrow Bay" in text
    assert "in 2 articles" in text
    assert page.get("/person?id=nobody").status_code == 404


def test_quotation_lists_where_it_was_printed(page: TestClient) -> None:
    answer = page.get(f"/quotation/{QUOTE.quote_id}.json").json()
    assert [place["doc_id"] for place in answer["printings"]] == ["bay-1", "bay-2"]
    assert "first" in page.get(f"/quotation/{QUOTE.quote_id}").text


def test_corrected_speaker_is_kept_everywhere(page: TestClient, table: Path) -> None:
    before = table.read_bytes()
    line = correct(page, action="speaker", quote_id=QUOTE.quote_id, speaker="Bo  Lind", who="Eva")
    assert (line["who"], line["speaker"]) == ("Eva", "Bo Lind")
    assert "Bo Lind" in page.get("/article?id=bay-1").text
    assert "Bo Lind" in page.get(f"/quotation/{QUOTE.quote_id}").text
    assert "Bo Lind" in page.get("/search?text=bridge").text
    assert "Bo Lind" in page.get("/search.csv?text=bridge").text
    assert "Bo Lind" in page.get("/corrected.csv?id=bay-1").text
    assert "changed the speaker to Bo Lind" in page.get("/corrections").text
    assert table.read_bytes() == before


def test_undo_from_the_list(page: TestClient) -> None:
    line = correct(page, action="none", quote_id=QUOTE.quote_id)
    assert len(page.get("/api/article?id=bay-1").json()["rows"]) == 1
    page.post("/corrections/undo", data={"doc_id": "bay-1", "undoes": line["id"], "who": ""})
    assert len(page.get("/api/article?id=bay-1").json()["rows"]) == 2


def test_added_quotation_by_its_words(page: TestClient) -> None:
    correct(page, action="add", words="it would take a", speaker="Bo Lind")
    rows = page.get("/api/article?id=bay-1").json()["rows"]
    assert "it would take a" in [row["words"] for row in rows]


@pytest.mark.parametrize(
    ("decision", "status", "says"),
    [
        ({"action": "right", "quote_id": "none"}, 404, "Reload"),
        ({"action": "right", "quote_id": QUOTE.quote_id, "doc_id": "none"}, 404, "No article"),
        ({"action": "words", "quote_id": QUOTE.quote_id, "spans": [[0, 9999]]}, 422, "do not stand"),
        ({"action": "words", "quote_id": QUOTE.quote_id, "spans": []}, 422, "No words"),
        ({"action": "words", "quote_id": QUOTE.quote_id, "spans": [[0, 9], [5, 12]]}, 422, "twice"),
        ({"action": "add", "words": "the"}, 422, "2 times"),
        ({"action": "add", "spans": [[0, 26]]}, 422, "already"),
        ({"action": "undo", "undoes": "none"}, 404, "no such correction"),
        ({"action": "sing"}, 422, "action"),
    ],
)
def test_what_makes_no_sense_is_not_saved(page: TestClient, desk: Desk, decision: dict, status: int, says: str) -> None:
    answer = page.post("/api/corrections", json={"doc_id": "bay-1"} | decision)
    assert answer.status_code == status
    assert says in answer.json()["detail"]
    assert desk.corrections()[0] == []


def test_two_windows_lose_nothing(page: TestClient, desk: Desk) -> None:
    correct(page, action="speaker", quote_id=QUOTE.quote_id, speaker="Bo Lind", who="one")
    correct(page, action="speaker", quote_id=QUOTE.quote_id, speaker="Eva Holm", who="two")
    assert [line.speaker for line in desk.corrections()[0]] == ["Bo Lind", "Eva Holm"]
    row = page.get("/api/article?id=bay-1").json()["rows"][0]
    assert row["speaker"] == "Eva Holm"
    assert [line["who"] for line in row["history"]] == ["one", "two"]


def test_new_extraction_keeps_corrections(page: TestClient) -> None:
    doc_id = checked(page).split("=")[1]
    row = page.get("/api/article", params={"id": doc_id}).json()["rows"][0]
    page.post(
        "/api/corrections", json={"doc_id": doc_id, "action": "speaker", "quote_id": row["id"], "speaker": "Eva Holm"}
    )
    answer = page.post("/again", data={"doc_id": doc_id}, follow_redirects=False)
    wait(page, answer.headers["location"])
    assert page.get("/api/article", params={"id": doc_id}).json()["rows"][0]["speaker"] == "Eva Holm"


def test_gold_of_an_article_checked_whole_is_read_by_evaluate(page: TestClient, tmp_path: Path) -> None:
    correct(page, action="speaker", quote_id=QUOTE.quote_id, speaker="Bo Lind", speaker_kind="person")
    correct(page, action="checked")
    file = tmp_path / "gold.jsonl"
    file.write_text(page.get("/gold.jsonl").text)
    (article,) = gold.read(file)
    assert article.article.text == TEXT
    assert [one.speaker for one in article.attributions] == ["Bo Lind", QUOTE.speaker]


def test_agreement_is_blind_and_gives_an_interval(page: TestClient, tmp_path: Path) -> None:
    start = page.post("/agreement", data={"size": "4"}, follow_redirects=False).headers["location"]
    speakers = ["Zoë O’Brien", "Zoë O’Brien", "Zoë O’Brien", "Bo Lind"]
    for speaker in speakers:
        text = page.get(start).text
        assert "% sure" not in text
        quote_id = re.search(r'name="quote_id" value="([^"]+)"', text)
        assert quote_id is not None
        page.post(start, data={"quote_id": quote_id[1], "answer": "speaker", "other": speaker})
    text = page.get(start).text
    assert "3 of 4" in text
    assert "<strong>75%</strong>" in text
    file = tmp_path / "gold.jsonl"
    file.write_text(page.get(f"{start}/gold.jsonl").text)
    assert sum(len(article.attributions) for article in gold.read(file)) == 4


def test_damaged_corrections_are_told(page: TestClient, desk: Desk) -> None:
    correct(page, action="right", quote_id=QUOTE.quote_id)
    with desk.corrections_path.open("a") as file:
        file.write("{\n")
    assert "line 2" in page.get("/corrections").text


def test_corrections_are_lines(page: TestClient, table: Path) -> None:
    correct(page, action="right", quote_id=make_quotes(1)[1].quote_id)
    (line,) = corrections.path(table).read_text().splitlines()
    assert json.loads(line)["who"] == "Ana"


def test_unknown_pages_and_jobs(page: TestClient) -> None:
    assert page.get("/nothing").status_code == 404
    assert "Paste it again" in page.get("/jobs/none").text
    assert page.get("/api/nothing").json() == {"detail": "There is no such page."}


def test_openapi_describes_each_path(page: TestClient) -> None:
    paths = page.get("/openapi.json").json()["paths"]
    assert set(paths) >= {"/api/quotations", "/api/articles", "/api/claims", "/api/corrections"}
