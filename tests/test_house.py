"""The house: names that mean one thing, folders that one can take in at a glance, sentences that are plain English."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.conftest import ROOT

ROOMS = ("indexer", "search_ui")

NAMED_BY_AN_ACTIVITY = {
    "reading": "The room where files become text: the word stands in every description of the program's layout.",
    "meaning": "The third layer of the query language, after tokens and tree: a noun.",
    "spelling": "A noun of the field: the spelling of a word, and Lucene's name for the part that proposes another.",
}
"""Modules and folders whose names end in -ing, and why each may."""

NAMED_OTHERWISE = {
    "indexer/messages/en.py",
    "indexer/messages/sv.py",
    "indexer/model.py",
    "indexer/settings.py",
    "indexer/swedish/lexicon/build.py",
    "search_ui/__init__.py",
    "search_ui/cli/__init__.py",
    "search_ui/search/service.py",
}
"""Modules whose docstring begins with another word than their name."""

MOST_AT_THE_TOP = 7
"""How many modules may lie loose at the top of a room, `__init__` and `__main__` not counted: what one sees at once."""

OLD_FASHIONED = (
    "is had by its",
    "no one turns so many",
    "what is near follows",
    "and is said to",
    "wants `make lexicon",
    "nothing was sought",
    "at arm's length",
    "of its own accord",
    "whatever befalls",
    "what befalls",
    "lest",
    "no slip of the pen",
)
"""Turns of phrase that a reader has to stop at."""


def modules() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def prose() -> Iterator[Path]:
    yield from modules()
    for pattern in ("*.md", "docs/*.md", "tools/*.py", "tests/**/*.py", "benchmarks/*.py", "Makefile", "setup.cfg"):
        yield from sorted(path for path in ROOT.glob(pattern) if path != Path(__file__))


def test_no_type_name_is_used_twice() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_module_is_named_by_an_activity_but_those_that_are_argued() -> None:
    names = {path.stem if path.stem != "__init__" else path.parent.name for path in modules()}
    assert {name for name in names if name.endswith("ing")} == NAMED_BY_AN_ACTIVITY.keys()


@pytest.mark.parametrize("room", ROOMS)
def test_few_modules_lie_loose_at_the_top_of_a_room(room: str) -> None:
    loose = [path.name for path in (ROOT / room).glob("*.py") if not path.name.startswith("__")]
    assert len(loose) <= MOST_AT_THE_TOP, loose


def test_sentences_are_plain_modern_english() -> None:
    phrases = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in OLD_FASHIONED)
    old = re.compile(rf"\b(?:{phrases})\b", re.IGNORECASE)
    texts = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in prose()}
    assert {name: match.group() for name, text in texts.items() if (match := old.search(text))} == {}


def test_every_module_begins_by_saying_what_it_is_under_its_name() -> None:
    named_otherwise = set()
    for path in modules():
        said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        subject, colon, _ = said.partition(":")
        name = path.stem if path.stem != "__init__" else path.parent.name
        words = {word[:4] for word in re.findall(r"[a-z]+", subject.lower())}
        if not said or (colon and len(subject) < 40 and words.isdisjoint({word[:4] for word in name.split("_")})):
            named_otherwise.add(str(path.relative_to(ROOT)))
    assert named_otherwise <= NAMED_OTHERWISE


def test_no_example_of_a_property_has_a_hidden_time_limit() -> None:
    assert hypothesis.settings.default is not None
    assert hypothesis.settings.default.deadline is None
