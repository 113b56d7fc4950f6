"""The small judgements that reading minutes is made of: words, dates, people, clauses and names."""

from __future__ import annotations

import pytest

from indexer.minutes.dates import dates_in, times_in
from indexer.minutes.decisions.clauses import clauses
from indexer.minutes.decisions.due_dates import due_of
from indexer.minutes.decisions.kinds import assignee_of, kind_of
from indexer.minutes.ids import slug
from indexer.minutes.lines.folded_text import fold, printed, unfolded_offset
from indexer.minutes.lines.labels import LabelTable
from indexer.minutes.lines.lines import read_lines
from indexer.minutes.people.attendance import first_names, people
from indexer.minutes.votes import BallotText, votes_in
from indexer.minutes.words import words
from indexer.model import Attendance, AttendanceStatus, Pages

SECTION_LABELS = LabelTable(words("sections"))


@pytest.mark.parametrize(
    ("line", "kind", "rest"),
    [
        ("Mötet beslutar", "decision", ""),
        ("Motet beslutar", "decision", ""),
        ("M6tet beslutar:", "decision", ""),
        ("Métet besluiar", "decision", ""),
        ("Föredragande: Anna Berg", "presenters", "Anna Berg"),
        ("Fdredragande: Anna Berg", "presenters", "Anna Berg"),
        ("**Föredragande:** Anna Berg", "presenters", "Anna Berg"),
        ("Fo\u0308redragande: Anna Berg", "presenters", "Anna Berg"),
        ("Samanfattning", "summary", ""),
        ("Förslag till beslut i kommunfullmäktige", "proposal", ""),
        ("Kommunstyrelsens beslut", "decision", ""),
        ("Arbetsutskottets förslag till beslut", "proposal", ""),
        ("Protokollsutdrag skickas till", "recipients", ""),
    ],
)
def test_a_label_is_known_by_whatever_the_scanner_made_of_it(line: str, kind: str, rest: str) -> None:
    (read,) = read_lines(Pages(file="", sha256="", media_type="", text=line))
    cue = SECTION_LABELS.find(read)
    assert cue
    assert (cue.kind, read.text[cue.rest :]) == (kind, rest)


@pytest.mark.parametrize("line", ["Budget 2025", "Beslutet om vägen kritiserades", "Anna Berg", "Förskolan Eken"])
def test_other_words_are_no_labels(line: str) -> None:
    (read,) = read_lines(Pages(file="", sha256="", media_type="", text=line))
    assert SECTION_LABELS.find(read) is None


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Helsinge 2024-04-19 anna@example.org", ["2024-04-19"]),
        ("2024–04–19", ["2024-04-19"]),
        ("fredagen den 3 mars 2023", ["2023-03-03"]),
        ("Den 27 februari 2026 08.30-12:00", ["2026-02-27"]),
        ("Lindby 231013", ["2023-10-13"]),
        ("den 24 mars", []),
        ("16/5", []),
        ("16/5 2024", ["2024-05-16"]),
        ("Sal 2 | 14.09.2022 | 08.15", ["2022-09-14"]),
        ("2024-13-45", []),
        ("2024-\u00ad04-19", ["2024-04-19"]),
    ],
)
def test_dates_are_read_as_printed(text: str, dates: list[str]) -> None:
    assert dates_in(text) == dates


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Den 19 april 2024 08.30-11:30 på torget", "08:30", "11:30"),
        ("kl. 8.30–12.00", "08:30", "12:00"),
        ("klockan 13:00 till 14:20", "13:00", "14:20"),
        ("kl 9-12", "09:00", "12:00"),
        ("kl. 18.30 i lokalen", "18:30", None),
        ("2024-04-19", None, None),
    ],
)
def test_times_are_read_as_printed(text: str, start: str | None, end: str | None) -> None:
    assert times_in(text)[:2] == (start, end)


def test_all_spellings_of_an_organ_have_one_name() -> None:
    spellings = [
        "Kommundirektörsmöte i Familjen Skogen",
        "Kommundirektörmöte i Familjen Skogen",
        "Kommundirektorsmote i Familjen Skogen",
        "Kommundirektérsmdte i Familjen Skogen".replace("md", "mö"),
        "KOMMUNDIREKTÖRSMÖTE I FAMILJEN SKOGEN",
        "Kommundirekto\u0308rsmo\u0308te i Familjen Skogen",
    ]
    assert {slug(name) for name in spellings[:3] + spellings[4:]} == {"kommundirektorsmote-i-familjen-skogen"}


