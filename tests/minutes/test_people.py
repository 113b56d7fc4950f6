"""People: who was there in every layout of list, who moves something, who is disqualified."""

import pytest

from indexer.minutes import parse
from indexer.minutes.people import statements
from indexer.minutes.people.movers import disqualified_in, movers, with_full_names
from indexer.model import AgendaItem, Attendance, AttendanceStatus, Meeting, Pages, Proposal, StatementKind

HEAD = "Kommunstyrelsen\nProtokoll 2024-04-29\n\n"
BODY = "\n\n§ 1 Rapport\n\nBeslut\nRapporten antecknas.\n\n§ 2 Avslutning\n\nBeslut\nMötet avslutas.\n"


def parsed(text: str) -> Meeting:
    pages = Pages(file="protokoll.txt", sha256="0", media_type="text/plain", text=text)
    return parse(pages).meeting


def attending(front: str, body: str = BODY) -> dict[str, Attendance]:
    return {person.name: person for person in parsed(HEAD + front + body).attendance}


THREE = {"Axel Ask", "Berit Ek", "Cilla Alm"}


@pytest.mark.parametrize(
    "front",
    [
        "Närvarande: Axel Ask (M), Berit Ek (S), Cilla Alm (V)",
        "Närvarande: Axel Ask, Berit Ek och Cilla Alm",
        "Närvarande\nAxel Ask (M), ordförande\nBerit Ek (S)\nCilla Alm (V)",
        "Beslutande  Ledamöter\n            Axel Ask (M), ordf.\n            Berit Ek (S)\n            Cilla Alm (V)",
        "Ledamöter                  Ersättare\nAxel Ask (M), ordförande   Cilla Alm (V)\nBerit Ek (S)",
        "Befattning   Namn   Närvarande\nOrdförande   Axel Ask   Ja\nKassör   Berit Ek   Ja\nLedamot   Cilla Alm   Ja",
        "|Namn|Uppdrag|Närvaro|\n|---|---|---|\n|Axel Ask | ordf | ja |\n| Berit Ek | | x |\n| Cilla Alm | | ja |",
        "Beslutande     x Ask, Axel, ordförande\n               x Ek, Berit\n               x Alm, Cilla",
        "NÄRVARANDE:\nOrdförande      Axel Ask (M)\nVice ordf.      Berit Ek (S)\nLedamöter       Cilla Alm (V)",
        "Beslutande: Axel Ask (M), ordförande. Berit Ek (S).\nCilla Alm (V).",
        "Ledamöter med rösträtt\n  professor Axel Ask, dekan, ordförande\n  docent Berit Ek\n  Cilla Alm (via Zoom)",
        "Närvarande:  Herr Axel Ask, ordförande,\n             fru Berit Ek\n"
        "             samt skolchefen Cilla Alm, sekre-\n"
        "             terare",
        "NÄRVARANDE    Axel Ask       ordförande      kl. 17.30-21.00\n              Berit Ek       ledamot\n"
        "              Cilla Alm      sekreterare     kl. 17.30-19.00",
        "**Närvarande:** Axel Ask, Berit Ek, Cilla Alm",
        "Styrelsemedlemmar:\nAxel Ask\nBerit Ek\n\nFackliga organisationer\nCilla Alm, Ledarna",
    ],
)
def test_people_are_read_in_every_layout(front: str) -> None:
    assert attending(front).keys() == THREE


@pytest.mark.parametrize(
    ("front", "told"),
    [
        (
            "Deltagare: Axel Ask (ordf.), Berit Ek och Cilla Alm. Frånvarande med anmält förhinder: Dan Öst",
            {"Axel Ask": "present", "Berit Ek": "present", "Cilla Alm": "present", "Dan Öst": "absent"},
        ),
        (
            "Namn         Parti   Närvaro   Anmärkning\nAxel Ask     S       Ja\nBerit Ek     M       Nej       Sjuk",
            {"Axel Ask": "present", "Berit Ek": "absent"},
        ),
        (
            "Ledamöter      Närvarande   Frånvarande\nAxel Ask (S)   X\nBerit Ek (M)                X",
            {"Axel Ask": "present", "Berit Ek": "absent"},
        ),
        (
            "Närvarande var Axel Ask och Berit Ek.\nFrånvarande var Dan Öst.",
            {"Axel Ask": "present", "Dan Öst": "absent"},
        ),
        (
            "Beslutande\n1. Axel Ask (S), ordförande\n2. Berit Ek (M)\nFrånvarande: Inga",
            {"Axel Ask": "present", "Berit Ek": "present"},
        ),
    ],
)
def test_who_was_not_there_is_told_apart(front: str, told: dict[str, str]) -> None:
    people = attending(front)
    assert {name: people[name].status.value for name in told} == told


