"""Text files: every encoding that Swedish has been saved in, and what is refused."""

from __future__ import annotations

import unicodedata
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import UnreadableFile
from indexer.model import Pages
from indexer.reading import read
from indexer.reading.original import OriginalFile, ReadOptions
from indexer.reading.text import CODE_PAGES
from indexer.reading.text import read as read_text

MINUTES = """Protokoll nr 3 2031

Direktionen för Ödeborgs räddningsförbund

Närvarande: Åsa Påhittad, Älvkarlö
§ 4 Övningsfält
Mötet beslutar
att tacka för informationen – ”återkom” à 500 kr
"""


def text_of(data: bytes) -> str:
    return pages_of(data).text


def pages_of(data: bytes) -> Pages:
    return read_text(OriginalFile(name="protokoll.txt", data=data, media_type="text/plain"), ReadOptions())


def why_not(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        pages_of(data)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", *CODE_PAGES])
def test_each_encoding_gives_the_same_letters(encoding: str) -> None:
    minutes = MINUTES.replace("–", "-").replace("”", '"') if encoding == "cp850" else MINUTES
    assert text_of(minutes.encode(encoding)) == minutes


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_needs_no_byte_order_mark(encoding: str) -> None:
    assert text_of(MINUTES.encode(encoding)) == MINUTES


@pytest.mark.parametrize("encoding", CODE_PAGES)
@pytest.mark.parametrize("line", ["Ärende", "Möte på Hallandsåsen", "Åhus", "Föredragande: A. Öst"])
def test_a_single_line_is_enough_to_know_the_code_page(encoding: str, line: str) -> None:
    assert text_of(line.encode(encoding)) == line


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_minutes_without_swedish_letters_still_keep_their_dashes_and_accents(encoding: str) -> None:
    line = "Motet i Svalév – 08.30–12.00 § 4"
    assert text_of(line.encode(encoding)) == line


def test_utf_8_that_was_encoded_twice_is_decoded_twice() -> None:
    assert text_of(MINUTES.encode().decode("cp1252", "surrogateescape").encode("utf-8", "replace")) != MINUTES
    line = "Möte på Åsön – närvarande: André Ölund"
    assert text_of(line.encode().decode("cp1252").encode()) == line


def test_the_braces_of_old_terminals_are_letters() -> None:
    assert text_of(b"M|tet beslutar f|r }ret, n{r [ngs|n {r torr") == "Mötet beslutar för året, när Ängsön är torr"


def test_braces_in_ascii_text_stay_braces() -> None:
    assert text_of(b"Motet {a|b} [1]\n") == "Motet {a|b} [1]\n"


def test_line_ends_of_windows_and_of_old_macintoshes_become_one() -> None:
    assert text_of(b"a\r\nb\rc\n") == "a\nb\nc\n"


def test_letters_are_composed() -> None:
    assert text_of(unicodedata.normalize("NFD", MINUTES).encode()) == MINUTES


def test_nothing_else_is_changed() -> None:
    odd = " \u00a0\u00ad\u200b\u202e\ufb01 ﬁ …\t\x0b \u2028x\n"
    assert text_of(odd.encode()) == odd


def test_a_form_feed_ends_a_page() -> None:
    pages = pages_of(b"ett\n\ftva\n\f\ffyra\n\f")
    assert [pages.text[start:end] for start, end in pages.bounds()] == ["ett\n\f", "tva\n\f", "\f", "fyra\n\f"]


def test_the_checksum_is_of_the_bytes_and_the_name_is_the_one_given(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("Möte\r\n".encode("cp1252"))
    pages = read(file, name="2031/a.txt")
    assert (pages.file, pages.sha256) == ("2031/a.txt", sha256(b"M\xf6te\r\n").hexdigest())
    assert (pages.media_type, pages.ocr) == ("text/plain", False)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "It is empty."),
        (b" \r\n\t\f", "It holds no text."),
        (b"\xef\xbb\xbf", "It holds no text."),
        (b"Protokoll\0\0\0nr 7", "It is not text: it holds bytes that no text has."),
        (bytes(range(256)) * 8, "It is not text: it holds bytes that no text has."),
        (b"\x01\x02\x03\x04 \x05", "It is not text: it is full of control characters."),
        (b"\xff\xfeM\0\xd8", "It begins as UTF-16 but is damaged at byte 2."),
        ("Möte på Öland ".encode() * 99 + b"\xc3", "It is UTF-8, but damaged, first on line 1."),
        (
            "Zażółć gęślą jaźń".encode("cp1250"),
            "It is in an encoding that is not one of those that Swedish is written in.",
        ),
        (
            "Протокол заседания".encode("koi8-r"),
            "It is in an encoding that is not one of those that Swedish is written in.",
        ),
    ],
)
def test_what_is_not_swedish_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    assert reason in why_not(data)


def test_too_much_text_is_refused_before_it_is_decoded() -> None:
    assert "17 MB of text" in why_not(b"x" * (17 * 2**20))


@given(st.binary(max_size=400))
def test_any_bytes_give_pages_or_a_named_error(data: bytes) -> None:
    try:
        pages = pages_of(data)
    except UnreadableFile:
        return
    assert "".join(pages.text[start:end] for start, end in pages.bounds()) == pages.text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_utf_8_text_keeps_its_characters(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff") and "Ã" not in text:
        assert text_of(text.encode()) == unicodedata.normalize("NFC", text)
