"""Widening: what a query also means, and what is near it when it finds too little.

What it *also means* is sought always and said: the synonyms of a word ("SKR" is Sveriges Kommuner och Regioner), and
that words typed together are better found together, or as the compound that they make (*kommun styrelse*). What is
*near* is sought only when fewer than ENOUGH items have all that was asked for, and stands below them: the noun of a
verb and the verb of a noun (*rekrytera* by *rekrytering*), compounds by their parts (*krisberedskap* by *beredskap*),
longer words that begin so, the people present, and at last any of the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import Final

import msgspec

from indexer.index.query import And, Dates, Filter, Not, Or, Phrase, Prefer, Prefix, Query, Synonyms, Tiers, Word
from indexer.swedish import parts
from indexer.swedish.derivation import relatives
from indexer.swedish.diacritics import slug
from indexer.swedish.split_compounds import joined
from indexer.swedish.synonyms import SynonymTable
from indexer.swedish.words import small_words

ENOUGH: Final = 3
"""With fewer items than this, a reader wants to see what is near."""
TOGETHER: Final = 2
"""Words that may stand between two words that are found together: "vård och omsorg i hemmet" for "vård hemmet"."""
APART: Final = 3
"""The most words among which compounds typed apart are sought: longer queries are about more than one thing."""
LONG_ENOUGH: Final = 5
"""Letters of a word whose longer forms are near it: *halvårsrapport* and *halvårsrapportering*."""


class ExpandedQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A query as it is sought: `whole` asks for all of it, `tree` also for what is near where that finds too little."""

    whole: Query
    tree: Query
    synonyms: tuple[str, ...]

    @property
    def widened(self) -> bool:
        """Whether what is near is sought too."""
        return self.tree is not self.whole


def widened(query: Query, count: Callable[[Query], int]) -> ExpandedQuery:
    """What is sought for a query: what it means, and what is near it when `count` counts few items that have that.

    Filters have no say in it, so that choosing one never brings more items than its facet counts.
    """
    whole, synonyms = meant(query)
    wider = near(query) if count(whole) < ENOUGH else None
    return ExpandedQuery(whole=whole, tree=wider or whole, synonyms=synonyms)


def meant(query: Query) -> tuple[Query, tuple[str, ...]]:
    """The query with what it also means, and the synonyms that were added."""
    said: list[str] = []
    return _meant(query, said), tuple(dict.fromkeys(said))


def near(query: Query) -> Query | None:
    """The query with what is near it in tiers below it; None for one that says exactly what it wants.

    Only words and filters can be widened: whoever types quotes, signs, fields or OR has said how to search.
    """
    words, rest = _words(query)
    if not words:
        return None
    tiers = [
        _all(Or((word, *_near(word))) for word in words),
        _attended(words),
        *((Or(tuple(words)),) if len(words) > 1 else ()),
    ]
    return Tiers(tuple(And((meant(tier)[0], *rest)) for tier in (_all(words), *tiers)))


def attended(query: Query) -> Query | None:
    """The query taken for a name among those present; None for one that says exactly what it wants."""
    words, rest = _words(query)
    return And((_attended(words), *rest)) if words else None


def _attended(words: list[Word]) -> Query:
    """The words as a name: items of the meetings where somebody so called was present."""
    return _all(Word(word.text, "person") for word in words)


def _meant(query: Query, said: list[str]) -> Query:
    """The query with synonyms, and words that belong together preferred together."""
    match query:
        case Word(text, "number"):
            return Synonyms(query, (Word(f"§{text}"),))
        case Word():
            return _with_synonyms(query, (query.text,), query, said)
        case And(those):
            return _conjunction(those, said)
        case Or(those):
            return Or(tuple(_meant(part, said) for part in those))
        case Tiers(those):
            return Tiers(tuple(_meant(part, said) for part in those))
        case _:
            return query


