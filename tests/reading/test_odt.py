"""OpenDocument texts: what LibreOffice prints, numbers and tables with it."""

from __future__ import annotations

import pytest

from indexer.errors import UnreadableFile
from indexer.model import Pages
from indexer.reading.odt import read
from indexer.reading.original import OriginalFile, ReadOptions
from tests.reading.make import odt, zipped


def pages_of(data: bytes) -> Pages:
    return read(OriginalFile(name="protokoll.odt", data=data), ReadOptions())


def lines_of(data: bytes) -> list[str]:
    return [line for line in pages_of(data).text.splitlines() if line]


def row(*cells: str) -> str:
    inner = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
    return f"<table:table-row>{inner}</table:table-row>"


def test_paragraphs_are_lines_and_a_tab_is_a_column() -> None:
    assert pages_of(odt("Närvarande:", "", "Åsa Påhittad\tÄlvkarlö")).text == "Närvarande:\n\nÅsa Påhittad   Älvkarlö\n"


def test_words_in_spans_and_links_stay_on_their_line() -> None:
    body = (
        "<text:p>Mötet <text:span>beslutar</text:span> att <text:a>tacka</text:a> för<text:s text:c='2'/>det</text:p>"
    )
    assert lines_of(odt(body)) == ["Mötet beslutar att tacka för  det"]


def test_tables_are_kept_row_by_row() -> None:
    table = f"<table:table>{row('Beslutande', 'Åsa Påhittad (S)')}{row('Justerare', 'Eva Alm (C)')}</table:table>"
    assert lines_of(odt(table)) == ["Beslutande   Åsa Påhittad (S)", "Justerare   Eva Alm (C)"]


LEVELS = """<text:list-style style:name="L1">
    <text:list-level-style-number text:level="1" style:num-prefix="§ " style:num-format="1" text:start-value="12"/>
    <text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>
    </text:list-style><text:list-style style:name="L2">
    <text:list-level-style-bullet text:level="1"/></text:list-style>"""


def entry(inner: str) -> str:
    return f"<text:list-item>{inner}</text:list-item>"


def test_numbers_that_the_program_counts_are_printed() -> None:
    sub = f"<text:list>{entry('<text:p>Drift</text:p>')}{entry('<text:p>Val</text:p>')}</text:list>"
    first = f"<text:list text:style-name='L1'>{entry('<text:h>Budget</text:h>' + sub)}</text:list>"
    more = (
        f"<text:list text:style-name='L1' text:continue-numbering='true'>{entry('<text:h>Avslut</text:h>')}</text:list>"
    )
    again = f"<text:list text:style-name='L1'>{entry('<text:p>Nytt</text:p>')}</text:list>"
    point = f"<text:list text:style-name='L2'>{entry('<text:p>punkt</text:p><text:p>mer</text:p>')}</text:list>"
    lines = ["§ 12 Budget", "a) Drift", "b) Val", "§ 13 Avslut", "§ 12 Nytt", "• punkt", "mer"]
    assert lines_of(odt(first, more, again, point, automatic=LEVELS)) == lines


def test_the_page_head_comes_once_and_first() -> None:
    head = "<style:header><text:p>Kommun<text:span>styrelsen</text:span></text:p></style:header>"
    page = f"<style:master-page>{head}</style:master-page>"
    assert lines_of(odt("§ 4 Budget", styles=f"<office:master-styles>{page * 2}</office:master-styles>")) == [
        "Kommunstyrelsen",
        "§ 4 Budget",
    ]


def test_what_was_struck_out_and_remarks_in_the_margin_are_left_out() -> None:
    struck = (
        "<text:tracked-changes><text:changed-region><text:p>avslå</text:p></text:changed-region></text:tracked-changes>"
    )
    remark = "<text:p>bifalla<office:annotation><text:p>varför?</text:p></office:annotation></text:p>"
    assert lines_of(odt(struck, remark)) == ["bifalla"]


def test_pages_begin_where_the_program_broke_them() -> None:
    style = '<style:style style:name="P1"><style:paragraph-properties fo:break-before="page"/></style:style>'
    body = ["§ 4", '<text:p text:style-name="P1">§ 5</text:p>', "<text:p><text:soft-page-break/>§ 6</text:p>"]
    pages = pages_of(odt(*body, automatic=style))
    assert [pages.text[start:end].strip() for start, end in pages.bounds()] == ["§ 4", "§ 5", "§ 6"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (odt("Möte")[:200], "It is a damaged OpenDocument text."),
        (zipped(mimetype=b"x"), "It is an OpenDocument text without its text (content.xml)."),
        (zipped(content_xml=b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"), "It declares entities"),
        (zipped(content_xml=b" " * 80_000_000), "It unpacks to 76 MB of text"),
        (odt(""), "It holds no text."),
    ],
)
def test_what_is_no_opendocument_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        pages_of(data)
    assert reason in str(caught.value)
