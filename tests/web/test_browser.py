"""The page in a browser: Debian's Chromium, headless, with the models. What people do, by mouse and by keys alone."""

import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import made_work
import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from made_rows import QUOTE, make_article, make_quotes
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from quotes.config import WebConfig
from quotes.table.writer import Writer
from quotes.web import extraction
from quotes.web.app import make_app
from quotes.web.desk import Desk

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
TWO_STORIES = (Path(__file__).parents[1] / "examples" / "2026-05-08-scraped-page.txt").read_text("utf8")
PATIENCE = 20_000  # [milliseconds]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None, reason="No Chromium. Install it (apt-get install chromium), or set CHROMIUM to its path."
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright: Playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser
        browser.close()


def served(folder: Path, work: object) -> Iterator[str]:
    """Serve a small table on a free port while the block runs, and yield the address."""
    table = folder / "news.parquet"
    with Writer(table) as tables:
        for number in (1, 2):
            tables.add(make_article(number), make_quotes(number))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = replace(WebConfig(), port=port)
    app = make_app(Desk(table, config=config), who="Ana", config=config, work=work)  # type: ignore[arg-type]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from served(tmp_path_factory.mktemp("page"), made_work.make)


@pytest.fixture(scope="module")
def with_models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from served(tmp_path_factory.mktemp("models"), extraction.make)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    yield from window(browser, address)


def window(browser: Browser, address: str, **settings: object) -> Iterator[Page]:
    """Open a window; at the end, nothing may have gone wrong in it, and nothing been asked of another server."""
    context = browser.new_context(base_url=address, accept_downloads=True, **settings)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    problems: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: problems.append(request.url) if not request.url.startswith(address) else None)
    yield page
    context.close()
    assert problems == []


def check(page: Page, text: str, patience: int = PATIENCE) -> None:
    page.goto("/")
    page.get_by_label("The article's text").fill(text)
    page.get_by_role("button", name="Find the quotations").click()
    page.wait_for_url(re.compile("/article"), timeout=patience)


@pytest.mark.model
def test_two_stories_corrected_kept_and_exported(browser: Browser, with_models: str) -> None:
    for page in window(browser, with_models):
        check(page, TWO_STORIES, 6 * PATIENCE)  # the models are loaded first
        speakers = page.get_by_role("region", name="Speakers")
        for name in ("Iris Tolland", "Almira Stenning", "Osric Vane"):
            expect(speakers).to_contain_text(name)
        page.get_by_role("link", name="I loved that boat").first.click()
        expect(page.get_by_role("heading", name="Osric Vane")).to_be_visible()
        assert page.locator(".ev").count() >= 2
        assert page.locator("#chain path").count() >= 2
        page.get_by_role("button", name="Other speaker").click()
        page.get_by_label("or somebody else").fill("Philippa Drewe’s clerk")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("#say")).to_contain_text("Saved")
        page.reload()
        expect(page.get_by_role("heading", name="Philippa Drewe’s clerk")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="CSV, as corrected").click()
        (line,) = (line for line in download.value.path().read_text("utf8").splitlines() if "I loved that boat" in line)
        assert "Philippa Drewe’s clerk" in line


def test_keys_alone(page: Page) -> None:
    """Go through the doubtful ones, confirm one, correct one, undo: without a mouse."""
    page.goto("/article?id=bay-2")
    page.keyboard.press("n")
    expect(page.locator("#detail")).to_be_visible()
    expect(page.locator("#detail-body")).to_contain_text("it would take a year")
    page.keyboard.press("e")
    page.get_by_label("or somebody else").focus()
    page.keyboard.type("Bo Lind")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bo Lind")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_role("heading", name="Zoë O’Brien")).to_be_visible()
    page.keyboard.press("w")
    page.get_by_role("group", name="Begins").get_by_role("button", name="later").press("Enter")
    page.get_by_role("group", name="Ends").get_by_role("button", name="earlier").press("Enter")
    expect(page.locator("#dialog-words")).to_have_text("would take a")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.locator("#detail-body")).to_contain_text("“would take a”")
    page.keyboard.press("x")
    expect(page.get_by_role("heading", name="Set aside")).to_be_visible()
    expect(page.locator("#say")).to_contain_text("Saved")  # the script is there again
    page.keyboard.press("a")
    page.get_by_label("The words, as they are printed").fill("it would take a year")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#detail-body")).to_contain_text("it would take a year")