def test_those_replaced_are_not_among_those_who_came() -> None:
    people = attending("Tjänstgörande ersättare     För ledamot\nBerit Ek (S)                Axel Ask (S)")
    assert people.keys() == {"Berit Ek"}
    assert people["Berit Ek"].substitutes_for == "Axel Ask (S)"


def test_a_roll_that_is_called_in_an_item_tells_who_is_there() -> None:
    body = (
        "\n\n§ 1 Upprop\n\nVid upprop antecknas följande närvarande:\n\nAxel Ask (M)   Berit Ek (S)\nCilla Alm (V)\n\n"
        "Frånvarande: Dan Öst (C)\n\n§ 2 Rapport\n\nBeslut\nRapporten antecknas.\n"
    )
    people = attending("Ordförande Axel Ask (M)\nLedamöter  Se upprop § 1", body)
    assert people.keys() == THREE | {"Dan Öst"}
    assert people["Dan Öst"].status is AttendanceStatus.ABSENT


def test_who_lacks_the_cross_that_others_have_is_absent() -> None:
    people = attending(
        "BESLUTANDE:                     PERSONLIG ERSÄTTARE:\n(x) Axel Ask, ordf.             ( ) Dan Öst\n"
        "( ) Berit Ek                    (x) Cilla Alm"
    )
    there = {name for name, person in people.items() if person.status is AttendanceStatus.PRESENT}
    assert there == {"Axel Ask", "Cilla Alm"}
    assert people["Cilla Alm"].substitutes_for == "Berit Ek"


def test_marks_behind_names_belong_to_the_name_before_them() -> None:
    people = attending(
        "Ledamöter                  Närv.   Ersättare    Närv.\nAxel Ask, Mörkö, ordf.     x       Cilla Alm    -\n"
        "Berit Ek, Mörkö            -"
    )
    assert [people[name].status.value for name in ("Axel Ask", "Berit Ek", "Cilla Alm")] == [
        "present",
        "absent",
        "absent",
    ]
    assert people["Axel Ask"].affiliation == "Mörkö"


OFFICES = [("Anna Berg", "kommundirektör"), ("Carl Dahl", "ekonomichef"), ("Eva Frid", "sekreterare")]


@pytest.mark.parametrize("label", ["Tjänstepersoner: ", "Övriga närvarande: ", "Tjänstemän   ", "Tjänstepersoner\n"])
@pytest.mark.parametrize(
    "form", ["{}, {}", "{} {}", "{} ({})", "{} - {}", "{1} {0}", "{}, t.f. {}", "{}, {} § 12", "{}, {} §§ 12-14"]
)
@pytest.mark.parametrize(
    ("comma", "last"), [(", ", ", "), (", ", " och "), (", ", " samt "), ("; ", "; "), (",\n", ",\n")]
)
def test_a_list_of_people_with_offices_is_as_many_people(label: str, form: str, comma: str, last: str) -> None:
    first, second, third = (form.format(*one) for one in OFFICES)
    told = attending(f"{label}{first}{comma}{second}{last}{third}\n\n")
    assert {name: (told[name].role or "").removeprefix("t.f. ") for name in told} == dict(OFFICES)


@pytest.mark.parametrize(
    "listed",
    [
        "Bo Ek (S), ordförande, Dan Öst (V), Gun Hed (C)",
        "Bo Ek (S) ordförande, Dan Öst (V) och Gun Hed (C)",
        "ordförande Bo Ek (S), Dan Öst (V) samt ledamoten Gun Hed (C)",
        "Bo Ek, S, ordförande, Dan Öst, V, Gun Hed, C",
        "Bo Ek S, Dan Öst V, Gun Hed C",
        "Bo Ek (S) för Lo Berg (S), Dan Öst (V) för Siv Dal (V), Gun Hed (C)",
    ],
)
def test_members_in_a_list_keep_their_own_parties(listed: str) -> None:
    told = attending(f"Tjänstgörande: {listed}\n\n")
    assert {name: told[name].party for name in told} == {"Bo Ek": "S", "Dan Öst": "V", "Gun Hed": "C"}


