"""The JSON interface, asked everything that its description allows (schemathesis), and hostile articles."""

import json
import time
from pathlib import Path

import made_work
import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from made_rows import QUOTE
from made_work import BASE, CONFIG

from quotes.web.app import make_app
from quotes.web.desk import Desk


def test_article_by_scripts(page: TestClient) -> None:
    job = page.post("/api/articles", json={"text": "“We won,” said Ana Ruiz.", "published": "2026-05-08"})
    assert job.status_code == 202
    told = job.json()
    while told["state"] in {"waiting", "starting", "running"}:
        time.sleep(0.05)
        told = page.get(f"/api/jobs/{told['job']}").json()
    rows = page.get("/api/article", params={"id": told["doc_id"]}).json()["rows"]
    assert [(row["words"], row["speaker"], row["iso"]) for row in rows] == [("We won,", "Ana Ruiz", "2026-05-08")]


def test_rows_and_facets(page: TestClient) -> None:
    answer = page.get("/api/quotations", params={"text": "bridge", "limit": 1}).json()
    assert (answer["total"], len(answer["rows"])) == (2, 1)
    counted = page.get("/api/facets", params={"speaker": "o'brien"}).json()
    assert counted["kind"] == [{"value": "direct", "n": 2}, {"value": "indirect", "n": 2}]


def test_claim(page: TestClient) -> None:
    told = page.post("/api/claims", json={"words": "We will mend the bridge", "speaker": "Zoë O'Brien"}).json()
    assert (told["verdict"], told["printed_speaker"], told["printings"]) == ("exact", QUOTE.speaker, 2)


def test_corrections(page: TestClient) -> None:
    line = page.post("/api/corrections", json={"doc_id": "bay-1", "action": "right", "quote_id": QUOTE.quote_id}).json()
    assert page.get("/api/corrections", params={"id": "bay-1"}).json()["hold"] == [line["id"]]
    page.post("/api/corrections", json={"doc_id": "bay-1", "action": "undo", "undoes": line["id"]})
    assert page.get("/api/corrections").json()["hold"] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "“" * 1_000_000,
        "\ud800 “We won,” said Ana Ruiz. \udfff",
        "\x00",
        "“" + "a" * 200_000 + "” said Ana Ruiz.",
        "HANG",
        "\u202e" * 1000,
    ],
    ids=["marks", "surrogates", "nul", "long", "slow", "turned"],
)
def test_hostile_articles_do_no_harm_and_others_are_answered(page: TestClient, text: str) -> None:
    sent = page.post("/api/articles", content=json.dumps({"text": text}), headers={"content-type": "application/json"})
    assert sent.status_code in {202, 422}
    assert page.get("/search?text=bridge").status_code == 200
    while sent.status_code == 202 and page.get(f"/api/jobs/{sent.json()['job']}").json()["state"] in {
        "waiting",
        "starting",
        "running",
    }:
        time.sleep(0.05)
    if sent.status_code == 202 and (doc_id := page.get(f"/api/jobs/{sent.json()['job']}").json()["doc_id"]):
        assert page.get("/article", params={"id": doc_id}).status_code == 200
    assert page.post("/api/articles", json={"text": "“We won,” said Ana Ruiz."}).status_code == 202


@pytest.mark.slow
def test_no_request_that_the_description_allows_is_a_server_error(table: Path) -> None:
    app = make_app(Desk(table, config=CONFIG), config=CONFIG, work=made_work.make)
    with TestClient(app, base_url=BASE) as client:
        schema = schemathesis.openapi.from_dict(client.get("/openapi.json").json())
        few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        for operation in schema.get_all_operations():

            @few
            @given(case=operation.ok().as_strategy())
            def ask(case: schemathesis.Case) -> None:
                body = {} if type(case.body).__name__ == "NotSet" else {"json": case.body}
                answer = client.request(case.method, case.formatted_path, params=case.query, **body)
                assert answer.status_code < 500, answer.text

            ask()
