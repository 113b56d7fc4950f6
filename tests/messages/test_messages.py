"""A message is written as is usual in its language."""

from __future__ import annotations

import pytest

from indexer import messages
from indexer.errors import NoSuchIndex, RefusedQuery, UnreadableFile
from indexer.messages import Language, Value, filled, message

SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("template", "args", "english", "swedish"),
    [
        ("{name} in {name}", {"name": "a {b}"}, "a {b} in a {b}", "a {b} in a {b}"),
        ("{count:n} x", {"count": 1234567}, "1 234 567 x", f"1{SPACE}234{SPACE}567 x"),
        ("{seconds:.1f} s", {"seconds": 2.25}, "2.2 s", "2,2 s"),
        ("{day:date}", {"day": "2024-04-19"}, "19 April 2024", "19 april 2024"),
        ("{day:date}", {"day": "in spring"}, "in spring", "in spring"),
        ("{names}", {"names": ("a", "b", "c")}, "a, b, c", "a, b, c"),
        ("{names:and}", {"names": ("a", "b", "c")}, "a, b and c", "a, b och c"),
        ("{names:and}", {"names": ["a"]}, "a", "a"),
        ("{n|one|{n} many} of {of}", {"n": 1, "of": 3}, "one of 3", "one of 3"),
        ("{n|one|{n} many} of {of}", {"n": 2, "of": 3}, "2 many of 3", "2 many of 3"),
    ],
)
def test_a_template_is_filled(template: str, args: dict[str, Value], english: str, swedish: str) -> None:
    assert (filled(template, args, "en"), filled(template, args, "sv")) == (english, swedish)


def test_an_error_speaks_english_until_the_process_speaks_swedish() -> None:
    error = NoSuchIndex("data/index")
    assert str(error) == "There is no index in data/index. Make one with: protokoll index FOLDER"
    messages.speak("sv")
    try:
        assert str(error) == "Det finns inget index i data/index. Skapa ett med: protokoll index MAPP"
        assert error.text("en").startswith("There is no index")
    finally:
        messages.speak("en")


@pytest.mark.parametrize(
    ("language", "refused", "unreadable"),
    [
        ("en", "Character 3: A parenthesis is empty; it does not count.", "a.txt: It is locked with a password. "),
        ("sv", "Tecken 3: En parentes är tom; den räknas inte.", "a.txt: Den är låst med lösenord. "),
    ],
)
def test_what_an_error_holds_is_said_in_its_language_too(language: Language, refused: str, unreadable: str) -> None:
    assert RefusedQuery(3, message("query.empty_parenthesis")).text(language) == refused
    assert UnreadableFile("a.txt", "file.locked").text(language).startswith(unreadable)
