"""The language: a table of what is typed and the tree it becomes, the nastiest texts, and laws for every text."""

from __future__ import annotations

import datetime
import re
import sys
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import BadQuestion
from indexer.index.query import All, And, Fuzzy, Not, Or, Phrase, Prefix, Query, Suffix, Word
from indexer.swedish import MatchLevel, analyse
from search_ui.help import examples, sections, text
from search_ui.query import Reading, read
from search_ui.query.tokens import FIELDS, MAX_CHARACTERS, MAX_FUZZY, MAX_PATTERNS, MAX_PHRASE, MAX_WORDS
from search_ui.query.tree import MAX_DEPTH

TODAY = datetime.date(2026, 11, 21)


def reading(typed: str) -> Reading:
    return read(typed, today=TODAY)


class Line(NamedTuple):
    """A line of the table."""

    typed: str
    tree: str
    remarks: str


def table() -> list[Line]:
    lines = (Path(__file__).parent / "language.txt").read_text("utf-8").split("\n")
    matches = (re.fullmatch(r"(.+?) *→ (.*?)(?:  ! (.+))?", line) for line in lines if not line.startswith("#"))
    return [Line(match[1], match[2], match[3] or "") for match in matches if match]


TABLE = table()
TYPED = [line.typed for line in TABLE]


@pytest.mark.parametrize("line", TABLE, ids=TYPED)
def test_what_is_typed_becomes_the_tree_of_the_table(line: Line) -> None:
    found = reading(line.typed)
    assert str(found.query) == line.tree
    assert " ".join(f"{remark.start}-{remark.end}" for remark in found.remarks) == line.remarks


def test_the_table_is_long() -> None:
    assert len(TABLE) >= 120


# Signs: words are cut as they were when they were indexed

SIGNED = (
    *("IT-säkerhet", "E:on", "C++", "C#", "R&D", "1,5", "1,5 %", "22–23", "t.ex.", "o'brien"),
    *("själv\u00adklart", "\u200bskola\u200b", "anna.ek@example.se", "2024/00123", "_x_"),
    *("skola\\vård", "skola|vård", "skola=vård", "skola~x", "100%", "$100", "#skola", "skola...", "skol\x00a", "ﬁnal"),
    *("e\u0301n", "a\u030angest", "10:30", "1:a", "S:t", "k-märkt", "²", "½", "٣"),
)


@pytest.mark.parametrize("typed", SIGNED)
def test_signs_never_make_words_vanish(typed: str) -> None:
    words = tuple(token.text for token in analyse(normalize("NFC", typed)) if token.level is MatchLevel.EXACT)
    expected: Query = All() if not words else Word(words[0]) if len(words) == 1 else Phrase(words)
    assert reading(typed).query == expected


@pytest.mark.parametrize("typed", ["ny/fördjupad", "och/eller", "Lex/Public360", "IT-säkerhet/C++", "a/b/c"])
def test_words_with_a_slash_between_are_the_same_words_as_with_a_space(typed: str) -> None:
    assert reading(typed).query == reading(typed.replace("/", " ")).query
    assert [typed[start:end] for start, end in reading(typed).places] == typed.split("/")


def test_a_text_cut_within_words_with_slashes_closes_what_it_opened() -> None:
    found = reading("/".join(f"ord{n}" for n in range(30)))
    assert found.words == tuple(f"ord{n}" for n in range(MAX_WORDS))
    assert ["högst" in remark.text for remark in found.remarks] == [True]


def test_the_number_of_an_item_is_read_as_words_where_there_is_no_room_for_it() -> None:
    found = reading(" ".join(f"ord{n}" for n in range(MAX_WORDS - 1)) + " punkt 3")
    assert found.words == (*(f"ord{n}" for n in range(MAX_WORDS - 1)), "punkt")
    assert ["högst" in remark.text for remark in found.remarks] == [True]


def test_a_letter_typed_as_two_characters_is_one_and_places_are_those_of_the_typed_text() -> None:
    found = reading("fo\u0308redragande:Ek fo\u0308rska")
    assert str(found.query) == "(presenters:Ek AND förska)"
    assert found.places == ((14, 16), (17, 24))