def test_what_somebody_is_the_head_of_is_nobody_that_they_sit_for() -> None:
    told = attending("Tjänstepersoner: Anna Berg, chef för samhällsbyggnad, Carl Dahl, konsult, Ramberg AB\n\n")
    assert {name: (told[name].role, told[name].affiliation, told[name].substitutes_for) for name in told} == {
        "Anna Berg": ("chef för samhällsbyggnad", None, None),
        "Carl Dahl": ("konsult", "Ramberg AB", None),
    }


def test_a_name_that_comes_again_adds_its_party() -> None:
    told = attending("Justerare: Bo Ek och Eva Alm\n\nLedamöter\nBo Ek (S)\nEva Alm (M)\n\n")
    assert {name: told[name].party for name in told} == {"Bo Ek": "S", "Eva Alm": "M"}


@pytest.mark.parametrize("rank", ["1:e vice", "2:e vice", "Förste vice", "Vice"])
def test_a_vice_chair_behind_a_colon_was_there(rank: str) -> None:
    told = attending(f"Ordförande: Axel Ask (M)\n{rank} ordförande: Bo Ek (S)\nSekreterare: Eva Frid\n\n")
    assert told.keys() == {"Axel Ask", "Bo Ek", "Eva Frid"}
    assert told["Bo Ek"].party == "S"


@pytest.mark.parametrize("name", ["lvar Tysk", "Dag Ny", "Ivar Tysk"])
def test_a_name_is_one_though_a_scan_or_a_label_looks_like_it(name: str) -> None:
    told = attending(
        f"Beslutande:  Stig Ask, Ekby kommun\n             {name}, Ekby kommun\n             Lena Bro, Ekby kommun\n\n"
    )
    assert told.keys() == {"Stig Ask", name, "Lena Bro"}


def test_an_office_does_not_cling_to_those_after_it() -> None:
    people = attending("Närvarande:\nOrdf. Axel Ask, socialnämnden\nBerit Ek, FUB\nCilla Alm, SRF")
    assert [people[name].role for name in ("Axel Ask", "Berit Ek", "Cilla Alm")] == ["ordförande", None, None]
    assert people["Axel Ask"].affiliation == "socialnämnden"


def test_a_substitute_says_for_whom() -> None:
    people = attending("Ledamöter           Axel Ask, ordf (mp)\nTjg ersättare       Berit Ek (s) för Dan Öst")
    assert (people["Berit Ek"].party, people["Berit Ek"].substitutes_for) == ("s", "Dan Öst")
    assert people["Axel Ask"].party == "mp"


def test_those_who_are_called_are_not_said_to_have_come() -> None:
    assert (
        attending("Kallade\nAxel Ask, Berit Ek, Cilla Alm, Dan Öst\n\nNärvarande\nAxel Ask, Berit Ek, Cilla Alm").keys()
        == THREE
    )


def test_a_heading_in_capitals_is_nobody() -> None:
    front = "Beslutande: Axel Ask (M), Berit Ek (S), Cilla Alm (V)\n\nBESLUTAS AV KOMMUNFULLMÄKTIGE"
    assert attending(front).keys() == THREE


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Simona Ek (L) och Bo Ask (M) yrkar avslag.", ("Simona Ek (L)", "Bo Ask (M)")),
        ("Ordföranden Anna Jern m.fl. (M) föreslår att nämnden bifaller förslaget.", ("Anna Jern (M)",)),
        ("Per Vall (C) med instämmande av Lars Berg (M) yrkar bifall.", ("Per Vall (C)",)),
        ("Representanterna från V, S och MP yrkar bifall.", ("V", "S", "MP")),
        ("ordföranden Ek (S) yrkar avslag.", ("Ek (S)",)),
        ("Ledamot Maj Storm föreslog understödd av Kaj Falt att arrendet förlängs.", ("Maj Storm",)),
        ("Kommunstyrelsen föreslår fullmäktige att anta planen.", ()),
        ("att höja taxan med fem procent", ()),
    ],
)
def test_a_proposal_says_whose_it_is(text: str, who: tuple[str, ...]) -> None:
    assert movers(text) == who


