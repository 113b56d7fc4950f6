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
)


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
    page.get_by_role("navigation", name="Webbplatsen").get_by_role("link", name="Uppdrag").click()
    page.get_by_label("Till vem").fill("tekniska")
    page.get_by_role("button", name="Visa").click()
    assert "förklarat fullgjort" in page.inner_text("main")
    page.get_by_role("link", name="Redovisning av uppdrag om cykelställ").click()
    assert "antecknas och förklaras fullgjort" in page.inner_text("main")


def test_how_did_a_party_vote_on_something(page: Any) -> None:
    page.get_by_role("navigation", name="Webbplatsen").get_by_role("link", name="Omröstningar").click()
    page.get_by_label("Ord i ärendet").fill("solceller")
    page.get_by_label("Parti", exact=True).select_option("V")
    page.get_by_role("button", name="Visa").click()
    assert "Cia Alm (V): Nej" in page.inner_text("main")
    assert "bifall till motionen" in page.inner_text("main")


def test_what_became_of_her_motion(page: Any) -> None:
    page.get_by_role("navigation", name="Webbplatsen").get_by_role("link", name="Personer").click()
    page.get_by_role("link", name="Cia Alm").click()
    page.get_by_role("link", name="Motion 1").click()
    assert "Motionen avslås." in page.inner_text("main")
    page.get_by_role("link", name="Motion av Cia Alm (V) om solceller på skolorna").click()
    assert "avslag på motionen" in page.inner_text("main")


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
