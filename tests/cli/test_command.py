"""The command's conventions: what each verb prints where, and how it exits."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from indexer.settings import Settings
from search_ui.answer import Question
from search_ui.cli import commands
from search_ui.help import examples
from search_ui.output.answer_formats import answer_json
from search_ui.output.terminal import DECISIONS
from search_ui.search.service import Search
from tests.cli.run_command import protokoll
from tests.conftest import MINUTES, ROOT
from tests.table_rows import BOM

KRIS = "kommundirektorsmote-i-familjen-helsingborg/2025-06-13/2"


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    """Folders in which nothing is yet."""
    return Settings(minutes=tmp_path / "minutes", archive=tmp_path / "meetings", index=tmp_path / "index")


# Exit statuses


def test_a_search_that_finds_exits_0(shipped: Settings) -> None:
    assert protokoll("search", "krisberedskap", settings=shipped).returncode == 0


def test_nothing_is_said_of_the_libraries_where_no_bytecode_is_kept(shipped: Settings, tmp_path: Path) -> None:
    folders = ["--index", str(shipped.index), "--archive", str(shipped.archive)]
    command = [
        sys.executable,
        "-X",
        f"pycache_prefix={tmp_path}",
        "-m",
        "search_ui",
        *folders,
        "search",
        "krisberedskap",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, "Warning" in done.stderr) == (0, False)


def test_a_search_that_finds_nothing_exits_1_and_prints_nothing(shipped: Settings) -> None:
    done = protokoll("search", "flodhästar", settings=shipped)
    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.parametrize(
    "args",
    [("search", "--no-such-option"), ("no-such-verb",), ("search", "x", "--limit", "many"), ("parse", "nowhere.txt")],
)
def test_a_mistake_exits_2_with_a_sentence_and_no_traceback(args: tuple[str, ...], shipped: Settings) -> None:
    done = protokoll(*args, settings=shipped)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_a_missing_index_says_which_command_makes_it(empty: Settings) -> None:
    done = protokoll("search", "krisberedskap", settings=empty)
    assert done.returncode == 2
    assert "protokoll index" in done.stderr


def test_interrupting_exits_130(shipped: Settings) -> None:
    """A search that reads queries from standard input answers the first and waits for the next: there it is stopped."""
    settings = ["--index", str(shipped.index), "--archive", str(shipped.archive)]
    process = subprocess.Popen(
        [sys.executable, "-m", "search_ui", *settings, "search", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 (no threads here)
    )
    assert process.stdin
    assert process.stderr
    process.stdin.write(b"krisberedskap\n")
    process.stdin.flush()
    assert b"krisberedskap" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in said


def test_a_closed_pipe_is_met_in_silence(shipped: Settings) -> None:
    settings = f"--index {shipped.index} --archive {shipped.archive}"
    done = subprocess.run(
        f"{sys.executable} -m search_ui {settings} search möte --format json | head -c 10",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert (done.returncode, done.stderr) == (0, "")


# What is printed


def test_results_go_to_standard_output_and_what_is_said_to_standard_error(shipped: Settings) -> None:
    done = protokoll("search", "krisberedskap", settings=shipped)
    assert "4 items for krisberedskap" in done.stderr
    assert done.stdout.startswith("2. *Civilt* *försvar* och *krisberedskap*\n")
    assert KRIS in done.stdout


def test_json_is_the_answer_as_the_page_gives_it(shipped: Settings, search: Search) -> None:
    done = protokoll("search", "kvinnojourer", "--format", "json", settings=shipped)
    assert done.stdout.encode() == answer_json(search.answer(Question(query="kvinnojourer")))


def test_jsonl_is_a_hit_a_line(shipped: Settings) -> None:
    lines = protokoll("search", "krisberedskap", "--format", "jsonl", settings=shipped).stdout.splitlines()
    assert json.loads(lines[0])["id"] == KRIS
    assert len(lines) == 4


def test_csv_has_a_head_and_a_hit_a_row(shipped: Settings) -> None:
    lines = protokoll("search", "kvinnojourer", "--format", "csv", settings=shipped).stdout.splitlines()
    assert lines[0].startswith(f"{BOM}id;organization;date;number;title")
    assert "2024-04-19" in lines[1]


@pytest.mark.parametrize(
    ("output", "listed"),
    [
        ("meetings", "kommundirektorsmote-i-familjen-helsingborg/2024-04-19"),
        ("files", "2024-04-19-kommundirektörsmöte.txt"),
    ],
)
def test_meetings_or_files_that_answer_can_be_listed(shipped: Settings, output: str, listed: str) -> None:
    assert protokoll("search", "kvinnojourer", "--output", output, settings=shipped).stdout == listed + "\n"


def test_a_word_after_a_minus_sign_is_not_wanted(shipped: Settings) -> None:
    with_film = protokoll("search", "projekt", "--output", "meetings", "--limit", "100", settings=shipped).stdout
    assert "2024-04-19" in with_film
    hits = protokoll("search", "projektets", "-film", "--format", "jsonl", settings=shipped).stdout
    assert "Film i familjen" not in hits


def test_a_dash_reads_queries_from_standard_input(shipped: Settings) -> None:
    done = protokoll("search", "-", "--format", "jsonl", settings=shipped, stdin="kvinnojourer\nårskostnad\n")
    assert len(done.stdout.splitlines()) == 2


def test_a_batch_is_a_trec_run_whose_scores_fall(shipped: Settings, tmp_path: Path) -> None:
    queries = tmp_path / "queries.tsv"
    queries.write_text("q1\tkrisberedskap\nq2\tfilm\n", encoding="utf-8")
    rows = [line.split() for line in protokoll("search", "--batch", str(queries), settings=shipped).stdout.splitlines()]
    assert rows[0][:4] == ["q1", "Q0", KRIS, "1"]
    assert {row[5] for row in rows} == {"protokoll"}
    for query in ("q1", "q2"):
        scores = [float(row[4]) for row in rows if row[0] == query]
        assert scores == sorted(scores, reverse=True)
        assert len(set(scores)) == len(scores)


def test_how_a_query_was_read_can_be_explained(shipped: Settings) -> None:
    done = protokoll("search", "bostad", "--explain", settings=shipped)
    assert "Read as: bostad" in done.stderr
    assert "met as part" in done.stdout


@pytest.mark.parametrize("id", [KRIS, KRIS.rsplit("/", 1)[0], KRIS + "/b1"])
def test_whatever_has_an_id_can_be_shown(shipped: Settings, id: str) -> None:
    assert protokoll("show", id, settings=shipped).stdout.strip()
    assert json.loads(protokoll("show", id, "--format", "json", settings=shipped).stdout)["id"] == id


def test_an_unknown_id_is_said_to_be_unknown(shipped: Settings) -> None:
    done = protokoll("show", "nowhere/2020-01-01", settings=shipped)
    assert done.returncode == 2
    assert "nowhere/2020-01-01" in done.stderr


def test_parsing_prints_the_meeting_and_touches_no_index(empty: Settings) -> None:
    file = next(MINUTES.glob("2025-06-13*"))
    done = protokoll("parse", str(file), "--format", "json", settings=empty)
    assert json.loads(done.stdout)["number"] == "5"
    assert not empty.index.exists()
    assert "krisberedskap" in protokoll("parse", str(file), settings=empty).stdout


def test_analysing_prints_a_term_a_line(shipped: Settings) -> None:
    lines = protokoll("analyse", "direktupphandlingen", settings=shipped).stdout.splitlines()
    assert "6\t19\tupphandlingen\tupphandling\tpart" in lines
    rows = protokoll("analyse", "-", "--format", "jsonl", settings=shipped, stdin="mötet").stdout.splitlines()
    assert json.loads(rows[0]) == {"start": 0, "end": 5, "text": "mötet", "term": "mötet", "level": "exact"}


def test_checking_a_sound_index_exits_0(shipped: Settings) -> None:
    done = protokoll("check", settings=shipped)
    assert done.returncode == 0, done.stdout
    assert "5 meetings" in done.stdout


def test_checking_where_nothing_is_exits_2(empty: Settings) -> None:
    assert protokoll("check", settings=empty).returncode == 2


def test_evaluating_prints_the_measures(shipped: Settings) -> None:
    folder = ROOT / "tests" / "relevance"
    files = ("--queries", str(folder / "queries.tsv"), "--qrels", str(folder / "qrels.txt"))
    scores = json.loads(protokoll("evaluate", *files, "--format", "json", settings=shipped).stdout)
    assert scores["queries"] == 37


@pytest.mark.parametrize(("form", "lines"), [("jsonl", 3), ("csv", None), ("jsonld", 5)])
def test_what_is_exported_can_be_limited_to_some_dates(form: str, lines: int | None, shipped: Settings) -> None:
    done = protokoll("export", "--format", form, "--since", "2025-06", settings=shipped)
    assert done.returncode == 0
    assert "2025-06-13" in done.stdout
    meetings = "".join(
        line for line in done.stdout.splitlines(keepends=True) if not line.startswith('{"@id":"/arende/')
    )
    assert "2024-04-19" not in meetings.replace("styrelsemötet den 5 april 2024", "")
    assert lines is None or len(meetings.splitlines()) == lines


def test_a_bad_date_is_named_with_its_option(shipped: Settings) -> None:
    done = protokoll("export", "--since", "igelkott", settings=shipped)
    assert done.returncode == 2
    assert "--since" in done.stderr


# Settings


def test_an_option_outweighs_the_environment_and_that_a_file(shipped: Settings, tmp_path: Path) -> None:
    (tmp_path / "protokoll.toml").write_text("[search]\nlimit = 1\n", encoding="utf-8")
    ask = ("search", "möte", "--format", "jsonl")

    def hits(*more: str, **environment: str) -> int:
        root = {"PYTHONPATH": str(ROOT), **environment}
        return len(protokoll(*ask, *more, settings=shipped, cwd=tmp_path, **root).stdout.splitlines())

    assert hits() == 1
    assert hits(PROTOKOLL_SEARCH_LIMIT="2") == 2
    assert hits("--limit", "3", PROTOKOLL_SEARCH_LIMIT="2") == 3


@pytest.mark.parametrize("verb", [verb for verb in commands.verbs.commands.values() if verb.params])
def test_every_option_is_set_by_its_own_name(verb: click.Command) -> None:
    for option in verb.params:
        if isinstance(option, click.Option):
            assert f"--{(option.name or '').replace('_', '-')}" in option.opts


def test_the_format_is_set_by_the_environment(shipped: Settings) -> None:
    done = protokoll("search", "film", settings=shipped, PROTOKOLL_SEARCH_FORMAT="jsonl")
    assert json.loads(done.stdout)["title"] == "Fira framtid – Film i familjen"


def test_a_broken_settings_file_is_named(shipped: Settings, tmp_path: Path) -> None:
    (tmp_path / "protokoll.toml").write_text("limit = = 3", encoding="utf-8")
    done = protokoll("search", "möte", settings=shipped, cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert done.returncode == 2
    assert "protokoll.toml" in done.stderr


# Help


def shown(verb: str) -> list[str]:
    """The examples in the help of a verb, "" being the command itself."""
    text = commands.verbs.commands[verb].help if verb else commands.verbs.help
    return re.findall(r"^ *(protokoll .+)$", text or "", re.MULTILINE)


EXAMPLES = [example for verb in ("", *commands.verbs.commands) for example in shown(verb)]
UNTRIED = ("protokoll serve --port 8000", "protokoll notify", "protokoll mcp")
"""These stay until somebody stops them, or need a mail server or an assistant: their own tests have them."""
FINDS_NOTHING = "protokoll votes"
"""The shipped minutes tell of no ballot; `test_registers` asks others."""


@pytest.mark.parametrize("verb", ["", *commands.verbs.commands])
def test_every_help_has_an_example(verb: str) -> None:
    assert shown(verb)


@pytest.mark.parametrize("example", [example for example in EXAMPLES if example not in UNTRIED])
def test_every_example_of_the_help_does_what_it_says(example: str, shipped: Settings, tmp_path: Path) -> None:
    own = Settings(archive=tmp_path / "meetings", index=tmp_path / "index")
    shutil.copytree(shipped.archive, own.archive)
    shutil.copytree(shipped.index, own.index)
    done = protokoll(*shlex.split(example)[1:], settings=own)
    finds = not example.startswith(FINDS_NOTHING)
    assert done.returncode == (0 if finds else 1), done.stderr
    assert bool(done.stdout.strip()) is finds


@pytest.mark.parametrize("verb", sorted(commands.verbs.commands))
def test_h_is_help_everywhere(verb: str, shipped: Settings) -> None:
    assert protokoll(verb, "-h", settings=shipped).stdout == protokoll(verb, "--help", settings=shipped).stdout


@pytest.mark.parametrize("verb", sorted(commands.verbs.commands))
def test_every_verb_has_help_that_opens_with_a_sentence_and_an_example(verb: str, shipped: Settings) -> None:
    text = protokoll(verb, "-h", settings=shipped).stdout
    assert re.search(r"\n\n  [A-Z]", text)
    assert f"protokoll {verb}" in text


def test_the_list_of_verbs_breaks_off_no_sentence(shipped: Settings) -> None:
    listed = protokoll("--help", settings=shipped).stdout.partition("Commands:")[2].splitlines()[1:]
    assert len(listed) == len(commands.verbs.commands)
    assert all(re.fullmatch(r"  [a-z]+ +[A-Z].*[^.]\.", line) for line in listed)


def test_the_query_language_is_explained(shipped: Settings) -> None:
    done = protokoll("help", settings=shipped)
    assert done.stdout == protokoll("help", "query", settings=shipped).stdout
    assert done.stdout.startswith("How to search\n")
    assert all(example.query in done.stdout for example in examples("en"))


def test_every_verb_is_explained_as_it_explains_itself(shipped: Settings) -> None:
    assert "Usage: protokoll search" in protokoll("help", "search", settings=shipped).stdout
    assert protokoll("help", "nothing", settings=shipped).returncode == 2


def test_the_version_is_printed(shipped: Settings) -> None:
    assert protokoll("--version", settings=shipped).stdout.startswith("protokoll 0.")


# In a terminal


def in_terminal(*args: str, settings: Settings, **environment: str) -> str:
    """What a person sees in a terminal of 80 times 24."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "search_ui", "--index", str(settings.index), "--archive", str(settings.archive)]
    process = subprocess.Popen(
        [*command, *args],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm", "PAGER": "cat", "COLUMNS": "80", "LINES": "24", **environment},
    )
    os.close(follower)
    seen = b""
    while select.select([leader], [], [], 20)[0]:
        try:
            part = os.read(leader, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    process.wait(timeout=20)
    os.close(leader)
    return seen.decode()


def test_a_terminal_shows_marks_in_colour_and_lines_that_fit(shipped: Settings) -> None:
    seen = in_terminal("search", "kvinnojourer", settings=shipped)
    assert "\x1b[33m" in seen
    assert "*kvinnojourer*" not in seen
    plain = re.sub(r"\x1b\[[0-9;]*m", "", seen)
    assert all(len(line) <= 80 for line in plain.splitlines())


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colour_is_left_out_where_it_is_not_wanted(shipped: Settings, environment: dict[str, str]) -> None:
    seen = in_terminal("search", "kvinnojourer", settings=shipped, **environment)
    assert "\x1b[" not in seen
    assert "*kvinnojourer*" in seen


def test_long_output_goes_through_the_pager(shipped: Settings) -> None:
    seen = in_terminal("search", "möte", settings=shipped, PAGER="sed 's/^/PAGED /'")
    assert "PAGED" in seen
    assert "PAGED" not in in_terminal("search", "kvinnojourer", settings=shipped, PAGER="sed 's/^/PAGED /'")


@pytest.mark.parametrize(
    "args",
    [
        ("search", "samverkan", "SKR"),
        ("search", "upphandling", "--explain"),
        ("show", KRIS.rsplit("/", 1)[0]),
        ("show", KRIS),
        ("check",),
        ("help",),
        ("search", "krisberdskap"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("columns", ["80", "50"])
def test_no_line_is_wider_than_the_terminal(args: tuple[str, ...], columns: str, shipped: Settings) -> None:
    seen = uncoloured(in_terminal(*args, settings=shipped, COLUMNS=columns))
    too_long = [line for line in seen.splitlines() if len(line) > int(columns)]
    assert [line for line in too_long if not single(line)] == []


def uncoloured(seen: str) -> str:
    """What is seen, without the signs for colours."""
    return re.sub(r"\x1b\[[0-9;]*[mK]", "", seen)


def single(line: str) -> bool:
    """Whether a line cannot be broken: an id, a path, or a command to type."""
    return len(line.split()) == 1 or "protokoll search" in line


def test_further_lines_of_a_decision_hang_below_its_first_word(shipped: Settings) -> None:
    women = KRIS.replace("2025-06-13", "2024-04-19")
    lines = uncoloured(in_terminal("show", women, settings=shipped)).splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("   → att uppdra"))
    assert re.match(r" {5}\S", lines[first + 1])


def test_words_that_answer_are_marked_in_the_decisions_too(shipped: Settings) -> None:
    assert "påbörja en *direktupphandling* av" in protokoll("search", "upphandling", settings=shipped).stdout


def test_one_is_an_item_and_more_are_items(shipped: Settings) -> None:
    assert protokoll("search", "kvinnojourer", settings=shipped).stderr.startswith("1 item for kvinnojourer\n")
    assert protokoll("search", "krisberedskap", settings=shipped).stderr.startswith("4 items for krisberedskap\n")


def test_what_stands_in_the_way_is_named_by_its_option(shipped: Settings) -> None:
    said = protokoll("search", "kvinnojourer", "--year", "2025", settings=shipped).stderr
    assert "Without --year 2025: 1 item\n" in said


def test_what_was_meant_can_be_copied_into_the_shell(shipped: Settings) -> None:
    said = protokoll("search", "--strict", "krisberdskap", "-film", settings=shipped).stderr
    assert "Did you mean: protokoll search 'krisberedskap -film'\n" in said
    said = protokoll("search", "krisberdskap", "-film", settings=shipped).stderr
    assert "Search as typed: protokoll search '\"krisberdskap\" -film'\n" in said


def test_a_list_of_an_item_has_at_most_a_few_decisions(shipped: Settings) -> None:
    hits = protokoll("search", "datum:2026 budget", settings=shipped).stdout
    for hit in hits.split("\n\n"):
        assert hit.count("→") <= DECISIONS


def test_progress_is_shown_in_a_terminal_alone(empty: Settings) -> None:
    seen = in_terminal("index", str(MINUTES), settings=empty)
    assert "Reading 2024-04-19" in seen
    assert "Reading" not in protokoll("index", str(MINUTES), "--rebuild", settings=empty).stderr


def test_without_a_query_in_a_terminal_or_a_pipe_everything_is_listed(shipped: Settings) -> None:
    assert "50 items for everything" in protokoll("search", settings=shipped).stderr


def test_an_interrupted_pager_and_a_missing_one_do_no_harm(shipped: Settings) -> None:
    seen = in_terminal("search", "möte", settings=shipped, PAGER="no-such-pager")
    assert "Traceback" not in seen


# What a person does by mistake


def said_by(*args: str, settings: Settings, status: int = 2, **given: object) -> str:
    """What a run that exits so says to a person."""
    done = protokoll(*args, settings=settings, **given)  # type: ignore[arg-type]
    assert done.returncode == status, done.stderr
    assert "should not have" not in done.stderr
    return done.stderr


def test_a_bad_date_of_a_search_is_named_with_its_option(shipped: Settings) -> None:
    assert "--since: »igelkott« is no date" in said_by("search", "x", "--since", "igelkott", settings=shipped)
    assert "--until: »2024-13«" in said_by("search", "x", "--output", "files", "--until", "2024-13", settings=shipped)


def test_a_folder_is_not_parsed(shipped: Settings) -> None:
    assert "is a directory" in said_by("parse", str(MINUTES), settings=shipped)


def test_a_word_that_is_no_verb_is_taken_for_what_was_sought(shipped: Settings) -> None:
    assert "protokoll search krisberedskap" in said_by("krisberedskap", settings=shipped)
    assert "Did you mean 'search'?" in said_by("serach", settings=shipped)


def test_a_batch_tells_the_line_that_has_no_query(shipped: Settings, tmp_path: Path) -> None:
    queries = tmp_path / "queries.tsv"
    queries.write_text("q1\tfilm\n\nq2 film\n", encoding="utf-8")
    done = protokoll("search", "--batch", str(queries), settings=shipped)
    assert done.returncode == 2
    assert "Line 3" in done.stderr
    assert "leave out" in said_by("search", "film", "--batch", str(queries), settings=shipped)


@pytest.mark.parametrize("more", [("--limit", "0"), ("--offset", "100")])
@pytest.mark.parametrize("output", ["items", "meetings", "files"])
def test_what_is_found_but_not_shown_is_found(output: str, more: tuple[str, ...], shipped: Settings) -> None:
    assert protokoll("search", "film", "--output", output, *more, settings=shipped).returncode == 0


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("text", "2024-04-19-kommundirektörsmöte.txt\n"),
        ("json", '[\n  "2024-04-19-kommundirektörsmöte.txt"\n]\n'),
        ("jsonl", '"2024-04-19-kommundirektörsmöte.txt"\n'),
        ("csv", f"{BOM}file\r\n2024-04-19-kommundirektörsmöte.txt\r\n"),
    ],
)
def test_a_list_of_files_is_written_in_each_format(form: str, printed: str, shipped: Settings) -> None:
    assert protokoll("search", "film", "--output", "files", "--format", form, settings=shipped).stdout == printed


def test_an_export_without_a_meeting_says_so(shipped: Settings, empty: Settings) -> None:
    assert "no meetings" in said_by("export", settings=empty, status=1).lower()
    assert "no meetings" in said_by("export", "--since", "2030", settings=shipped, status=1).lower()


def test_a_folder_without_minutes_is_said_to_have_none(empty: Settings) -> None:
    empty.minutes.mkdir()
    assert str(empty.minutes) in said_by("index", str(empty.minutes), settings=empty, status=0)


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("search = 3", "search"),
        ("[serch]\nlimit = 3", "serch"),
        ("[search]\nlimmit = 3", "limmit"),
        ("colour = true", "colour"),
    ],
)
def test_a_setting_that_nothing_reads_is_named(written: str, named: str, shipped: Settings, tmp_path: Path) -> None:
    (tmp_path / "protokoll.toml").write_text(written, encoding="utf-8")
    said = said_by("search", "film", settings=shipped, cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert "protokoll.toml" in said
    assert named in said


def test_settings_here_are_laid_over_the_users_own(shipped: Settings, tmp_path: Path) -> None:
    own = tmp_path / "home" / "protokoll"
    own.mkdir(parents=True)
    (own / "protokoll.toml").write_text('[search]\nlimit = 1\noutput = "files"\n', encoding="utf-8")
    (tmp_path / "protokoll.toml").write_text('[search]\nformat = "csv"\n', encoding="utf-8")
    given = {"cwd": tmp_path, "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(tmp_path / "home")}
    done = protokoll("search", "möte", settings=shipped, **given)  # type: ignore[arg-type]
    assert [line.endswith(".txt") for line in done.stdout.splitlines()] == [False, True]
