"""The pages as a reader without script or style meets them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

import msgspec
import pytest
from flask.testing import FlaskClient

from indexer.model import Attendance, Source, meeting_remark
from indexer.settings import Settings
from search_ui.web import create_app
from search_ui.web.messages import numbered
from tests.invented import item, meeting
from tests.web.conftest import Serve, made

SKJUTS = "/arende/barnnamnden/2024-04-19/2"
MEETING = "/mote/barnnamnden/2024-04-19"


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.text


def words(html: str) -> str:
    """The text of a page, its white space joined."""
    return " ".join(re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", html, flags=re.S).split())


class Links(HTMLParser):
    """Collects where a page leads, and what it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "action", "data-suggest") and value:
                self.found.add(value)


def links(html: str) -> set[str]:
    parser = Links()
    parser.feed(html)
    return parser.found


def test_the_start_page_says_what_can_be_searched_and_leads_to_organs_and_years(client: FlaskClient) -> None:
    html = page(client, "/")
    assert "28 punkter från 3 sammanträden, 2022–2024" in words(html).replace("\N{NO-BREAK SPACE}", " ")
    assert {"/moten?organization=barnnamnden", "/moten?year=2023", MEETING} <= links(html)


def test_the_hits_are_counted_in_a_status_and_stand_in_an_ordered_list(client: FlaskClient) -> None:
    html = page(client, "/?q=skolskjuts")
    status = re.search(r'<p role="status".*?</p>', html, re.S)
    assert status
    assert words(status.group()).replace("\N{NO-BREAK SPACE}", " ") == "2 ärenden för skolskjuts"
    assert '<ol class="hits" start="1">' in html
    assert html.count('<article class="hit">') == 2
    assert re.search(r"<title>skolskjuts – 2.ärenden – Protokoll</title>", html)


def test_a_hit_has_what_is_needed_to_cite_it(client: FlaskClient) -> None:
    hit = words(page(client, "/?q=landet"))
    for part in ("Skolskjuts i norra", "Barnnämnden", "19 april 2024", "§ 2", "Dnr BUN 2024/00123"):
        assert part in hit


def test_the_words_that_answer_are_marked_whole_in_title_excerpt_and_decision(client: FlaskClient) -> None:
    html = page(client, "/?q=skolskjuts&year=2024")
    assert "<mark>Skolskjuts</mark> i norra" in html
    assert "utreda <mark>skolskjuts</mark> på landet" in html


def test_the_clause_that_answers_best_stands_in_the_hit_with_what_it_does(serve: Serve) -> None:
    others = tuple(f"att bifalla punkt {number}" for number in range(1, 6))
    harbour = item("Hamnen", "Båtar och båthus.", decisions=(*others, "att avvisa båtplatserna", "att flytta båten"))
    html = page(serve(meeting(harbour)).test_client(), "/?q=båt")
    shown = html[html.index('<p class="clause">') : html.index("</article>")]
    assert '<b class="kind kind-decided">Beslut</b> att avvisa <mark>båtplatserna</mark>' in shown
    assert "+ 6 beslutspunkter till" in words(shown)
    assert "bifalla" not in shown


def test_a_long_clause_is_shown_where_it_answers(serve: Serve) -> None:
    clause = f"att {'ord och ' * 200} bygga bryggan vid sjön {'samt mera ' * 200} till slut"
    html = page(serve(meeting(item("Hamnen", decisions=(clause,)))).test_client(), "/?q=bryggan")
    shown = html[html.index('<p class="clause">') : html.index('<p class="where">')]
    assert "bygga <mark>bryggan</mark> vid sjön" in shown
    assert len(shown) < 400


def test_a_passage_is_shown_where_it_marks_what_title_and_clause_do_not(serve: Serve) -> None:
    bridge = item("Bryggan", "Bryggan är av trä.\n\nFärgen är grön.", decisions=("att laga bryggan",))
    client = serve(meeting(bridge)).test_client()
    assert '<p class="excerpt">' not in page(client, "/?q=bryggan")
    assert "<mark>grön</mark>" in page(client, "/?q=bryggan+grön")


