"""The archive reads what it wrote, and what earlier versions wrote."""

from __future__ import annotations

import json
from pathlib import Path

from indexer.index import open_index
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from indexer.storage.archive import FILES, Archive
from tests.minutes_text import minutes


def test_remarks_that_were_sentences_alone_are_said_as_they_were(tmp_path: Path) -> None:
    settings = Settings(minutes=tmp_path / "minutes", archive=tmp_path / "meetings", index=tmp_path / "index")
    settings.minutes.mkdir()
    (settings.minutes / "a.txt").write_text(minutes("2024-05-05", "Simhallen"), "utf-8")
    ingest(settings, open_index(settings.index), [settings.minutes])
    id = next(iter(Archive(settings.archive).digests()))
    file = settings.archive / f"{id}.json"
    meeting = json.loads(file.read_text("utf-8"))
    meeting["remarks"] = ["The minutes name no organ."]
    file.write_text(json.dumps(meeting), "utf-8")
    records = json.loads((settings.archive / FILES).read_text("utf-8"))
    for record in records.values():
        record["stored"] = None
    (settings.archive / FILES).write_text(json.dumps(records), "utf-8")
    remarks = Archive(settings.archive).meeting(id).remarks
    assert [(remark.code, remark.text) for remark in remarks] == [("minutes.as_recorded", "The minutes name no organ.")]