def test_the_authority_tells_two_boards_apart() -> None:
    assert slug("Lillåns kommun", "Kommunstyrelsen") == "lillans-kommun-kommunstyrelsen"
    assert slug(None, "Kommittén för Ö") == "kommitten-for-o"
    assert slug("", "!") == "organ"


def _present(text: str) -> list[Attendance]:
    return list(people(text, status=AttendanceStatus.PRESENT))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Jonas Berg, Bastad Elin Ek, Angelholm", [("Jonas Berg", "Bastad"), ("Elin Ek", "Angelholm")]),
        ("Carin Ros, Helsinge stad Bo Ek, Östra Å", [("Carin Ros", "Helsinge stad"), ("Bo Ek", "Östra Å")]),
        ("Ida Sjö Lund, Mo", [("Ida Sjö Lund", "Mo")]),
        ("Anna Ek (Bjurs), Bo Lund (Mo)", [("Anna Ek", "Bjurs"), ("Bo Lund", "Mo")]),
        ("Anna Ek\tBjurs", [("Anna Ek", "Bjurs")]),
        ("Bjurs: Anna Ek", [("Anna Ek", "Bjurs")]),
        ("1. Anna Ek, Bjurs", [("Anna Ek", "Bjurs")]),
        ("- Anna von Ek, Mo", [("Anna von Ek", "Mo")]),
        ("se bifogad närvarolista", []),
    ],
)
def test_people_are_found_in_every_layout(line: str, found: list[tuple[str, str]]) -> None:
    assert [(person.name, person.affiliation) for person in _present(line)] == found


def test_what_stands_around_a_name_is_read() -> None:
    assert _present("Ida Lund (V) ersätter Bo Ek (S) §§ 45-51") == [
        Attendance(name="Ida Lund", party="V", substitutes_for="Bo Ek (S)", paragraphs="§§ 45-51")
    ]
    assert _present("Eva Gran (KD), 1:e vice ordförande, via länk") == [
        Attendance(name="Eva Gran", party="KD", role="1:e vice ordförande", remote=True)
    ]
    assert _present("Eva Asp (V) ersätter Bo Ek (S) § 47 på grund av jäv") == [
        Attendance(name="Eva Asp", party="V", substitutes_for="Bo Ek (S)", paragraphs="§ 47 på grund av jäv")
    ]
    assert _present("Per Mo (M), §§ 60-64, ej § 62") == [
        Attendance(name="Per Mo", party="M", paragraphs="§§ 60-64, ej § 62")
    ]
    assert _present("Maja Ek (M), Jens Pil (V) §§ 61-66, Rut Alm (KD)") == [
        Attendance(name="Maja Ek", party="M"),
        Attendance(name="Jens Pil", party="V", paragraphs="§§ 61-66"),
        Attendance(name="Rut Alm", party="KD"),
    ]
    assert _present("Kommundirektör Per Lind, ekonomichef Eva Storm § 63") == [
        Attendance(name="Per Lind", role="Kommundirektör"),
        Attendance(name="Eva Storm", role="ekonomichef", paragraphs="§ 63"),
    ]
    assert [person.name for person in _present("Lisa Ek, Arne Kvist och Sten Glad m.fl.")] == [
        "Lisa Ek",
        "Arne Kvist",
        "Sten Glad",
    ]
    assert _present("Siv Lönn (C)      Ja      80–83") == [
        Attendance(name="Siv Lönn", party="C", paragraphs="§§ 80–83")
    ]
    assert _present("Leo Bok (MP)      Nej") == [Attendance(name="Leo Bok", party="MP", status=AttendanceStatus.ABSENT)]
    assert _present("Monica Falk Förvaltningschef") == [Attendance(name="Monica Falk", role="Förvaltningschef")]
    assert _present("Per Alm, ekonomichef") == [Attendance(name="Per Alm", role="ekonomichef")]
    assert _present("Marie Alm, Perstorp (Teams)") == [
        Attendance(name="Marie Alm", affiliation="Perstorp", remote=True)
    ]


