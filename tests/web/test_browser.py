"""The page in a real Chromium: its accessibility, its journeys, and that it needs neither script nor pointer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from flask import Flask

from tests.invented import item, meeting
from tests.web.browser import launched, served
from tests.web.conftest import indexed, made
from tests.web.giant import giant
from tests.web.test_sheets import harbour

pytestmark = pytest.mark.browser

ITEM = "/arende/barnnamnden/2024-04-19/2"
PAGES = {
    "start": "/",
    "hits": "/?q=skolskjuts",
    "paged": "/?q=belysning&page=2",
    "filtered": "/?q=skolskjuts&organization=barnnamnden&year=2024&since=igelkott",
    "nothing": "/?q=skolskjuts&year=2023",
    "unknown": "/?q=xyzzyplugh",
    "item": f"{ITEM}?q=skolskjuts",
    "scan": "/arende/barnnamnden/2022-02-01/1",
    "meeting": "/mote/barnnamnden/2024-04-19",
    "meetings": "/moten",
    "persons": "/personer",
    "person": "/person/ylva-akerlind",
    "help": "/hjalp",
    "status": "/status",
    "english": "/en",
    "data": "/api",
    "accessibility": "/tillganglighet",
    "lost": "/finns/inte",
}
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def site(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield address


def tab_to(page: Any, text: str, most: int) -> int:
    """How many times Tab is pressed until what has the focus says this."""
    for presses in range(1, most + 1):
        page.keyboard.press("Tab")
        if text in page.evaluate("document.activeElement.innerText || document.activeElement.name || ''"):
            return presses
    pytest.fail(f"{text!r} was not reached in {most} Tabs")


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_axe_finds_nothing_light_or_dark_narrow_or_wide_and_nothing_scrolls_sideways(
    page: Any, site: str, path: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.goto(site + path)
    for width, scheme in product((320, 1280), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        violations = Axe().run(page, options=AXE).response["violations"]
        assert not violations, (width, scheme, [(one["id"], one["nodes"][0]["html"]) for one in violations])
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, f"{beyond} px too wide at {width}"


def test_the_journey_find_narrow_read_open_and_cite(browser: Any, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(site)
    page.get_by_role("combobox", name="Sök i protokollen").fill("skolskjuts")
    page.get_by_role("button", name="Sök").click()
    assert page.locator("#antal").inner_text().replace("\xa0", " ") == "2 ärenden för skolskjuts"
    page.locator("#avgransa").get_by_role("link", name="2024").click()
    assert page.locator("article.hit").count() == 1
    page.locator("article.hit h3 a").click()
    assert page.locator("main mark").count() >= 1
    page.get_by_role("button", name="Kopiera källhänvisning").click()
    page.get_by_text("Kopierad").wait_for()
    citation = page.evaluate("navigator.clipboard.readText()")
    assert citation.startswith("Barnnämnden, protokoll nr 4, 19 april 2024, § 2 ”Skolskjuts i norra kommundelen”")
    assert citation.endswith("/arende/barnnamnden/2024-04-19/p2")
    page.get_by_role("link", name="Öppna originalet").click()
    assert "Förvaltningen redovisar" in page.locator("body").inner_text()
    context.close()


def test_the_keyboard_alone_leads_from_start_to_original(page: Any, site: str) -> None:
    page.goto(site)
    tabs = tab_to(page, "q", 10)
    page.keyboard.type("kostnaden")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=kostnaden")
    tabs += tab_to(page, "Hoppa till innehållet", 1)
    page.keyboard.press("Enter")
    tabs += tab_to(page, "Skolskjuts i norra", 12)
    page.keyboard.press("Enter")
    page.wait_for_url("**/arende/**")
    tabs += tab_to(page, "Hoppa till källan", 2)
    page.keyboard.press("Enter")
    tabs += tab_to(page, "Öppna originalet", 3)
    page.keyboard.press("Enter")
    page.wait_for_url("**/original/**")
    assert tabs <= 25


def test_everything_with_focus_shows_it(page: Any, site: str) -> None:
    for path in ("/", "/?q=skolskjuts", ITEM):
        page.goto(site + path)
        for _ in range(30):
            page.keyboard.press("Tab")
            outline = page.evaluate(
                "(() => {const s = getComputedStyle(document.activeElement);"
                " return document.activeElement === document.body ? 'none at all' : s.outlineStyle + s.outlineWidth})()"
            )
            assert outline in ("solid3px", "none at all"), (path, outline)


def test_without_script_every_page_still_says_everything(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.locator("#q").fill("skolskjuts")
    page.locator("#sok button").click()
    assert page.locator("article.hit").count() == 2
    page.locator("article.hit h3 a").first.click()
    assert page.locator("h1").is_visible()
    assert page.locator("button:not([type=submit])").count() == 0, "a button that needs the script is there without it"
    context.close()


def test_suggestions_are_chosen_with_the_arrows_and_left_with_escape(page: Any, site: str) -> None:
    page.goto(site)
    field = page.get_by_role("combobox")
    field.press_sequentially("belys")
    page.get_by_role("option").first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert field.input_value().startswith("belys")
    chosen = page.get_by_role("option", selected=True)
    assert chosen.get_attribute("id") == field.get_attribute("aria-activedescendant")
    page.keyboard.press("Escape")
    assert (field.input_value(), field.get_attribute("aria-expanded")) == ("belys", "false")


def test_nothing_is_loaded_from_elsewhere_and_no_policy_is_broken(page: Any, site: str) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for path in list(PAGES.values())[:-1]:
        asked.clear()
        page.goto(site + path, wait_until="networkidle")
        assert len(asked) <= 3
        assert all(url.startswith(site) for url in asked)
    assert said == []
    assert page.context.cookies() == []


def test_four_times_as_large_nothing_is_lost(browser: Any, site: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 256})
    for name, path in PAGES.items():
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
        assert page.locator("h1").count() == 1
    page.close()


def test_on_paper_the_text_is_all_and_the_navigation_is_gone(page: Any, site: str) -> None:
    page.emulate_media(media="print")
    page.goto(site + ITEM)
    assert page.get_by_text("Förvaltningen redovisar").is_visible()
    assert not page.get_by_role("navigation", name="Webbplatsen").is_visible()
    page.goto(site + "/?q=skolskjuts")
    assert not page.locator("form").is_visible()


def test_in_forced_colours_what_is_marked_stays_marked(browser: Any, site: str) -> None:
    page = browser.new_page(forced_colors="active")
    page.goto(site + f"{ITEM}?q=kostnaden")
    colour = "element => getComputedStyle(element).backgroundColor"
    assert page.locator("main mark").first.evaluate(colour) != page.locator("html").evaluate(colour)
    page.close()


GIANT = "kommunfullmaktige-i-granby-med-norra-hamnens-och-sodra-skargardens-kommundelar/2024-06-19"
HUGE = {
    "hits": "/?q=bryggan",
    "error": "/?q=bryggan&since=2024&until=2023",
    "item": f"/arende/{GIANT}/p200?q=bryggan",
    "meeting": f"/mote/{GIANT}",
}


@pytest.fixture(scope="module")
def giant_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    older = [meeting(item(f"Bryggan {year}"), organ="Hamnnämnden", date=f"{year}-05-02") for year in range(1999, 2024)]
    with served(made(indexed(tmp_path_factory.mktemp("giant"), giant(), *older))) as address:
        yield address


@pytest.fixture(scope="module")
def harbour_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(made(harbour(tmp_path_factory.mktemp("harbour")))) as address:
        yield address


def all_tags(page: Any) -> list[tuple[str, str]]:
    """What axe finds with every rule it has, and whatever scrolls sideways, narrow and wide, light and dark."""
    from axe_playwright_python.sync_playwright import Axe

    found = []
    for width, scheme in product((320, 1280), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        found += [(f"{one['id']} {width} {scheme}", one["nodes"][0]["html"]) for one in violations]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append((f"sideways {width}", ""))
    return found


@pytest.mark.parametrize("path", HUGE.values(), ids=HUGE.keys())
def test_axe_finds_nothing_in_the_longest_minutes(page: Any, giant_site: str, path: str) -> None:
    page.goto(giant_site + path)
    assert all_tags(page) == []


@pytest.mark.parametrize("path", list(HUGE.values())[::2])
def test_the_longest_pages_come_light_and_in_three_requests(page: Any, giant_site: str, path: str) -> None:
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(giant_site + path, wait_until="networkidle")
    assert len(sizes) <= 3
    assert sum(sizes) <= 20_000, sizes


@pytest.mark.parametrize(("width", "height", "least"), [(1280, 900, 4), (390, 844, 2)])
def test_hits_stand_whole_above_the_fold(page: Any, giant_site: str, width: int, height: int, least: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(giant_site + HUGE["hits"])
    whole = (
        "[...document.querySelectorAll('.hit')].filter(hit => hit.getBoundingClientRect().bottom <= innerHeight).length"
    )
    assert page.evaluate(whole) >= least
    lines = (
        "[...document.querySelectorAll('.hit h3')]"
        ".map(title => title.offsetHeight / parseFloat(getComputedStyle(title).lineHeight))"
    )
    assert max(page.evaluate(lines)) < 3.5


def test_an_error_has_the_focus_and_leads_to_its_field(page: Any, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site + "/?q=skolskjuts&since=igelkott")
    assert page.evaluate("document.activeElement.id") == "fel"
    assert page.title().startswith("Fel: ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "since"
    assert page.locator("#since").is_visible()


def test_the_keyboard_leads_by_way_of_a_filter_to_the_original(page: Any, giant_site: str) -> None:
    page.goto(giant_site)
    tabs = tab_to(page, "q", 10)
    page.keyboard.type("bryggan")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=bryggan")
    tabs += tab_to(page, "Hoppa till avgränsningarna", 2)
    page.keyboard.press("Enter")
    tabs += tab_to(page, "Kommunfullmäktige", 8)
    page.keyboard.press("Enter")
    page.wait_for_url("**organization=**")
    tabs += tab_to(page, "Hoppa till innehållet", 1)
    page.keyboard.press("Enter")
    tabs += tab_to(page, "rygga", 12)
    page.keyboard.press("Enter")
    page.wait_for_url("**/arende/**")
    tabs += tab_to(page, "Hoppa till källan", 2)
    page.keyboard.press("Enter")
    tabs += tab_to(page, "Öppna originalet", 3)
    assert tabs <= 25


def test_on_a_phone_the_filters_are_one_tap_away_above_the_hits(browser: Any, giant_site: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(giant_site + "/?q=bryggan&organization=hamnnamnden&since=2010")
    summary = page.get_by_text("Avgränsa (2)")
    assert summary.bounding_box()["y"] < page.locator(".hit").first.bounding_box()["y"]
    assert not page.locator("#until").is_visible()
    summary.tap()
    assert page.locator("#until").is_visible()
    page.close()


def test_on_a_wide_screen_the_filters_stand_open_beside_the_hits(page: Any, giant_site: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(giant_site + "/?q=bryggan")
    assert page.locator("#until").is_visible()
    bars = page.locator(".years a")
    assert bars.count() == 26
    bars.last.click()
    page.wait_for_url("**year=2024")


def test_the_journey_to_the_page_of_the_original_takes_one_click_from_the_hit(page: Any, harbour_site: str) -> None:
    page.goto(harbour_site + "/?q=båtplatserna")
    page.get_by_role("link", name="Sida 2 i bild").click()
    picture = page.get_by_role("img", name="Sida 2 som den ser ut i originalet, 3 ord markerade")
    assert picture.is_visible()
    assert page.evaluate("document.querySelector('.sheet rect').getBoundingClientRect().width") > 20
    before = picture.bounding_box()["width"]
    page.locator(".sheet").focus()
    page.keyboard.press("+")
    page.wait_for_url("**zoom=2**")
    assert picture.bounding_box()["width"] > 1.9 * before
    page.locator(".sheet").focus()
    page.keyboard.press("p")
    page.wait_for_url("**/1?*")
    page.get_by_role("link", name="Öppna originalet").is_visible()
    assert all_tags(page) == []


def test_the_decision_is_read_on_a_phone_and_cited_with_one_tap(browser: Any, giant_site: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto(giant_site + f"/arende/{GIANT}/112")
    assert page.get_by_role("heading", name="Beslut").bounding_box()["y"] < 844
    page.get_by_role("button", name="Kopiera källhänvisning").tap()
    page.get_by_text("Kopierad").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"/arende/{GIANT}/p112")
    context.close()


def test_the_journey_from_a_kind_of_decision_and_a_year_to_a_spreadsheet(page: Any, giant_site: str) -> None:
    page.goto(giant_site + "/?q=bryggan")
    page.locator(".years a").last.click()
    page.wait_for_url("**year=2024**")
    page.locator("#avgransa").get_by_role("link", name="Avslag").click()
    page.wait_for_url("**kind=rejected**")
    assert page.locator(".chips li").count() == 3, "two filters and the way out of both"
    with page.expect_download() as told:
        page.get_by_role("link", name="Kalkylblad").click()
    assert told.value.suggested_filename.endswith(".csv")


def test_the_journey_of_everything_at_once_to_a_sorted_spreadsheet_takes_four_clicks(
    page: Any, giant_site: str
) -> None:
    page.goto(giant_site)
    page.get_by_role("combobox").fill("bryggan organ:kommunfullmäktige datum:2024")
    page.get_by_role("button", name="Sök").click()
    page.locator("#avgransa").get_by_role("link", name="Avslag").click()
    page.wait_for_url("**kind=rejected**")
    page.get_by_role("link", name="Nyast").click()
    page.wait_for_url("**sort=newest**")
    assert page.locator("article.hit").count() >= 4
    with page.expect_download() as told:
        page.get_by_role("link", name="Kalkylblad").click()
    rows = told.value.path().read_text("utf-8-sig").splitlines()
    assert len(rows) > 4
    assert all("rejected" in row and "2024-06-19" in row for row in rows[1:])


def test_the_journey_to_a_paragraph_and_its_citation(browser: Any, giant_site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(giant_site)
    page.get_by_role("combobox").fill("§ 112")
    page.keyboard.press("Enter")
    page.locator("article.hit h3 a").first.click()
    assert page.locator("h1").inner_text().startswith("§ 112 ")
    page.get_by_role("button", name="Kopiera källhänvisning").click()
    page.get_by_text("Kopierad").wait_for()
    assert "§ 112 ”Bryggan vid" in page.evaluate("navigator.clipboard.readText()")
    context.close()


def test_a_meeting_is_looked_in_and_its_decisions_are_read_where_they_stand(page: Any, giant_site: str) -> None:
    page.goto(f"{giant_site}/mote/{GIANT}")
    first = page.locator(".contents details").first
    assert not first.locator(".decisions").is_visible()
    first.locator("summary").click()
    assert first.locator(".decisions").is_visible()
    page.get_by_label("Sök i det här mötet").fill("Budget för")
    page.keyboard.press("Enter")
    page.wait_for_url("**since=2024-06-19**")
    assert page.locator("article.hit").count() >= 1


def test_the_screen_readers_tree_has_the_landmarks_and_headings_in_order(page: Any, giant_site: str) -> None:
    for path in HUGE.values():
        page.goto(giant_site + path)
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False)), (path, levels)
        for role in ("banner", "main", "contentinfo", "search"):
            assert page.get_by_role(role).count() >= 1, (path, role)
        assert (
            page.get_by_role("status").count() + page.get_by_role("article").count() + page.get_by_role("alert").count()
        )
