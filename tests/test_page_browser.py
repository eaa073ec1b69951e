"""What people do on the page, done in a real browser: headless Chromium."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from conftest import unavailable
from page_server import Served, served
from patience import PATIENCE, until
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from resolver.cli.entry import cli
from resolver.store import Store

HOSTILE = "<script>document.title='run'</script><img src=x onerror=alert(1)>"
TABLE = f'id;who\n1;Minsk\n2;John Smith\n3;محمود عباس\n4;"{HOSTILE}"\n5;John Smith\n'
VIEWS = {
    "start": "/",
    "a match": "/?name=Sviatlana Tsikhanouskaja",
    "an open question": "/?name=John Smith",
    "right to left": "/?name=محمود عباس",
    "markup": f"/?name={HOSTILE}",
    "nothing": "/?name=Jane Doe",
    "two names": "/?left=Сергей Лавров&right=Sergey Lavrov",
    "spellings": "/?name=Minsk&variants=1",
    "a text": "/?view=text",
    "a table": "/?view=table",
}

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("page")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        unavailable("Chromium is missing: apt-get install chromium, dnf install chromium or brew install chromium")
    expect.set_options(timeout=1000 * PATIENCE)  # a machine may be busy, and jobs wait for one another
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, timeout=1000 * PATIENCE)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, service: Served) -> Iterator[OpenPage]:
    """Opens a page of the service. When the test ends, no page may have said anything on the console, or have asked
    another host; but for the `refusals` that a test expects."""
    contexts: list[BrowserContext] = []
    said: list[str] = []
    hosts: set[str] = set()
    expected: list[str] = []

    def start(address: str = "/", url: str = service.url, refusals: str = "", **options: Any) -> Page:
        expected.append(refusals)
        context = browser.new_context(**options)
        context.set_default_timeout(1000 * PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: hosts.add(re.sub(r"^(blob:)?(\w+://[^/]+).*", r"\2", request.url)))
        page.goto(url + address)
        return page

    yield start
    for context in contexts:
        context.close()
    assert [text for text in said if not any(part and re.search(part, text) for part in expected)] == []
    assert all(host.startswith("http://127.0.0.1:") for host in hosts)


# One name


def test_an_answer_while_one_types(open_page: OpenPage) -> None:
    page = open_page()
    expect(page.get_by_label("A name, in any script")).to_be_focused()
    page.keyboard.type("Цихановская Светлана")
    verdict = page.locator(".verdict")
    expect(verdict).to_contain_text("match")
    expect(verdict.get_by_role("heading")).to_have_text("Sviatlana Tsikhanouskaya")
    for words in ("Probability", "Matched name", "Runner-up", "Святлана Ціханоўская"):
        expect(verdict).to_contain_text(words)
    expect(page.get_by_role("status")).to_contain_text("Match: Sviatlana Tsikhanouskaya, ")
    expect(page.locator("figure.pair")).to_have_count(2)
    assert page.locator("figure.pair svg path").count() > 10
    expect(page.locator(".waterfall tbody tr").first).to_contain_text("+")
    expect(page.locator(".scripts")).to_contain_text("Cyrillic")
    # What was typed is in the address, so that the answer can be shared.
    page.reload()
    expect(page.locator(".verdict")).to_contain_text("Sviatlana Tsikhanouskaya")
    expect(page.get_by_label("A name, in any script")).to_have_value("Цихановская Светлана")


def test_a_late_answer_to_an_earlier_question_is_not_shown(open_page: OpenPage) -> None:
    page = open_page()
    held: list[Route] = []
    page.route(re.compile(r"name=Minsk$"), lambda route: held.append(route))
    page.get_by_role("searchbox").fill("Minsk")
    until(lambda: held, lambda: page.wait_for_timeout(20))
    page.get_by_role("searchbox").fill("John Smith")
    expect(page.locator(".verdict")).to_contain_text("John Smith")
    until(lambda: held[0].request.failure, lambda: page.wait_for_timeout(20))  # it was given up
    expect(page.locator(".verdict")).to_contain_text("John Smith")
    expect(page.locator("#answer")).not_to_have_attribute("aria-busy", "true")


def test_letters_are_not_asked_one_by_one(open_page: OpenPage) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "name=" in request.url else None)
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    for letter in "Sviatlana Tsikhanouskaya":
        page.keyboard.type(letter)
        page.clock.run_for(50)
    assert asked == []
    page.clock.resume()
    expect(page.locator(".verdict")).to_contain_text("Sviatlana Tsikhanouskaya")
    assert len(asked) == 1


def test_spellings_elsewhere_are_fetched_when_wanted(open_page: OpenPage) -> None:
    page = open_page("/?name=Sviatlana Tsikhanouskaya")
    page.get_by_text("How it may be spelled elsewhere").click()
    expect(page.locator("details li").filter(has_text="Святлана Ціханоўская")).to_be_visible()


def test_what_begins_so_leads_on(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("searchbox").fill("Lukash")
    page.get_by_role("link", name="Alexander Lukashenko").first.click()
    expect(page.locator(".verdict.match h2")).to_have_text("Alexander Lukashenko")


# Two names, a text


def test_two_names_are_compared_while_one_types(open_page: OpenPage) -> None:
    page = open_page("/?view=compare")
    page.get_by_label("One name").fill("Сергей Лавров")
    page.get_by_label("The other").fill("Sergey Lavrov")
    expect(page.locator(".verdict")).to_contain_text("match")
    expect(page.locator("figure.pair")).to_have_count(2)
    link = page.get_by_role("link", name="Link to this answer")
    link.click()
    expect(page.get_by_label("The other")).to_have_value("Sergey Lavrov")
    expect(page.locator("figure.pair")).to_have_count(2)


def test_names_in_a_text_are_marked(open_page: OpenPage) -> None:
    page = open_page("/?view=text")
    page.get_by_label("A text, in any language").fill(f"Sviatlana Tsikhanouskaya was in Minsk. {HOSTILE}\nمحمود عباس")
    expect(page.locator("mark")).to_have_count(3)
    expect(page.get_by_role("status")).to_have_text("3 mentions of 3 entities")
    expect(page.locator(".text")).to_contain_text(HOSTILE)
    expect(page.locator(".listed li").first).to_contain_text("Sviatlana Tsikhanouskaya")


# A table


def test_a_table_is_resolved_looked_through_decided_on_and_downloaded(open_page: OpenPage, service: Served) -> None:
    page = open_page("/?view=table", refusals="401")
    page.get_by_label("A CSV or TSV file").set_input_files(
        {"name": "names.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    page.get_by_label("Column with the names").select_option("who")
    expect(page.locator("#sample")).to_contain_text("Minsk, John Smith")
    held: list[Route] = []
    page.route(re.compile(r"/v1/jobs\?"), lambda route: held.append(route))
    page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_role("heading", name="Under way")).to_be_visible()
    until(lambda: held, lambda: page.wait_for_timeout(20))
    held[0].continue_()
    rows = page.locator("#rows tr")
    expect(rows).to_have_count(5)
    expect(page.locator("#rows")).to_contain_text(HOSTILE)
    axe(page)
    page.get_by_label("ambiguous 2").check()
    expect(rows).to_have_count(2)
    # A decision needs a key.
    page.get_by_role("button", name="Accept for John Smith").first.click()
    expect(page.locator("#failure")).to_contain_text("A key is asked for here.")
    expect(page.get_by_label("Key")).to_be_focused()
    page.keyboard.type(service.key)
    page.get_by_label("Candidates for John Smith").first.select_option("h2")
    page.get_by_role("button", name="Accept for John Smith").first.click()
    expect(rows.get_by_text("accepted: John Smith")).to_have_count(2)
    expect(page.get_by_role("button", name="Undo").first).to_be_focused()
    assert decisions(service) == [("alias", "h2", "John Smith")]
    page.get_by_label("all 5").check()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").click()
    table = list(csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8"))))
    assert waiting.value.suggested_filename == "names.resolved.csv"
    assert [(row["id"], row["entity_id"], row["status"]) for row in table] == [
        ("1", "l1", "match"), ("2", "h2", "match"), ("3", "a1", "match"), ("4", "", "none"), ("5", "h2", "match"),
    ]  # fmt: skip
    page.get_by_role("button", name="Undo the decision on John Smith").first.click()
    expect(rows.get_by_text("accepted: John Smith")).to_have_count(0)
    assert decisions(service) == []
    page.get_by_role("button", name="Reject for John Smith").first.click()
    expect(rows.get_by_text("rejected: John Smith")).to_have_count(2)
    assert decisions(service) == [("not_alias", "h1", "John Smith")]
    page.get_by_role("button", name="Undo the decision on John Smith").first.click()
    expect(rows.get_by_text("rejected: John Smith")).to_have_count(0)


def decisions(service: Served) -> list[tuple[str, str, str]]:
    store = Store.open(service.store)
    try:
        return [(decision.kind, decision.entity, decision.other) for decision in store.decisions()]
    finally:
        store.close()


def test_a_table_that_is_not_wanted_any_more_before_it_is_all_sent(open_page: OpenPage) -> None:
    page = open_page("/?view=table", refusals="ERR_FAILED|ERR_ABORTED")
    held: list[Route] = []
    page.route(re.compile(r"/v1/jobs"), lambda route: held.append(route))
    page.get_by_label("or paste it").fill("name\nMinsk\n")
    page.get_by_role("button", name="Resolve").click()
    until(lambda: held, lambda: page.wait_for_timeout(20))
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("status")).to_have_text("Cancelled.")
    until(lambda: held[0].request.failure, lambda: page.wait_for_timeout(20))
    expect(page.get_by_role("heading", name="Under way")).to_be_hidden()
    expect(page.locator("#failure")).to_be_hidden()
    assert len(held) == 1


def test_a_service_without_a_store_shows_candidates_and_takes_no_decisions(open_page: OpenPage, tmp_path: Path) -> None:
    with served(tmp_path, store="") as undecided:
        page = open_page("/?view=table", url=undecided.url)
        page.get_by_label("or paste it").fill("name\nJohn Smith\nMinsk\n")
        page.get_by_role("button", name="Resolve").click()
        rows = page.locator("#rows tr")
        expect(rows).to_have_count(2)
        expect(rows.first.locator("td").last).to_have_text(re.compile(r"^(John Smith [\d.]+ %(; )?){2}$"))
        expect(rows.last.locator("td").last).to_be_empty()
        expect(page.get_by_role("button", name="Accept")).to_have_count(0)
        expect(page.get_by_label("Key")).to_have_count(0)
        page.goto("about:blank")  # the service goes before the browser does


def test_a_table_that_is_dropped_and_one_that_cannot_be_read(open_page: OpenPage) -> None:
    page = open_page("/?view=table")
    data = page.evaluate_handle(
        """() => { const data = new DataTransfer();
                   data.items.add(new File(["a\\tname\\n1\\tMinsk\\n"], "names.tsv")); return data; }"""
    )
    page.locator("#drop").dispatch_event("drop", {"dataTransfer": data})
    expect(page.get_by_label("Column with the names")).to_have_value("name")
    page.get_by_label("or paste it").fill('name\nMinsk\n"open\n')
    expect(page.locator("#sample")).to_contain_text("Minsk")
    page.get_by_role("button", name="Resolve").click()
    expect(page.locator("#rejected")).to_contain_text("row 3")
    expect(page.locator("#rows tr")).to_have_count(1)


# For everybody


def axe(page: Page, **options: Any) -> None:
    """Nothing that axe-core finds: https://www.deque.com/axe."""
    found = Axe().run(page, options=options or None)
    assert found.violations_count == 0, found.generate_report()