def test_the_words_sought_are_told_with_their_places_and_the_excluded_are_not() -> None:
    found = reading('skolor -vård titel:bibliotek "öppna data" § 4 ELLER film')
    assert found.words == ("skolor", "bibliotek", "film")
    assert found.places == ((0, 6), (19, 28), (52, 56))


# Limits: met with a remark, never an error and never in silence


def leaves(query: Query) -> list[Query]:
    match query:
        case And(parts=parts) | Or(parts=parts):
            return [leaf for part in parts for leaf in leaves(part)]
        case Not(part=part):
            return leaves(part)
        case _:
            return [query]


def height(query: Query) -> int:
    match query:
        case And(parts=parts) | Or(parts=parts):
            return 1 + max(map(height, parts))
        case Not(part=part):
            return height(part)
        case _:
            return 0


def words_in(query: Query) -> int:
    return sum(len(leaf.words) if isinstance(leaf, Phrase) else 1 for leaf in leaves(query))


def assert_within_limits(found: Reading) -> None:
    those = leaves(found.query)
    assert words_in(found.query) <= MAX_WORDS
    assert height(found.query) <= MAX_DEPTH
    assert sum(isinstance(leaf, Fuzzy) for leaf in those) <= MAX_FUZZY
    assert sum(isinstance(leaf, Prefix | Suffix) for leaf in those) <= MAX_PATTERNS
    assert all(len(leaf.words) <= MAX_PHRASE for leaf in those if isinstance(leaf, Phrase))
    assert all(leaf.distance <= 2 for leaf in those if isinstance(leaf, Fuzzy))
    assert all(sum(c.isalnum() for c in leaf.text) >= 3 for leaf in those if isinstance(leaf, Prefix | Suffix | Fuzzy))
    assert len(found.interpreted) <= MAX_CHARACTERS


def test_a_question_of_too_many_words_is_read_as_far_as_may_be_and_says_where_it_stopped() -> None:
    typed = " ".join(f"ord{n}" for n in range(30))
    found = reading(typed)
    assert found.words == tuple(f"ord{n}" for n in range(MAX_WORDS))
    assert [(remark.start, remark.end) for remark in found.remarks] == [(typed.index("ord24"), len(typed))]


def test_a_question_of_too_many_characters_is_cut_between_words() -> None:
    typed = "kommunikationsplattform " * 13
    found = reading(typed)
    assert str(found.query) == "kommunikationsplattform"
    assert [typed[remark.start : remark.end].split() for remark in found.remarks] == [["kommunikationsplattform"]]


def test_a_cut_text_is_not_blamed_for_what_the_cut_left_open() -> None:
    for sign in '"(':
        remarks = reading(sign + "a " * 1000).remarks
        assert [remark.text for remark in remarks if "stängs" in remark.text] == []


def test_a_phrase_of_too_many_words_keeps_the_first() -> None:
    found = reading('"' + " ".join(f"ord{n}" for n in range(13)) + '"')
    assert found.query == Phrase(tuple(f"ord{n}" for n in range(MAX_PHRASE)))
    assert len(found.remarks) == 1


def test_groups_too_deep_are_read_as_if_their_parentheses_were_not_there() -> None:
    deep = "a ELLER (b (c ELLER (d (e ELLER (f (g ELLER (h i)))))))"
    found = reading(deep)
    assert height(found.query) == MAX_DEPTH
    assert {str(leaf) for leaf in leaves(found.query)} == set("abcdefghi")
    assert ["nivåer" in remark.text for remark in found.remarks] == [True]


def test_parentheses_that_change_nothing_are_no_depth() -> None:
    found = reading("(" * 100 + "skola" + ")" * 100)
    assert (str(found.query), found.remarks) == ("skola", ())


def test_a_question_that_grows_too_long_when_printed_says_so() -> None:
    found = reading(" ".join(f"datum:{n}/1-24..{n}/2-24" for n in range(1, 13)))
    assert_within_limits(found)
    assert ["skrivs ut" in remark.text for remark in found.remarks] == [True]