@pytest.mark.parametrize("path", ["/?q=skolskjuts", "/?q=lampor", "/?q=", SKJUTS, "/?q=finnsinte"])
def test_no_page_speaks_of_scores_or_of_time_taken(client: FlaskClient, path: str) -> None:
    assert not re.search(r"score|poäng|\bms\b|millisek|relevans:|[0-9] sekunder", words(page(client, path)).lower())


def test_each_count_of_a_facet_is_the_number_of_hits_after_the_click(client: FlaskClient) -> None:
    for start in ("/?q=skolskjuts", "/?q=", "/?q=&year=2024", "/?q=&organization=barnnamnden&kind=noted"):
        html = page(client, start)
        facets = re.findall(
            r'<li(?! class="chosen")><a href="([^"]+)"><span class="label">[^<]*</span> <span class="count">(\d+)', html
        )
        assert facets
        for address, count in facets:
            after = page(client, address.replace("&amp;", "&"))
            total = re.search(r"<strong>(\d+|Inga)", after)
            assert total
            assert total.group(1) == count, (start, address)


def test_each_filter_in_force_is_listed_and_can_be_taken_away(client: FlaskClient) -> None:
    html = page(client, "/?q=skolskjuts&organization=barnnamnden&year=2024&since=2024")
    active = html[html.index('class="chips active"') : html.index("</ul>", html.index('class="chips active"'))]
    assert links(active) == {
        "/?q=skolskjuts&year=2024&since=2024",
        "/?q=skolskjuts&organization=barnnamnden&since=2024",
        "/?q=skolskjuts&organization=barnnamnden&year=2024",
        "/?q=skolskjuts",
    }
    assert "Rensa alla" in active


def test_a_bad_date_is_told_at_the_top_and_beside_its_field_and_nothing_is_shown_as_its_answer(
    client: FlaskClient,
) -> None:
    html = page(client, "/?q=skolskjuts&since=igelkott")
    assert "<title>Fel: skolskjuts – Protokoll" in html
    summary = html[html.index('<div class="errors"') : html.index("</div>", html.index('<div class="errors"'))]
    assert 'role="alert" tabindex="-1" autofocus' in summary
    assert links(summary) == {"#since"}
    assert 'aria-invalid="true" aria-describedby="since-fel"' in html
    assert 'value="igelkott"' in html
    assert '<article class="hit">' not in html
    assert "Visa 2 ärenden utan datumet" in words(html).replace("\N{NO-BREAK SPACE}", " ")
    assert "/?q=skolskjuts" in links(html)


def test_dates_in_the_wrong_order_are_said_to_be(client: FlaskClient) -> None:
    html = page(client, "/?q=skolskjuts&since=2024&until=2023")
    assert "Till och med 2023 är före från och med 2024." in words(html)
    assert '<article class="hit">' not in html


def test_pages_are_numbered_and_the_one_shown_is_named(client: FlaskClient) -> None:
    html = page(client, "/?q=belysning&page=2")
    assert '<a href="/?q=belysning&amp;page=2" aria-label="Sida 2" aria-current="page">2</a>' in html
    assert '<ol class="hits" start="21">' in html
    assert html.count('<article class="hit">') == 4


@pytest.mark.parametrize("number", ["3", "1000000", "999999999"])
def test_a_page_beyond_the_last_is_not_found_and_leads_back(client: FlaskClient, number: str) -> None:
    html = page(client, f"/?q=belysning&page={number}", 404)
    assert "/" in links(html)
    assert 'role="search"' in html


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "1e9", "٣", "9" * 400])
def test_a_page_that_is_no_number_is_the_first(client: FlaskClient, number: str) -> None:
    assert '<ol class="hits" start="1">' in page(client, f"/?q=belysning&page={number}")


def test_no_hits_says_so_and_which_filter_stands_in_the_way(client: FlaskClient) -> None:
    html = page(client, "/?q=skolskjuts&year=2023")
    assert "Inga ärenden" in words(html)
    assert "/?q=skolskjuts" in links(html)
    assert "Utan år 2023" in words(html)


