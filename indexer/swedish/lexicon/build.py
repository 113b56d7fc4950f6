"""The lexicon's making: from public word lists to the one packed file that indexing and asking read.

    python -m indexer.swedish.lexicon.build DICTIONARY        # the path of a hunspell dictionary, without .aff or .dic

Three sources, each for what it knows best. The hunspell dictionary `dictionary-sv` says which words there are, how they
are inflected and what they look like inside a compound (`bostads-`, `kvinno-`); wordfreq says how common a form is;
simplemma knows the lemma of the irregular forms that the dictionary lists as words of their own (`ledamöter`).

For compounds one thing is counted here that no source says: how many of the dictionary's own words begin with a form
and end in a word, and how many end in it. `bostads` begins 40 of them and `rapport` ends 60, so that
`bostadsrapport` is a likely word, while nothing much begins with `bost`.
"""

from __future__ import annotations

import math
import re
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import marisa_trie
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory
from wordfreq import get_frequency_dict

from indexer.swedish.compounds import never_parts
from indexer.swedish.diacritics import fold
from indexer.swedish.lexicon import FILE, WEIGHT_STEPS, ZIPF_STEPS, Flag, ending_rule, pack
from indexer.swedish.words import word_list

NOT_COMPOUND_ALONE, FORBIDDEN, BEGINS, MIDDLE, ENDS, NUMERAL = "Z", "%", "X", "U", "Y", "2"
"""The dictionary's own compound flags, as its .aff file names them."""
LINKS = (
    ("s", ("", "e", "a")),
    ("es", ("a", "e", "")),
    ("", ("e", "a")),
    ("o", ("a", "e")),
    ("u", ("a",)),
    ("e", ("a", "")),
    ("a", ("",)),
)
"""What compounds put on the end of a left part, and what the word may have had there."""
NOUN_FLAGS = frozenset("BCDEFGHI")
VERB_FLAGS = frozenset("KLMNPRm")
ADJECTIVE_FLAGS = frozenset("OQkT")
INFLECTED = Flag.NOUN | Flag.VERB | Flag.ADJECTIVE | Flag.LAST
SHORTEST_STEM = 4
RARE_ZIPF = 3.0
"""Genitives and passives that only add an s are left out of the file, as reading it knows them, unless this common."""
LEMMA_SHARE = 0.08
"""A second lemma is kept when its own form is at least this common beside the first."""
OWN_PARADIGM = 0.02
"""A headword whose other forms are rarer than this share of it is an inflected form of another word (`skrev`)."""
LONG_ENOUGH, LONG_ENOUGH_UNLISTED = 3, 5
"""Irregular lemmas of shorter forms are accidents (`it`: `se`), sooner so where the dictionary lacks the form."""
WORD = re.compile(r"[^\W\d_]+(?:[-:.'][^\W\d_]+)*")


class AffixRule(NamedTuple):
    """One line of an affix rule: what is taken away, what is put there, and the flags that the new form has."""

    strip: str
    add: str
    flags: str
    condition: re.Pattern[str]


class DictionaryEntry:
    """What is known of one form: the headwords it is a form of and how it may stand in a compound."""

    __slots__ = ("flags", "heads")

    def __init__(self) -> None:
        self.flags = 0
        self.heads: dict[str, None] = {}


Entries = defaultdict[str, DictionaryEntry]


