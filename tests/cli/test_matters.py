"""Matters on the command line: the verb, and hits grouped by matter."""

from __future__ import annotations

import csv
import io
import json

from indexer.settings import Settings
from tests.cli.run_command import protokoll

TRIAL = "kommundirektorsmote-i-familjen-helsingborg.2023-03-24.8"


def test_a_matter_is_listed_with_its_items_over_meetings(shipped: Settings) -> None:
    done = protokoll("matters", "försöksverksamhet", "--format", "jsonl", settings=shipped)
    matters = {matter["id"]: matter for matter in map(json.loads, done.stdout.splitlines())}
    assert [id.rsplit("/", 2)[1] for id in matters[TRIAL]["items"]] == ["2023-03-24", "2025-06-13"]
    assert "försöksverksamhet" in matters[TRIAL]["reason"]
    told = protokoll("matters", "försöksverksamhet", settings=shipped)
    assert "up 2 times" in told.stdout
    assert "matters" in told.stderr or "matter," in told.stderr


def test_a_table_of_matters_has_a_row_each(shipped: Settings) -> None:
    done = protokoll("matters", "--format", "csv", settings=shipped)
    head, *rows = csv.reader(io.StringIO(done.stdout.removeprefix("\ufeff")), delimiter=";")
    assert head[:3] == ["id", "reference", "title"]
    assert TRIAL in {row[0] for row in rows}
    assert not [row for row in rows if row[2].startswith(("Mötets öppnande", "Mötet avslutas"))]


def test_no_matter_exits_with_1_and_all_are_given_to_programs(shipped: Settings) -> None:
    assert protokoll("matters", "xyzzyplugh", settings=shipped).returncode == 1
    whole = protokoll("matters", "--format", "json", settings=shipped)
    assert len(json.loads(whole.stdout)) > 20
    assert len(json.loads(protokoll("matters", "--format", "json", "--limit", "3", settings=shipped).stdout)) == 3


def test_hits_may_be_grouped_by_matter(shipped: Settings) -> None:
    answer = json.loads(
        protokoll("search", "försöksverksamhet", "--group", "matter", "--format", "json", settings=shipped).stdout
    )
    assert answer["group"] == "matter"
    assert answer["items"] > answer["total"]
    assert TRIAL in {hit["matter"]["id"] for hit in answer["hits"]}