def test_an_item_shows_its_decision_first_then_its_text_with_the_querys_words_marked(client: FlaskClient) -> None:
    html = page(client, f"{SKJUTS}?q=kostnaden")
    assert html.index("att godkänna redovisningen") < html.index("Förvaltningen redovisar")
    assert "<mark>Kostnaden</mark> har ökat" in html
    text = words(html)
    for part in ("Vide Granlund", "Tjänsteskrivelse", "BUN 2024/00123", "7 röster", "fredag 19 april 2024"):
        assert part in text
    assert {MEETING, "/arende/barnnamnden/2024-04-19/1", "/arende/barnnamnden/2024-04-19/3"} <= links(html)


def test_a_ballot_says_in_words_what_yes_and_no_meant_and_who_voted_how(client: FlaskClient) -> None:
    text = words(page(client, SKJUTS))
    assert "Ja 1 avslag på motionen Nej 1 bifall till motionen Så röstade 2 ledamöter" in text
    assert "Namn Parti Röst Ylva Åkerlind S Ja Örjan Ekdal Nej" in text


def test_the_querys_words_are_marked_in_the_decision_too(client: FlaskClient) -> None:
    html = page(client, f"{SKJUTS}?q=redovisningen")
    assert "att godkänna <mark>redovisningen</mark>" in html


def test_each_clause_of_a_decision_has_a_permalink(client: FlaskClient) -> None:
    html = page(client, SKJUTS)
    assert 'id="b2"' in html
    assert "#b2" in links(html)
    moved = client.get(f"{SKJUTS}/b2")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"{SKJUTS}#b2")


def test_what_was_searched_in_vain_is_told_only_where_it_is_wanted_and_asked_several_times(
    invented_settings: Settings,
) -> None:
    counting = made(msgspec.structs.replace(invented_settings, misses=True)).test_client()
    silent = made(invented_settings).test_client()
    for _ in range(3):
        for client in (counting, silent):
            page(client, "/?q=Badhusen")
    page(counting, "/?q=simhallarna")
    assert "badhusen 3 gånger" in words(page(counting, "/status")).replace("\N{NO-BREAK SPACE}", " ")
    assert "simhallarna" not in page(counting, "/status")
    assert "Sökningar utan träffar" not in page(silent, "/status")


def test_an_address_by_paragraph_stands_a_reading_that_finds_more_items(serve: Serve) -> None:
    bridge = item("Bryggan", number="§ 12", decisions=("att laga bryggan",))
    twins = (item("Bod ett", number="§ 13"), item("Bod två", number="§ 13 a"))
    client = serve(meeting(bridge, *twins)).test_client()
    assert "/arende/pahittade-namnden/2024-04-19/p12" in links(page(client, "/mote/pahittade-namnden/2024-04-19"))
    assert "/arende/pahittade-namnden/2024-04-19/2" in links(page(client, "/mote/pahittade-namnden/2024-04-19"))
    html = page(client, "/arende/pahittade-namnden/2024-04-19/p12")
    assert '<h1><span class="number">§ 12</span> Bryggan</h1>' in html
    canonical = '<link rel="canonical" href="http://localhost/arende/pahittade-namnden/2024-04-19/p12">'
    assert canonical in html
    assert canonical in page(client, "/arende/pahittade-namnden/2024-04-19/1")
    page(client, "/arende/pahittade-namnden/2024-04-19/p13", 404)
    page(client, "/arende/pahittade-namnden/2024-04-19/p1", 404)


def test_an_address_from_before_the_municipality_was_known_leads_on(serve: Serve) -> None:
    app = serve(
        meeting(item("Bryggan", number="§ 12"), organ="Granby kommun nämnden"),
        meeting(item("Boden"), organ="Ett nämnden", date="2024-05-02"),
        meeting(item("Skylten"), organ="Två nämnden", date="2024-05-02"),
    )
    client = app.test_client()
    for old, now in (("/mote/namnden/2024-04-19", ""), ("/arende/namnden/2024-04-19/p12", "/p12")):
        moved = client.get(old)
        assert moved.status_code == 302
        assert moved.headers["Location"].endswith(f"/granby-kommun-namnden/2024-04-19{now}")
        page(client, moved.headers["Location"])
    page(client, "/mote/namnden/2024-05-02", 404)
    page(client, "/mote/namnden/2024-04-20", 404)
    page(client, "/mote/mnden/2024-04-19", 404)


