"""Journeys through the record in a real Chromium: from the start page, in a few clicks, by keyboard, without script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.record.council import indexed
from tests.web.browser import launched, served
from tests.web.conftest import made
from tests.web.test_browser import AXE, tab_to

pytestmark = pytest.mark.browser

PLAN = "/arende/bergby-kommun-kommunfullmaktige/2024-02-29/1"
PAGES = (
    "/uppdrag",
    "/uppdrag?state=overdue&since=igelkott",
    "/omrostningar?party=M",
    "/omrostningar?q=finnsinte",
    "/person/bo-ask",
    "/person/anna-ek",
    "/personer?party=M",
    "/organ/bergby-kommun-kommunfullmaktige",
    PLAN,
    "/data",
    "/arenden",
    "/arenden?q=finnsinte",
)


MOST_CLICKS = 4


class Walk:
    """A way through the pages, whose clicks are counted."""

    def __init__(self, page: Any) -> None:
        self.page, self.clicks = page, 0

    def place(self, name: str) -> Any:
        """A link in the head of every page."""
        return self.page.get_by_role("navigation", name="Webbplatsen").get_by_role("link", name=name)

    def click(self, what: Any) -> None:
        """Click, for at most the fourth time."""
        self.clicks += 1
        assert self.clicks <= MOST_CLICKS
        what.click()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(made(indexed(tmp_path_factory.mktemp("council")))) as address:
        yield address


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def page(browser: Any, site: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The start page, with scripts and without."""
    page = browser.new_page(java_script_enabled=request.param)
    page.goto(site)
    yield page
    page.close()


def test_what_did_we_ask_them_to_do_and_is_it_done(page: Any) -> None:
    walk = Walk(page)
    walk.click(walk.place("Uppdrag"))
    page.get_by_label("Till vem").fill("tekniska")
    walk.click(page.get_by_role("button", name="Visa"))
    assert "förklarat fullgjort" in page.inner_text("main")
    walk.click(page.get_by_role("link", name="Redovisning av uppdrag om cykelställ"))
    assert "antecknas och förklaras fullgjort" in page.inner_text("main")


def test_how_did_a_party_vote_on_something(page: Any) -> None:
    walk = Walk(page)
    walk.click(walk.place("Omröstningar"))
    page.get_by_label("Ord i ärendet").fill("solceller")
    page.get_by_label("Parti", exact=True).select_option("V")
    walk.click(page.get_by_role("button", name="Visa"))
    assert "Cia Alm (V): Nej" in page.inner_text("main")
    assert "bifall till motionen" in page.inner_text("main")


def test_what_became_of_her_motion(page: Any) -> None:
    walk = Walk(page)
    walk.click(walk.place("Personer"))
    walk.click(page.get_by_role("link", name="Cia Alm"))
    walk.click(page.get_by_role("link", name="Motion 1"))
    assert "Motionen avslås." in page.inner_text("main")
    walk.click(page.get_by_role("link", name="Motion av Cia Alm (V) om solceller på skolorna"))
    assert "avslag på motionen" in page.inner_text("main")


def test_what_became_of_the_motions_that_i_moved(page: Any) -> None:
    walk = Walk(page)
    page.locator("#q").fill('motion person:"Cia Alm"')
    walk.click(page.locator("#sok button"))
    hit = page.locator("article.hit", has_text="solceller på skolorna")
    assert "Avslag" in hit.inner_text(), "what it ended in is read without another click"
    walk.click(hit.get_by_role("heading").get_by_role("link"))
    assert "Motionen avslås." in page.inner_text("main")


def test_a_matter_is_followed_from_first_to_last(page: Any) -> None:
    walk = Walk(page)
    page.locator("#q").fill("cykelställ")
    walk.click(page.locator("#sok button"))
    walk.click(page.get_by_role("link", name="Togs upp").first)
    days = [one.get_attribute("datetime") for one in page.locator(".timeline > li > time").all()]
    assert len(days) >= 2
    assert days in (sorted(days), sorted(days, reverse=True)), "in the order of time"
    walk.click(page.locator(".timeline a").last)
    assert page.get_by_role("heading", name="Beslut", exact=True).is_visible()


def test_the_register_of_assignments_is_asked_by_keyboard_alone(browser: Any, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}/uppdrag")
    tab_to(page, "assignee", 15)
    page.keyboard.type("hamn")
    page.keyboard.press("Enter")
    page.wait_for_url("**assignee=hamn**")
    assert page.locator("main").get_by_role("status").inner_text().split() == ["1", "uppdrag"]
    page.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_record_has_no_fault_of_accessibility_at_any_width(path: str, browser: Any, site: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for width in (1280, 320):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(site + path)
        found = Axe().run(page, options=AXE)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()
