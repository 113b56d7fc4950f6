"""Rich Text: what WordPad and old offices print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import UnreadableFile
from indexer.model import Pages
from indexer.reading.original import OriginalFile, ReadOptions
from indexer.reading.rtf import read

HEAD = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fswiss Arial;}}{\*\generator Riched20;}{\info{\title Dold}}"


def pages_of(body: str) -> Pages:
    data = f"{HEAD}{body}}}".encode("latin-1")
    return read(OriginalFile(name="protokoll.rtf", data=data), ReadOptions())


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\pard M\'f6te p\'e5 \b\'c5s\'f6n\b0\par\par att tacka\par", "Möte på Åsön\n\natt tacka\n"),
        (r"M\u246?te \u8211\'96 \u-10179?\u-8704?", "Möte – 😀\n"),
        (r"\uc2 M\u246ox\uc1 te", "Möte\n"),
        (r"\ansicpg1250 Malm\'f6", "Malmö\n"),
        ("Möte \\{x\\} a\\~b\\_c \\emdash  d", "Möte {x} a\xa0b-c — d\n"),
        (r"Ett\tab Två\line Tre", "Ett   Två\nTre\n"),
        (r"Beslut {\*\bkmkstart dold}{\pict\pngblip 89504e}{\footnote not}tas", "Beslut nottas\n"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt Bilaga 1}}", "Bilaga 1\n"),
        (r"a\bin4 {}{}b", "ab\n"),
        ("Det \r\nfortsätter", "Det fortsätter\n"),
    ],
)
def test_text(body: str, text: str) -> None:
    assert pages_of(body).text == text


def test_a_table_row_is_a_line() -> None:
    row = r"\trowd\cellx1\cellx2\intbl {0}\cell {1}\cell\row"
    body = (
        row.format("Beslutande", r"Åsa Påhittad (S)\par Örjan Ek (M)") + row.format("", "Eva Alm") + r"\pard efter\par"
    )
    lines = [line for line in pages_of(body).text.splitlines() if line]
    assert lines == ["Beslutande   Åsa Påhittad (S)", "Örjan Ek (M)", "Eva Alm", "efter"]


def test_a_page_begins_where_it_says() -> None:
    pages = pages_of(r"§ 4\par\page § 5\par")
    assert [pages.text[start:end].strip() for start, end in pages.bounds()] == ["§ 4", "§ 5"]


def test_a_file_without_words_or_with_endless_groups_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="It holds no text"):
        pages_of("{\\b }")
    with pytest.raises(UnreadableFile, match="too deep"):
        pages_of("{" * 20_000)


PIECES = [
    "{",
    "}",
    "\\",
    "'",
    "f6",
    "\\par ",
    "\\cell ",
    "\\row ",
    "\\trowd ",
    "\\u246",
    "\\bin9 ",
    "\\page ",
    "a",
    "\n",
    "\\*",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_file_gives_text_or_a_named_error(body: str) -> None:
    try:
        pages_of(body)
    except UnreadableFile:
        return