def _conjunction(those: tuple[Query, ...], said: list[str]) -> Query:
    """A conjunction with its synonyms, its small words left out where others carry the meaning."""
    plain = [part for part in those if isinstance(part, Word) and part.zone is None]
    content = [word for word in plain if word.text.lower() not in small_words()]
    if not content:
        content = plain
    rest = tuple(_meant(part, said) for part in those if part not in plain)
    whole = And((*_runs(content, said), *rest))
    if len(content) < 2:
        return whole
    written_together = tuple(And((*words, *rest)) for words in _joined(plain)) if len(content) <= APART else ()
    return Prefer(
        Or((whole, *written_together)) if written_together else whole,
        Phrase(tuple(word.text for word in content), distance=TOGETHER),
    )


def _joined(words: list[Word]) -> Iterator[list[Query]]:
    """The words with neighbours written together, where that makes a compound: some people write *kommun styrelse*."""
    small = small_words()
    for at, (first, second) in enumerate(pairwise(words)):
        if not {first.text.lower(), second.text.lower()} & small:
            for compound in joined(first.text, second.text):
                once = [*words[:at], Word(compound), *words[at + 2 :]]
                yield [word for word in once if word.text.lower() not in small]
                yield from _joined(once) if at == 0 else ()


def _runs(words: list[Word], said: list[str]) -> Iterator[Query]:
    """The words, the longest runs of them that have synonyms with theirs."""
    at = 0
    while at < len(words):
        for length in range(min(_longest(), len(words) - at), 0, -1):
            run = words[at : at + length]
            texts = tuple(word.text for word in run)
            found = _with_synonyms(run[0] if length == 1 else And(tuple(run)), texts, run[0], said)
            if length == 1 or isinstance(found, Synonyms):
                yield found
                at += length
                break


def _with_synonyms(asked: Query, texts: tuple[str, ...], word: Word, said: list[str]) -> Query:
    """What is asked, with its synonyms where it has any: in one organ's items those of that organ alone."""
    by_organization = _synonyms().by_organization(" ".join(texts)) if word.zone in (None, "title", "text") else {}
    others: list[Query] = []
    own = tuple(Filter("organization", (slug(name),)) for name in by_organization if name)
    for name, those in by_organization.items():
        where: tuple[Query, ...] = (
            (Filter("organization", (slug(name),)),) if name else tuple(Not(filter) for filter in own)
        )
        for other in those:
            said.append(other)
            query_terms = other.split()
            node = (
                Word(other, word.zone) if len(query_terms) == 1 else Phrase(tuple(query_terms), word.zone, distance=0)
            )
            others.append(And((node, *where)) if where else node)
    return Synonyms(asked, tuple(others)) if others else asked


def _near(word: Word) -> Iterator[Query]:
    """What is near a word: its relatives, the parts of a compound, what its last part says alone, and longer words."""
    yield from map(Word, relatives(word.text))
    those = parts(word.text)
    if those:
        yield And(tuple(map(Word, those)))
        yield Word(those[-1])
    if len(word.text) >= LONG_ENOUGH:
        yield Prefix(word.text)


def _words(query: Query) -> tuple[list[Word], tuple[Query, ...]]:
    """The words of a query that is nothing but words and what narrows them; no words for any other."""
    those = query.parts if isinstance(query, And) else (query,)
    words = [part for part in those if isinstance(part, Word) and part.zone is None]
    rest = tuple(part for part in those if isinstance(part, Filter | Dates | Not))
    content = [word for word in words if word.text.lower() not in small_words()]
    return (content or words, rest) if len(words) + len(rest) == len(those) else ([], ())


def _all(those: Iterator[Query] | list[Word]) -> Query:
    """All of these; the one, when it is one."""
    nodes = tuple(those)
    return nodes[0] if len(nodes) == 1 else And(nodes)


@cache
def _synonyms() -> SynonymTable:
    """The synonyms in use."""
    return SynonymTable()


@cache
def _longest() -> int:
    """How many words the longest phrase with synonyms is made of."""
    return _synonyms().longest()