def test_first_names_alone_are_people_only_where_there_are_several() -> None:
    found = [
        first_names(text, status=AttendanceStatus.PRESENT)
        for text in ("Ylva, Hassan och Bengt-Åke", "Bjurs kommun", "Alla")
    ]
    assert [[person.name for person in people] for people in found] == [["Ylva", "Hassan", "Bengt-Åke"], [], []]


@pytest.mark.parametrize(
    ("clause", "kind", "assignee", "due"),
    [
        ("att tacka för informationen", "noted", None, None),
        ("att lagga rapporten till handlingarna", "noted", None, None),
        ("Antecknas.", "noted", None, None),
        ("Nämnden har tagit del av meddelandena.", "noted", None, None),
        ("att fortsätta sammanträdet", "decided", None, None),
        ("att uppdra åt kansliet att återkomma senast den 31 maj 2024", "assigned", "kansliet", "2024-05-31"),
        ("att uppdra at natverket att ta fram ett forslag", "assigned", "natverket", None),
        ("att varje kommun utser en kontaktperson", "assigned", "varje kommun", None),
        ("att sekretariatschef fortsatter planering av workshop", "assigned", "sekretariatschef", None),
        ("att Anna Berg kontaktar länsstyrelsen", "assigned", "Anna Berg", None),
        ("Direktören får i uppdrag att teckna avtal till mötet den 3 maj.", "assigned", "Direktören", "2024-05-03"),
        ("att godkänna förslaget", "approved", None, None),
        ("att styrgruppen godkänner planen", "approved", None, None),
        ("Motionen avslås.", "rejected", None, None),
        ("Ärendet bordläggs till sammanträdet den 7 februari 2024.", "deferred", None, None),
        ("Ärendet återremitteras.", "referred_back", None, None),
        ("att utse Anna Berg till ordförande", "elected", None, None),
        ("att mötet hålls i Mo", "decided", None, None),
    ],
)
def test_a_clause_tells_what_it_does(clause: str, kind: str, assignee: str | None, due: str | None) -> None:
    is_task = kind == "assigned"
    found = (
        kind_of(clause),
        assignee_of(clause) if is_task else None,
        due_of(clause, "2024-01-10") if is_task else None,
    )
    assert found == (kind, assignee, due)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("att a\natt b", ["att a", "att b"]),
        ("att be om att\nfå veta mer\natt b", ["att be om att få veta mer", "att b"]),
        ("att arbeta för\natt vägen lagas", ["att arbeta för att vägen lagas"]),
        ("att a\n\nb och\n\nc.", ["att a b och c."]),
        ("att hålla möten:\n- 1 maj\n- 2 maj", ["att hålla möten: - 1 maj - 2 maj"]),
        ("Enligt styrelsens förslag:\n1. A antas.\n2. B avslås.", ["A antas.", "B avslås."]),
        ("På förslag av Bo Ek (V):\nÄrendet bordläggs.", ["Ärendet bordläggs."]),
        ("Styrelsen föreslår årsmötet besluta\natt a", ["att a"]),
        ("Rapporten antecknas.", ["Rapporten antecknas."]),
        ("att a.\n\nKaffe", ["att a."]),
        (
            "1. Planen antas.\n2. Nämnden får i uppdrag\natt utreda vägen.\n3. Rutinen upphör\natt gälla.",
            ["Planen antas.", "Nämnden får i uppdrag att utreda vägen.", "Rutinen upphör att gälla."],
        ),
        (
            "Anna väljs till justerare.\nÄrendelistan godkänns.",
            ["Anna väljs till justerare.", "Ärendelistan godkänns."],
        ),
        ("Planen antas.\nDen gäller i fyra år.", ["Planen antas. Den gäller i fyra år."]),
        ("Anmälningarna noteras.\n1. Budget 2024\n2. Taxor", ["Anmälningarna noteras. 1. Budget 2024 2. Taxor"]),
        (
            "Styrelsen tillstyrker planen och föreslår\natt kommunfullmäktige beslutar:\n1. A antas.\n2. B avslås.",
            ["A antas.", "B avslås."],
        ),
        (
            "Enligt styrelsens förslag:\nRedovisning av uppdraget till nämnden,\natt laga vägen, antecknas.",
            ["Redovisning av uppdraget till nämnden, att laga vägen, antecknas."],
        ),
        (
            "1. A antas.\n"
            "Statsbidraget har ökat och fördelas enligt vad som följer här nedan i punkterna:\n"
            "2. Skolan får 2 mkr.",
            [
                "A antas.",
                "Statsbidraget har ökat och fördelas enligt vad som följer här nedan i punkterna:",
                "Skolan får 2 mkr.",
            ],
        ),
        (
            "1. Nämnden får i uppdrag att ta fram en plan.\n"
            "a) planen ska gälla alla,\n"
            "b) planen ska vara kort.\n"
            "2. B avslås.",
            [
                "Nämnden får i uppdrag att ta fram en plan. a) planen ska gälla alla, b) planen ska vara kort.",
                "B avslås.",
            ],
        ),
        ("Nämnden får i uppdrag\natt utreda vägen.", ["Nämnden får i uppdrag att utreda vägen."]),
        (
            "Ärendet återremitteras till nämnden, som får i uppdrag att:\na) räkna om,\nb) fråga grannarna.",
            ["Ärendet återremitteras till nämnden, som får i uppdrag att: a) räkna om, b) fråga grannarna."],
        ),
        (
            "Styrelsen godkänner dagordningen med denna ändring:\n- Punkt 9 utgår.",
            ["Styrelsen godkänner dagordningen med denna ändring: - Punkt 9 utgår."],
        ),
        (
            "Planen fastställs med två tillägg:\n1. A antas.\n2. B avslås.",
            ["Planen fastställs med två tillägg:", "A antas.", "B avslås."],
        ),
        (
            "Nämnden beslutar att\n- godkänna a,\n- begära b, samt\n- lämna c.",
            ["godkänna a,", "begära b, samt", "lämna c."],
        ),
        (
            "Styrelsen tillstyrker planen och föreslår fullmäktige besluta:\n1. A antas.\n2. B avslås.",
            ["A antas.", "B avslås."],
        ),
    ],
)
def test_a_decision_is_cut_into_its_clauses(text: str, found: list[str]) -> None:
    lines = [line for line in read_lines(Pages(file="", sha256="", media_type="", text=text)) if not line.is_blank]
    assert clauses(lines, 80) == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("natt-\npatrull", "nattpatrull"),
        ("HR-\nchefer", "HR-chefer"),
        ("närings-\noch destination", "närings- och destination"),
        ("kom\u00ad\nmun", "kommun"),
        ("**Mötesplan**  2024", "Mötesplan 2024"),
        ("o\u0308ver", "över"),
    ],
)
def test_a_value_is_printed_in_one_line(text: str, value: str) -> None:
    assert printed(text) == value


