"""Tasks: who gets them, alone or together, and by when they are to be done."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis.strategies import dates, sampled_from

from indexer.minutes.decisions.assignees import assignees_of
from indexer.minutes.decisions.due_dates import DueDate, due_date, due_of
from indexer.minutes.decisions.kinds import kind_of
from indexer.model import DecisionKind


@pytest.mark.parametrize(
    ("clause", "assignees"),
    [
        ("att uppdra åt socialchefen att återkomma", ["socialchefen"]),
        (
            "Förskolenämnden, äldre samt vård- och omsorgsnämnden, nämnden för stöd och socialnämnd Väst får i "
            "uppdrag att ta fram en plan.",
            ["Förskolenämnden", "äldre samt vård- och omsorgsnämnden", "nämnden för stöd", "socialnämnd Väst"],
        ),
        (
            "Nämnden för arbetsmarknad och vuxenutbildning får i uppdrag att utreda.",
            ["Nämnden för arbetsmarknad och vuxenutbildning"],
        ),
        (
            "Samtliga nämnder och styrelser i Storviks stad får i uppdrag att spara.",
            ["Samtliga nämnder och styrelser i Storviks stad"],
        ),
        (
            "Kommunstyrelsen och övriga berörda nämnder och styrelser ges i uppdrag att",
            ["Kommunstyrelsen", "övriga berörda nämnder och styrelser"],
        ),
        (
            "att uppdra till kommundirektören, ekonomichefen och Anna Berg att",
            ["kommundirektören", "ekonomichefen", "Anna Berg"],
        ),
        ("att ge ordföranden och sekreteraren i uppdrag att skriva", ["ordföranden", "sekreteraren"]),
        ("Hamn AB, i samverkan med berörda parter, får i uppdrag att", ["Hamn AB"]),
        ("Ärendet återremitteras till tekniska nämnden som får i uppdrag att", ["tekniska nämnden"]),
        ("Rapporten godkänns, och socialnämnden får i uppdrag att återkomma.", ["socialnämnden"]),
        ("att tacka för informationen", []),
        (
            "Socialnämnderna Norr, Väst och Öst får i uppdrag att",
            ["Socialnämnden Norr", "Socialnämnden Väst", "Socialnämnden Öst"],
        ),
        ("Kulturnämnden får i samverkan med fritidsnämnden i uppdrag att", ["Kulturnämnden"]),
        ("Kulturnämnden tilldelas 1 mnkr och får i uppdrag att", ["Kulturnämnden"]),
        ("Det uppdrogs åt kyrkorådet att trycka skriften.", ["kyrkorådet"]),
        ("Uppdrogs åt herrar Ask, Flod och ingenjör Ahl att", ["herrar Ask", "Flod", "ingenjör Ahl"]),
        ("Bolaget åläggs att redovisa sina kostnader.", ["Bolaget"]),
        ("Styrelsen hemställer till kulturnämnden att utreda frågan", ["kulturnämnden"]),
        ("Webbgruppen (Tove, Amir) får i uppgift att byta leverantör", ["Webbgruppen (Tove, Amir)"]),
        ("Motionen återremitteras till kretslopp och vattennämnden för att", ["kretslopp och vattennämnden"]),
        ("Förslag till regler remitteras till vårdnämnden och Hamn AB för yttrande.", ["vårdnämnden", "Hamn AB"]),
    ],
)
def test_each_of_those_who_get_a_task_is_named(clause: str, assignees: list[str]) -> None:
    assert list(assignees_of(clause)) == assignees


@pytest.mark.parametrize(
    ("clause", "doers"),
    [
        ("att ordföranden och Anna Ek kontaktar regionen", ["ordföranden", "Anna Ek"]),
        ("Tekniska nämnden ska anlägga en lekplats före midsommar", ["Tekniska nämnden"]),
        ("Kulturnämnden får återkomma med ett förslag", ["Kulturnämnden"]),
        ("Anna, Olle och Bengt bygger scenen.", ["Anna", "Olle", "Bengt"]),
        ("att VD och ordföranden undertecknar avtalet", ["VD", "ordföranden"]),
        ("Ökad trygghet. Huvudansvariga nämnder: kulturnämnden, Hamn AB", ["kulturnämnden", "Hamn AB"]),
        ("Rutin för attest | Ekonomichefen | 2024-02-29", ["Ekonomichefen"]),
    ],
)
def test_a_task_is_given_without_the_word_too(clause: str, doers: list[str]) -> None:
    assert kind_of(clause) is DecisionKind.ASSIGNED
    assert list(assignees_of(clause)) == doers


@pytest.mark.parametrize(
    "clause",
    [
        "Redovisning av nämndens uppdrag att se över taxan antecknas.",
        "Styrelsen godkänner redovisningen av uppdraget att kulturnämnden får i uppdrag att spara.",
        "Kulturnämndens uppdrag att bygga en scen förklaras fullgjort.",
        "Uppdraget ”Kulturnämnden får i uppdrag att bygga en scen” avslutas.",
        "Hemställan om uppdrag till Hamn AB att köpa skolan anses besvarad.",
        "Nämnden ska bestå av fem ledamöter.",
        "Programmet ska gälla från årsskiftet.",
        "Anna Ek informerar om läget.",
    ],
)
def test_what_reports_on_a_task_or_tells_of_something_gives_none(clause: str) -> None:
    assert kind_of(clause) is not DecisionKind.ASSIGNED
    assert assignees_of(clause) == ()


@pytest.mark.parametrize(
    ("clause", "due"),
    [
        ("att återkomma senast den 31 mars 2025", "2025-03-31"),
        ("att återkomma senast i juni 2025", "2025-06-30"),
        ("att redovisa detta senast i februari", "2025-02-28"),
        ("att utreda frågan före utgången av 2025", "2025-12-31"),
        ("att rapportera senast andra kvartalet 2025", "2025-06-30"),
        ("att rapportera senast tertial 1 2025", "2025-04-30"),
        ("att verka för detta under 2025", None),
        ("att återkomma snarast", None),
        ("att ta fram ett förslag till sammanträdet i juni", "2024-06-30"),
        ("att förslaget tas fram före sommaren 2024", "2024-06-30"),
        ("att återkomma under hösten 2024", "2024-12-31"),
        ("att under våren 2025 redovisa läget", "2025-06-30"),
        ("att redovisas innan juni 2025", "2025-05-31"),
        ("senast vecka 35", "2024-09-01"),
        ("senast vid årsskiftet 2024/2025", "2024-12-31"),
        ("utreda kostnaden till utgången av maj 2024", "2024-05-31"),
        ("att ska vara byggda till 2025-12-31", "2025-12-31"),
        ("Rutin för attest | Ekonomichefen | mars 2025", "2025-03-31"),
        ("senast vid nämndens sammanträde den 12 juni 2024", "2024-06-12"),
        ("Utkastet ska presenteras vid mötet den 17 maj 2024.", "2024-05-17"),
        ("att redovisa senast fredag vecka 35", "2024-08-30"),
        ("att redovisa läget senast vid nämndens sammanträde i maj", "2024-05-31"),
        ("att senast vid skolavslutningen den 13 juni 2024 redovisa", "2024-06-13"),
        ("Redovisning ska ske årligen, första gången den 1 maj 2025.", "2025-05-01"),
        ("att rapportera två gånger om året, med början i september", "2024-09-30"),
    ],
)
def test_a_period_is_due_on_its_last_day(clause: str, due: str | None) -> None:
    assert due_of(clause, "2024-04-19") == due


SPANS = {
    "dagar": (1, 0), "veckor": (7, 0), "månader": (0, 1), "halvår": (0, 6), "år": (0, 12),
}  # fmt: skip
"""How many days and months each unit of a span of time is."""
COUNTS = {"ett": 1, "två": 2, "tre": 3, "sex": 6, "tolv": 12, "1": 1, "4": 4, "18": 18, "30": 30}


@given(
    meeting=dates(date(1990, 1, 1), date(2090, 12, 31)),
    count=sampled_from(sorted(COUNTS)),
    unit=sampled_from(sorted(SPANS)),
    behind=sampled_from(["", " från dagens beslut", " efter detta sammanträde"]),
)
def test_a_span_of_time_is_counted_from_the_meeting(meeting: date, count: str, unit: str, behind: str) -> None:
    days, months = SPANS[unit]
    due = due_of(f"att inom {count} {unit}{behind} återkomma", meeting.isoformat())
    assert due is not None
    ends = date.fromisoformat(due)
    if days:
        assert ends - meeting == timedelta(days=days * COUNTS[count])
    else:
        assert (ends.year - meeting.year) * 12 + ends.month - meeting.month == months * COUNTS[count]
        assert ends.day == meeting.day or (ends + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("att redovisa utfallet i samband med bokslutet", "i samband med bokslutet"),
        ("att återrapportera till nästa möte", "till nästa möte"),
        ("att återkomma inom sex månader efter upphandlingen", "inom sex månader"),
        ("att inom två månader från det att avtalet löper ut återkomma", "inom två månader"),
    ],
)
def test_an_occasion_without_a_day_is_given_in_words(clause: str, text: str) -> None:
    assert due_date(clause, "2024-04-19") == DueDate(text=text)


@pytest.mark.parametrize(
    "clause",
    [
        "att planera resan den 22–23 augusti 2024",
        "uppdraget som gavs 2024-01-27 § 21 att sprida information",
        "att från och med 1 januari 2025 ansvara för parken",
        "att avtalet gäller till och med 31 december 2026",
        "att halvera utsläppen inom tio år",
        "att redovisa detta inför 2025 års budget",
    ],
)
def test_a_date_that_is_only_spoken_of_is_no_due_date(clause: str) -> None:
    assert due_of(clause, "2024-04-19") is None


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("20 april", "2024-04-20"),
        ("19 april", "2024-04-19"),
        ("18 april", "2025-04-18"),
        ("15 januari", "2025-01-15"),
        ("15 januari 2024", "2024-01-15"),
    ],
)
def test_a_day_without_a_year_is_the_first_one_from_the_meeting_on(day: str, due: str) -> None:
    assert due_of(f"att återkomma senast den {day}", "2024-04-19") == due


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("Rapporten godkänns, och socialnämnden får i uppdrag att återkomma.", DecisionKind.APPROVED),
        ("Ärendet återremitteras till tekniska nämnden som får i uppdrag att räkna om.", DecisionKind.REFERRED_BACK),
        ("Informationen antecknas, och Anna Ek får i uppdrag att återkomma.", DecisionKind.ASSIGNED),
        ("Avgiften fastställs till 250 kronor.", DecisionKind.DECIDED),
        ("Nämndens hemställan om medel för beviljade bidrag avslås.", DecisionKind.REJECTED),
        ("Ordföranden bemyndigas att fördela medlen enligt det förslag som fastställts.", DecisionKind.DECIDED),
        ("Motionen anses i övrigt besvarad.", DecisionKind.ANSWERED),
        ("Medborgarförslaget förklaras besvarat.", DecisionKind.ANSWERED),
        ("Nämnden beslutar enligt ordförandens förslag.", DecisionKind.APPROVED),
        ("Ordförandens förslag att ärendet bordläggs föll.", DecisionKind.DECIDED),
    ],
)
def test_a_clause_is_of_the_kind_of_what_it_does_first(clause: str, kind: DecisionKind) -> None:
    assert kind_of(clause) is kind


@pytest.mark.parametrize(
    "task", ["ge nämnden i uppdrag att bygga en brygga", "nämnden får i uppdrag att bygga en brygga"]
)
@pytest.mark.parametrize(
    "moved", ["Motionen om att", "Motionen från Bo Ek (M) om att", "Yrkandet att", "Medborgarförslaget om att"]
)
@pytest.mark.parametrize(
    ("fate", "kind"),
    [
        ("avslås", DecisionKind.REJECTED),
        ("anses besvarad", DecisionKind.ANSWERED),
        ("bordläggs", DecisionKind.DEFERRED),
    ],
)
def test_what_was_asked_for_in_vain_is_no_task(task: str, moved: str, fate: str, kind: DecisionKind) -> None:
    clause = f"{moved} {task} {fate}."
    assert (kind_of(clause), assignees_of(clause)) == (kind, ())


@pytest.mark.parametrize("act", ["att avslå", "Fullmäktige avslår", "Nämnden avslog"])
@pytest.mark.parametrize("moved", ["motionen om att", "Bo Eks yrkande att", "medborgarförslaget från Ida Ask om att"])
def test_what_was_rejected_is_no_task(act: str, moved: str) -> None:
    clause = f"{act} {moved} ge nämnden i uppdrag att bygga en brygga"
    assert (kind_of(clause), assignees_of(clause)) == (DecisionKind.REJECTED, ())


@pytest.mark.parametrize(
    "clause",
    [
        "att avslå motionen och att ge nämnden i uppdrag att bygga en brygga",
        "att motionen avslås och att nämnden får i uppdrag att bygga en brygga",
        "Motionen avslås. Nämnden får i uppdrag att bygga en brygga.",
        "att bifalla yrkandet att ge nämnden i uppdrag att bygga en brygga",
        "Motionen om att bygga en kaj avslås och nämnden får i uppdrag att bygga en brygga.",
        "Förslaget om att nämnden får i uppdrag att bygga en brygga bifalls.",
    ],
)
def test_a_task_beside_what_was_rejected_is_one(clause: str) -> None:
    assert [one.lower() for one in assignees_of(clause)] == ["nämnden"]
