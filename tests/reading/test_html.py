"""Web pages: lines as their readers see them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import UnreadableFile
from indexer.reading.html import read
from indexer.reading.original import OriginalFile, ReadOptions


def text_of(page: str | bytes) -> str:
    data = page.encode() if isinstance(page, str) else page
    return read(OriginalFile(name="protokoll.html", data=data, media_type="text/html"), ReadOptions()).text


def lines_of(page: str) -> list[str]:
    return [line for line in text_of(page).splitlines() if line]


def test_headings_and_paragraphs_are_lines_with_a_blank_line_between() -> None:
    page = "<h2>§ 4 Övningsfält</h2><p>Mötet\n  <b>beslutar</b><p>att tacka<h2>§ 5</h2>Nästa"
    assert text_of(page) == "§ 4 Övningsfält\n\nMötet beslutar\n\natt tacka\n\n§ 5\n\nNästa\n"


def test_where_empty_paragraphs_part_the_text_paragraphs_are_lines() -> None:
    page = "<p>§ 4</p><p>Beslut</p><p>&nbsp;</p><p>att tacka</p><p>att bordlägga</p>"
    assert text_of(page) == "§ 4\nBeslut\n\natt tacka\natt bordlägga\n"


def test_a_table_row_is_a_line() -> None:
    page = "<table><tr><th>Namn<th>Kommun</tr><tr><td>Åsa Påhittad</td><td>Älvkarlö</td></tr><tr><td></table>efter"
    assert lines_of(page) == ["Namn   Kommun", "Åsa Påhittad   Älvkarlö", "efter"]


def test_two_cells_of_many_lines_are_read_one_after_the_other() -> None:
    page = "<table><tr><td>Ett<br>Två<td>Tre<br>Fyra</table>"
    assert lines_of(page) == ["Ett", "Två", "Tre", "Fyra"]


def test_a_label_stands_before_the_first_line_of_its_cell() -> None:
    page = "<table><tr><td>Beslutande<td><p>Åsa Påhittad (S)<p>Örjan Ek (M)</table>"
    assert lines_of(page) == ["Beslutande   Åsa Påhittad (S)", "Örjan Ek (M)"]


def test_a_table_within_a_table_is_read_where_it_stands() -> None:
    page = "<table><tr><td>A<table><tr><td>b<td>c</table>D<td>e</table>"
    assert lines_of(page) == ["A   e", "b   c", "D"]


def test_list_entries_have_the_numbers_that_a_browser_draws() -> None:
    page = "<ol start=3><li>Budget<ul><li>drift</ul><li>Val<li value=9>Mötet avslutas</ol>"
    assert lines_of(page) == ["3. Budget", "• drift", "4. Val", "9. Mötet avslutas"]


def test_preformatted_text_keeps_its_lines_and_spaces() -> None:
    assert text_of("<pre>§ 4  Budget\n\n  att tacka\n</pre>") == "§ 4  Budget\n\n  att tacka\n"


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>if (a<b) 'x'</script>",
        "<style>p {}</style>",
        "<title>x</title>",
        "<!-- x -->",
        "<nav><ul><li>Start</ul></nav>",
        "<div hidden>x<div>y</div>z</div>",
        '<p style="display: none">x</p>',
        "<svg><text>x</text></svg>",
    ],
)
def test_what_a_reader_does_not_see_is_left_out(unseen: str) -> None:
    assert lines_of(f"<p>Före</p>{unseen}<p>Efter</p>") == ["Före", "Efter"]


LINKS = '<ul><li><a href="/a">Ny simhall invigd</a><li><a href="/b">Så röstade ledamöterna</a></ul>'


@pytest.mark.parametrize(
    "page",
    [
        f"<nav>{LINKS}</nav><main><p>Före<p>Efter</main><p>Sidfot",
        f"<header>Kommunen</header><div role=main><p>Före<p>Efter</div>{LINKS}",
        f"<div>{LINKS}</div><article><p>Före<p>Efter</article><footer>Kontakt</footer>",
        f"<main><p>Före<p>Efter<h2>Läs också</h2>{LINKS}</main>",
        f"<main><p>Före<p>Efter<div><div><strong>Läs också:</strong></div>{LINKS}</div></main>",
        f"<main><p>Före</p><section class='related-links'><h3>Läs mer om beslut</h3>{LINKS}</section><p>Efter</main>",
        f"<main><p>Före<p>Efter<p>Relaterat</p>{LINKS}{LINKS}</main>",
        f"<body><div class='breadcrumb'>{LINKS}</div><p>Före<p>Efter<footer>Kommunen, 123 45 Orten</footer>",
        "<main><aside><p>Kontakt</aside><p>Före<p>Efter</main><main><p>Annat</main>",
    ],
)
def test_of_a_page_only_that_is_read_which_it_is_about(page: str) -> None:
    assert lines_of(page) == ["Före", "Efter"]


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        (
            "<main><h2>Se även</h2><p>Nämnden beslutar att anta planen.</main>",
            ["Se även", "Nämnden beslutar att anta planen."],
        ),
        ("<main><h2>Underlag</h2><ul><li><a href=x>Bilaga 1</a></ul></main>", ["Underlag", "• Bilaga 1"]),
        ("<article><p>Ett</article><article><p>Två</article>", ["Ett", "Två"]),
        ("<main></main><p>Möte</p>", ["Möte"]),
        (
            "<main><p>Beslut</p><footer><p>Vid protokollet Anna Berg</footer></main>",
            ["Beslut", "Vid protokollet Anna Berg"],
        ),
    ],
)
def test_what_belongs_to_the_minutes_is_kept(page: str, lines: list[str]) -> None:
    assert lines_of(page) == lines


def test_the_declared_encoding_may_lie() -> None:
    assert text_of('<meta charset="utf-8"><p>Möte på ön'.encode("cp1252")) == "Möte på ön\n"


def test_entities_are_letters() -> None:
    assert text_of("<p>M&ouml;te &sect;&nbsp;4 &#xD800;") == "Möte §\xa04 \ufffd\n"


def test_no_nesting_is_too_deep() -> None:
    assert lines_of("<div><table><tr><td>" * 20_000 + "djupt") == ["djupt"]


def test_a_page_without_words_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="It holds no text"):
        text_of("<html><body><img src=protokoll.png></body></html>")


PIECES = ["<", ">", "/", "p", "table", "tr", "td", "pre", "ol", "li", " ", "=", '"', "&", "!--", "å", "\n"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_page_gives_text_or_a_named_error(page: str) -> None:
    try:
        text_of(page)
    except UnreadableFile:
        return
