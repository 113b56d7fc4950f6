"""Faults, as many as fit in a test run; `python -m tests.stress.faults` meets many more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stress import faults, server

pytestmark = pytest.mark.slow


def test_a_run_that_is_killed_leaves_the_old_or_the_new_and_nothing_else(tmp_path: Path) -> None:
    faults.kills(tmp_path, at_random=2, every=7)


def test_a_power_cut_leaves_the_old_or_the_new_verified(tmp_path: Path) -> None:
    faults.power(tmp_path, states=120)


def test_every_damage_is_noticed_and_none_gives_a_wrong_answer(tmp_path: Path) -> None:
    faults.damages(tmp_path, count=24)


def test_a_full_disk_is_told_and_the_next_run_succeeds(tmp_path: Path) -> None:
    faults.full_disks(tmp_path, levels=12)


def test_the_kernels_limit_on_files_is_told_and_the_next_run_succeeds(tmp_path: Path) -> None:
    faults.limited_files(tmp_path, levels=4)


def test_readers_never_see_half_a_generation(tmp_path: Path) -> None:
    faults.crowd(tmp_path, readers=4, runs=6, requests=100)


def test_the_page_answers_each_request_from_one_whole_generation_while_others_index(tmp_path: Path) -> None:
    server.crowd(tmp_path, readers=4, runs=3, requests=200)
