"""Stems: what the forms of one word have in common.

Snowball alone leaves *möte* and *mötena* apart, and a list of lemmas knows neither new compounds nor names. So a word
becomes its lemma first (`mötena` is `möte`), a compound the lemma of its last part with the letters before it kept
(`styrelsemötena` is `styrelsemöte`), and Snowball then joins what lemmas keep apart (`utöka`, `utökad`: `utök`).
"""

from __future__ import annotations

import re
from functools import lru_cache

import Stemmer

from indexer.swedish.compounds import Splitter
from indexer.swedish.lexicon import Flag, Form, lexicon

_snowball = Stemmer.Stemmer("swedish", 0).stemWord
INFLECTION_AFTER_MARK = re.compile(r"(?<=\w)[:-](?:s|n|t|en|et|ens|ets|er|erna|ar|arna|are|aren|a|an|or|orna)$")
"""The ending of an abbreviation (EU:s, SKR-s, vd:n)."""

LEADING_ZEROS = re.compile(r"(?<=\d[/:])0+(?=\d)")
"""2024/00123 and 2024/123 are one reference."""
GENITIVE_AFTER_VOWEL = re.compile(r"(?<=[^\W\d_]{3}[aeiouyåäöé])s$")
"""The s that Snowball leaves on, which on a word that no list knows is a name's genitive (Rantamäkis)."""


@lru_cache(maxsize=1)
def splitter() -> Splitter:
    """The splitter of the lexicon that ships with the program."""
    return Splitter(lexicon())


def known(word: str) -> Form | None:
    """What the lexicon knows of a word in small letters, or of the word that it is the genitive of."""
    form = lexicon().find(word)
    if form is None and word.endswith("s"):
        form = lexicon().find(word[:-1])
    return form


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[str, ...]:
    """The stem of a word in small letters, and a second one where the form belongs to two words (`delar`).

    Hyphens are left out, so that work-shop is workshop.
    """
    word = LEADING_ZEROS.sub("", word)
    before, hyphen, last = INFLECTION_AFTER_MARK.sub("", word).rpartition("-")
    whole = (before + last).replace("-", "")
    if hyphen and not known(whole):
        found = [(before.replace("-", "") + lemma, name) for lemma, name in _lemmas(last)]
    else:
        found = _lemmas(whole)
    return tuple(dict.fromkeys(lemma if name else _snowball(lemma) for lemma, name in found))


def _lemmas(word: str) -> list[tuple[str, bool]]:
    """The lemmas of a word, each with whether it is a name, which no ending is taken from."""
    form = known(word)
    if form and form.flags & Flag.WORD:
        return [(lemma, not form.flags & Flag.COMMON) for lemma in form.lemmas]
    parts = splitter().split(word)
    if parts:
        before = word[: parts[-1].start]
        return [(before + lemma, False) for lemma in parts[-1].form.lemmas]
    if form and form.text != word:
        return [(form.text, False)]
    if form is None:
        return [(GENITIVE_AFTER_VOWEL.sub("", word), False)]
    return [(lemma, False) for lemma in form.lemmas]
