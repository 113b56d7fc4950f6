"""The name of a file never beats its text; where they differ, that is said."""

from __future__ import annotations

import pytest

from indexer.minutes import parse
from indexer.model import Pages
from tests.minutes_text import minutes


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("2024-05-06.txt", []),
        ("påhittade nämnden 6 maj 2024.txt", []),
        ("Protokoll påhittade nämnden.txt", []),
        ("protokoll 17.txt", []),
        ("2024-04-05.txt", ["minutes.name_says_another_day"]),
        ("protokoll_2023-05-06.txt", ["minutes.name_says_another_day"]),
        ("2024-04-05 till 2024-05-06.txt", []),
        ("ks-2024-05-06.txt", ["minutes.name_says_another_organ"]),
        ("Socialnämnden 2024-01-02.txt", ["minutes.name_says_another_day", "minutes.name_says_another_organ"]),
    ],
)
def test_the_text_counts_and_a_remark_says_what_the_name_says_otherwise(name: str, said: list[str]) -> None:
    meeting = parse(Pages(file=name, sha256="", media_type="text/plain", text=minutes("2024-05-06"))).meeting
    assert meeting.id == "pahittade-namnden/2024-05-06"
    assert [remark.code for remark in meeting.remarks] == said
