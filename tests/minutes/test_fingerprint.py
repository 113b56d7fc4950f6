"""The version of the parser moves whenever what it reads does."""

from __future__ import annotations

from tests.minutes.fingerprint import fingerprint, recorded


def test_the_version_is_raised_when_minutes_are_parsed_in_another_way() -> None:
    now, before = fingerprint(), recorded()
    moved = (now.parsed, now.words) != (before.parsed, before.words)
    assert not moved or now.version != before.version, (
        "What the parser makes of the texts of tests/minutes, or a file of its words, has changed: "
        "raise VERSION in indexer/minutes/__init__.py."
    )


def test_the_fingerprint_of_this_version_is_written_down() -> None:
    assert fingerprint() == recorded(), "Run `python -m tests.minutes.fingerprint` and commit what it wrote."