def test_what_is_doubtful_in_an_item_is_said_where_it_is_read_and_nowhere_else(serve: Serve) -> None:
    doubt = meeting_remark("minutes.voters_yes", item="§ 1", counted=7, named=6)
    minutes = meeting(item("Bryggan", number="§ 1"), item("Boden", number="§ 12"), remarks=(doubt,))
    client = serve(minutes).test_client()
    said = "§ 1: 7 räknas som ja i en omröstning, men 6 står med namn."
    assert said in words(page(client, "/arende/pahittade-namnden/2024-04-19/p1"))
    assert said in words(page(client, "/mote/pahittade-namnden/2024-04-19"))
    assert "Jämför med originalet" not in page(client, "/arende/pahittade-namnden/2024-04-19/p12")


def test_what_a_messenger_shows_of_a_link_says_what_was_decided(client: FlaskClient) -> None:
    html = page(client, SKJUTS)
    assert '<meta property="og:title" content="§ 2 Skolskjuts i norra kommundelen">' in html
    assert re.search(r'<meta property="og:description" content="Barnnämnden, 19 april 2024. att godkänna', html)
    assert '<meta property="og:url" content="http://localhost/arende/barnnamnden/2024-04-19/p2">' in html
    assert '<meta name="description" content="3\N{NO-BREAK SPACE}punkter: Skolskjuts i norra' in page(client, MEETING)


def test_a_meeting_shows_its_head_its_people_and_every_item_with_its_decisions(client: FlaskClient) -> None:
    html = page(client, MEETING)
    text = words(html)
    for part in ("kl. 08.30–11.30", "Stora salen", "Ylva Åkerlind (X) , ordförande", "Anmält förhinder", "Tora Vik"):
        assert part in text
    assert "att uppdra till förvaltningen" in text
    assert {f"/arende/barnnamnden/2024-04-19/{n}" for n in (1, "p2", 3)} <= links(html)
    assert "7 ja, 4 nej, 1 avstår" in text


def test_a_scan_is_said_to_be_one(client: FlaskClient) -> None:
    assert "Skannat original" in page(client, "/?q=skolskjuts")
    assert "Inläst från skannat papper" in page(client, "/arende/barnnamnden/2022-02-01/1")


def test_a_hit_says_how_a_word_was_met_where_not_by_itself(client: FlaskClient) -> None:
    text = words(page(client, "/?q=skjuts"))
    assert "Träff i längre ord" in text
    assert "Träff i längre ord" not in words(page(client, "/?q=skolskjuts"))


def test_the_original_is_given_byte_for_byte(serve: Serve) -> None:
    app = serve(meeting(item("Först", "å ä ö <b>inte fet</b>")))
    answer = app.test_client().get("/original/pahittade-namnden/2024-04-19")
    assert answer.data.decode() == "Först\nå ä ö <b>inte fet</b>"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_meetings_are_browsed_by_organ_and_year(client: FlaskClient) -> None:
    assert links(page(client, "/moten?organization=barnnamnden&year=2022")) >= {"/mote/barnnamnden/2022-02-01"}
    assert MEETING not in links(page(client, "/moten?organization=barnnamnden&year=2022"))
    page(client, "/moten?year=1066", 404)


def kind_of(address: str) -> tuple[str, tuple[str, ...]]:
    """What tells one page from another: its path and the names, not the values, of what is asked."""
    parts = urlsplit(address)
    return parts.path, tuple(sorted({name for name, _ in parse_qsl(parts.query)}))


def test_every_link_on_every_page_answers(client: FlaskClient) -> None:
    waiting = ["/", "/?q=skolskjuts&year=2024&since=x", "/?q=finnsinte", "/robots.txt"]
    seen = {kind_of(path) for path in waiting}
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        assert answer.status_code < 400, path
        if answer.mimetype == "text/html":
            for link in links(answer.text):
                address = urljoin(f"http://localhost{path}", link)
                if urlsplit(address).netloc == "localhost" and kind_of(address) not in seen:
                    seen.add(kind_of(address))
                    waiting.append(address.removeprefix("http://localhost"))
    assert len(seen) > 60


