"""Matters: what is joined over meetings, what is not, and that it does not depend on how the items came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import AgendaItem, Decision, DecisionKind, Meeting, Section
from indexer.record.evidence import clues, evidence_of, packed, packed_meeting
from indexer.record.matters import joined
from tests.invented import item, meeting


def matters_of(meetings: Iterable[Meeting]) -> set[frozenset[str]]:
    """The matters of some meetings, each as the ids of its items."""
    ids, every = [], []
    for one in meetings:
        for number, each in enumerate(one.walk()):
            ids.append(each.id)
            own = packed(evidence_of(each, one.date, one.organization))
            every.append(clues((one.date, one.id, number), packed_meeting(one), own))
    return {frozenset(ids[place] for place in places) for places in joined(every)}


def together(*meetings: Meeting) -> set[frozenset[str]]:
    """The matters of more than one item, the ids without the organ."""
    return {frozenset(id.split("/", 1)[1] for id in matter) for matter in matters_of(meetings) if len(matter) > 1}


def board(date: str, *items: AgendaItem, organ: str = "Kommunstyrelsen") -> Meeting:
    """A meeting of a board."""
    return meeting(*items, date=date, organ=organ)


def put_off(title: str, number: str, to: str, **fields: Any) -> AgendaItem:
    """An item that is put off."""
    said = Decision(id="", text=f"Ärendet bordläggs till sammanträdet den {to}.", kind=DecisionKind.DEFERRED)
    return msgspec.structs.replace(item(title, number=number, **fields), decisions=(said,))


def handled_before(title: str, number: str, told: str, **fields: Any) -> AgendaItem:
    """An item that tells of its earlier handling."""
    whole = f"{title}\n{told}"
    earlier = Section(kind="earlier", heading="Tidigare behandling", start=len(title) + 1, end=len(whole))
    told_so: dict[str, Any] = {"text": whole, "end": len(whole), "sections": (earlier,)}
    return msgspec.structs.replace(item(title, number=number, **fields), **told_so)


def test_one_diary_number_is_one_matter_however_it_is_written_and_whatever_the_title() -> None:
    assert together(
        board("2024-01-10", item("Ny cykelbro", reference="KS 2024/00123")),
        board("2024-02-07", item("Bro över ån", reference="KS-2024-123")),
        board("2024-03-06", item("Cykelbron", reference="KS/2024:123"), item("Ny cykelbro", reference="KS 2024/124")),
    ) == {frozenset(("2024-01-10/1", "2024-02-07/1", "2024-03-06/1"))}


def test_two_diary_numbers_are_two_matters_even_under_one_title() -> None:
    assert not together(
        board("2024-01-10", item("Reviderade riktlinjer för skolskjuts", reference="KS 2024/1", number="§ 1")),
        board(
            "2024-02-07",
            handled_before(
                "Reviderade riktlinjer för skolskjuts",
                "§ 9",
                "Bordlagt den 10 januari 2024, § 1",
                reference="KS 2024/2",
            ),
        ),
    )


def test_a_number_without_letters_is_that_of_its_own_organ() -> None:
    assert not together(
        board("2024-01-10", item("Ny cykelbro", reference="2024/12"), organ="Tekniska nämnden"),
        board("2024-02-07", item("Läslov på biblioteket", reference="2024/12"), organ="Kulturnämnden"),
    )


def test_a_matter_follows_what_it_says_of_its_earlier_handling() -> None:
    assert together(
        board("2024-01-10", put_off("Detaljplan för Kvarnholmen", "§ 4", "7 februari 2024")),
        board("2024-02-07", handled_before("Detaljplan för Kvarnholmen", "§ 31", "Bordlagt den 10 januari 2024, § 4")),
    ) == {frozenset(("2024-01-10/1", "2024-02-07/1"))}


def test_the_way_that_an_item_came_is_told_by_organs_and_their_paragraphs() -> None:
    committee = "Socialnämndens arbetsutskott"
    assert together(
        board("2024-05-20", item("Taxa för trygghetslarm", number="Au § 84"), organ=committee),
        board("2024-05-20", item("Uppföljning", number="§ 50"), organ="Socialnämnden"),
        board(
            "2024-06-09", item("Taxa för trygghetslarm", "Sn § 51   Au § 84", number="Sn § 51"), organ="Socialnämnden"
        ),
    ) == {frozenset(("2024-05-20/1", "2024-06-09/1"))}


def test_a_citation_under_another_title_joins_when_nothing_else_is_known_of_either() -> None:
    assert together(
        board("2024-01-10", item("Redovisning av cykelplanen", number="§ 4")),
        board("2024-02-07", handled_before("Trafikplanering", "§ 31", "Bordlagt den 10 januari 2024, § 4")),
    ) == {frozenset(("2024-01-10/1", "2024-02-07/1"))}


def test_what_is_put_off_comes_back_under_its_title_and_goes_on_to_the_council() -> None:
    title = "Reviderad avfallstaxa för Sjöstaden"
    assert together(
        board("2024-01-10", put_off(title, "§ 4", "7 februari 2024")),
        board("2024-02-07", put_off(title, "§ 12", "6 mars 2024")),
        board("2024-03-06", item(title, number="§ 20")),
        board("2024-03-28", item(title, number="§ 7"), organ="Kommunfullmäktige"),
    ) == {frozenset(("2024-01-10/1", "2024-02-07/1", "2024-03-06/1", "2024-03-28/1"))}


STANDING = ["Anmälningsärenden", "Frågestund", "Val av justerare", "Övriga frågor", "Mötets öppnande", "Ordningsfråga"]


@pytest.mark.parametrize("title", STANDING)
def test_titles_that_every_meeting_has_are_never_one_matter(title: str) -> None:
    assert not together(*(board(f"2024-0{month}-10", item(title, number="§ 1")) for month in range(1, 6)))


def test_a_title_that_begins_again_and_again_is_standing_from_year_to_year() -> None:
    days = [f"{year}-{month:02}-10" for year in (2023, 2024) for month in (1, 3, 5)]
    groups = together(*(board(day, item("Kommundirektörens redogörelse för läget", number="§ 2")) for day in days))
    assert all(len({id[:4] for id in group}) == 1 for group in groups)


def test_minutes_without_paragraphs_never_join_a_standing_title() -> None:
    days = [f"2024-0{month}-10" for month in range(1, 6)]
    assert not together(*(board(day, item("Aktuellt från grannarna", f"Om {day}."), organ="Nätverket") for day in days))


def test_the_plan_of_another_year_is_another_matter() -> None:
    assert not together(
        board("2023-11-08", item("Verksamhetsplan 2024 för räddningstjänsten", number="§ 80")),
        board("2024-01-17", item("Verksamhetsplan 2025 för räddningstjänsten", number="§ 3")),
    )


def test_titles_that_are_nearly_the_same_are_one_matter_and_alike_ones_are_not() -> None:
    assert together(
        board("2024-01-10", item("Taxa för tillsyn enligt strålskyddslagen", number="§ 3")),
        board("2024-02-07", item("Reviderad taxa för tillsyn enligt strålskyddslagen", number="§ 18")),
        board("2024-02-21", item("Taxa för tillsyn enligt livsmedelslagen", number="§ 30")),
    ) == {frozenset(("2024-01-10/1", "2024-02-07/1"))}


def test_minutes_without_paragraphs_are_joined_by_what_titles_are_about_however_long_it_takes() -> None:
    assert together(
        board("2023-03-24", item("Lägesrapport Laddstolpsprojektet"), item("Besök från länet"), organ="Nätverket"),
        board("2024-06-13", item("Laddstolpsprojektet"), item("Besök från staten"), organ="Nätverket"),
        board("2024-09-13", item("Laddstolpsprojektets andra etapp: upphandling av entreprenör"), organ="Nätverket"),
    ) == {frozenset(("2023-03-24/1", "2024-06-13/1"))}


def test_what_a_text_only_mentions_joins_nothing() -> None:
    assert not together(
        board("2023-03-24", item("Laddstolpsprojektet"), organ="Nätverket"),
        board("2024-06-13", item("Rapport", "Läget i laddstolpsprojektet gicks igenom."), organ="Nätverket"),
    )


def test_two_items_of_one_meeting_are_two_matters_without_a_number_that_says_otherwise() -> None:
    twice = (item("Utbyggnad av Strandskolan", number="§ 1"), item("Utbyggnad av Strandskolan", number="§ 2"))
    assert not together(board("2024-01-10", *twice))
    numbered = [item(f"Del {n}", number=f"§ {n}", reference="KS 2024/5") for n in (1, 2)]
    assert together(board("2024-01-10", *numbered)) == {frozenset(("2024-01-10/1", "2024-01-10/2"))}


def test_municipalities_do_not_share_matters() -> None:
    one = meeting(item("Utbyggnad av Strandskolan", number="§ 1"), date="2024-01-10", organ="Kommunstyrelsen")
    parts = [
        msgspec.structs.replace(one, authority=name, id=f"organ-{n}/2024-01-1{n}")
        for n, name in enumerate(("Norrby kommun", "Söderby kommun"))
    ]
    assert all(len(matter) == 1 for matter in matters_of(parts))


TITLES = [
    "Detaljplan för Kvarnholmen",
    "Detaljplan för kvarnholmen, samråd",
    "Frågestund",
    "Kommundirektörens redogörelse",
    "Laddstolpsprojektet",
    "Rapport om laddstolpsprojektet",
    "Motion om fri kollektivtrafik",
    "Budget 2024",
]
REFERENCES = [None, "KS 2024/1", "KS-2024-00001", "2024/7"]
ITEMS = st.builds(
    lambda title, number, reference, told, until: (
        put_off(title, number, until, reference=reference)
        if until
        else handled_before(title, number, told, reference=reference)
    ),
    st.sampled_from(TITLES),
    st.sampled_from(["", "§ 1", "§ 2", "§ 3"]),
    st.sampled_from(REFERENCES),
    st.sampled_from(["", "Bordlagt den 10 januari 2024, § 1", "Om laddstolpsprojektet."]),
    st.sampled_from(["", "10 februari 2024"]),
)


@st.composite
def archives(draw: st.DrawFn) -> list[Meeting]:
    """Meetings of two organs, each on days of its own."""
    days = draw(st.lists(st.sampled_from([f"2024-0{m}-10" for m in range(1, 8)]), unique=True, max_size=6))
    organs = st.sampled_from(["Kommunstyrelsen", "Kommunfullmäktige"])
    return [board(day, *draw(st.lists(ITEMS, min_size=1, max_size=3)), organ=draw(organs)) for day in days]


@given(archives(), st.randoms())
def test_matters_do_not_depend_on_the_order_of_arrival(meetings: list[Meeting], random: object) -> None:
    shuffled: Sequence[Meeting] = random.sample(meetings, len(meetings))  # type: ignore[attr-defined]
    assert matters_of(shuffled) == matters_of(meetings)


def test_of_pairs_that_are_as_near_in_time_the_earliest_is_joined_however_they_came() -> None:
    one, other = "Laddstolpsprojektet", "Rapport om laddstolpsprojektet"
    meetings = [
        board("2024-01-10", item(one, number="§ 1", reference="KS 2024/1")),
        board("2024-02-09", item(other, number="§ 1")),
        board("2024-04-19", item(one, number="§ 1", reference="KS 2024/2")),
        board("2024-05-19", item(other, number="§ 1")),
    ]
    for order in permutations(meetings):
        assert together(*order) == {frozenset(("2024-01-10/1", "2024-02-09/1", "2024-05-19/1"))}


@given(archives())
def test_every_item_is_in_just_one_matter(meetings: list[Meeting]) -> None:
    every = [each.id for one in meetings for each in one.walk()]
    assert sorted(id for matter in matters_of(meetings) for id in matter) == sorted(every)


@given(archives())
def test_no_matter_has_two_diary_numbers(meetings: list[Meeting]) -> None:
    number = {each.id: evidence_of(each, one.date, one.organization).number for one in meetings for each in one.walk()}
    for matter in matters_of(meetings):
        assert len({number[id] for id in matter if number[id]}) <= 1