# The nastiest

NASTY = (
    *(
        "",
        " ",
        "\n\t\r",
        "\0",
        "\0" * 300,
        "*",
        "**",
        "*a*",
        "a*",
        "????*",
        "*?" * 20,
        "?" * 300,
        "*" * 300,
        "~",
        "~" * 300,
    ),
    *("~9", "a~9", "skola~999999999999999999999", '"', '"' * 299, '"' * 300, '""', '"~', '""~5', '"a"~', "''", "“„”»«"),
    *(
        "(" * 1000,
        ")" * 1000,
        "(" * 1000 + "a" + ")" * 1000,
        "(" * 10_000,
        "()" * 150,
        "(a" * 150,
        "a)" * 150,
        ")(" * 150,
    ),
    *("-", "-" * 300, "- " * 150, "-(" * 100 + "a", "--a", "-*", "INTE " * 60, "ELLER " * 50, "OCH ELLER INTE NÄRA"),
    *("NÄRA/999999999999 a", "a NÄRA " * 40 + "a", "titel:" * 50, "titel:" * 49 + "a", "-titel:" * 40 + "a"),
    *("datum:" * 50, "datum:(" * 40, "datum:9999-12-31", "datum:efter 9999", "datum:0000-00-00", "datum:" + "9" * 290),
    *(
        "datum:vecka 99 2024",
        "datum:senaste 999 åren",
        "datum:" + "mellan " * 40,
        "typ:" * 70,
        "§" * 300,
        "§ " + "9" * 290,
    ),
    *(
        "\ud800",
        "\udfff\ud800" * 100,
        "titel:\ud800",
        '"\ud800\udc00"',
        "a\ud800b",
        "tittel\ud800:x",
        "\ufffe\uffff",
        "\U0010ffff",
    ),
    *(
        "\u202eskola\u202c",
        "a\u0301" * 150,
        "\u0301" * 300,
        "İ" * 300,
        "ß" * 300,
        "ﬃ" * 300,
        "\u200b" * 300,
        "🏫" * 300,
    ),
    *(
        "a " * 10_000,
        "ord " * 1000 + '"' * 1000,
        "x" * 1_000_000,
        "( " * 500_000,
        "\0\ud800" * 500_000,
        "å" * 100_000 + "*",
    ),
    *(
        "<script>alert(1)</script>",
        "'; DROP TABLE items; --",
        "../../etc/passwd",
        "${jndi:ldap://x}",
        "%s%n{0}",
        "\x1b[31m",
    ),
    *(
        '"KS2024/123-',
        '§*KS2024/123 0123/24 nr"- OCH',
        "dnr2024/123 dnr",
        '"- dnr KS-2024-00123',
        '" dnr: ~ Dnr.2024/123',
        "Dnr. dnr 0123/24",
        "Dnr. 2024 Punkt NÄRA- dnr NÄRA 0123/24",
        "titel: ks/dnr:Dnr.* OCH 0123/24 /Punkt",
        "(punkt) 3 punkt (3)",
        "*§3 ny/§4",
    ),
    *(
        "item:=skola",
        "facet:year=2024",
        "title:[a TO z]",
        "a^5",
        "/skol.*/",
        "a && b || !c",
        "+a -b",
        "{!lucene}a",
        "_exists_:a",
    ),
)


@pytest.mark.parametrize("typed", NASTY, ids=[ascii(typed[:30]) for typed in NASTY])
def test_the_nastiest_texts_are_questions(typed: str) -> None:
    assert_lawful(typed)


def test_the_nastiest_are_many() -> None:
    assert len(NASTY) >= 60


# Laws


