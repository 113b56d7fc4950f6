"""Organs: one body has one id, whatever its files print and in whatever order they arrive; doubt never joins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.minutes.ids import slug
from indexer.model import PrintedOrgan
from indexer.pipeline.organs import NamedOrgan, OrganEvidence, named_organs
from indexer.register import OrganRule

EKBY = "Kommunfullmäktige, Ekby kommun"


def files(names: Mapping[str, str]) -> list[OrganEvidence]:
    """Files below a folder, each with "Organ" or "Organ, Municipality" as it prints it, each of its own day."""
    return [file(name, told, day) for day, (name, told) in enumerate(names.items(), 1)]


def file(name: str, told: str, day: int = 1) -> OrganEvidence:
    """One file of such a folder."""
    organ, _, authority = told.partition(", ")
    id = f"{slug(authority, organ)}/2024-01-{day:02}"
    printed = PrintedOrgan(id=id, organization=organ, authority=authority or None)
    return OrganEvidence(path=f"/minutes/{name}", name=name, printed=printed)


def named(names: Mapping[str, str], rules: Iterable[OrganRule] = ()) -> dict[str, NamedOrgan]:
    """The organ of each file, by its name."""
    given = files(names)
    organs = named_organs(given, tuple(rules))
    return {each.name: organs[each.path] for each in given}


def slugs(names: Mapping[str, str], rules: Iterable[OrganRule] = ()) -> set[str]:
    """The ids of all organs of some files."""
    return {organ.slug for organ in named(names, rules).values()}


def codes(organ: NamedOrgan) -> list[str]:
    """What is said of an organ."""
    return [remark.code for remark in organ.remarks]


@pytest.mark.parametrize(
    "told",
    [
        "Kommunfullmäktige",
        "KOMMUNFULLMÄKTIGE",
        "Kommunfullmaktige",
        "Kommunfullmäktlge",
        "Kommunfullrnäktige",
        "Ekby kommuns kommunfullmäktige",
        "EKBY KOMMUNS KOMMUNFULLMÄKTIGE",
        "Kommunfullmäktige i Ekby kommun",
        "KF",
        "Kommunfullmäktige, EKBY KOMMUN",
        "Kommunfullmäktige, Ekby",
    ],
)
def test_every_spelling_of_an_organ_is_one_organ(told: str) -> None:
    organs = named({"a.txt": EKBY, "b.txt": told})
    assert {(organ.slug, organ.organization, organ.authority) for organ in organs.values()} == {
        ("ekby-kommun-kommunfullmaktige", "Kommunfullmäktige", "Ekby kommun")
    }


def test_a_board_without_its_ending_is_the_same_board() -> None:
    assert len(slugs({"a.txt": "Kommunstyrelsen, Ekby kommun", "b.txt": "Ekby kommuns kommunstyrelse"})) == 1


def test_a_town_and_a_municipality_of_one_place_are_the_same() -> None:
    organs = named({"a.txt": "Kommunfullmäktige, Alby Stad", "b.txt": "Kommunfullmäktige, Alby kommun"})
    assert {organ.authority for organ in organs.values()} == {"Alby Stad"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Ekby kommun/a.txt", "minutes.municipality_from_folder"),
        ("ekby_kommun/2024/a.txt", "minutes.municipality_from_folder"),
        ("ekby kommun/kommunfullmäktige/2024/protokoll/a.txt", "minutes.municipality_from_folder"),
    ],
)
def test_a_folder_tells_the_municipality(name: str, code: str) -> None:
    organ = named({name: "Kommunfullmäktige"})[name]
    assert (organ.authority, codes(organ)) == ("Ekby kommun", [code])


def test_a_neighbour_tells_the_municipality_of_the_folder_below_that_is_named_by_a_year() -> None:
    organs = named({"ekby/2023/a.txt": EKBY, "ekby/2024/b.txt": "Kommunfullmäktige"})
    assert codes(organs["ekby/2024/b.txt"]) == ["minutes.municipality_from_folder"]
    organs = named({"x/2023/a.txt": EKBY, "x/2024/b.txt": "Kommunfullmäktige"})
    assert codes(organs["x/2024/b.txt"]) == ["minutes.municipality_from_neighbours"]


@pytest.mark.parametrize(
    "names",
    [
        {"a.txt": EKBY, "b.txt": "Kommunfullmäktige, Alby kommun", "c.txt": "Kommunfullmäktige"},
        {"a.txt": EKBY, "b.txt": "Socialnämnden, Alby kommun", "c.txt": "Kommunfullmäktige"},
        {"Ekby kommun/a.txt": "Kommunfullmäktige, Alby kommun", "Ekby kommun/b.txt": "Kommunfullmäktige"},
        {"x/a.txt": EKBY, "y/b.txt": "Kommunfullmäktige"},
        {"a.txt": EKBY, "b.txt": "Socialnämnden"},
        {"a.txt": "Styrelsen, Brf Eken", "b.txt": "Styrelsen"},
    ],
)
def test_doubt_never_joins(names: dict[str, str]) -> None:
    assert len(slugs(names)) == len(names)


def test_what_cannot_be_told_for_certain_is_said() -> None:
    organs = named({"a.txt": EKBY, "b.txt": "Kommunfullmäktige, Alby kommun", "c.txt": "Kommunfullmäktige"})
    [remark] = organs["c.txt"].remarks
    assert remark.code == "minutes.municipality_unclear"
    assert remark.args["candidates"] == ("Alby kommun", "Ekby kommun")


def test_two_minutes_of_one_day_are_not_made_one_meeting() -> None:
    given = [file("a.txt", EKBY, 1), file("b.txt", "Kommunfullmäktige", 1), file("c.txt", "Kommunfullmäktige", 2)]
    organs = named_organs(given, ())
    assert [organs[each.path].authority for each in given] == ["Ekby kommun", None, "Ekby kommun"]


@pytest.mark.parametrize(
    ("rule", "slug_of_it"),
    [
        (OrganRule(folder="x", organ="Kommunfullmäktige", municipality="Ekby kommun"), "ekby-kommun-kommunfullmaktige"),
        (OrganRule(folder="x", municipality="Ekby kommun"), "ekby-kommun-kommunfullmaktige"),
        (OrganRule(folder="/minutes/x", municipality="Ekby kommun"), "ekby-kommun-kommunfullmaktige"),
        (OrganRule(folder="y", municipality="Ekby kommun"), "kommunfullmaktige"),
        (OrganRule(organ="Fullmäktige", aliases=("Kommunfullmäktige",)), "fullmaktige"),
    ],
)
def test_a_rule_tells_what_is_not_printed(rule: OrganRule, slug_of_it: str) -> None:
    assert slugs({"x/a.txt": "Kommunfullmäktige"}, [rule]) == {slug_of_it}


def test_a_rule_does_not_contradict_what_is_printed() -> None:
    rule = OrganRule(folder="x", municipality="Ekby kommun")
    assert slugs({"x/a.txt": "Kommunfullmäktige, Alby kommun"}, [rule]) == {"alby-kommun-kommunfullmaktige"}


def test_a_rule_parts_what_would_be_joined() -> None:
    names = {"x/a.txt": EKBY, "x/b.txt": "Kommunfullmäktige"}
    assert len(slugs(names)) == 1
    assert len(slugs(names, [OrganRule(organ="Kommunfullmäktige", not_same=(EKBY,))])) == 2
    names = {"x/a.txt": "Vårdnämnden", "x/b.txt": "Vardnämnden"}
    assert len(slugs(names)) == 1
    assert len(slugs(names, [OrganRule(organ="Vårdnämnden", not_same=("Vardnämnden",))])) == 2


# Laws

NAMES = st.dictionaries(
    st.builds("{}{}.txt".format, st.sampled_from(["", "Ekby kommun/", "x/", "x/2024/", "alby/"]), st.integers(0, 4)),
    st.sampled_from(
        [
            "Kommunfullmäktige",
            "KOMMUNFULLMÄKTIGE",
            EKBY,
            "Kommunfullmäktige, Ekby Stad",
            "Kommunfullmäktige, Alby kommun",
            "Socialnämnden",
            "Socialnämnden, Alby kommun",
            "Alby kommuns socialnämnd",
        ]
    ),
    max_size=6,
)


@given(NAMES, st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(names: dict[str, str], random: Random) -> None:
    given = files(names)
    shuffled = sorted(given, key=lambda _: random.random())
    assert named_organs(given, ()) == named_organs(shuffled, ())


@given(NAMES)
def test_no_municipality_that_is_printed_becomes_another(names: dict[str, str]) -> None:
    organs = named(names)
    for name, told in names.items():
        for place in ("Ekby", "Alby"):
            if place in told:
                assert place in (organs[name].authority or "")


@given(NAMES)
def test_an_organ_has_one_name_and_a_name_one_organ(names: dict[str, str]) -> None:
    organs = named(names).values()
    told = {(organ.slug, organ.organization, organ.authority) for organ in organs}
    assert len(told) == len({organ.slug for organ in organs})
