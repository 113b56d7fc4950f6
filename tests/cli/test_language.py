"""The command speaks the reader's language: all that is said to a person follows one."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from indexer.configuration import read
from indexer.index.facets import FACETS
from indexer.messages import CATALOGUES, message
from indexer.settings import Settings
from search_ui.cli import commands
from search_ui.cli.language import language_of, speak
from search_ui.help import examples
from tests.cli.run_command import protokoll

SWEDISH = "sv_SE.UTF-8"


@pytest.mark.parametrize(
    ("args", "environment", "preferred", "language"),
    [
        ("search x", {}, None, "en"),
        ("search x", {"LANG": "C.UTF-8"}, None, "en"),
        ("search x", {"LANG": "sv_SE.UTF-8"}, None, "sv"),
        ("search x", {"LANG": "sv_SE.UTF-8", "LC_MESSAGES": "en_GB"}, None, "en"),
        ("search x", {"LANG": "en_US", "LC_ALL": "sv"}, None, "sv"),
        ("search x", {"LANG": "en_US", "LANGUAGE": "nb:sv:en"}, None, "sv"),
        ("search x", {"LANG": "en_US", "LANGUAGE": "", "LC_ALL": ""}, None, "en"),
        ("search x", {"LANG": "svx"}, None, "en"),
        ("search x", {"LANG": "de_DE.UTF-8"}, None, "en"),
        ("--language sv search x", {"LANG": "en_US"}, "en", "sv"),
        ("--language=en search x", {"LANG": "sv_SE", "PROTOKOLL_LANGUAGE": "sv"}, None, "en"),
        ("search x", {"LANG": "en_US", "PROTOKOLL_LANGUAGE": "sv"}, "en", "sv"),
        ("search x", {"LANG": "en_US"}, "sv", "sv"),
        ("search -- --language sv", {}, None, "en"),
    ],
)
def test_the_language_is_the_first_that_somebody_named(
    args: str, environment: dict[str, str], preferred: str | None, language: str, tmp_path: Path
) -> None:
    if preferred:
        (tmp_path / "protokoll.toml").write_text(f'language = "{preferred}"', "utf-8")
    assert language_of(args.split(), environment, read(environment, tmp_path)) == language


def test_an_answer_is_said_in_one_language(shipped: Settings) -> None:
    english = protokoll("search", "upphandling", "--limit", "1", settings=shipped)
    assert english.stderr.startswith("4 items for upphandling, number 1 shown\n2 items have all that you searched for")
    swedish = protokoll("search", "upphandling", "--limit", "1", settings=shipped, LANG=SWEDISH)
    assert swedish.stderr.startswith("4 ärenden för upphandling, nummer 1 visas\n2 ärenden har allt du sökte")
    assert "19 april 2024 · nr 4 · sida 1" in swedish.stdout


def test_the_json_is_the_same_in_every_language(shipped: Settings) -> None:
    args = ("search", "upphandling", "--format", "json")
    assert protokoll(*args, settings=shipped).stdout == protokoll(*args, settings=shipped, LANG=SWEDISH).stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("sok",), "Fel: Verbet 'sok' finns inte. För att söka efter det: protokoll search sok"),
        (("search", "x", "--limitt", "3"), "Fel: Valet '--limitt' finns inte. Menade du '--limit'?"),
        (("search", "x", "--limit", "-1"), "-1 är inte inom 0<=x<=10000"),
        (("search", "x", "--sort", "z"), "'z' är inget av 'relevance', 'newest', 'oldest'"),
        (("search", "x", "--limit"), "Valet '--limit' behöver ett värde"),
        (("show",), "Argument saknas: 'ID'"),
        (("show", "x", "y"), "Ett argument är för mycket (y)"),
        (("index", "nosuch"), "'nosuch' finns inte"),
        (("show", "nosuch"), "Inget har id:t 'nosuch'"),
        (("search", "x", "--since", "igelkott"), "»igelkott« är inget datum"),
    ],
)
def test_what_is_wrong_with_a_call_is_said_in_swedish(args: tuple[str, ...], said: str, shipped: Settings) -> None:
    done = protokoll(*args, settings=shipped, LANG=SWEDISH)
    assert done.returncode == 2
    assert said in done.stderr
    assert not re.search(r"\b(Error|Usage|Try|Invalid|the|is|not)\b", done.stderr.replace("[OPTIONS]", ""))


@pytest.mark.parametrize("verb", ["", *commands.verbs.commands])
def test_help_is_in_swedish_too(verb: str, shipped: Settings) -> None:
    done = protokoll(*filter(None, (verb, "-h")), settings=shipped, LANG=SWEDISH)
    assert done.stdout.startswith("Användning: ")
    told = re.sub(r"protokoll .*|  --?\S.*?(?:  |\n)|\[[^\]]*\]", "", done.stdout)
    assert not re.search(r"\b(the|of|and|Show|Options|Commands)\b", told)
    english = protokoll(*filter(None, (verb, "-h")), settings=shipped)
    assert english.stdout.startswith("Usage: ")
    assert re.findall("protokoll .*", english.stdout)[1:] == re.findall("protokoll .*", done.stdout)[1:]


def test_the_query_language_is_explained_in_swedish_too(shipped: Settings) -> None:
    done = protokoll("help", "query", settings=shipped, LANG=SWEDISH)
    assert done.stdout.startswith("Så söker du\n")
    assert all(example.query in done.stdout for example in examples("sv"))


def test_every_verb_and_every_option_has_its_help_in_the_catalogues() -> None:
    verbs = {"protokoll": commands.verbs, **commands.verbs.commands}
    assert [name for name in verbs if f"help.{name}" not in CATALOGUES["en"]] == []
    options = {param.name for verb in verbs.values() for param in verb.params if isinstance(param, click.Option)}
    assert [name for name in options if f"option.{name}" not in CATALOGUES["en"]] == []
    assert [facet.name for facet in FACETS if facet.option.keys() != CATALOGUES.keys()] == []


def test_settings_can_say_the_language(shipped: Settings, tmp_path: Path) -> None:
    (tmp_path / "protokoll.toml").write_text('language = "sv"\n')
    done = protokoll("search", "film", settings=shipped, cwd=tmp_path)
    assert done.stderr.startswith("1 ärende för film")


def test_a_process_can_change_its_language_and_back() -> None:
    speak("sv", commands.verbs)
    assert (commands.verbs.help or "").startswith("Sök i svenska")
    speak("en", commands.verbs)
    assert (commands.verbs.help or "").startswith("Search Swedish")


def test_what_is_wrong_with_a_path_or_a_figure_is_said_in_one_language(shipped: Settings) -> None:
    absent = protokoll("--language", "sv", "index", "finns-inte", settings=shipped)
    assert "'finns-inte' finns inte." in absent.stderr
    figure = protokoll("--language", "sv", "search", "film", "--limit", "igelkott", settings=shipped)
    assert "'igelkott' är inget tal" in figure.stderr
    assert "range" not in figure.stderr


def test_one_file_is_told_in_the_singular() -> None:
    assert message("report.removed", count=1).text("sv") == "1 borttagen"
