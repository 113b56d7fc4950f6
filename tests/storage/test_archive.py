"""The archive reads what it wrote, and what earlier versions wrote."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from indexer.index import open_index
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from indexer.storage.archive import Archive
from indexer.storage.lists import ARCHIVE, FILES, FILES_COPY, STATE, WITHDRAWN, WITHDRAWN_COPY
from tests.minutes_text import minutes


def test_remarks_that_were_sentences_alone_are_said_as_they_were(tmp_path: Path) -> None:
    settings = Settings(minutes=tmp_path / "minutes", archive=tmp_path / "meetings", index=tmp_path / "index")
    settings.minutes.mkdir()
    (settings.minutes / "a.txt").write_text(minutes("2024-05-05", "Simhallen"), "utf-8")
    ingest(settings, open_index(settings.index), [settings.minutes])
    archive = Archive(settings.archive)
    id = next(iter(archive.digests()))
    as_of_0_1 = {
        path: {"name": record.name, "sha256": record.sha256, "reader": record.reader, "meeting": id, "digest": "0"}
        for path, record in archive.files.items()
    }
    meeting = msgspec.to_builtins(archive.meeting(id)) | {"remarks": ["The minutes name no organ."]}
    for name in (FILES_COPY, STATE, WITHDRAWN, WITHDRAWN_COPY):
        (settings.archive / name).unlink(missing_ok=True)
    (settings.index / ARCHIVE).unlink(missing_ok=True)
    (settings.archive / FILES).write_text(json.dumps(as_of_0_1), "utf-8")
    (settings.archive / f"{id}.json").write_text(json.dumps(meeting), "utf-8")
    remarks = Archive(settings.archive).meeting(id).remarks
    assert [(remark.code, remark.text) for remark in remarks] == [("minutes.as_recorded", "The minutes name no organ.")]
