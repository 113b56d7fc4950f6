"""PDFs: the text layer in the order in which people read it."""

from __future__ import annotations

import pytest

from indexer.errors import UnreadableFile
from indexer.model import Pages
from indexer.reading.original import OriginalFile, ReadOptions
from indexer.reading.pdf import read
from tests.reading.make import Run, lines, pdf


def pages_of(data: bytes) -> Pages:
    return read(OriginalFile(name="protokoll.pdf", data=data), ReadOptions())


def text_of(*runs: Run, page: str = "") -> str:
    return pages_of(pdf(runs, page=page)).text


def test_lines_are_lines_and_gaps_are_blank_lines() -> None:
    runs = lines("§ 4 Övningsfält på ön", "", "Direktionen beslutar", "att tacka för informationen", "att bordlägga")
    assert (
        text_of(*runs) == "§ 4 Övningsfält på ön\n\nDirektionen beslutar\natt tacka för informationen\natt bordlägga\n"
    )


def test_minutes_with_a_blank_line_between_most_lines_keep_them() -> None:
    runs = lines("§ 4", "", "Direktionen beslutar", "", "att tacka", "för allt", "", "§ 5", "", "Val")
    assert text_of(*runs) == "§ 4\n\nDirektionen beslutar\n\natt tacka\nför allt\n\n§ 5\n\nVal\n"


def test_pages_begin_where_they_begin() -> None:
    pages = pages_of(pdf(lines("§ 4"), [], lines("§ 5", "Val")))
    assert [pages.text[start:end] for start, end in pages.bounds()] == ["§ 4\n", "", "§ 5\nVal\n"]
    assert [pages.page_at(pages.text.index(word)) for word in ("§ 4", "Val")] == [1, 3]


def test_attendance_in_two_columns_is_read_row_by_row() -> None:
    rows = [(70.0, 700.0, "Åsa Påhittad, Älvkarlö"), (320.0, 700.0, "Örjan Ek, Ödeborg")]
    rows += [(70.0, 686.0, "Eva Alm, Bro"), (320.0, 686.0, "Per By, Dal")]
    assert text_of(*rows) == "Åsa Påhittad, Älvkarlö   Örjan Ek, Ödeborg\nEva Alm, Bro   Per By, Dal\n"


def test_columns_that_were_drawn_one_after_the_other_are_read_so() -> None:
    left = lines("Direktionen har", "sammanträtt på", "rådhuset", left=70)
    right = lines("Efter lunch", "fortsatte mötet", "på fältet", left=320)
    want = "Direktionen har\nsammanträtt på\nrådhuset\nEfter lunch\nfortsatte mötet\npå fältet\n"
    assert text_of(*left, *right) == want


def test_a_head_and_a_foot_drawn_last_are_read_where_they_stand() -> None:
    body = lines("§ 4 Övningsfält", "Direktionen beslutar", top=700)
    head, foot = (400.0, 810.0, "Protokoll 3/2031"), (480.0, 30.0, "Sida 1")
    assert [line for line in text_of(foot, *body, head).splitlines() if line] == [
        "Protokoll 3/2031",
        "§ 4 Övningsfält",
        "Direktionen beslutar",
        "Sida 1",
    ]


def test_numbers_drawn_apart_from_their_headings_stand_before_them() -> None:
    body = lines("Mötets öppnande", "Ordföranden hälsar", "Budget", "Föredras", left=110)
    numbers = [(70.0, 780.0, "1."), (70.0, 780.0 - 28, "2.")]
    want = ["1. Mötets öppnande", "Ordföranden hälsar", "2. Budget", "Föredras"]
    assert text_of(*body, *numbers).splitlines() == want
    assert text_of(*numbers, *body).splitlines() == want


@pytest.mark.parametrize(
    ("first", "second", "want"),
    [
        ("direktionens samman-", "trädet öppnas", "direktionens sammanträdet\nöppnas\n"),
        ("närings-", "och handelspolitik", "närings-\noch handelspolitik\n"),
        ("ärende KS-", "2031 bordläggs", "ärende KS-2031\nbordläggs\n"),
        ("den 2031-", "03-12 kl 9", "den 2031-03-12\nkl 9\n"),
        ("om IT-", "säkerhet", "om IT-säkerhet\n"),
        ("via e-", "post", "via e-post\n"),
        ("han sade -", "ingenting", "han sade -\ningenting\n"),
        ("samman\xad", "trädet", "sammanträdet\n"),
    ],
)
def test_words_broken_at_a_line_end_are_whole(first: str, second: str, want: str) -> None:
    assert text_of(*lines(first, second)) == want


def test_a_word_that_breaks_off_keeps_its_hyphen() -> None:
    assert text_of(*lines("direktionens samman-")) == "direktionens samman-\n"


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_page_is_read_as_it_stands(turned: int) -> None:
    runs = lines("§ 4 Övningsfält", "", "Direktionen", "beslutar")
    assert text_of(*runs, page=f"/Rotate {turned}") == text_of(*runs)


def test_progress_is_told_page_by_page() -> None:
    told: list[tuple[int, int]] = []
    read(
        OriginalFile(name="a.pdf", data=pdf(lines("§ 4"), lines("§ 5"))),
        ReadOptions(progress=lambda done, of: told.append((done, of))),
    )
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n", "It is a damaged PDF."),
        (pdf(lines("§ 4"))[:300], "It is a damaged PDF."),
        (pdf(), "It is a damaged PDF."),
        (pdf([]), "It holds no text."),
    ],
)
def test_what_is_no_pdf_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        pages_of(data)


@pytest.mark.parametrize("columns", [(220, 270, 320), (180, 300, 480)])
def test_a_cross_stands_below_the_head_that_it_was_drawn_under(columns: tuple[int, ...]) -> None:
    table = [
        ("Ledamot", "Ja", "Nej", "Avstår"),
        ("Axel Ask (M)", "X", "", ""),
        ("Berit Ek (S)", "", "X", ""),
        ("Gun Hed-Larsson (C)", "", "", "X"),
    ]
    places = (70, *columns)
    runs = [
        (places[n], 700 - 14 * row, cell) for row, cells in enumerate(table) for n, cell in enumerate(cells) if cell
    ]
    head, *rows = text_of(*runs).splitlines()
    assert head.split() == list(table[0])
    under = [head[row.index("X") :].split()[0] for row in rows]
    assert under == ["Ja", "Nej", "Avstår"]
