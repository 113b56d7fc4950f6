"""The one way out: what each surface takes out of a text, and that nothing is written around the gate."""

from __future__ import annotations

import ast
import csv
import io
import json
import logging
from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from indexer.privacy import MASK
from search_ui.output import gate
from search_ui.output.terminal import TextStyle, filled
from tests.conftest import ROOT
from tests.privacy.forms import twelve

TEN = "811228-9874"

CONTROLS = (
    "\x1b[31mrött\x1b[0m",
    "\x1b]0;titel\x07",
    "\x1b]8;;http://evil.example\x1b\\länk\x1b]8;;\x1b\\",
    "\x9b31m",
    "\x9d0;titel\x9c",
    "\x90q\x9c",
    "a\x08b\x7f",
    "a\rb",
    "\x00\x0e\x0f",
    "\u202egnp.exe\u202c",
    "\u2066a\u2069",
    "\u200e\u200f\u061c",
    "\U000e0041",
    "\u2028\u2029\x85",
)

FORMULAS = (
    *("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", " =1+1", "\N{NO-BREAK SPACE}=1+1", "\ufeff=1+1"),
    *("a;=1+1", "a; =1+1", "a,=1+1", "a\t=1+1", "a\n=1+1", "a\r\n@SUM(1)", 'a;"=1+1"', "a|=cmd|' /C calc'!A0"),
    *("\N{FULLWIDTH EQUALS SIGN}1+1", "a;\N{FULLWIDTH PLUS SIGN}1", "\u200b=1+1", "\x1b=1+1"),
)

WRITERS = {
    "print": (),
    "click.echo": ("search_ui/cli/streams.py",),
    "click.echo_via_pager": ("search_ui/cli/streams.py",),
    "click.secho": (),
    "sys.stdout.write": (),
    "sys.stderr.write": (),
    "sys.stdout.buffer.write": (),
    "traceback.print_exc": (),
    "error.show": ("search_ui/cli/streams.py",),
    "Response": ("search_ui/web/responses.py",),
    "jsonify": (),
    "make_response": (),
    "send_file": ("search_ui/web/responses.py",),
    "send_from_directory": (),
    "render_template": ("search_ui/web/responses.py",),
    "render_template_string": (),
    "csv.writer": ("search_ui/output/gate.py",),
    "json.dumps": ("search_ui/output/gate.py",),
    "json.dump": (),
    "msgspec.json.encode": ("search_ui/output/gate.py",),
    "msgspec.json.Encoder": (),
    "ElementTree.tostring": ("search_ui/output/gate.py",),
    "Markup": ("search_ui/output/gate.py",),
    "Released": ("search_ui/output/gate.py",),
    "gate.Released": (),
    "Shown": ("search_ui/output/gate.py",),
    "gate.Shown": (),
}
"""What makes or writes something that leaves the program, and the files that may call it."""


def calls() -> Iterator[tuple[str, str]]:
    """Each call in the source of the faces: what is called, and where."""
    for path in sorted((ROOT / "search_ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield ast.unparse(node.func), path.relative_to(ROOT).as_posix()


def test_nothing_is_written_around_the_gate() -> None:
    around = [(called, where) for called, where in calls() if where not in WRITERS.get(called, (where,))]
    assert around == []


def test_every_writer_that_is_allowed_somewhere_is_there() -> None:
    made = set(calls())
    assert [(name, where) for name, places in WRITERS.items() for where in places if (name, where) not in made] == []


def test_no_template_says_that_a_value_is_safe() -> None:
    for path in (ROOT / "search_ui/web/templates").iterdir():
        text = path.read_text("utf-8")
        assert "| safe" not in text
        assert "|safe" not in text
        assert "autoescape" not in text


@pytest.mark.parametrize("text", CONTROLS)
def test_no_terminal_or_log_obeys_a_text(text: str) -> None:
    shown = gate.printable(text)
    assert len(shown) == len(text)
    assert not [letter for letter in shown if letter not in "\n\t" and not letter.isprintable()]


def test_a_styled_text_has_no_other_style_than_ours() -> None:
    look = TextStyle(width=20, colour=True)
    for text in CONTROLS:
        shown = filled(f"{text} och mera", look, ((0, 2),), style="\x1b[1m")
        for ours in ("\x1b[33m\x1b[1m", "\x1b[1m", gate.RESET):
            shown = gate.Shown(shown.replace(ours, ""))
        assert "\x1b" not in shown


def test_a_number_is_masked_before_a_line_is_broken_in_it() -> None:
    text = "Ansökan från Alva Påhittad med personnummer 811228 - 9874 beviljas"
    for width in range(8, 60):
        shown = filled(text, TextStyle(width=width))
        assert not [letter for letter in shown if letter.isdigit()], width


@given(st.text())
def test_a_text_for_the_terminal_stays_as_long_as_it_was(text: str) -> None:
    assert len(gate.printable(text)) == len(text)


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_begins_as_a_formula_whatever_a_spreadsheet_separates_by(text: str, separator: str) -> None:
    row = gate.csv_line(["namnden", text, "slut"]).decode()
    cells = [cell for line in csv.reader(io.StringIO(row), delimiter=separator) for cell in line]
    begins = [cell.strip('" \N{NO-BREAK SPACE}\t') for cell in cells]
    assert not [cell for cell in begins if cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))]