def test_a_folded_offset_finds_its_way_back() -> None:
    text = "Fo\u0308re\u00addragande: Anna"
    at = fold(text).index(":")
    assert text[unfolded_offset(text, at)] == ":"


def test_each_of_several_ballots_has_its_own_result_and_its_own_text() -> None:
    text = (
        "Omröstning begärs. Omröstning - Motförslag Godkänd proposition: ”Ja för Ekdahls yrkande. Nej för Marbäcks.” "
        "Omröstningen utfaller med 9 Ja mot 29 Nej. 43 ledamöter avstår från att rösta. Se bilaga 3. "
        "Omröstning - Huvudvotering Omröstningen utfaller med 43 Ja mot 38 Nej. Se bilaga 4."
    )
    first, second = votes_in(BallotText("Omröstning", text))
    assert (first.yes, first.no, first.abstained, second.yes, second.no) == (9, 29, 43, 43, 38)
    assert first.text.endswith("Se bilaga 3.")
    assert second.text == "Omröstning - Huvudvotering Omröstningen utfaller med 43 Ja mot 38 Nej. Se bilaga 4."


def test_ballots_without_headings_are_told_apart_by_their_sentences() -> None:
    text = "Med 7 ja mot 3 nej avslås yrkandet. Med 6 ja mot 4 nej bifalls förslaget."
    first, second = votes_in(BallotText("Omröstning", text))
    assert (first.text, second.text) == (
        "Med 7 ja mot 3 nej avslås yrkandet.",
        "Med 6 ja mot 4 nej bifalls förslaget.",
    )


def test_a_text_without_a_count_tells_of_no_ballot() -> None:
    assert votes_in(BallotText("", "Ordföranden finner att nämnden bifaller förslaget.")) == ()