def test_missing_quotation_by_mouse(page: Page) -> None:
    page.goto("/article?id=bay-1")
    page.evaluate(
        """() => { const part = [...document.querySelectorAll('#body [data-s]')].find((one) => one.textContent.includes('the mayor of'));
        const node = part.firstChild, at = node.data.indexOf('the mayor'), range = document.createRange();
        range.setStart(node, at); range.setEnd(node, at + 9); getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    page.get_by_role("button", name="Add quotation").click()
    expect(page.locator("#dialog-words")).to_have_text("the mayor")
    page.get_by_label("Who says it?").fill("Bo Lind")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Bo Lind")).to_be_visible()
    expect(page.locator(".q.on")).to_have_text("the mayor")


def test_two_windows(browser: Browser, address: str) -> None:
    for one in window(browser, address):
        for other in window(browser, address):
            for page in (one, other):
                page.goto(f"/article?id=bay-1#{QUOTE.quote_id}")
            for page, name in ((one, "Window One"), (other, "Window Two")):
                page.keyboard.press("e")
                page.get_by_label("or somebody else").fill(name)
                page.get_by_role("button", name="Save").click()
                expect(page.get_by_role("heading", name=name)).to_be_visible()
            expect(other.locator("#detail-body")).to_contain_text("changed the speaker to Window One")


def test_search_and_claim(page: Page) -> None:
    page.goto("/search")
    page.get_by_label("Words").fill("bridge")
    page.keyboard.press("Enter")
    expect(page.locator(".hit")).to_have_count(2)
    page.goto("/claim")
    page.get_by_label("The words").fill("We will burn the bridge")
    page.get_by_label("Said by").fill("O'Brien")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict .badge").first).to_have_text("differs")
    expect(page.locator("del").first).to_contain_text("burn")


def paths(address: str) -> list[str]:
    return [
        "/",
        "/article?id=bay-1",
        f"/article?id=bay-1#{QUOTE.quote_id}",
        "/claim?words=We+will+burn+the+bridge",
        "/search?text=bridge",
        "/search?text=unicorn",
        "/person?id=zoe-o-brien",
        f"/quotation/{QUOTE.quote_id}",
        "/corrections",
        "/agreement",
        "/help",
        "/article?id=none",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_runs_over(browser: Browser, address: str, scheme: str, width: int) -> None:
    context = browser.new_context(
        base_url=address,
        color_scheme=scheme,
        viewport={"width": width, "height": 844},
        bypass_csp=True,
        reduced_motion="reduce",
    )
    page, found = context.new_page(), []
    for path in paths(address):
        page.goto("about:blank")
        page.goto(path)
        result = Axe().run(page)
        found += [
            f"{path}: {one['id']} {[node['html'][:160] for node in one['nodes']]}"
            for one in result.response["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{path}: wider than the window")
    context.close()
    assert found == []


def test_theme_is_chosen_and_kept(page: Page) -> None:
    page.goto("/")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Theme").click()
    page.get_by_role("button", name="Theme").click()
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


HOSTILE = {
    "script": "<script>document.title='taken'</script> “We won<img src=x onerror=\"document.title='taken'\">,” said Ana Ruiz.",
    "island": "“</script><script>document.title='taken'</script>,” said Ana Ruiz.",
    "turned": "“We \u202enow won\u202c,” said Ana Ruiz. \u2067Abc\u2069",
    "template": "“{{ 7 * 7 }} ${7*7} {% raw %},” said Ana Ruiz.",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_article_is_never_markup(page: Page, name: str) -> None:
    check(page, HOSTILE[name])
    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="Ana Ruiz")).to_be_visible()
    assert "taken" not in page.title()
    assert "49" not in page.locator("#body").inner_text()
    assert page.locator("#body img").count() == 0
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page.locator("body").inner_text())


def test_many_quotations_are_shown_and_others_answered(page: Page) -> None:
    text = "\n\n".join(f"“We won {number},” said Ana Ruiz." for number in range(3_000))
    job = page.request.post("/api/articles", data={"text": text}).json()["job"]
    page.goto(f"/jobs/{job}")
    page.wait_for_url(re.compile("/article"), timeout=3 * PATIENCE)
    assert page.locator(".tag").count() == 3_000
    page.keyboard.press("j")
    expect(page.locator("#detail")).to_be_visible()
