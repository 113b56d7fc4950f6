"""Everything that is said to a person stands in the catalogues, whole in each language, and is said somewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from indexer.messages import CATALOGUES, arguments

ROOT = Path(__file__).parents[2]
SOURCES = tuple(
    path
    for top in ("indexer", "search_ui")
    for path in sorted((ROOT / top).rglob("*.py"))
    if not path.is_relative_to(ROOT / "indexer/messages")
)

NOT_SAID = {
    "indexer/minutes/": "what minutes print, to be recognised",
    "indexer/record/": "the words that matters are joined by",
    "indexer/swedish/": "the words of the language, and patterns",
    "indexer/index/facets.py": "the words of a facet, which stand in its one declaration",
    "indexer/index/": "what an engine finds wrong inside its files, for whoever mends it",
    "indexer/reading/discovery.py": "a pattern of file names",
    "indexer/reading/sandbox.py": "a program that is run",
    "search_ui/query/dates.py": "patterns of what people type",
    "search_ui/search/register_questions.py": "patterns of what people ask",
    "search_ui/web/errors.py": "a line of the log",
}
"""Where sentences stand that are no messages, and why they may."""

GIVEN_LATER = dict.fromkeys(
    ("query.star_at_both_ends", "query.star_inside", "query.star_needs_letters", "query.star_too_many"),
    frozenset({"typed"}),
)
"""What is added to a message where it is passed on: the word that a * stands in."""

_WORD = r"[^\W\d_]{2,}[,:;.]?"
_SENTENCE = re.compile(rf"(?:^|\s){_WORD}(?:\s+[^\W\d_]+[,:;.]?){{2,}}|^[A-ZÅÄÖ][^\W\d_]+ [^\W\d_]+")


@cache
def tree(path: Path) -> ast.Module:
    """The source, parsed."""
    return ast.parse(path.read_text("utf-8"))


def strings(path: Path) -> Iterator[ast.Constant]:
    """The strings of a source that are no docstrings."""
    documentation = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node


def uses() -> Iterator[tuple[str, frozenset[str] | None]]:
    """Each code that a call names last, with the names of the arguments; None where these are not written out."""
    for path in SOURCES:
        for call in (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and node.args):
            code = call.args[-1]
            if isinstance(code, ast.Constant) and code.value in CATALOGUES["en"]:
                names = [keyword.arg for keyword in call.keywords]
                yield str(code.value), None if None in names else frozenset(name for name in names if name)


def test_both_catalogues_have_the_same_codes_and_each_message_the_same_arguments() -> None:
    english, swedish = CATALOGUES["en"], CATALOGUES["sv"]
    assert english.keys() == swedish.keys()
    differing = [code for code in english if arguments(english[code]) != arguments(swedish[code])]
    assert differing == []


def test_every_message_is_said_somewhere() -> None:
    literals = {str(node.value) for path in SOURCES for node in strings(path)}
    begun = tuple(text for text in literals if text.endswith((".", "_")) and "." in text and " " not in text)
    unsaid = [code for code in CATALOGUES["en"] if code not in literals and not code.startswith(begun)]
    assert unsaid == []


def test_every_use_of_a_message_names_the_arguments_of_its_template() -> None:
    wrong = {
        code: given
        for code, given in uses()
        if given is not None and given | GIVEN_LATER.get(code, frozenset()) != arguments(CATALOGUES["en"][code])
    }
    assert wrong == {}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_for_people_stands_outside_the_catalogues(path: Path) -> None:
    where = str(path.relative_to(ROOT))
    said = [node.value for node in strings(path) if _SENTENCE.search(str(node.value))]
    assert said == [] or where.startswith(tuple(NOT_SAID))


def test_each_place_that_may_hold_sentences_holds_some() -> None:
    spoken = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if any(_SENTENCE.search(str(node.value)) for node in strings(path))
    ]
    assert [place for place in NOT_SAID if not any(where.startswith(place) for where in spoken)] == []
