"""Word files: what Word prints, numbers and tables with it."""

from __future__ import annotations

import io
import zipfile

import pytest

from indexer.errors import UnreadableFile
from indexer.model import Pages
from indexer.reading.docx import read
from indexer.reading.original import OriginalFile, ReadOptions
from tests.reading.make import W, docx, paragraph, table

HEADINGS = """
    <w:abstractNum w:abstractNumId="1">
      <w:lvl w:ilvl="0"><w:start w:val="12"/><w:numFmt w:val="decimal"/><w:lvlText w:val="§ %1"/></w:lvl>
      <w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
    </w:abstractNum>
    <w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
    <w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>
    <w:num w:numId="8"><w:abstractNumId w:val="2"/></w:num>
    <w:num w:numId="9">
      <w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>
    </w:num>"""


def pages_of(data: bytes) -> Pages:
    return read(OriginalFile(name="protokoll.docx", data=data), ReadOptions())


def lines_of(data: bytes) -> list[str]:
    return [line for line in pages_of(data).text.splitlines() if line]


def numbered(text: str, number: int, level: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_paragraphs_are_lines_and_a_tab_is_a_column() -> None:
    assert lines_of(docx("Närvarande:", "Åsa Påhittad\tÄlvkarlö")) == ["Närvarande:", "Åsa Påhittad   Älvkarlö"]


def test_paragraphs_stand_apart_unless_empty_ones_part_them() -> None:
    assert pages_of(docx("Beslut", "att tacka")).text == "Beslut\n\natt tacka\n"
    assert pages_of(docx("§ 4", "", "Beslut", "att tacka")).text == "§ 4\n\nBeslut\natt tacka\n"


def test_a_paragraph_of_another_style_stands_apart_also_where_empty_ones_part_the_text() -> None:
    clause, body = '<w:pStyle w:val="Beslut"/>', '<w:pStyle w:val="Brdtext"/>'
    text = [paragraph("att anta planen", clause), paragraph("Planen gäller från mars.", body)]
    pages = pages_of(
        docx("§ 4", "", "Beslut", paragraph("att tacka", clause), *text, paragraph("Nämnden var enig.", body), "§ 5")
    )
    assert pages.text == (
        "§ 4\n\nBeslut\n\natt tacka\natt anta planen\n\nPlanen gäller från mars.\nNämnden var enig.\n\n§ 5\n"
    )


def test_tables_are_kept_row_by_row() -> None:
    body = table(("Beslutande", "Åsa Påhittad (S)\nÖrjan Ek (M)"), ("Justerare", "Eva Alm (C)"))
    assert lines_of(docx(body)) == ["Beslutande   Åsa Påhittad (S)", "Örjan Ek (M)", "Justerare   Eva Alm (C)"]


def test_numbers_that_word_counts_are_printed() -> None:
    body = [numbered("Budget", 7), numbered("Drift", 7, 1), numbered("Val", 7, 1), numbered("Avslut", 7)]
    assert lines_of(docx(*body, numbered("punkt", 8), numbered("Anew", 9), numbering=HEADINGS)) == [
        "§ 12 Budget",
        "12.a) Drift",
        "12.b) Val",
        "§ 13 Avslut",
        "• punkt",
        "§ 1 Anew",
    ]


def test_a_style_may_bring_the_number() -> None:
    styles = """<w:style w:styleId="Arende"><w:basedOn w:val="Grund"/></w:style>
        <w:style w:styleId="Grund"><w:basedOn w:val="Arende"/>
        <w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>"""
    body = paragraph("Budget", '<w:pStyle w:val="Arende"/>')
    assert lines_of(docx(body, numbering=HEADINGS, styles=styles)) == ["§ 12 Budget"]


def test_the_page_head_comes_once_and_first() -> None:
    head = paragraph("Kommunstyrelsen")
    assert lines_of(docx("§ 4 Budget", header1=head, header2=head)) == ["Kommunstyrelsen", "§ 4 Budget"]


def test_what_was_struck_out_is_left_out_and_what_was_added_is_kept() -> None:
    body = "<w:p><w:del><w:r><w:t>avslå</w:t></w:r></w:del><w:ins><w:r><w:t>bifalla</w:t></w:r></w:ins></w:p>"
    assert lines_of(docx(body)) == ["bifalla"]


def test_tab_stops_and_earlier_properties_are_not_text() -> None:
    properties = '<w:tabs><w:tab w:val="left"/></w:tabs>'
    assert lines_of(docx(paragraph("Beslut", properties))) == ["Beslut"]


def test_pages_begin_where_word_broke_them() -> None:
    body = "<w:p><w:r><w:t>§ 5 </w:t><w:lastRenderedPageBreak/><w:t>Val</w:t></w:r></w:p>"
    pages = pages_of(docx("§ 4", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>', body, "efter"))
    assert [pages.text[start:end].split("\n")[0] for start, end in pages.bounds()] == ["§ 4", "§ 5 Val", "efter"]


def test_the_body_is_where_the_package_says() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
        packed.writestr("_rels/.rels", f'<r><Relationship Type="{kind}" Target="/word/document2.xml"/></r>')
        packed.writestr("word/document2.xml", f'<w:document xmlns:w="{W}">{paragraph("Möte")}</w:document>')
    assert lines_of(out.getvalue()) == ["Möte"]


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, xml in parts.items():
            file.writestr(f"word/{name}.xml", xml)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (docx("Möte")[:200], "It is a damaged Word file."),
        (packed(document="<w:p"), "It is a damaged Word file."),
        (packed(styles="<x/>"), "It is a Word file without its text (word/document.xml)."),
        (packed(document='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'), "It declares entities"),
        (packed(document=" " * 80_000_000), "It unpacks to 76 MB of text"),
        (docx(""), "It holds no text."),
    ],
)
def test_what_is_no_word_file_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        pages_of(data)
    assert reason in str(caught.value)
