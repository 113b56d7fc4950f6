"""Synonyms: what the clerk's file says, and whose."""

from __future__ import annotations

from pathlib import Path

from indexer.swedish.synonyms import SHIPPED, SynonymTable


def written(folder: Path, text: str) -> Path:
    file = folder / "synonyms.txt"
    file.write_text(text, encoding="utf-8")
    return file


def test_an_equals_sign_goes_both_ways_and_an_arrow_one(tmp_path: Path) -> None:
    synonyms = SynonymTable(
        [written(tmp_path, "SKR = Sveriges Kommuner och Regioner\nHR > personal, lön # kommentar\n")]
    )
    assert synonyms.of("skr") == ("Sveriges Kommuner och Regioner",)
    assert synonyms.of("sveriges kommuner  och regioner") == ("SKR",)
    assert synonyms.of("HR") == ("personal", "lön")
    assert synonyms.of("personal") == ()
    assert synonyms.longest() == 4


def test_an_abbreviation_means_what_the_organization_means() -> None:
    synonyms = SynonymTable()
    assert synonyms.of("KD") == ("Kristdemokraterna",)
    assert synonyms.of("KD", "Kommundirektörsmöte i Familjen Helsingborg") == ("kommundirektör",)
    assert synonyms.of("SKR", "Kommundirektörsmöte i Familjen Helsingborg") == ("Sveriges Kommuner och Regioner",)


def test_a_file_of_ones_own_replaces_the_shipped_line(tmp_path: Path) -> None:
    synonyms = SynonymTable([SHIPPED, written(tmp_path, "KD = kvalitetsdirektör\n")])
    assert synonyms.of("KD") == ("kvalitetsdirektör",)
    assert synonyms.of("MP") == ("Miljöpartiet",)


def test_a_line_that_says_nothing_is_told(tmp_path: Path) -> None:
    file = written(tmp_path, "SKR Sveriges Kommuner\n")
    assert SynonymTable([file]).unread == [f"{file}: SKR Sveriges Kommuner"]


def test_every_shipped_line_is_read() -> None:
    assert SynonymTable().unread == []
