"""OCR: what the two models read, put together, and kept."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from indexer.errors import MissingTool, UnreadableFile
from indexer.reading import ocr, pdf
from indexer.reading.ocr import OcrWord, forget_all_but, merged
from indexer.reading.original import OriginalFile, ReadOptions
from tests.reading import make

MINUTES = """Protokoll 3/2031   anna.ek@odeborg.se
§ 12 Dnr KS 2031/00045
Övningsfält på Åsön, 25 % dyrare
Direktionen beslutar
att öka anslaget enligt 5 kap. 27 § kommunallagen"""


def row(text: str, top: int = 0) -> list[OcrWord]:
    """Words ten dots a letter wide, with ten dots between."""
    words, left = [], 0
    for word in text.split(" "):
        if word:
            words.append(OcrWord(text=word, left=left, right=left + 10 * len(word), top=top, bottom=top + 20))
        left += 10 * len(word) + 10
    return words


def text_of(words: list[OcrWord]) -> str:
    return " ".join(word.text for word in words)


@pytest.mark.parametrize(
    ("swedish", "english", "want"),
    [
        ("8 12 Övningsfält", "§ 12 Ovningsfalt", "§ 12 Övningsfält"),
        ("&12 Övningsfält", "§12 Ovningsfalt", "§12 Övningsfält"),
        ("88 12-14", "§§ 12-14", "§§ 12-14"),
        ("höjning 25 2 av", "hdjning 25 % av", "höjning 25 % av"),
        ("kultur&odeborg.se", "kultur@odeborg.se", "kultur@odeborg.se"),
        ("lagen (27 8), på", "lagen (27 §), pa", "lagen (27 §), på"),
        ("20 ”C på ön", "20 °C pa on", "20 °C på ön"),
        ("« att tacka", "¢ att tacka", "• att tacka"),
        (". att tacka", "e att tacka", "• att tacka"),
        ("»citat«", "»citat«", "»citat«"),
        ("Mötet  öppnas", "§ 4 6ppnas", "Mötet öppnas"),
    ],
)
def test_letters_are_swedish_and_signs_are_english(swedish: str, english: str, want: str) -> None:
    if want == "Mötet öppnas":
        english = "Motet  6ppnas"
    assert text_of(merged([row(swedish)], [row(english)])[0]) == want


def test_a_sign_that_one_model_did_not_see_is_put_in() -> None:
    assert text_of(merged([row("  12 Budget")], [row("§ 12 Budget")])[0]) == "§ 12 Budget"


def test_signs_stay_on_their_own_line() -> None:
    swedish, english = [row("8 4"), row("8 5", top=40)], [row("§ 4"), row("8 5", top=40)]
    assert [text_of(words) for words in merged(swedish, english)] == ["§ 4", "8 5"]


@pytest.mark.usefixtures("tesseract")
def test_a_scan_reads_as_its_original() -> None:
    pages = pdf.read(OriginalFile(name="a.pdf", data=make.scanned(make.typed(MINUTES, size=11))), ReadOptions())
    assert pages.text.replace("   ", " ").splitlines() == MINUTES.replace("   ", " ").splitlines()
    assert pages.ocr


@pytest.mark.usefixtures("tesseract")
def test_an_image_of_several_pages_is_read_page_by_page_and_tells_of_it() -> None:
    drawn = make.typed("§ 4 Budget för året\f§ 5 Val av justerare", size=14)
    told: list[tuple[int, int]] = []
    image = make.tiff(make.picture(drawn), make.picture(drawn, 1))
    pages = ocr.read(
        OriginalFile(name="a.tif", data=image), ReadOptions(progress=lambda done, of: told.append((done, of)))
    )
    assert [pages.text[start:end] for start, end in pages.bounds()] == [
        "§ 4 Budget för året\n",
        "§ 5 Val av justerare\n",
    ]
    assert [news for news in dict.fromkeys(told) if news != (0, 2)] == [(1, 2), (2, 2)]


@pytest.mark.usefixtures("tesseract")
def test_only_the_pages_that_need_it_are_read_from_their_pictures() -> None:
    garbage = "3URWRNROO 1lUYDUDQGH 0|WHW EHVOXWDU "
    page = "Direktionen beslutar att tacka för informationen om övningsfältet. " * 5
    pages = pdf.read(OriginalFile(name="a.pdf", data=make.typed(f"{page}\f{garbage * 12}")), ReadOptions())
    assert "Direktionen beslutar att tacka" in pages.text
    assert pages.ocr


@pytest.mark.usefixtures("tesseract")
def test_a_scan_whose_own_text_lacks_the_swedish_letters_is_read_anew() -> None:
    line = "Direktionen för räddningsförbundet beslutar att köpa övningsfältet på Åsön."
    english = line.translate(str.maketrans("åäöÅ", "aaoA"))
    scan = make.scanned(make.typed("\n".join([line] * 5), size=11), layer="\n".join([english] * 5))
    assert pdf.read(OriginalFile(name="a.pdf", data=scan), ReadOptions()).text.splitlines() == [line] * 5


@pytest.mark.usefixtures("tesseract")
def test_what_was_read_is_kept_until_it_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = OriginalFile(
        name="a.png", data=make.png(*make.picture(make.typed("§ 4 Budget", size=14))), media_type="image/png"
    )
    first = ocr.read(scan, ReadOptions(cache=tmp_path))
    monkeypatch.setenv("PATH", "")
    assert ocr.read(scan, ReadOptions(cache=tmp_path)) == first
    forget_all_but(tmp_path, {"another file"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("tesseract")
def test_where_the_words_of_a_scan_stand_is_kept_with_its_text(tmp_path: Path) -> None:
    data = make.scanned(make.typed("Bryggan lagas i Granby", size=14, top=790, left=50))
    scan = OriginalFile(name="a.pdf", data=data, media_type="application/pdf")
    pdf.read(scan, ReadOptions(cache=tmp_path))
    checksum = sha256(data).hexdigest()
    words = {word.text: word.boxes for word in ocr.words_of(tmp_path, checksum, 0)}
    ((left, top, right, bottom),) = words["Bryggan"]
    assert 0.07 < left < 0.1 < right < 0.2
    assert 0.03 < top < bottom < 0.07
    assert ocr.words_of(tmp_path, checksum, 1) == ()
    (kept,) = tmp_path.glob("*/*.words")
    kept.write_bytes(kept.read_bytes().replace(b"Bryggan", b"Hamnen."))
    assert ocr.words_of(tmp_path, checksum, 0) == ()


@pytest.mark.usefixtures("tesseract")
def test_a_damaged_picture_is_refused_with_the_reason() -> None:
    with pytest.raises(UnreadableFile, match="It is a damaged picture"):
        ocr.read(OriginalFile(name="a.png", data=b"\x89PNG\r\n\x1a\n" + b"x" * 99), ReadOptions())


def test_without_tesseract_a_scan_waits_and_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ocr.models.cache_clear()
    with pytest.raises(MissingTool, match="apt install tesseract-ocr tesseract-ocr-swe"):
        ocr.read(OriginalFile(name="a.png", data=b"\x89PNG"), ReadOptions())
    ocr.models.cache_clear()


def test_without_the_swedish_model_it_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tool = tmp_path / "tesseract"
    tool.write_text("#!/bin/sh\necho 'List of available languages (2):'\necho eng\necho osd\n")
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    ocr.models.cache_clear()
    with pytest.raises(MissingTool, match=r"not installed \(tesseract-ocr-swe\)"):
        ocr.read(OriginalFile(name="a.png", data=b"\x89PNG"), ReadOptions())
    ocr.models.cache_clear()
