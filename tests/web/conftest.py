"""The page over a few invented minutes, archived and indexed as real ones are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.model import Attendance, AttendanceStatus, Meeting, Source, Vote, VoteOption, Voter
from indexer.settings import Settings
from indexer.storage.archive import Archive
from indexer.storage.durable import digest
from search_ui.web import create_app
from tests.invented import item, meeting

Serve = Callable[..., Flask]


class Reader(FlaskClient):
    """A client that reads each answer to its end, so that no file is left open."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return super().open(*args, **({"buffered": True} | kwargs))


@pytest.fixture
def serve(tmp_path: Path) -> Serve:
    """Makes the app over just these meetings; their originals hold their items' texts."""

    def make(*meetings: Meeting) -> Flask:
        return made(indexed(tmp_path, *meetings))

    return make


@pytest.fixture(scope="session")
def invented_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The folders with the invented minutes in them."""
    return indexed(tmp_path_factory.mktemp("web"), *invented_minutes())


@pytest.fixture(scope="session")
def app(invented_settings: Settings) -> Flask:
    """The app over the invented minutes."""
    return made(invented_settings)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    """A client of the app over the invented minutes."""
    with app.test_client() as client:
        yield client


def made(settings: Settings) -> Flask:
    """The app over these folders."""
    app = create_app(settings)
    app.test_client_class = Reader
    return app


def indexed(where: Path, *meetings: Meeting) -> Settings:
    """Folders in which these meetings are archived and indexed."""
    settings = Settings(minutes=where / "minutes", archive=where / "meetings", index=where / "index")
    settings.minutes.mkdir()
    archive = Archive(settings.archive, index=settings.index)
    records = {}
    for number, those in enumerate(meetings):
        path = settings.minutes / f"{number}.txt"
        path.write_text("\n\n".join(one.text for one in those.walk()), encoding="utf-8")
        staged = archive.stage(those, path=str(path), reader="test")
        records[str(path)] = staged.record(name=path.name, sha256=digest(path), reader="test")
    archive.commit(records)
    index = WhooshIndex(settings.index)
    index.rebuild(archive.meetings())
    index.close()
    return settings


def invented_minutes() -> tuple[Meeting, ...]:
    """Enough to page through: two organs, three years, a vote, sub-items, a scan, and many alike."""
    school = meeting(
        item("Mötets öppnande"),
        item(
            "Skolskjuts i norra kommundelen",
            "Förvaltningen redovisar hur skolskjutsarna fungerar.\n\nKostnaden har ökat.",
            decisions=("att godkänna redovisningen", "att uppdra till förvaltningen att utreda skolskjuts på landet"),
            number="§ 2",
            reference="BUN 2024/00123",
            presenters=("Vide Granlund, utredare",),
            attachments=("Tjänsteskrivelse den 2 april 2024",),
            votes=(
                Vote(text="Ordföranden finner 7 röster för ja och 4 för nej.", yes=7, no=4, abstained=1),
                Vote(
                    text="Ylva Åkerlind (S) röstar ja, Örjan Ekdal nej.",
                    yes=1,
                    no=1,
                    yes_means="avslag",
                    no_means="bifall till motionen",
                    voters=(
                        Voter(name="Ylva Åkerlind", vote=VoteOption.YES, party="S"),
                        Voter(name="Örjan Ekdal", vote=VoteOption.NO),
                    ),
                ),
            ),
            page=2,
        ),
        item("Förskolornas öppettider", "Öppettiderna ses över.", decisions=("att tacka för informationen",)),
        organ="Barnnämnden",
        number="4",
        start="08:30",
        end="11:30",
        place="Stora salen",
        attendance=(
            Attendance(name="Ylva Åkerlind", role="ordförande", party="X"),
            Attendance(name="Örjan Ekdal", affiliation="Granby", remote=True),
            Attendance(name="Tora Vik", status=AttendanceStatus.EXCUSED),
        ),
    )
    council = meeting(
        *(
            item(f"Motion {number} om belysning", "Motionären vill ha fler lampor.", decisions=("att avslå motionen",))
            for number in range(1, 25)
        ),
        organ="Kommunfullmäktige",
        date="2023-11-20",
        people=("Ylva Åkerlind", "Signe Hult"),
    )
    scanned = meeting(
        item("Motets oppnande och skolskjuts", "Narvarande kommuner.", ocr_damaged=True),
        organ="Barnnämnden",
        date="2022-02-01",
        people=("Ylva Akerlind",),
        source=Source(file="skannat.txt", sha256="1" * 64, ocr_damaged=True),
    )
    return school, council, scanned