def assert_lawful(typed: str) -> None:
    """A question within the limits, whose print is the same question; strict refuses what is remarked on."""
    found = reading(typed)
    assert_within_limits(found)
    again = reading(found.interpreted)
    assert again.query == found.query
    assert again.interpreted == found.interpreted
    for remark in found.remarks:
        assert 0 <= remark.start <= remark.end <= len(typed)
        remark.text.encode("utf-8")
    found.interpreted.encode("utf-8")
    assert len(found.words) == len(found.places)
    assert all(0 <= start < end <= len(typed) for start, end in found.places)
    assert accepts(typed) == (not found.remarks)


def accepts(typed: str) -> bool:
    """Whether a strict reading accepts the text; if it does, it reads it as the lenient one."""
    try:
        found = read(typed, today=TODAY, strict=True)
    except BadQuestion:
        return False
    return found == reading(typed)


PIECES = (
    *(
        "skola",
        "Vård",
        "IT-säkerhet",
        "a/b",
        "C++",
        "2024",
        "KS",
        "2024/00123",
        "maj",
        "igår",
        "till",
        "17/5",
        "§",
        "§ 4",
        "3",
        "punkt",
        "dnr",
        "Dnr.",
        "KS2024/123",
        "KS-2024-00123",
        "0123/24",
        "IT-säk*/skola",
    ),
    *(
        "ELLER",
        "OR",
        "OCH",
        "AND",
        "INTE",
        "NOT",
        "NÄRA",
        "NEAR/3",
        "eller",
        "..",
        "–",
        "-",
        "*",
        "~",
        "~2",
        '"',
        "”",
        "(",
        ")",
    ),
    *(
        "*a",
        "sko*",
        "*lan",
        "skolla~",
        ":",
        ",",
        ".",
        "/",
        "_",
        "'",
        "\u00ad",
        "\u200b",
        "\ud800",
        "\0",
        "\u0308",
        "å",
        "?",
        "Dnr",
    ),
    *(f"{name}:" for name in sorted(FIELDS)),
)
pieced = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(("", " ", " ", "\n"))), max_size=40).map(
    lambda pieces: "".join(piece + space for piece, space in pieces)
)
anything = st.text(st.characters(codec=None, categories=None), max_size=400)


@given(pieced | anything)
def test_any_text_is_a_question_and_its_print_is_the_same_question(typed: str) -> None:
    assert_lawful(typed)


@pytest.mark.parametrize("typed", TYPED)
def test_the_print_of_every_line_of_the_table_is_the_same_question(typed: str) -> None:
    assert_lawful(typed)


@given(st.lists(st.sampled_from(("skola", "-vård", '"öppna data"', "titel:a", "år:2024", "plan*")), min_size=1))
def test_what_stands_beside_each_other_in_plain_language_needs_no_remark(pieces: list[str]) -> None:
    assert not reading(" ".join(pieces[:6])).remarks


def test_reading_takes_no_more_steps_for_a_longer_text() -> None:
    def steps(typed: str) -> int:
        count = 0

        def tick(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(tick)
        try:
            reading(typed)
        finally:
            sys.setprofile(None)
        return count

    short = steps("(skola " * 50)
    assert steps("(skola " * 100_000) < 2 * short


def test_a_strict_reading_says_where_the_first_mistake_is() -> None:
    with pytest.raises(BadQuestion, match=r"^Character 7: »tittel:« is no prefix") as raised:
        read('skola tittel:a "b', today=TODAY, strict=True)
    assert raised.value.field == "query"


# Help


def test_every_example_of_the_help_is_read_without_remarks() -> None:
    assert len(examples()) >= 25
    for example in (*examples("sv"), *examples("en")):
        assert reading(example.query).remarks == ()
        assert example.finds


def test_the_help_names_every_kind_of_prefix_and_operator() -> None:
    for word in (
        "titel:",
        "beslut:",
        "text:",
        "föredragande:",
        "person:",
        "organ:",
        "kommun:",
        "dnr:",
        "nr:",
        "datum:",
    ):
        assert word in text()
    for word in ("typ:", "år:", "ELLER", "OCH", "INTE", "NÄRA", "§", "~", "*", str(MAX_CHARACTERS), str(MAX_WORDS)):
        assert word in text()
    assert sections()[0].heading == "Så söker du"
    assert all(section.parts for section in sections())
