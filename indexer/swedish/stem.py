"""Stems: what the forms of one word have in common.

A word that the lexicon knows becomes its lemma (`mötena` is `möte`, `ledamöter` is `ledamot`), a compound the lemma of
its last part with the letters before it kept (`styrelsemötena` is `styrelsemöte`). Of a longer lemma the last vowel
goes, which is all that a verb and its noun differ in (`besluta`, `beslut`). No more is taken away: Snowball, which cuts
by rule, makes `viktig` a form of `vikt` and `billig` one of `bil`, so only words that no list knows are left to it.
"""

from __future__ import annotations

import re
from functools import lru_cache

import Stemmer

from indexer.swedish.compounds import Splitter
from indexer.swedish.diary_numbers import reference
from indexer.swedish.lexicon import Flag, LexiconForm, lexicon
from indexer.swedish.words import small_words

_snowball = Stemmer.Stemmer("swedish", 0).stemWord
INFLECTION_AFTER_MARK = re.compile(r"(?<=\w)[:-](?:s|n|t|en|et|ens|ets|er|erna|ar|arna|are|aren|a|an|or|orna)$")
"""The ending of an abbreviation (EU:s, SKR-s, vd:n)."""
GENITIVE_AFTER_VOWEL = re.compile(r"(?<=[^\W\d_]{3}[aeiouyåäöé])s$")
"""The s that Snowball leaves on, which on a word that no list knows is a name's genitive (Rantamäkis)."""
LONG_ENOUGH = 5
CACHE_SIZE = 100_000
"""Words whose stems are kept, 0.4 kB each."""


@lru_cache(maxsize=1)
def splitter() -> Splitter:
    """The splitter of the lexicon that ships with the program."""
    return Splitter(lexicon())


@lru_cache(maxsize=10_000)
def known(word: str) -> LexiconForm | None:
    """What the lexicon knows of a word in small letters, or of the word that it is the genitive of."""
    form = lexicon().find(word)
    if form is None and word.endswith("s"):
        form = lexicon().find(word[:-1])
    return form


@lru_cache(maxsize=CACHE_SIZE)
def stems(word: str) -> tuple[str, ...]:
    """The stem of a word in small letters, and a second one where the form belongs to two words (`delar`).

    Hyphens are left out, so that work-shop is workshop; a reference is its number. A small word is itself and no form
    of another, or *skola* would find every ska, *varor* every är and *hat* every har.
    """
    number = reference(word) if word[:1].isdigit() or word[-5:].isdigit() else None
    if number:
        return (number,)
    if word in small_words():
        return (word,)
    before, hyphen, last = INFLECTION_AFTER_MARK.sub("", word).rpartition("-")
    whole = (before + last).replace("-", "")
    if hyphen and not known(whole):
        found = [(before.replace("-", "") + lemma, is_word) for lemma, is_word in _lemmas(last)]
    else:
        found = _lemmas(whole)
    return tuple(dict.fromkeys(_shortened(lemma) if is_word else _snowball(lemma) for lemma, is_word in found))


def _shortened(lemma: str) -> str:
    """The lemma without the vowel that the verb and the noun of one word differ in: besluta, beslut; arbeta, arbete."""
    short = lemma[:-1] if len(lemma) >= LONG_ENOUGH and lemma[-1] in "ae" else lemma
    return lemma if short in small_words() else short


def _lemmas(word: str) -> list[tuple[str, bool]]:
    """The lemmas of a word, each with whether a list of words, or the parts it is made of, vouch for it."""
    form = known(word)
    if form and form.flags & Flag.WORD:
        lemmas = [lemma for lemma in form.lemmas if lemma not in small_words()] or form.lemmas
        return [(lemma, True) for lemma in lemmas]
    parts = splitter().split(word)
    if parts:
        before = word[: parts[-1].start]
        return [(before + lemma, True) for lemma in parts[-1].form.lemmas]
    if form is None:
        return [(GENITIVE_AFTER_VOWEL.sub("", word), False)]
    return [(form.text if form.text != word else lemma, False) for lemma in form.lemmas]
