"""Configuration: the first place that names a setting counts, and what is wrong is told with where it stands."""

from __future__ import annotations

import json
import os
from pathlib import Path

import msgspec
import pytest

from indexer.configuration import OLD_NAMES, READERS, read
from indexer.errors import BadSettings
from indexer.settings import Settings
from search_ui.web import wsgi
from tests.cli.run_command import protokoll
from tests.conftest import ROOT


def written(folder: Path, text: str) -> Path:
    """A folder with a file of settings in it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "protokoll.toml").write_text(text, "utf-8")
    return folder


def problems(folder: Path, text: str, **environment: str) -> list[str]:
    """What is wrong with a file of settings, each with the place of the file left out."""
    where = written(folder, text)
    return [problem.text("en").replace(f"{where}/", "") for problem in read(environment, where).problems]


def test_there_is_a_field_for_each_setting_and_a_setting_for_each_field() -> None:
    assert READERS.keys() == {field.name for field in msgspec.structs.fields(Settings)} - {"other_minutes"}
    assert set(OLD_NAMES.values()) <= READERS.keys()


def test_every_setting_is_explained() -> None:
    page = (ROOT / "docs" / "command.md").read_text("utf-8")
    assert [name for name in READERS if f"`{name}`" not in page and f"[{name}" not in page] == []


def test_nothing_set_gives_the_folders_of_a_checkout(tmp_path: Path) -> None:
    assert read({}, tmp_path).settings() == Settings()


def test_the_environment_counts_before_the_file_here_and_that_before_the_users_own(tmp_path: Path) -> None:
    written(tmp_path / "home" / ".config" / "protokoll", 'index = "a"\narchive = "a"\ncontact = "a"')
    here = written(tmp_path / "here", 'index = "b"\narchive = "b"')
    given = read({"HOME": str(tmp_path / "home"), "PROTOKOLL_INDEX": "c"}, here)
    settings = given.settings()
    assert (settings.index, settings.archive, settings.contact) == (Path("c"), Path("b"), "a")
    assert [given.values[name].where.rpartition("/")[2] for name in ("index", "archive", "contact")] == [
        "PROTOKOLL_INDEX",
        "protokoll.toml:2",
        "protokoll.toml:3",
    ]


def test_the_folders_of_several_organisations_are_named_in_a_list_or_a_variable(tmp_path: Path) -> None:
    here = written(tmp_path, 'minutes = ["/srv/granby", "/srv/forbund"]')
    wanted = (Path("/srv/granby"), Path("/srv/forbund"))
    assert read({}, here).settings().folders == wanted
    assert read({"PROTOKOLL_MINUTES": os.pathsep.join(map(str, wanted))}).settings().folders == wanted
    assert read({"PROTOKOLL_MINUTES": "/srv/granby"}).settings().folders == wanted[:1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("index = 3", "protokoll.toml:1: index is to be a text, and is '3'."),
        ('\n\nindex = ""', "protokoll.toml:3: index is to be a text, and is ''."),
        ("minutes = 3", "protokoll.toml:1: minutes is to be a folder, or a list of folders, and is '3'."),
        ("minutes = []", "protokoll.toml:1: minutes is to be a folder, or a list of folders, and is '[]'."),
        ('language = "fi"', "protokoll.toml:1: language is to be one of sv, en, and is 'fi'."),
        (
            'base-url = "protokoll.example.se"',
            "protokoll.toml:1: base_url is to be an address that begins with https:// or http://, "
            "and is 'protokoll.example.se'.",
        ),
        ("# a\nprocesses = 65", "protokoll.toml:2: processes is to be a whole number from 0 to 64, and is '65'."),
        ("processes = true", "protokoll.toml:1: processes is to be a whole number from 0 to 64, and is 'True'."),
        ("processes = 1.5", "protokoll.toml:1: processes is to be a whole number from 0 to 64, and is '1.5'."),
        ("question_seconds = 0", "protokoll.toml:1: question_seconds is to be a number from 0.1 to 60, and is '0'."),
        ("trusted_hosts = 1", "protokoll.toml:1: trusted_hosts is to be a list of texts, and is '1'."),
    ],
)
def test_a_value_that_is_wrong_is_named_with_file_line_and_what_it_should_be(
    text: str, said: str, tmp_path: Path
) -> None:
    assert problems(tmp_path, text) == [said]
    with pytest.raises(BadSettings):
        read({}, tmp_path).settings()


def test_a_file_that_is_no_toml_is_named_with_its_line(tmp_path: Path) -> None:
    (said,) = problems(tmp_path, 'index = "a"\nlimit = = 3')
    assert said.startswith("protokoll.toml cannot be read: ")
    assert "line 2" in said


def test_a_file_from_an_editor_that_marks_utf8_is_read(tmp_path: Path) -> None:
    (tmp_path / "protokoll.toml").write_text('publisher = "Örby"', "utf-8-sig")
    assert read({}, tmp_path).settings().publisher == "Örby"


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "protokoll.toml").write_bytes('publisher = "Örby"'.encode("cp1252"))
    assert "cannot be read" in read({}, tmp_path).problems[0].text("en")


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadSettings) as raised:
        read({"PROTOKOLL_PROCESSES": "many"}, written(tmp_path, "index = 3")).settings()
    assert len(raised.value.text("en").splitlines()) == 2
    assert "PROTOKOLL_PROCESSES: processes is to be a whole number" in raised.value.text("en")


def test_settings_of_the_page_are_read_where_the_version_before_had_them(tmp_path: Path) -> None:
    here = written(tmp_path, '[serve]\noperator = "Granby"\nbase-url = "https://granby.example"\nport = 9')
    given = read({"PROTOKOLL_CONTACT": "a@b.example"}, here)
    settings = given.settings()
    assert (settings.publisher, settings.base_url, settings.contact) == (
        "Granby",
        "https://granby.example",
        "a@b.example",
    )
    assert list(given.preferences) == ["serve.port"]
    assert read({"PROTOKOLL_OPERATOR": "Granby"}).settings().publisher == "Granby"


def test_a_user_without_a_home_has_no_file_of_his_own(tmp_path: Path) -> None:
    assert list(read({}, tmp_path).files) == [tmp_path / "protokoll.toml"]


def test_a_home_that_may_not_be_entered_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bool:
        if "forbidden" in path.parts:
            raise PermissionError(13, "Permission denied", str(path))
        return False

    monkeypatch.setattr(Path, "is_file", refuse)
    given = read({"HOME": "/forbidden"}, tmp_path)
    assert (given.problems, given.settings()) == ([], Settings())


# The WSGI application


def test_the_wsgi_application_reads_what_the_command_reads(tmp_path: Path) -> None:
    written(tmp_path, f'publisher = "Granby kommun"\nindex = "{tmp_path}/index"\narchive = "{tmp_path}/meetings"')
    app = wsgi.application({"PROTOKOLL_CONTACT": "hej@granby.example"}, tmp_path)
    html = app.test_client().get("/tillganglighet").text
    assert "Granby kommun" in html
    assert "hej@granby.example" in html


def test_the_wsgi_application_does_not_start_with_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(BadSettings):
        wsgi.application({}, written(tmp_path, "index = 3"))


def test_the_wsgi_application_logs_a_variable_that_looks_like_a_setting(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wsgi.application({"PROTOKOLL_INDX": "a", "PROTOKOLL_SEARCH_LIMIT": "3", "PROTOKOLL_DEBUG": "1"}, tmp_path)
    assert [record.getMessage() for record in caplog.records] == [
        "The variable PROTOKOLL_INDX is read by nothing. Is PROTOKOLL_INDEX meant?"
    ]


# The command


def command(*args: str, cwd: Path, **environment: str) -> tuple[int, str, str]:
    """How the command ends, and what it prints, in a folder; no option names a folder."""
    return protokoll(*args, settings=None, cwd=cwd, PYTHONPATH=str(ROOT), **environment)


def test_what_is_wrong_is_never_in_the_way_of_help(tmp_path: Path) -> None:
    written(tmp_path, "index = 3\n[serch]\nlimit = 3")
    for args in (("--help",), ("-h",), ("--version",), ("search", "--help"), ("serve", "-h"), ()):
        done = command(*args, cwd=tmp_path, PROTOKOLL_PROCESSES="x")
        assert "protokoll" in done[1] + done[2], args
        assert "toml" not in done[2], args
        assert done[0] == (0 if args else 2), args
    listed = command(
        "search", cwd=tmp_path, _PROTOKOLL_COMPLETE="bash_complete", COMP_WORDS="protokoll se", COMP_CWORD="1"
    )
    assert listed == (0, "plain,search\nplain,settings\nplain,serve\n", "")


def test_every_verb_says_what_is_wrong_before_it_does_anything(tmp_path: Path) -> None:
    written(tmp_path, "index = 3\n[search]\nlimmit = 3\n[serch]\nlimit = 3")
    for args in (("search", "film"), ("check",), ("index", "."), ("show", "x")):
        status, printed, said = command(*args, cwd=tmp_path)
        assert (status, printed) == (2, "")
        assert "protokoll.toml:1: index is to be a text" in said
        assert "protokoll.toml:3: nothing reads the setting 'limmit'. Those there are: " in said
        assert "protokoll.toml:5: there is no verb 'serch'" in said


def test_a_preference_with_a_wrong_value_is_named_with_its_place(tmp_path: Path) -> None:
    written(tmp_path, '[search]\nsort = "newest"\nlimit = "many"')
    status, _, said = command("search", "film", cwd=tmp_path)
    assert status == 2
    assert said.startswith("protokoll.toml:3: Invalid value for '--limit'")
    status, _, said = command("search", "film", cwd=tmp_path, PROTOKOLL_SEARCH_LIMIT="few")
    assert said.startswith("PROTOKOLL_SEARCH_LIMIT: Invalid value for '--limit'")
    assert "protokoll.toml:3: " in command("settings", cwd=tmp_path)[2]


def test_a_misspelt_variable_is_told_and_the_verb_goes_on(tmp_path: Path) -> None:
    status, printed, said = command("analyse", "mötet", cwd=tmp_path, PROTOKOLL_SERCH_LIMIT="3", PROTOKOLL_TEAM="x")
    assert (status, bool(printed)) == (0, True)
    assert "PROTOKOLL_SERCH_LIMIT is read by nothing. Is PROTOKOLL_SEARCH_LIMIT meant?" in said
    assert "PROTOKOLL_TEAM is read by nothing." in said
    assert command("analyse", "mötet", cwd=tmp_path, PROTOKOLL_SEARCH_LIMIT="3", PROTOKOLL_COLOR="never")[2] == ""


def test_the_settings_are_listed_with_where_each_comes_from(tmp_path: Path) -> None:
    written(tmp_path, 'archive = "a"\nminutes = ["m", "n"]\ncolor = "never"\n[search]\nlimit = 5')
    variables = {"PROTOKOLL_CONTACT": "a@b.example", "PROTOKOLL_SEARCH_SORT": "newest"}
    status, printed, said = command("--index", "i", "settings", "--format", "json", cwd=tmp_path, **variables)
    assert (status, said) == (0, "")
    listed = {each["name"]: (each["value"], each["source"], each["where"]) for each in json.loads(printed)}
    assert listed["index"] == ("i", "option", "--index")
    assert listed["contact"] == ("a@b.example", "environment", "PROTOKOLL_CONTACT")
    assert listed["archive"] == ("a", "file", "protokoll.toml:1")
    assert listed["minutes"] == (["m", "n"], "file", "protokoll.toml:2")
    assert listed["question_seconds"] == (2.0, "default", "")
    assert listed["color"] == ("never", "file", "protokoll.toml:3")
    assert listed["search.limit"] == (5, "file", "protokoll.toml:5")
    assert listed["search.sort"] == ("newest", "environment", "PROTOKOLL_SEARCH_SORT")
    assert READERS.keys() <= listed.keys()
    lines = command("settings", cwd=tmp_path, HOME=str(tmp_path))[1].splitlines()
    assert ["archive", "a", "file", "protokoll.toml:1"] in [line.split() for line in lines]


def test_the_value_of_a_secret_is_not_listed(tmp_path: Path) -> None:
    written(tmp_path, 'mail_password = "hemligt"')
    status, printed, _ = command("settings", "--format", "json", cwd=tmp_path)
    assert (status, "hemligt" in printed) == (0, False)
    assert {each["name"]: each["value"] for each in json.loads(printed)}["mail_password"] == "***"


def test_settings_that_are_wrong_are_listed_with_what_is_wrong(tmp_path: Path) -> None:
    written(tmp_path, 'index = 3\narchive = "a"')
    status, printed, said = command("settings", cwd=tmp_path)
    assert status == 2
    assert "archive" in printed
    assert "protokoll.toml:1: index is to be a text" in said


def test_the_command_runs_without_a_home_and_in_one_that_may_not_be_read(tmp_path: Path) -> None:
    for home in ("", "/proc/1/root/nobody", str(tmp_path / "absent")):
        assert command("analyse", "mötet", cwd=tmp_path, HOME=home)[::2] == (0, "")


def test_the_folders_that_are_set_are_those_that_are_indexed(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    written(tmp_path, 'minutes = ["a", "b"]\nindex = "i"\narchive = "m"')
    for name, source in (("a", "2025-06-13"), ("b", "2024-04-19")):
        file = next((ROOT / "data" / "minutes").glob(f"{source}*"))
        (tmp_path / name / file.name).write_bytes(file.read_bytes())
    status, printed, _ = command("index", "--format", "json", cwd=tmp_path)
    assert (status, json.loads(printed)["new"]) == (0, 2)
    (tmp_path / "b" / next((tmp_path / "b").iterdir()).name).unlink()
    (tmp_path / "b").rmdir()
    status, _, said = command("index", cwd=tmp_path)
    assert (status, "There is no folder b" in said) == (2, True)


def test_organs_are_tables_of_a_file(tmp_path: Path) -> None:
    table = '[[organ]]\nfolder = "ks"\norgan = "Kommunstyrelsen"\nmunicipality = "Ekby kommun"\n'
    [rule] = read({}, written(tmp_path, table)).settings().organ
    assert (rule.folder, rule.municipality, str(rule)) == ("ks", "Ekby kommun", "ks: Kommunstyrelsen, Ekby kommun")
    for wrong in ('[[organ]]\nkommun = "Ekby"', "[[organ]]", 'organ = "ks"'):
        with pytest.raises(BadSettings, match=r"organ is to be tables with an organ or a folder"):
            read({}, written(tmp_path, wrong)).settings()
