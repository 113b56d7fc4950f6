"""Query expansion: what a query also means, and what is near it when it finds too little.

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
from indexer.swedish.abbreviations import needs_capitals, own_term
from indexer.swedish.derivation import relatives
from indexer.swedish.diacritics import slug
from indexer.swedish.split_compounds import joined
from indexer.swedish.synonyms import SynonymMatch, SynonymTable
from indexer.swedish.tokens import written_words
from indexer.swedish.words import small_words

ENOUGH: Final = 3
"""With fewer items than this, a reader wants to see what is near."""
TOGETHER: Final = 2
"""Words that may stand between two words that are found together: "vård och omsorg i hemmet" for "vård hemmet"."""
APART: Final = 3
"""The most words among which compounds typed apart are sought: longer queries are about more than one thing."""
LONG_ENOUGH: Final = 5
"""Letters of a word whose longer forms are near it: *halvårsrapport* and *halvårsrapportering*."""

SYNONYM_ZONES: Final = (None, "title", "text")
"""Where synonyms are sought besides; who names another part of the minutes means what stands there."""


class Synonym(msgspec.Struct, frozen=True):
    """A word or phrase that was added to what was typed, and what is sought for it."""

    text: str
    query: Query

    @property
    def marked(self) -> str:
        """What a mark that it set says was asked for."""
        part = self.query.parts[0] if isinstance(self.query, And) else self.query
        return " ".join(part.words) if isinstance(part, Phrase) else getattr(part, "text", "")


class ExpandedQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A query as it is sought: `whole` asks for all of it, `tree` also for what is near where that finds too little."""

    whole: Query
    tree: Query
    synonyms: tuple[Synonym, ...]

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


def meant(query: Query) -> tuple[Query, tuple[Synonym, ...]]:
    """The query with what it also means, and the synonyms that were added."""
    said: list[Synonym] = []
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


def _meant(query: Query, said: list[Synonym]) -> Query:
    """The query with synonyms, and words that belong together preferred together."""
    match query:
        case Word(text, "number"):
            return Synonyms(query, (Word(f"§{text}"),))
        case Word(text, zone) if zone in SYNONYM_ZONES:
            return next(_runs([Word(text, zone)], said))
        case And(those):
            return _conjunction(those, said)
        case Or(those):
            return Or(tuple(_meant(part, said) for part in those))
        case Tiers(those):
            return Tiers(tuple(_meant(part, said) for part in those))
        case _:
            return query


def _conjunction(those: tuple[Query, ...], said: list[Synonym]) -> Query:
    """A conjunction with its synonyms, its small words left out where others carry the meaning."""
    plain = [part for part in those if isinstance(part, Word) and part.zone is None]
    content = [word for word in plain if word.text.lower() not in small_words()] or plain
    rest = tuple(_meant(part, said) for part in those if part not in plain)
    whole = And((*_runs(plain, said), *rest))
    if len(content) < 2:
        return whole
    compounds = _joined(plain) if len(content) <= APART else ()
    written_together = tuple(And((*_runs(words, said), *rest)) for words in compounds)
    return Prefer(
        Or((whole, *written_together)) if written_together else whole,
        Phrase(tuple(word.text for word in content), distance=TOGETHER),
    )


def _joined(words: list[Word]) -> Iterator[list[Word]]:
    """The words with neighbours written together, where that makes a compound: some people write *kommun styrelse*."""
    small = small_words()
    for at, (first, second) in enumerate(pairwise(words)):
        if not {first.text.lower(), second.text.lower()} & small:
            for compound in joined(first.text, second.text):
                once = [*words[:at], Word(compound), *words[at + 2 :]]
                yield [word for word in once if word.text.lower() not in small]
                yield from _joined(once) if at == 0 else ()


def _runs(words: list[Word], said: list[Synonym]) -> Iterator[Query]:
    """The words, each longest run of them that has synonyms with these; small words only where no others are."""
    texts = [word.text for word in words]
    small = small_words()
    only_small = all(text.lower() in small for text in texts)
    at = 0
    while at < len(words):
        match = _synonyms().match(texts, at)
        run = words[at : at + (match.length if match else 1)]
        content = [word for word in run if word.text.lower() not in small] or run
        if match and (len(content) == len(run) or len(run) > 1):
            yield _with_synonyms(content, match, said)
        elif only_small or content[0].text.lower() not in small:
            yield from content
        at += len(run)


def _with_synonyms(words: list[Word], match: SynonymMatch, said: list[Synonym]) -> Query:
    """What these words ask for, with its synonyms: in one organ's items those of that organ alone."""
    by_organization = match.by_organization
    zone = words[0].zone
    others: list[Query] = []
    own = tuple(Filter("organization", (slug(name),)) for name in by_organization if name)
    for name, those in by_organization.items():
        where: tuple[Query, ...] = (
            (Filter("organization", (slug(name),)),) if name else tuple(Not(filter) for filter in own)
        )
        for other in those:
            node = And((_sought(other, zone), *where)) if where else _sought(other, zone)
            said.append(Synonym(other, node))
            others.append(node)
    if len(words) == 1 and len(words[0].text) == 1:
        words = [Word(own_term(words[0].text), zone)]
    return Synonyms(_all(words), tuple(others))


def _sought(other: str, zone: str | None) -> Query:
    """What a synonym asks for: its words in a row; as an abbreviation alone what is another word in small letters."""
    words = tuple(word.text for word in written_words(other))
    if len(words) > 1:
        return Phrase(words, zone, distance=0)
    return Word(own_term(other) if needs_capitals(other) else words[0], zone)


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
