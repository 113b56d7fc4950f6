"""Each zone and each facet is declared once, and one more entry is enough for all that knows them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.index.facets import FACETS
from indexer.index.zones import ITEM_ZONES, ZONES
from search_ui import help

ROOT = Path(__file__).parent.parent.parent

NUMBERS = {
    "title": 0,
    "decision": 1,
    "presenters": 2,
    "text": 3,
    "attachments": 4,
    "routine": 5,
    "date": 6,
    "number": 7,
    "reference": 8,
    "organization": 9,
    "authority": 10,
    "person": 11,
    "place": 12,
}
"""The numbers in every index that there is."""

ONE_MORE = """
import sys
from indexer.index import facets, zones

zone = zones.Zone(
    number=99, name="rare", weight=9.0, of_item=lambda item: "sällsynt" * (item.position == "1"), prefixes=("raritet",)
)
zones.ZONES = (*zones.ZONES, zone)
zones.ZONE_NAMED["rare"] = zone
zones.ITEM_ZONES["rare"] = zone.weight
facet = facets.Facet(
    name="initial",
    label="Begynnelsebokstav",
    option={"en": "Only titles that begin so.", "sv": "Bara rubriker som börjar så."},
    description="First letters: any of them",
    of_item=lambda item: [(item.title[:1].lower(), item.title[:1])],
    prefixes=("initial",),
)
facets.FACETS = (*facets.FACETS, facet)
facets.FACET_NAMED["initial"] = facet

from search_ui.cli.commands import verbs
verbs(sys.argv[1:])
"""


def with_one_more(tmp_path: Path, *arguments: str) -> str:
    where = ("--index", str(tmp_path / "index"), "--archive", str(tmp_path / "archive"))
    command = [sys.executable, "-c", ONE_MORE, *where, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120).stdout


def test_a_number_of_a_zone_never_changes() -> None:
    assert {zone.name: zone.number for zone in ZONES} | NUMBERS == {zone.name: zone.number for zone in ZONES}
    assert len({zone.number for zone in ZONES}) == len(ZONES)


def test_no_two_declarations_share_a_prefix() -> None:
    prefixes = [prefix for one in (*ZONES, *FACETS) for prefix in one.prefixes]
    assert len(prefixes) == len(set(prefixes))


@pytest.mark.parametrize("prefix", [one.prefixes[0] for one in (*ZONES, *FACETS) if one.prefixes])
def test_the_help_shows_every_prefix(prefix: str) -> None:
    assert f"{prefix}:" in help.text()


@pytest.mark.parametrize("name", [facet.name for facet in FACETS])
def test_the_description_of_the_json_names_every_facet(name: str) -> None:
    assert name in (ROOT / "docs/json.md").read_text("utf-8").split("`facets` are of all hits")[1].split("\n\n")[0]


def test_a_word_is_worth_most_in_a_title_and_least_where_it_only_labels() -> None:
    assert max(ITEM_ZONES, key=ITEM_ZONES.__getitem__) == "title"
    assert min(ITEM_ZONES.values()) == ITEM_ZONES["outside"]


def test_one_more_entry_is_indexed_asked_for_and_narrowed_by(tmp_path: Path) -> None:
    with_one_more(tmp_path, "index", "data/minutes")
    assert all(
        id.endswith("/1") for id in ids(with_one_more(tmp_path, "search", "raritet:sällsynt", "--format", "json"))
    )
    chosen = ids(with_one_more(tmp_path, "search", "*", "--initial", "m", "--format", "json"))
    assert chosen
    assert chosen == ids(with_one_more(tmp_path, "search", "initial:m", "--format", "json"))
    assert "--initial" in with_one_more(tmp_path, "search", "--help")


def ids(printed: str) -> list[str]:
    return [hit["id"] for hit in json.loads(printed)["hits"]]
