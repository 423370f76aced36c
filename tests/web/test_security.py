"""What the application refuses, and what it lets a page load."""

import made_work
import pytest
from fastapi.testclient import TestClient
from made_work import BASE, CONFIG

from quotes.web.app import make_app
from quotes.web.desk import Desk

CORRECTION = {"action": "checked", "doc_id": "bay-1"}


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8766", "127.0.0.1:80", "127.0.0.1.evil.example:8766", "10.0.0.1:8766", "", "["],
)
def test_other_hosts_are_refused(page: TestClient, host: str) -> None:
    """A name that was made to resolve to this computer (DNS rebinding) gets no answer."""
    assert page.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8766", "localhost:8766", "[::1]:8766"])
def test_own_hosts_are_answered(page: TestClient, host: str) -> None:
    assert page.get("/help", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
        {"origin": "http://127.0.0.1.evil.example:8766"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
    ],
)
def test_requests_from_other_sites_are_refused(page: TestClient, desk: Desk, headers: dict[str, str]) -> None:
    assert page.post("/api/corrections", json=CORRECTION, headers=headers).status_code == 403
    assert desk.corrections()[0] == []


def test_own_page_and_scripts_may_write(page: TestClient) -> None:
    own = {"origin": BASE, "sec-fetch-site": "same-origin"}
    assert page.post("/api/corrections", json=CORRECTION, headers=own).status_code == 201
    assert page.post("/api/corrections", json=CORRECTION).status_code == 201


def test_other_sites_can_link_here_and_not_read(page: TestClient) -> None:
    cross = {"sec-fetch-site": "cross-site"}
    assert page.get("/search", headers=cross | {"sec-fetch-mode": "navigate"}).status_code == 200
    assert page.get("/search", headers=cross | {"sec-fetch-mode": "no-cors"}).status_code == 403


def test_policy_lets_a_page_load_only_from_here(page: TestClient) -> None:
    headers = page.get("/").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/search", "/claim", "/corrections", "/agreement", "/help", "/article?id=bay-1"])
def test_nothing_comes_from_elsewhere_or_is_inline(page: TestClient, path: str) -> None:
    text = page.get(path).text
    assert "style=" not in text
    assert " onclick" not in text
    assert 'src="http' not in text
    assert '<link rel="stylesheet" href="http' not in text


def test_too_much_is_refused(page: TestClient) -> None:
    most = CONFIG.max_request_bytes
    assert page.post("/check", headers={"content-length": str(most + 1)}, content=b"").status_code == 413
    assert page.get("/", headers={"content-length": "-1"}).status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/../../etc/passwd",
        "/article?id=../../../etc/passwd",
        "/quotation/..%2f..%2fetc%2fpasswd",
        "/search.csv?in=/etc",
    ],
)
def test_paths_outside_are_not_reached(page: TestClient, path: str) -> None:
    answer = page.get(path)
    assert "root:" not in answer.text
    assert "def make_app" not in answer.text


@pytest.fixture
def guarded(desk: Desk) -> TestClient:
    from dataclasses import replace

    config = replace(CONFIG, host="192.168.1.5")
    app = make_app(desk, token="secret", config=config, work=made_work.make)
    return TestClient(app, base_url="http://192.168.1.5:8766", follow_redirects=False)


def test_another_address_needs_a_token(guarded: TestClient) -> None:
    assert guarded.get("/help").status_code == 401
    assert guarded.get("/help?token=wrong").status_code == 401
    assert guarded.get("/help", headers={"authorization": "Bearer wrong"}).status_code == 401
    assert guarded.get("/help", headers={"authorization": "Bearer secret"}).status_code == 200


def test_token_in_the_address_becomes_a_cookie(guarded: TestClient) -> None:
    answer = guarded.get("/help?token=secret&a=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/help?a=1")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert guarded.get("/help").status_code == 200


def test_token_does_not_lead_to_another_site(guarded: TestClient) -> None:
    location = guarded.get("//evil.example?token=secret").headers["location"]
    assert not location.startswith("//")
