"""Persons: one address for each, and doubt never joins."""

from __future__ import annotations

import pytest

from indexer.swedish.persons import identities, person_slug


@pytest.mark.parametrize(
    "spelling",
    [
        "Sofie Åkervall",
        "SOFIE ÅKERVALL",
        "Sofie Akervall",
        "Åkervall Sofie",
        "Åkervall, Sofie",
        'Sofie "Soffan" Åkervall',
        "Sofie Åkervall (MED)",
    ],
)
def test_a_person_has_one_address_however_the_name_is_spelled(spelling: str) -> None:
    assert person_slug(spelling) == "sofie-akervall"


def test_a_name_that_may_be_either_way_round_is_not_turned() -> None:
    assert person_slug("Johan Erik") != person_slug("Erik Johan")
    assert person_slug("Axel Ask") != person_slug("Ask Alm")


def test_a_name_with_two_parties_is_two_people_and_without_a_party_nobody_knows_which() -> None:
    ids = identities([("Axel Ask", "M"), ("AXEL ASK", "m"), ("Axel Ask", "S"), ("Axel Ask", None)])
    assert ids[("Axel Ask", "M")] == ids[("AXEL ASK", "m")] == "axel-ask-m"
    assert len({ids[("Axel Ask", party)] for party in ("M", "S", None)}) == 3


def test_a_name_with_one_party_is_one_person_where_the_party_is_left_out_too() -> None:
    ids = identities([("Axel Ask", "M"), ("Axel Ask", None), ("Axel Ask", "-"), ("Axel Ask (M)", None)])
    assert set(ids.values()) == {"axel-ask"}