def test_no_violation_of_accessibility(open_page: OpenPage, service: Served) -> None:
    page = open_page("/?view=text")
    page.get_by_label("A text, in any language").fill("Minsk, محمود عباس")
    expect(page.locator("mark")).to_have_count(2)
    axe(page)
    for view in VIEWS.keys() - {"markup", "a text"}:
        page.goto(service.url + VIEWS[view])
        axe(page)


def test_dark_colours_have_enough_contrast(open_page: OpenPage, service: Served) -> None:
    page = open_page(color_scheme="dark")
    for view in ("a match", "an open question", "nothing"):
        page.goto(service.url + VIEWS[view])
        axe(page, runOnly=["color-contrast"])


def test_everything_fits_on_a_phone(open_page: OpenPage, service: Served) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    for name, address in VIEWS.items():
        page.goto(service.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_the_keyboard_is_enough(open_page: OpenPage) -> None:
    page = open_page("/?view=text")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the answer")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    for _ in range(6):
        page.keyboard.press("Tab")
    expect(page.get_by_label("A text, in any language")).to_be_focused()
    page.keyboard.type("Minsk")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.locator("mark a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".listed li:target")).to_contain_text("Minsk")


def test_names_from_right_to_left_are_set_so(open_page: OpenPage) -> None:
    page = open_page("/?name=محمود عباس")
    assert page.get_by_role("searchbox").evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.locator(".scripts bdi[lang=ar]").first.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.locator(".verdict h2 bdi").evaluate("e => getComputedStyle(e).direction") == "ltr"


@pytest.mark.parametrize("address", ["/", "/?view=compare", "/?view=text"])
def test_without_scripts(open_page: OpenPage, address: str) -> None:
    page = open_page(address, java_script_enabled=False)
    for field in page.locator("#ask input:visible, #ask textarea:visible").all():
        field.fill("Minsk")
    page.locator("#ask button").click()
    expect(page.locator("#answer h2").first).to_contain_text(re.compile("Minsk|1 mention"))


# Safe


def test_scripts_and_styles_in_the_page_do_not_run(open_page: OpenPage) -> None:
    page = open_page(f"/?name={HOSTILE}", refusals="Content Security Policy")
    expect(page.locator(".verdict")).to_contain_text(HOSTILE)
    page.evaluate(
        """() => { window.broken = []; document.addEventListener("securitypolicyviolation",
               (event) => window.broken.push(event.effectiveDirective));
             const add = (tag, values) => document.body.append(Object.assign(document.createElement(tag), values));
             add("script", { textContent: "window.run = true" }); add("script", { src: "http://127.0.0.1:9/x.js" });
             add("style", { textContent: "body { color: red }" }); add("img", { src: "http://127.0.0.1:9/x.png" }); }"""
    )
    expect(page.locator("body > img")).to_have_count(1)
    until(lambda: len(page.evaluate("window.broken")) >= 4, lambda: page.wait_for_timeout(20))
    assert page.evaluate("window.run") is None
    assert sorted(page.evaluate("window.broken")) == ["img-src", "script-src-elem", "script-src-elem", "style-src-elem"]
    assert "run" not in page.title().split()


def test_the_page_weighs_little(open_page: OpenPage) -> None:
    page = open_page()
    bodies: list[int] = []
    page.on("response", lambda response: bodies.append(len(response.body())))
    for query in ("?name=Sviatlana Tsikhanouskaya", "?view=table"):
        # Whoever leaves a page before all of it is there never gets the rest.
        page.goto(re.sub(r"\?.*", "", page.url) + query, wait_until="networkidle")
    assert len(bodies) >= 5
    assert sum(bodies) < 150 * 1024


def test_a_service_that_asks_for_keys(open_page: OpenPage, tmp_path: Path) -> None:
    with served(tmp_path, auth="on") as guarded:
        page = open_page("/?name=Minsk", url=guarded.url, refusals="401")
        expect(page.locator("#answer")).to_contain_text("A key is asked for here.")
        page.get_by_label("Key").fill(guarded.key)
        page.keyboard.press("Enter")
        expect(page.locator(".verdict.match h2")).to_have_text("Minsk")
        page.get_by_role("link", name="Two names").click()
        expect(page.get_by_label("Key")).to_have_value(guarded.key)
        page.goto("about:blank")  # the service goes before the browser does


# The report of a table


def test_the_report_of_a_table_asks_nobody(browser: Browser, tmp_path: Path) -> None:
    source, report = tmp_path / "in.csv", tmp_path / "report.html"
    source.write_text(f'name\nAngela Merkel\nJane Doe\n"{HOSTILE}"\n', "utf-8")
    arguments = ["normalize", source, "-o", tmp_path / "out.csv", "--column", "name", "--report", report]
    assert CliRunner().invoke(cli, [str(argument) for argument in arguments]).exit_code == 0
    page, asked, said = browser.new_page(), [], []
    page.set_default_timeout(1000 * PATIENCE)
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(report.as_uri())
    expect(page.locator("svg").first).to_be_visible()
    expect(page.locator("body")).to_contain_text("Jane Doe")
    assert page.title() != "run"
    page.close()
    assert (asked, said) == ([report.as_uri()], [])