def test_the_chair_who_moves_is_called_by_name() -> None:
    body = "\n\n§ 1 Cykelbana\n\nYrkanden\nOrdföranden yrkar bifall.\n\nBeslut\nCykelbanan anläggs.\n"
    meeting = parsed(HEAD + "Beslutande: Axel Ask (M), ordförande, Berit Ek (S)" + body)
    assert [proposal.proposers for proposal in meeting.items[0].proposals] == [("Axel Ask (M)",)]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Berit Ek anmälde jäv och lämnade mötet under punkten.", ("Berit Ek",)),
        ("Axel Ask (M) och Dan Öst (C) deltar inte i handläggningen på grund av jäv.", ("Axel Ask (M)", "Dan Öst (C)")),
        ("Jäv anmäls.", ("Jäv anmäls.",)),
    ],
)
def test_who_is_disqualified_is_told_by_name(text: str, who: tuple[str, ...]) -> None:
    assert disqualified_in(text) == who


def test_a_name_is_one_person_surname_first_or_last() -> None:
    front = "Närvarande    Ask Anna       ordförande\n              Ek Erik        medlem\n\nJusterare: Anna Ask"
    assert [*attending(front)] == ["Ask Anna", "Ek Erik"]


def test_whom_members_are_of_is_nobody() -> None:
    front = (
        "Närvarande ledamöter\n  Gröna Listan:    Axel Ask, Berit Ek\n  Blå Listan:      Cilla Alm (fr.o.m. punkt 3)\n"
    )
    assert set(attending(front)) == THREE


def test_an_association_that_begins_with_a_short_form_is_no_person() -> None:
    assert [*attending("Närvarande: Axel Ask, SPF Seniorerna Brunna")] == ["Axel Ask"]


@pytest.mark.parametrize(
    ("text", "makers"),
    [
        ("Ledamöterna från M och KD reserverar sig mot beslutet.", ["M", "KD"]),
        ("Ledamöterna i (S), (V) och (MP) reserverar sig till förmån för egna yrkanden.", ["S", "V", "MP"]),
        ("S- och V-ledamöterna reserverar sig.", ["S", "V"]),
        ("Anna Ek (C) och Bo Ask (L) antecknar som yttrande en skrivelse från MP.", ["Anna Ek (C)", "Bo Ask (L)"]),
        ("Mot beslutet reserverar sig Anna Ek (M).", ["Anna Ek (M)"]),
        ("Sverigedemokraterna deltar inte i beslutet.", ["SD"]),
        ("Reservation lämnas skriftligt.", []),
    ],
)
def test_a_statement_names_the_people_or_parties_that_make_it(text: str, makers: list[str]) -> None:
    assert list(statements.makers(text)) == makers


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Anna Ek (C) antecknar som yttrande en skrivelse.", StatementKind.OPINION),
        ("Särskilt yttrande av Anna Ek (C).", StatementKind.OPINION),
        ("Ledamöterna från M deltar inte i beslutet.", StatementKind.ABSTENTION),
        ("Anna Ek (C) vill ha antecknat att frågan är viktig.", StatementKind.NOTE),
    ],
)
def test_a_note_to_the_minutes_says_what_it_is(text: str, kind: StatementKind) -> None:
    assert [one.kind for one in statements.statements([], [text])] == [kind]


def test_an_item_that_is_verified_at_once_has_no_statement_of_it() -> None:
    assert list(statements.statements([], ["Paragrafen justeras omedelbart."])) == []


@pytest.mark.parametrize(
    ("called", "full"),
    [
        ("Ordföranden", "Anna Jern (S)"),
        ("Ek (M)", "Bo Ek (M)"),
        ("Ask", "Ask"),
        ("Ask (L)", "Ask (L)"),
        ("Cia Ask", "Cia Ask (L)"),
        ("BO EK (M)", "Bo Ek (M)"),
        ("Bo Ek (V)", "Bo Ek (V)"),
        ("M", "M"),
    ],
)
def test_who_is_called_by_less_is_given_the_name_of_the_attendance_where_that_is_sure(called: str, full: str) -> None:
    present = [
        Attendance(name="Anna Jern", party="S", role="ordförande"),
        Attendance(name="Bo Ek", party="M"),
        Attendance(name="Cia Ask", party="L"),
        Attendance(name="Dan Ask", party="L"),
    ]
    item = AgendaItem(
        id="a/2024-01-01/1",
        position="1",
        title="Taxa",
        text="",
        start=0,
        end=0,
        line=1,
        proposals=(Proposal(text="", proposers=(called,)),),
    )
    assert with_full_names([item], present)[0].proposals[0].proposers == (full,)