@pytest.mark.parametrize("path", ["/", "/?q=skolskjuts", SKJUTS, MEETING, "/moten", "/finns/inte"])
def test_a_page_has_one_main_one_h1_a_language_and_a_skip_link_that_leads_somewhere(
    client: FlaskClient, path: str
) -> None:
    html = client.get(path).text
    assert html.startswith('<!DOCTYPE html>\n<html lang="sv">')
    assert len(re.findall("<main ", html)) == 1
    assert len(re.findall("<h1", html)) == 1
    first = re.search(r'<body>\s*<a class="skip" href="#(\w+)"', html)
    assert first
    assert f'id="{first.group(1)}"' in html
    assert " style=" not in html
    assert not re.search(r" on\w+=", html)


@pytest.mark.parametrize("path", ["/", "/?q=belysning", SKJUTS, MEETING])
def test_a_page_weighs_little_and_needs_few_requests(client: FlaskClient, path: str) -> None:
    html = client.get(path)
    loaded = re.findall(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"', html.text)
    assert len(loaded) <= 2
    assert len(html.data) + sum(len(client.get(address).data) for address in loaded) <= 50_000


def test_who_answers_for_the_page_stands_in_the_accessibility_statement() -> None:
    named = Settings(publisher="Granby kommun", contact="hej@granby.example")
    html = create_app(named).test_client().get("/tillganglighet").text
    assert "Granby kommun står bakom" in html
    assert 'href="mailto:hej@granby.example"' in html


def test_namesakes_of_two_parties_are_two_people_and_spellings_are_one(serve: Serve) -> None:
    listed = (Attendance(name="Axel Ask", party="M"), Attendance(name="Sofie Åkervall"))
    again = (Attendance(name="AXEL ASK", party="S"), Attendance(name="Åkervall, Sofie"))
    app = serve(
        meeting(item("Rapport"), attendance=listed), meeting(item("Rapport"), date="2024-05-20", attendance=again)
    )
    persons = page(app.test_client(), "/personer")
    addresses = [address for address in links(persons) if address.startswith("/person/")]
    assert sorted(addresses) == ["/person/axel-ask-m", "/person/axel-ask-s", "/person/sofie-akervall"]
    assert "2024-05-20" not in words(page(app.test_client(), "/person/axel-ask-m"))


def test_what_is_sought_of_an_organ_alone_marks_nothing_and_shows_the_decision_or_a_sentence(serve: Serve) -> None:
    told = item("Rapport", "Bakgrund\n\nNämnden lyssnar på en lägesbild om hamnen. Sedan blir det paus.")
    decided = item("Avgift", "Bakgrund\nNämnden ser över avgiften.", decisions=("att höja avgiften",))
    html = serve(meeting(told, decided, organ="Hamnnämnden")).test_client().get("/?q=organ:hamnnämnden").text
    assert "<mark>" not in html
    assert "Nämnden lyssnar på en lägesbild om hamnen." in html
    assert "Bakgrund" not in html
    assert "att höja avgiften" in html


def test_a_number_with_the_sign_that_it_is_printed_with_is_a_point() -> None:
    assert [numbered(number) for number in ("2,", "4.2.", "3)", "§ 12")] == ["Punkt 2", "Punkt 4.2", "Punkt 3", "§ 12"]


@pytest.mark.parametrize(("kind", "shown", "told"), [("png", "inline", False), ("tiff", "attachment", True)])
def test_a_scan_that_is_a_picture_is_shown_or_said_to_need_another_program(
    kind: str, shown: str, told: bool, serve: Serve
) -> None:
    source = Source(file=f"skannat.{kind}", sha256="1" * 64, media_type=f"image/{kind}", ocr_damaged=True)
    client = serve(meeting(item("Bryggan"), source=source)).test_client()
    original = client.get("/original/pahittade-namnden/2024-04-19")
    assert original.headers.get("Content-Disposition", "inline").startswith(shown)
    assert original.headers["X-Content-Type-Options"] == "nosniff"
    assert ("formatet TIFF" in client.get("/arende/pahittade-namnden/2024-04-19/1").text) == told
