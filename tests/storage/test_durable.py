"""Durable: a file is replaced whole, and both its bytes and its name are flushed, in that order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.storage import durable


def test_bytes_are_flushed_before_the_name_and_the_folder_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "folder" / "FILE"
    events: list[str] = []
    sync, rename = os.fsync, Path.replace

    def noted_sync(descriptor: int) -> None:
        events.append(f"flush {Path(f'/proc/self/fd/{descriptor}').readlink().name}")
        sync(descriptor)

    def noted_rename(path: Path, target: Path) -> Path:
        events.append(f"rename {path.name}")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(Path, "replace", noted_rename)
    durable.replace(file, b"new")
    assert file.read_bytes() == b"new"
    assert events == ["flush FILE.new", "rename FILE.new", "flush folder"]


def test_the_old_bytes_stand_until_the_new_ones_are_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "FILE"
    durable.replace(file, b"old")

    def failing(descriptor: int) -> None:
        raise OSError(5, "disk error")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OSError, match="disk error"):
        durable.replace(file, b"new")
    assert file.read_bytes() == b"old"
