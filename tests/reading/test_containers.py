"""Containers: a ZIP of minutes and a mail with minutes attached are folders."""

from __future__ import annotations

import io
import resource
import time
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from indexer.errors import NoSuchThing, UnreadableFile
from indexer.index.engines.memory_index import MemoryIndex
from indexer.pipeline.ingest import ingest
from indexer.reading import digest, find, read
from indexer.settings import Settings
from indexer.storage.archive import Archive, FileRecord
from search_ui.search.originals import recorded_bytes
from tests.reading import make

MINUTES = """Protokoll
Kommunstyrelsen
Sammanträdesdatum: {date}

§ 1 Budget
Kommunstyrelsen beslutar
att anta budgeten
"""
MAY, JUNE = (MINUTES.format(date=date) for date in ("2024-05-02", "2024-06-03"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "minutes"
    path.mkdir()
    return path


def names(folder: Path) -> list[str]:
    """What is found, by its path below the folder."""
    return [str(path.relative_to(folder)) for path in find(folder) if isinstance(path, Path)]


def problems(folder: Path) -> list[str]:
    return [str(one).removeprefix(f"{folder}/") for one in find(folder) if isinstance(one, UnreadableFile)]


def test_the_files_of_a_zip_are_found_and_read_as_those_of_a_folder(folder: Path) -> None:
    (folder / "2024.zip").write_bytes(make.zipped(maj_txt=MAY.encode(), ks__juni_docx=make.docx(*JUNE.split("\n"))))
    assert names(folder) == ["2024.zip/ks/juni.docx", "2024.zip/maj.txt"]
    assert read(folder / "2024.zip" / "maj.txt").text == MAY
    assert "2024-06-03" in read(folder / "2024.zip" / "ks" / "juni.docx").text
    assert digest(folder / "2024.zip" / "maj.txt") == sha256(MAY.encode()).hexdigest()
    assert list(find(folder / "2024.zip")) == list(find(folder))


def test_the_minutes_attached_to_a_mail_are_read_and_not_the_mail(folder: Path) -> None:
    (folder / "brev.eml").write_bytes(make.mail("Protokoll", "Hej! Här kommer det.", maj_pdf=make.typed(MAY)))
    assert names(folder) == ["brev.eml/maj.pdf"]
    assert "Sammanträdesdatum: 2024-05-02" in read(folder / "brev.eml" / "maj.pdf").text


def test_a_mail_that_is_minutes_itself_is_read(folder: Path) -> None:
    (folder / "brev.eml").write_bytes(make.mail("Kommunstyrelsens protokoll", MAY))
    assert names(folder) == ["brev.eml"]
    assert read(folder / "brev.eml").text.split() == ["Kommunstyrelsens", "protokoll", *MAY.split()]


def test_every_meeting_in_a_zip_is_indexed_and_a_second_run_has_nothing_to_do(folder: Path) -> None:
    (folder / "2024.zip").write_bytes(make.zipped(maj_txt=MAY.encode(), juni_rtf=make.rtf(JUNE)))
    settings = Settings(minutes=folder, archive=folder.parent / "archive", index=folder.parent / "index")
    report = ingest(settings, MemoryIndex(), [folder])
    assert (report.new, report.failed) == (2, [])
    assert sorted(Archive(settings.archive).digests()) == ["kommunstyrelsen/2024-05-02", "kommunstyrelsen/2024-06-03"]
    assert ingest(settings, MemoryIndex(), [folder]).unchanged == 2
    (folder / "2024.zip").write_bytes(make.zipped(maj_txt=MAY.encode()))
    report = ingest(settings, MemoryIndex(), [folder])
    assert (report.unchanged, report.removed) == (1, 1)


def test_a_file_in_a_zip_is_handed_out_as_it_was_indexed_and_not_once_it_is_another(folder: Path) -> None:
    (folder / "2024.zip").write_bytes(make.zipped(maj_txt=MAY.encode(), ks__juni_txt=JUNE.encode()))
    for name, text in (("2024.zip/maj.txt", MAY), ("2024.zip/ks/juni.txt", JUNE)):
        record = FileRecord(name=name, sha256=sha256(text.encode()).hexdigest(), reader="test")
        assert recorded_bytes(folder / name, record) == text.encode()
    (folder / "2024.zip").rename(folder / "annat.zip")
    (folder / "2024.zip").symlink_to(folder / "annat.zip")
    with pytest.raises(NoSuchThing):
        recorded_bytes(folder / name, record)
    (folder / "2024.zip").unlink()
    (folder / "2024.zip").write_bytes(make.zipped(ks__juni_txt=MAY.encode()))
    with pytest.raises(NoSuchThing):
        recorded_bytes(folder / name, record)


def test_swedish_names_from_windows_are_read_and_leftovers_passed_over(folder: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("sammantr\u0084de.txt".encode("latin-1").decode("cp437"), MAY)
        packed.writestr("__MACOSX/._maj.txt", b"x")
        packed.writestr("Thumbs.db", b"x")
    data = out.getvalue()
    (folder / "a.zip").write_bytes(data)
    assert len(names(folder)) == 1


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/passwd", "a//b.txt", "./a.txt", "a\nb.txt"])
def test_no_name_leads_out_of_its_zip(folder: Path, name: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("maj.txt", MAY)
        packed.writestr(name, MAY)
    (folder / "a.zip").write_bytes(out.getvalue())
    assert names(folder) == ["a.zip/maj.txt"]


def test_what_cannot_be_opened_is_told_and_the_others_are_read(folder: Path) -> None:
    (folder / "bra.zip").write_bytes(make.zipped(maj_txt=MAY.encode()))
    (folder / "trasig.zip").write_bytes(make.zipped(maj_txt=MAY.encode())[:50])
    assert names(folder) == ["bra.zip/maj.txt"]
    assert problems(folder) == ["trasig.zip: It is a damaged ZIP. Fetch it again from where it came."]
    with pytest.raises(UnreadableFile, match="There is no such file"):
        read(folder / "bra.zip" / "juni.txt")


def test_a_word_file_that_is_called_zip_is_a_word_file(folder: Path) -> None:
    word = io.BytesIO(make.docx("Protokoll"))
    with zipfile.ZipFile(word, "a") as packed:
        packed.writestr("[Content_Types].xml", "<x/>")
    (folder / "a.zip").write_bytes(word.getvalue())
    assert names(folder) == ["a.zip"]
    assert read(folder / "a.zip").text == "Protokoll\n"


_ATTACHED = b"Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="
_NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(900))
HOSTILE_MAILS = {
    "encoded words": _ATTACHED + b'"' + b"=?utf-8?q?a?= " * 20_000 + b'"\r\n\r\nx',
    "quotes in comments": _ATTACHED + b'"(' * 30_000 + b"\r\n\r\nx",
    "numbered parts of a name": _ATTACHED + b"".join(b'; filename*%d="a"' % n for n in range(3000)) + b"\r\n\r\nx",
    "folded lines": b"Subject: " + b"a\r\n " * 2_000_000 + b"\r\n\r\nx",
    "parts in parts": _NESTED + b"Content-Type: text/plain\r\n\r\n" + b"line\r\n" * 300_000,
    "many parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + (b"--b\r\n" + _ATTACHED + b"a\r\n\r\n") * 60_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("mail", HOSTILE_MAILS.values(), ids=HOSTILE_MAILS)
def test_no_mail_costs_the_program_time_or_memory_and_the_files_beside_it_are_read(folder: Path, mail: bytes) -> None:
    (folder / "a.eml").write_bytes(mail)
    (folder / "b.txt").write_text(MAY)
    started, used = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = list(find(folder))
    assert time.process_time() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used < 200 * 2**10
    assert any(isinstance(one, Path) and read(one).text == MAY for one in found if str(one).endswith("b.txt"))