def read_affixes(path: Path) -> dict[str, list[AffixRule]]:
    """The suffix rules of an .aff file, by flag."""
    rules: dict[str, list[AffixRule]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        fields = line.split()
        if len(fields) >= 5 and fields[0] == "SFX":
            _, flag, strip, added, condition = fields[:5]
            add, _, flags = added.partition("/")
            rules[flag].append(AffixRule(_text(strip), _text(add), flags, re.compile(condition + "$")))
    return rules


def _text(field: str) -> str:
    return "" if field == "0" else field


def read_words(path: Path) -> Iterator[tuple[str, str]]:
    """The headwords of a .dic file with their flags."""
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        word, _, flags = line.partition("/")
        if WORD.fullmatch(word.rstrip("-")) and FORBIDDEN not in flags:
            yield word, flags


def expand(dictionary: Path) -> tuple[Entries, dict[str, str]]:
    """Every form of the dictionary in small letters, and the flags of each headword."""
    rules = read_affixes(dictionary.with_name(dictionary.name + ".aff"))
    entries: Entries = defaultdict(DictionaryEntry)
    heads: dict[str, str] = {}
    for word, flags in read_words(dictionary.with_name(dictionary.name + ".dic")):
        heads[word.lower()] = heads.get(word.lower(), "") + flags
        _add(entries, word, word, flags, flags)
        for flag in flags:
            for suffix in rules.get(flag, ()):
                if word.endswith(suffix.strip) and suffix.condition.search(word):
                    form = word[: len(word) - len(suffix.strip)] + suffix.add
                    _add(entries, form, word, suffix.flags, flags)
    return entries, heads


def _add(entries: Entries, form: str, head: str, flags: str, head_flags: str) -> None:
    entry = entries[form.lower().rstrip("-")]
    if BEGINS in flags or MIDDLE in flags or NUMERAL in flags:
        entry.flags |= Flag.LEFT
    if NOT_COMPOUND_ALONE in flags or form.endswith("-"):
        entry.heads.setdefault(head.lower().rstrip("-") if form != head else form.lower().rstrip("-"))
        return
    entry.heads.setdefault(head.lower())
    entry.flags |= Flag.WORD | _class_of(head_flags)
    if not head[0].isupper():
        entry.flags |= Flag.COMMON
    if ENDS in head_flags:
        entry.flags |= Flag.LAST


def _class_of(flags: str) -> int:
    found = 0
    for flag, letters in ((Flag.NOUN, NOUN_FLAGS), (Flag.VERB, VERB_FLAGS), (Flag.ADJECTIVE, ADJECTIVE_FLAGS)):
        if letters & set(flags):
            found |= flag
    return found


class Lemmas:
    """The lemma, sometimes two, of every form."""

    def __init__(self, entries: Entries, heads: dict[str, str], frequency: dict[str, float]) -> None:
        self._entries = entries
        self._heads = heads
        self._frequency = frequency
        self._irregular: Any = DefaultDictionaryFactory().get_dictionary("sv")
        self._listed = irregular_forms()
        self._paradigm: dict[str, float] = defaultdict(float)
        for form, entry in entries.items():
            for head in entry.heads:
                if form != head and not form.endswith("s"):
                    self._paradigm[head] += frequency.get(form, 0.0)

    def of(self, form: str) -> tuple[str, ...]:
        """The lemmas of a form, the most likely first."""
        found = self._listed.get(form) or self._after_another(form)
        if found and form in self._entries:
            found += tuple(head for head in self._entries[form].heads if head == form and self._stands_alone(form))
        found = found[:2] or self._looked_up(form)
        return tuple(dict.fromkeys(map(self._noun_in_ning, found)))

    def _after_another(self, form: str) -> tuple[str, ...]:
        """The lemmas of an irregular form with something before it: föreslog is föreslå, låneböcker is lånebok."""
        heads = self._entries[form].heads if form in self._entries else ()
        if any(self._is_noun(head) and self._stands_alone(head) for head in heads):
            return ()
        for cut in range(1, len(form) - 1):
            known = tuple(form[:cut] + lemma for lemma in self._listed.get(form[cut:], ()))
            found = tuple(lemma for lemma in known if lemma != form and lemma in self._heads)
            if found:
                return found
        return ()

    def _noun_in_ning(self, lemma: str) -> str:
        """The lemma, or for a noun in -an the one in -ning, which its plural is made from: ansökan, ansökningar."""
        other = lemma[:-2] + "ning"
        return other if lemma.endswith("an") and lemma in self._heads and self._is_noun(other) else lemma

    def _is_noun(self, word: str) -> bool:
        return word in self._heads and bool(_flags(self._entries, word) & Flag.NOUN)

    def _looked_up(self, form: str) -> tuple[str, ...]:
        entry = self._entries.get(form)
        irregular = self._lemma_elsewhere(form)
        if entry is None or not entry.heads:
            return (irregular or form,)
        if not entry.flags & Flag.WORD:
            return tuple(entry.heads)
        if form in entry.heads:
            return self._of_headword(form, irregular)
        heads = [self._of_headword(head, self._lemma_elsewhere(head))[0] for head in entry.heads]
        return self._likeliest(dict.fromkeys(heads), irregular)

    def _of_headword(self, form: str, irregular: str | None) -> tuple[str, ...]:
        entry = self._entries.get(form)
        others = [head for head in entry.heads if head != form] if entry else []
        if irregular and not self._stands_alone(form):
            return self._likeliest(dict.fromkeys([irregular, *others]), irregular)
        return self._likeliest(dict.fromkeys([form, *others]), form)

    def _stands_alone(self, form: str) -> bool:
        """Whether a headword has inflected forms of its own, and is not itself an irregular form of another."""
        flags = set(self._heads.get(form, ""))
        if not flags & (NOUN_FLAGS - {"F"} | VERB_FLAGS | ADJECTIVE_FLAGS | {"J"}):
            return False
        if not flags & (NOUN_FLAGS - {"F"} | VERB_FLAGS | ADJECTIVE_FLAGS):
            return False
        return self._paradigm[form] >= OWN_PARADIGM * self._frequency.get(form, 0.0)

    def _lemma_elsewhere(self, form: str) -> str | None:
        lemma = self._irregular.get(form, "").lower()
        inflected, known = self._entries.get(form), self._entries.get(lemma)
        if lemma == form or not known or not known.flags & Flag.COMMON:
            return None
        if inflected is None:
            return lemma if len(form) >= LONG_ENOUGH_UNLISTED else None
        return lemma if len(form) >= LONG_ENOUGH and inflected.flags & Flag.COMMON else None

    def _likeliest(self, lemmas: Iterable[str], preferred: str | None) -> tuple[str, ...]:
        ranked = sorted(lemmas, key=lambda lemma: (lemma != preferred, -self._commonness(lemma), lemma))
        floor = LEMMA_SHARE * self._commonness(ranked[0])
        return tuple(ranked[:1]) + tuple(lemma for lemma in ranked[1:2] if self._commonness(lemma) >= floor)

    def _commonness(self, lemma: str) -> float:
        return self._frequency.get(lemma, 0.0) + self._paradigm[lemma]


def irregular_forms() -> dict[str, tuple[str, ...]]:
    """The lemmas of the forms in `words/irregular.txt`; a lemma there is a form of itself."""
    listed: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for line in word_list("irregular.txt"):
        lemma, _, forms = line.partition(":")
        for form in (lemma, *forms.split()):
            listed[form] += (lemma,)
    return dict(listed)


def families(entries: Entries, heads: dict[str, str]) -> tuple[Counter[str], Counter[str]]:
    """How many headwords begin with a form and end in a word, and how many end in a word so."""
    begins: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    for head in heads:
        for cut in range(2, len(head) - 1):
            left, last = head[:cut], head[cut:]
            if _may_begin(entries, left) and _may_end(entries, last):
                begins[left] += 1
                ends[last] += 1
    return begins, ends


def _may_begin(entries: Entries, form: str) -> bool:
    """Whether a form is one that compounds begin with, or a noun, or a noun and a linking s."""
    if form in never_parts():
        return False
    nouns = (entries[text].flags for text in (form, form.removesuffix("s")) if text in entries)
    return bool(_flags(entries, form) & Flag.LEFT) or any(
        bool(flags & Flag.NOUN) and bool(flags & Flag.COMMON) for flags in nouns
    )


def _may_end(entries: Entries, form: str) -> bool:
    flags = _flags(entries, form)
    return bool(flags & Flag.COMMON and flags & INFLECTED) and form not in never_parts()


def _flags(entries: Entries, form: str) -> int:
    return entries[form].flags if form in entries else 0


def name_left_parts(entries: Entries, frequency: dict[str, float]) -> None:
    """Give the forms that only stand in compounds the word that they are a form of: `samhälls` is `samhälle`."""
    for form, entry in entries.items():
        if entry.flags & Flag.LEFT and not entry.flags & Flag.WORD:
            words = dict.fromkeys(
                form.removesuffix(link) + ending
                for link, endings in LINKS
                if form.endswith(link)
                for ending in endings
                if _flags(entries, form.removesuffix(link) + ending) & (Flag.NOUN | Flag.VERB)
            )
            if words:
                entry.heads = {max(words, key=lambda word: frequency.get(word, 0.0)): None}


def add_verb_stems(entries: Entries, heads: dict[str, str]) -> None:
    """What is left of a verb without its a: `ladda` is `ladd` in laddstolpe, though no list of words says so."""
    for head, flags in heads.items():
        stem = head[:-1]
        if head.endswith("a") and len(stem) >= SHORTEST_STEM and VERB_FLAGS & set(flags):
            if not _flags(entries, stem):
                entries[stem].heads = {head: None}
            entries[stem].flags |= Flag.STEM


def add_forms_in_use(entries: Entries, frequency: dict[str, float]) -> None:
    """Words in use that the dictionary lacks: names, abbreviations, new words. They are known, and no more."""
    for form in frequency:
        if len(form) > 1 and form not in entries and WORD.fullmatch(form):
            _ = entries[form]


def leave_out_plain_s(entries: Entries, lemmas: dict[str, tuple[str, ...]], frequency: dict[str, float]) -> None:
    """Forget the forms that are another form and an s, of the same lemma: two in five of all."""
    for form in list(entries):
        if form.endswith("s") and zipf(frequency.get(form, 0.0)) < RARE_ZIPF:
            shorter = entries.get(form[:-1])
            same = shorter and lemmas[form] == lemmas[form[:-1]] and entries[form].flags == shorter.flags
            if same and entries[form].flags & Flag.WORD:
                del entries[form]


def zipf(frequency: float) -> float:
    """The frequency on wordfreq's scale: the logarithm of how often in a thousand million words."""
    return math.log10(frequency) + 9 if frequency > 0 else 0.0


def build(dictionary: Path) -> bytes:
    """The packed lexicon made from a hunspell dictionary, wordfreq and simplemma."""
    frequency = get_frequency_dict("sv", "large")
    entries, heads = expand(dictionary)
    begins, ends = families(entries, heads)
    name_left_parts(entries, frequency)
    add_verb_stems(entries, heads)
    add_forms_in_use(entries, frequency)
    knower = Lemmas(entries, heads, frequency)
    lemmas = {form: knower.of(form) for form in entries}
    leave_out_plain_s(entries, lemmas, frequency)
    forms = marisa_trie.Trie(list(entries))
    kinds: dict[tuple[int, tuple[str, ...]], int] = {}
    kind = array("H", bytes(2 * len(entries)))
    common, left, last = (array("B", bytes(len(entries))) for _ in range(3))
    for form, entry in entries.items():
        number = forms[form]
        rules = tuple(ending_rule(form, lemma) for lemma in lemmas[form])
        kind[number] = kinds.setdefault((entry.flags, rules), len(kinds))
        common[number] = round(zipf(frequency.get(form, 0.0)) * ZIPF_STEPS)
        left[number] = weight_of(begins[form])
        last[number] = weight_of(max(ends[form], *(ends[lemma] for lemma in lemmas[form])))
    columns = (column.tobytes() for column in (kind, common, left, last))
    folded, group, members = group_folded(forms)
    return pack(list(kinds), forms.tobytes(), folded.tobytes(), *columns, group.tobytes(), members.tobytes())


def group_folded(forms: marisa_trie.Trie) -> tuple[marisa_trie.Trie, array[int], array[int]]:
    """The folded words, where each one's group begins, and the numbers of the forms in the groups."""
    groups: dict[str, list[int]] = defaultdict(list)
    for form, number in forms.items():
        if not form.isascii() and fold(form) != form:
            groups[fold(form)].append(number)
    folded = marisa_trie.Trie(list(groups))
    starts, members = array("I", [0]), array("I")
    for word in sorted(groups, key=folded.__getitem__):
        members.extend(groups[word])
        starts.append(len(members))
    return folded, starts, members


def weight_of(count: int) -> int:
    """A count of compounds as the file keeps it."""
    return min(255, round(WEIGHT_STEPS * math.log2(count + 1)))


def main() -> None:
    """Write the lexicon beside this module."""
    packed = build(Path(sys.argv[1]))
    FILE.write_bytes(packed)
    print(f"{FILE}: {len(packed):,} bytes")


if __name__ == "__main__":
    main()
