"""docs/json.md is held against what the programs print: every field printed is named, every field named is printed."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import msgspec
import pytest

from indexer import model
from indexer.index import open_index
from indexer.pipeline.ingest import Report, ingest
from indexer.pipeline.purge import PurgeReport
from indexer.record import assignments, votes
from indexer.settings import Settings
from search_ui import answer
from search_ui.search.evaluation import EvaluationScores
from search_ui.web import create_app
from tests.cli.run_command import protokoll
from tests.conftest import MINUTES, ROOT
from tests.table_rows import rows_of

PAGE = (ROOT / "docs" / "json.md").read_text("utf-8")
MEETING = "kommundirektorsmote-i-familjen-helsingborg/2024-04-19"
SCALARS = (str, int, float, bool)


class Field(NamedTuple):
    """A field of a part as the page names it."""

    optional: bool
    many: bool
    of: str
    values: tuple[str, ...]


def split(text: str) -> list[str]:
    """The pieces between the commas that stand outside brackets."""
    pieces, depth = [""], 0
    for letter in text:
        depth += (letter in "{[") - (letter in "}]")
        if letter == "," and not depth:
            pieces.append("")
        else:
            pieces[-1] += letter
    return [piece.strip() for piece in pieces]


def fields(text: str) -> dict[str, Field]:
    """The fields of a part: `name`, `name?`, `name=a|b`, `name: Part*`."""
    found = {}
    for piece in split(text):
        match = re.fullmatch(r"(@?\w+)(\?)?(?:=([^:]+(?::[^ ]+)?)|: (.+?))?(\*)?", piece)
        assert match, f"docs/json.md: {piece!r} is no field"
        values = () if match[3] is None or match[3].isdigit() else tuple(match[3].split("|"))
        found[match[1]] = Field(bool(match[2]), bool(match[5]), match[4] or "", values)
    return found


def parts() -> Iterator[tuple[str, dict[str, Field]]]:
    """Every part of the page by its name."""
    for block in re.findall(r"^```\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        for part in re.split(r"\n(?=\w)", block.strip()):
            name, text = part.split(None, 1)
            yield name, fields(" ".join(text.split()))


PARTS = dict(parts())
STRINGS = {"string", "[start, end]", "[[start, end]*]"}


def hold(value: Any, part: dict[str, Field], where: str, *, left_out: bool = False) -> None:
    """Assert that a thing is as its part is described; with `left_out` optional fields need not be there."""
    assert isinstance(value, dict), where
    assert value.keys() <= part.keys(), f"{where} prints fields that are not named: {value.keys() - part.keys()}"
    named = {name for name, field in part.items() if not (left_out and field.optional)}
    assert named <= value.keys(), f"{where} does not print: {named - value.keys()}"
    for name, field in part.items():
        if name in value:
            hold_field(value[name], field, f"{where}.{name}", left_out=left_out)


def hold_field(value: Any, field: Field, where: str, *, left_out: bool) -> None:
    """Assert that a value is as its field is described."""
    if value is None:
        assert field.optional, f"{where} is null, and has no ?"
    elif field.many:
        assert isinstance(value, list), where
        for one in value:
            hold_field(one, field._replace(many=False), where, left_out=left_out)
    elif field.values:
        assert value in field.values, f"{where} is {value!r}, which is not named"
    elif field.of in STRINGS:
        assert isinstance(value, str if field.of == "string" else list), where
    elif field.of == "{name: FacetValue*}":
        for those in value.values():
            hold_field(those, Field(False, True, "FacetValue", ()), where, left_out=left_out)
    elif field.of == "{name: value}":
        values = [one for given in value.values() for one in (given if isinstance(given, list) else [given])]
        assert all(isinstance(one, SCALARS) for one in values), f"{where} holds more than plain values"
    elif field.of:
        inline = fields(field.of[1:-1]) if field.of.startswith("{") else PARTS[field.of]
        hold(value, inline, where, left_out=left_out)
    else:
        scalars = value if isinstance(value, list) and left_out else [value]
        assert all(isinstance(one, SCALARS) for one in scalars), f"{where} is no plain value"


def structs_of(module: ModuleType) -> list[type[msgspec.Struct]]:
    """The structs that a module defines."""
    mine = (thing for thing in vars(module).values() if isinstance(thing, type) and thing.__module__ == module.__name__)
    return [thing for thing in mine if issubclass(thing, msgspec.Struct)]


def out(*args: str, settings: Settings) -> str:
    """What the command prints."""
    done = protokoll(*args, settings=settings)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.mark.parametrize("file", sorted(MINUTES.iterdir()), ids=lambda file: file.name[:10])
def test_a_parsed_file_is_a_meeting(file: Any, shipped: Settings) -> None:
    hold(json.loads(out("parse", str(file), "--format", "json", settings=shipped)), PARTS["Meeting"], "Meeting")


@pytest.mark.parametrize(("below", "part"), [("", "Meeting"), ("/8", "AgendaItem"), ("/2/b1", "Decision")])
def test_what_is_shown_is_as_described(below: str, part: str, shipped: Settings) -> None:
    hold(json.loads(out("show", MEETING + below, "--format", "json", settings=shipped)), PARTS[part], part)


@pytest.mark.parametrize(
    "args", [("samverkan",), ("krisberdskap",), ("film", "--year", "2023"), ("samverkan", "SKR"), ("xyz:", '"a')]
)
def test_an_answer_is_as_described(args: tuple[str, ...], shipped: Settings) -> None:
    hold(json.loads(out("search", *args, "--format", "json", settings=shipped)), PARTS["Answer"], "Answer")


def test_every_line_of_hits_is_a_hit(shipped: Settings) -> None:
    for line in out("search", "samverkan", "--format", "jsonl", settings=shipped).splitlines():
        hold(json.loads(line), PARTS["Hit"], "Hit")


def test_a_list_is_a_list_of_names(shipped: Settings) -> None:
    for output in ("meetings", "files"):
        listed = json.loads(out("search", "film", "--output", output, "--format", "json", settings=shipped))
        assert all(isinstance(line, str) for line in listed)


def test_a_report_is_as_described(tmp_path: Any) -> None:
    (tmp_path / "minutes").mkdir()
    (tmp_path / "minutes" / "broken.pdf").write_bytes(b"%PDF-1.4 nothing more")
    settings = Settings(minutes=tmp_path / "minutes", archive=tmp_path / "meetings", index=tmp_path / "index")
    ingest(settings, open_index(settings.index), [MINUTES])
    done = protokoll("index", str(tmp_path / "minutes"), "--confirm-removals", "--format", "json", settings=settings)
    report = json.loads(done.stdout)
    assert report["failed"]
    hold(report, PARTS["Report"], "Report")


ALL: tuple[type[msgspec.Struct], ...] = (
    *structs_of(model),
    *structs_of(answer),
    *structs_of(votes),
    *structs_of(assignments),
    Report,
    PurgeReport,
    EvaluationScores,
)
STRUCTS = {struct.__name__: struct for struct in ALL}


@pytest.mark.parametrize("name", sorted(STRUCTS.keys() & PARTS.keys()))
def test_a_part_names_the_fields_of_its_struct_and_which_may_be_null(name: str) -> None:
    fields_of = msgspec.inspect.type_info(STRUCTS[name]).fields  # type: ignore[attr-defined]
    null = msgspec.inspect.NoneType()
    said = {field.encode_name: null in getattr(field.type, "types", ()) for field in fields_of}
    assert {field: told.optional for field, told in PARTS[name].items()} == said


def test_every_part_is_of_a_struct_or_printed_without_one() -> None:
    rows, linked = (
        {
            *("Token", "HitRow", "MatterRow", "DecisionRow", "BallotRow", "AssignmentRow", "PersonRow"),
            *("Check", "Finding", "SettingRow", "Health"),
        },
        {"Document", "Node", "Reference", "Organizer", "Named", "Minutes", "Work", "Task", "Tally", "VoteAction"}
        | {"Person"},
    )
    assert PARTS.keys() - STRUCTS.keys() == rows | linked


def test_a_withdrawal_is_as_described(shipped: Settings, tmp_path: Path) -> None:
    own = Settings(archive=tmp_path / "meetings", index=tmp_path / "index")
    shutil.copytree(shipped.archive, own.archive)
    shutil.copytree(shipped.index, own.index)
    meeting = MEETING.replace("2024-04-19", "2025-06-13")
    hold(json.loads(out("remove", meeting, "--format", "json", settings=own)), PARTS["PurgeReport"], "PurgeReport")


def test_a_check_is_as_described(shipped: Settings, tmp_path: Path) -> None:
    hold(json.loads(out("check", "--format", "json", settings=shipped)), PARTS["Check"], "Check")
    empty = Settings(archive=tmp_path / "meetings", index=tmp_path / "index")
    told = json.loads(protokoll("check", "--format", "json", settings=empty).stdout)
    hold(told, PARTS["Check"], "Check")
    assert not told["well"]


def test_the_settings_are_as_described(shipped: Settings) -> None:
    for row in json.loads(out("settings", "--format", "json", settings=shipped)):
        assert row.pop("value") is not None
        hold(row | {"value": ""}, PARTS["SettingRow"], "SettingRow")


def test_the_health_is_as_described(shipped: Settings) -> None:
    told = create_app(shipped).test_client().get("/halsa").get_json()
    hold(told, PARTS["Health"], "Health")
    named = {name for finding in PARTS["Finding"].values() for name in finding.values}
    assert told["checks"].keys() <= named | {"pages"}


def test_scores_are_as_described(shipped: Settings) -> None:
    folder = ROOT / "tests" / "relevance"
    files = ("--queries", str(folder / "queries.tsv"), "--qrels", str(folder / "qrels.txt"))
    hold(
        json.loads(out("evaluate", *files, "--format", "json", settings=shipped)),
        PARTS["EvaluationScores"],
        "EvaluationScores",
    )


def test_tokens_are_as_described(shipped: Settings) -> None:
    for line in out(
        "analyse", "direktupphandlingen på IT-chefsnätverket", "--format", "jsonl", settings=shipped
    ).splitlines():
        hold(json.loads(line), PARTS["Token"], "Token")


def test_exported_meetings_are_meetings(shipped: Settings) -> None:
    lines = out("export", settings=shipped).splitlines()
    assert len(lines) == 5
    for line in lines:
        hold(json.loads(line), PARTS["Meeting"], "Meeting")


def test_exported_json_ld_is_as_described(shipped: Settings) -> None:
    document = json.loads(out("export", "--format", "jsonld", settings=shipped))
    hold(document, PARTS["Document"], "Document", left_out=True)


@pytest.mark.parametrize(
    ("args", "part"),
    [
        (("search", "samverkan", "--format", "csv"), "HitRow"),
        (("export", "--format", "csv"), "DecisionRow"),
        (("export", "--format", "csv", "--table", "people"), "PersonRow"),
    ],
)
def test_rows_have_the_columns_that_are_named(args: tuple[str, ...], part: str, shipped: Settings) -> None:
    rows = rows_of(out(*args, settings=shipped))
    assert rows[0] == list(PARTS[part])
    assert all(len(row) == len(rows[0]) for row in rows)


@pytest.mark.parametrize("change", ["- a field", "+ a field"])
def test_the_check_itself_sees_a_field_too_many_and_one_missing(change: str) -> None:
    decision: dict[str, Any] = {
        "id": "x",
        "text": "att",
        "kind": "noted",
        "assignee": None,
        "assignees": [],
        "due": None,
        "due_text": None,
    }
    hold(decision, PARTS["Decision"], "Decision")
    if change == "- a field":
        del decision["due"]
    else:
        decision["colour"] = "red"
    with pytest.raises(AssertionError, match=r"due|colour"):
        hold(decision, PARTS["Decision"], "Decision")
