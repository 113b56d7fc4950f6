"""The page says things as people do, and in Swedish throughout."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.index import open_index
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from search_ui.web import create_app

ROOT = Path(__file__).parents[2]
NOT_SAID = (
    *("Ordled", "OCR-tolkat", "beslutssats", "Beslutets art", "krumelur", "Vad som är indexerat"),
    "fick någon plats",
    "indexets generation",
)


def test_words_that_people_do_not_say_are_not_said() -> None:
    pages = [*(ROOT / "search_ui/web/templates").iterdir(), ROOT / "search_ui/help/soksprak.md"]
    pages.append(ROOT / "indexer/messages/sv.py")
    said = [(page.name, word) for page in pages for word in NOT_SAID if word.casefold() in page.read_text().casefold()]
    assert said == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("tom.txt", b"", "Den är tom. Leta upp originalet; kopieringen kan ha misslyckats."),
        ("brev.txt", b"Hej!\n", "inget säger att det är ett protokoll: ingen sådan rubrik,"),
        (
            "bok.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "Den kommer från ett gammalt kontorsprogram. Öppna den",
        ),
    ],
)
def test_why_a_file_could_not_be_read_is_said_in_swedish(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    settings = Settings(minutes=tmp_path / "minutes", archive=tmp_path / "meetings", index=tmp_path / "index")
    settings.minutes.mkdir()
    (settings.minutes / name).write_bytes(content)
    ingest(settings, open_index(settings.index), [settings.minutes])
    html = create_app(settings).test_client().get("/status").text
    assert f"<b>{name}</b><br>{said}" in html
