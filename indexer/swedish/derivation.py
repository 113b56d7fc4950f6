"""Derivation: the noun of a verb and the verb of a noun, which Swedish makes by rule.

Whoever types *upphandla* means what others write as *upphandling*. The noun of an action is its verb with -ning, -ing,
-ande, -an or -ation for its -a or -era, so a word is turned into all that could be made of the same verb, and what the
lexicon knows of that is near it; of a compound the last part is turned:

    rekrytera          rekrytering
    utredning          utreda
    ansöka             ansökan
    information        informera, informering
    direktupphandla    direktupphandling

A relative is near a word, not a form of it: a search may offer it, below what was asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from indexer.swedish.lexicon import Flag
from indexer.swedish.stem import known
from indexer.swedish.terms import parts_of
from indexer.swedish.tokens import readings

NOUN_ENDINGS: Final = {"ning": "a", "ing": "a", "ande": "a", "an": "a", "ation": "era"}
"""The ending of a noun, and that of the verb which it is made of."""
DOUBLED: Final = "mn"
"""Letters that are doubled before a vowel alone: avstäm-ning of avstämma, kän-ning of känna."""
SHORTEST_ROOT: Final = 3


@lru_cache(maxsize=10_000)
def relatives(word: str) -> tuple[str, ...]:
    """The words that are made of the same verb, in their dictionary form; empty for a word that is of none."""
    typed = readings(word)[0]
    form = known(typed)
    if form and form.flags & Flag.WORD:
        return _family("", form.lemmas)
    parts = parts_of(typed)
    return _family(typed[: parts[-1].start], parts[-1].form.lemmas) if parts else ()


def _family(before: str, lemmas: tuple[str, ...]) -> tuple[str, ...]:
    """The relatives of these, each with the letters that stand before it."""
    found = (one for lemma in lemmas for verb in _verbs(lemma) for one in (verb, *_nouns(verb)))
    return tuple(before + one for one in dict.fromkeys(found) if one not in lemmas)


def _verbs(lemma: str) -> Iterator[str]:
    """The verb that a word is, or that a noun is made of."""
    if lemma.endswith("a") and _is(lemma, Flag.VERB):
        yield lemma
    for ending, verbal in NOUN_ENDINGS.items():
        root = lemma.removesuffix(ending)
        if root != lemma and len(root) >= SHORTEST_ROOT:
            doubled = root + root[-1] if root[-1] in DOUBLED else root
            yield from (verb for verb in dict.fromkeys((root + verbal, doubled + verbal)) if _is(verb, Flag.VERB))


def _nouns(verb: str) -> Iterator[str]:
    """The nouns that are made of a verb."""
    for ending, verbal in NOUN_ENDINGS.items():
        root = verb.removesuffix(verbal)
        if root != verb and len(root) >= SHORTEST_ROOT:
            single = root[:-1] if root[-1] in DOUBLED and root[-2] == root[-1] else root
            yield from (noun for noun in dict.fromkeys((root + ending, single + ending)) if _is(noun, Flag.NOUN))


def _is(word: str, kind: int) -> bool:
    """Whether a word is of a kind, in its dictionary form."""
    form = known(word)
    return form is not None and bool(form.flags & Flag.WORD and form.flags & kind) and word in form.lemmas
