"""Faults of the archive, as many as fit in a test run; `python -m tests.stress.faults` meets many more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stress import archive_faults

pytestmark = pytest.mark.slow


def test_any_damage_to_any_file_is_told_and_mended_and_harms_nothing_else(tmp_path: Path) -> None:
    archive_faults.damages(tmp_path, count=28, scan=False)


def test_lists_in_each_others_places_are_told_and_bring_nothing_back(tmp_path: Path) -> None:
    lists = {"FILES.json", "FILES.copy.json", "WITHDRAWN.json", "WITHDRAWN.copy.json", "STATE.json", "ARCHIVE.json"}
    archive_faults.exchanges(tmp_path, of=lambda path: path.name in lists, scan=False)


@pytest.mark.parametrize("command", archive_faults.COMMANDS)
def test_a_command_that_is_killed_shows_nothing_that_was_gone_and_is_finished_by_the_next(
    command: str, tmp_path: Path
) -> None:
    archive_faults.kills(tmp_path, command, at_random=1, every=23)


@pytest.mark.parametrize("command", ["remove", "remove item", "restore"])
def test_a_power_cut_leaves_index_and_archive_agreed(command: str, tmp_path: Path) -> None:
    archive_faults.power(tmp_path, command, states=12)