def test_a_cell_that_is_no_formula_stays_as_it_was() -> None:
    text = 'att anta "planen", dnr KS 2024/1 - med tillägg; även § 2 = del av planen'
    assert next(csv.reader([gate.csv_line([text]).decode()], delimiter=";")) == [text]


def test_xml_holds_only_what_xml_can() -> None:
    root = ElementTree.Element("a", {"b": "\x00x"})
    root.text = f"\x1b{TEN}\ufffe"
    read = ElementTree.fromstring(gate.xml(root))
    assert (read.attrib["b"], (read.text or "").strip()) == ("x", "••••••-••••")


def test_json_is_masked_as_it_is_read_and_not_as_it_is_written() -> None:
    read = json.loads(gate.pretty_json({"text": "811228-\n9874", "id": "n/2024-01-01", "list": [TEN]}))
    assert read == {"text": "••••••-\n••••", "id": "n/2024-01-01", "list": ["••••••-••••"]}
    assert "9874" not in gate.json_in_a_page({"name": "</script>811228\u00a09874"})


def test_what_is_logged_passes_the_gate_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("test_gate")
    logger.addFilter(gate.LogFilter())
    logger.error("Om %s\nINFO forged", TEN, exc_info=ValueError(f"\x1b[31m{TEN}\nINFO forged"))
    text = logging.Formatter("%(message)s").format(caplog.records[-1])
    assert "9874" not in text
    assert "\x1b" not in text
    assert "\nINFO" not in text


@pytest.mark.parametrize("name", [f"{TEN}.txt", "../../etc/passwd", 'a"b\r\nSet-Cookie: x', "\u202etxt.exe", "a\\b"])
def test_a_file_keeps_no_name_that_a_header_or_a_system_obeys(name: str) -> None:
    kept = gate.file_name(name)
    assert not set('/\\"\r\n\u202e') & set(kept)
    assert "9874" not in kept


def test_an_original_of_text_is_masked_in_its_own_encoding_and_others_are_their_bytes() -> None:
    text = f"Åsa Påhittad, {TEN}, söker."
    for encoding in ("utf-8", "cp1252", "utf-16"):
        data, charset = gate.original(text.encode(encoding), "text/plain")
        assert data.decode(charset) == "Åsa Påhittad, ••••••-••••, söker."
    plain = "Inget nummer, på svenska."
    assert gate.original(plain.encode("cp1252"), "text/plain") == (plain.encode("cp1252"), "windows-1252")
    assert gate.original(text.encode(), "application/pdf") == (text.encode(), "")


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{TEN}</p>",
        "<p><b>811228</b>-9874</p>",
        "<p>8112&shy;28&#8209;9874</p>",
        "<p>&#56;11228-&#x39;874</p>",
        "<td>12</td><td>811228-9874</td>",
        "<td>811228</td><td>9874</td>",
        "<img alt='811228-9874'>",
        "<!-- 811228-9874 -->",
        "<p>811228-<!-- -->9874</p>",
        "<p>811228<wbr>-9<span class='x'>87</span>4</p>",
    ],
)
def test_an_original_of_html_is_masked_across_its_tags(html: str) -> None:
    data, charset = gate.original(f"<html><body>{html}</body></html>".encode(), "text/html")
    text = data.decode(charset)
    assert "9874" not in text
    assert "811228" not in text
    assert text.count(MASK) == 10


@given(st.dates(date(1900, 1, 1), date(2025, 12, 31)), st.integers(0, 999))
def test_every_surface_masks(day: date, serial: int) -> None:
    digits = twelve(day, serial)
    text = f"Alva, {digits[2:8]}-{digits[8:]}, söker"
    root = ElementTree.Element("a")
    root.text = text
    surfaces = (
        gate.plain(text).decode(),
        gate.pretty_json([text]).decode(),
        gate.csv_line([text]).decode(),
        gate.xml(root).decode(),
        gate.marked(text),
        gate.paragraphs(text)[0],
        gate.with_code(text),
        gate.file_name(text),
        gate.printable(text),
        gate.coloured(text, ""),
        str(gate.in_a_page(text)),
        gate.original(text.encode(), "text/plain")[0].decode(),
    )
    assert not [surface for surface in surfaces if digits[8:] in surface or digits[2:8] in surface]


@given(st.text(), st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=5))
def test_marking_escapes_everything_and_loses_nothing(text: str, marks: list[tuple[int, int]]) -> None:
    marked = gate.marked(text, marks)
    assert marked.replace("<mark>", "").replace("</mark>", "") == escape(text)
    assert marked.count("<mark>") == marked.count("</mark>")


def test_a_mark_takes_the_whole_word_it_was_told_of() -> None:
    assert gate.marked("a <b> & c", [(2, 5)]) == "a <mark>&lt;b&gt;</mark> &amp; c"


@given(st.text(alphabet="aö \n\t<&"), st.integers(0, 10))
def test_the_paragraphs_hold_every_word_of_the_text_in_its_order(text: str, start: int) -> None:
    pieces = gate.paragraphs(text, [(start, start + 2)])
    plain = " ".join(piece.replace("<mark>", "").replace("</mark>", "") for piece in pieces)
    assert plain.split() == str(escape(text)).split()
    assert not [piece for piece in pieces if "\n\n" in piece or " \n" in piece]


def test_a_mark_is_found_again_in_its_paragraph() -> None:
    assert gate.paragraphs("Ett ord.  \n \nEtt\nannat ord.", [(23, 26)]) == [
        "Ett ord.",
        "Ett\nannat <mark>ord</mark>.",
    ]
