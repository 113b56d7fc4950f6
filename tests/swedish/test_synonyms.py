"""Synonyms: what the clerk's files say, whose, and which typed words they are met by."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.swedish import synonyms
from indexer.swedish.abbreviations import is_abbreviation
from indexer.swedish.stem import known, stems
from indexer.swedish.synonyms import SHIPPED, SynonymLine, SynonymTable, compile_thesaurus, compiled_thesaurus
from indexer.swedish.terms import parts_of
from indexer.swedish.tokens import readings, written_words
from indexer.swedish.words import small_words, word_list

LISTS = Path(__file__).parent / "thesaurus"
ENGLISH = "engelska.txt"
KOMMUNDIREKTORER = "Kommundirektörsmöte i Familjen Helsingborg"
LINES = [(file, line) for file in SHIPPED for line in synonyms.read_lines(file)]


def written(folder: Path, text: str) -> Path:
    file = folder / "synonyms.txt"
    file.write_text(text, encoding="utf-8")
    return file


def table(folder: Path, text: str) -> SynonymTable:
    return SynonymTable(shipped=[written(folder, text)])


def test_an_equals_sign_goes_both_ways_and_an_arrow_one(tmp_path: Path) -> None:
    lines = "SKR = Sveriges Kommuner och Regioner\nHR > personal, lön # kommentar\nsopor = avfall, skräp\n"
    read = table(tmp_path, lines)
    assert read.of("skr") == ("Sveriges Kommuner och Regioner",)
    assert read.of("sveriges kommuner  och regioner") == ("SKR",)
    assert read.of("HR") == ("personal", "lön")
    assert read.of("personal") == ()
    assert set(read.of("avfall")) == {"sopor", "skräp"}
    assert read.longest == 4


def test_a_word_on_several_lines_has_what_all_of_them_say_and_nothing_by_way_of_another(tmp_path: Path) -> None:
    read = table(tmp_path, "dagis > förskola\ndagis > daghem\nförskola > pedagogisk verksamhet\n")
    assert read.of("dagis") == ("förskola", "daghem")


def test_a_tilde_says_what_is_near_and_no_synonym(tmp_path: Path) -> None:
    read = table(tmp_path, "skyfall ~ klimatanpassning, högt vatten\nskyfall > störtregn\n")
    match = read.match(["Skyfallen"], 0)
    assert match is not None
    assert (match.by_organization[""], match.near) == (("störtregn",), ("klimatanpassning", "högt vatten"))
    assert read.of("skyfall") == ("störtregn",)
    assert read.match(["klimatanpassning"], 0) is None


@pytest.mark.parametrize("typed", ["sophämtning", "sophämtningen", "Sophämtningens"])
def test_a_word_is_met_in_any_of_its_forms(typed: str, tmp_path: Path) -> None:
    assert table(tmp_path, "sophämtning > avfallshämtning\n").of(typed) == ("avfallshämtning",)


def test_a_phrase_is_met_as_its_words_in_a_row_and_before_any_of_them(tmp_path: Path) -> None:
    read = table(tmp_path, "lägga ner > avveckla\nlägga > placera\n")
    match = read.match(["varför", "lades", "ner", "skolan"], 1)
    assert match is not None
    assert (match.length, match.by_organization[""]) == (2, ("avveckla",))
    alone = read.match(["lägga", "skolan", "ner"], 0)
    assert alone is not None
    assert alone.length == 1


@pytest.mark.parametrize(
    ("typed", "at", "is_met"),
    [
        ("LAS", 0, True),
        ("las", 0, False),
        ("SKR", 0, True),
        ("skr", 0, True),
        ("M", 0, True),
        ("20 m", 1, False),
        ("m", 0, False),
        ("motion från m", 2, True),
        ("m reserverade sig", 0, False),
        ("m reservation", 0, True),
        ("budget V", 1, True),
    ],
)
def test_an_abbreviation_is_met_as_it_is_typed(typed: str, at: int, *, is_met: bool) -> None:
    match = SynonymTable().match(typed.split(), at)
    assert (match is not None and match.length == 1) is is_met


def test_an_abbreviation_means_what_the_organization_means() -> None:
    read = SynonymTable()
    assert read.of("KD") == ("Kristdemokraterna",)
    assert read.of("KD", KOMMUNDIREKTORER) == ("kommundirektör",)
    assert read.of("SKR", KOMMUNDIREKTORER) == read.of("SKR")


def test_a_file_of_ones_own_replaces_the_shipped_line(tmp_path: Path) -> None:
    read = SynonymTable([written(tmp_path, "KD = kvalitetsdirektör\n")])
    assert read.of("KD") == ("kvalitetsdirektör",)
    assert "Miljöpartiet" in read.of("MP")


def test_a_line_that_says_nothing_is_told(tmp_path: Path) -> None:
    assert list(synonyms.read_lines(written(tmp_path, "SKR Sveriges Kommuner\n"))) == ["SKR Sveriges Kommuner"]


def test_what_is_compiled_is_what_the_files_say() -> None:
    """`make thesaurus` makes it again."""
    assert compiled_thesaurus() == compile_thesaurus(SHIPPED)


def test_a_changed_file_counts_at_once(tmp_path: Path) -> None:
    changed = [*SHIPPED[:-1], written(tmp_path, "påhitt = hittepå\n")]
    assert SynonymTable(shipped=changed).of("påhitten") == ("hittepå",)


# The shipped lists


def test_every_shipped_line_is_read() -> None:
    assert [line for _, line in LINES if isinstance(line, str)] == []


def test_there_are_groups_for_every_service() -> None:
    assert len(LINES) >= 1_500


def forms(line: SynonymLine) -> set[str]:
    """Every phrase of a line, and every word of it, as stems."""
    phrases = [[word.text for word in written_words(said)] for said in (line.said, *line.others)]
    alone = {stem for words in phrases for word in words for stem in stems(readings(word)[0])}
    return alone | {" ".join(stems(readings(word)[0])[0] for word in words) for words in phrases}


def said_of(words: str) -> str:
    return " ".join(stems(readings(word)[0])[0] for word in words.split())


def test_no_list_has_an_insult() -> None:
    insults = set(map(said_of, word_list("insults.txt", LISTS)))
    assert [line for _, line in LINES if isinstance(line, SynonymLine) and forms(line) & insults] == []


def test_no_line_joins_opposites() -> None:
    pairs = [line.partition(" ")[::2] for line in word_list("opposites.txt", LISTS)]
    opposites = [(said_of(one), said_of(other)) for one, other in pairs]
    heads = [
        (line, {said_of(" ".join(word.text for word in written_words(said))) for said in (line.said, *line.others)})
        for _, line in LINES
        if isinstance(line, SynonymLine)
    ]
    assert [line for line, said in heads for one, other in opposites if {one, other} <= said] == []


def test_every_entry_is_in_use() -> None:
    """Each word is in a dictionary, or made of words that are, or a name, or read and found to be in use."""
    read = set(word_list("in_use.txt", LISTS))
    assert sorted({word for file, line in LINES for word in unknown(file, line)} - read) == []
    assert len(read) < 0.02 * len(LINES)


def unknown(file: Path, line: SynonymLine | str) -> list[str]:
    if isinstance(line, str):
        return []
    entries = line.others if file.name == ENGLISH else (line.said, *line.others)
    words = [word.text for entry in entries for word in written_words(entry)]
    swedish = [
        readings(word)[0] for word in words if not (is_abbreviation(word) or word[0].isupper() or word.isdigit())
    ]
    return [word for word in swedish if not (known(word) or parts_of(word) or word in small_words())]
