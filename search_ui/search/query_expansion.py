"""Query expansion: what a query also means, and what is near it when it finds too little.

What it *also means* is sought always and said: the synonyms of a word ("SKR" is Sveriges Kommuner och Regioner), and
that words typed together are better found together, or as the compound that they make (*kommun styrelse*). What is
*near* is sought only when fewer than ENOUGH items have all that was asked for, and stands below them: the noun of a
verb and the verb of a noun (*rekrytera* by *rekrytering*), compounds by their parts (*krisberedskap* by *beredskap*),
longer words that begin so, the people present, and at last any of the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise, product
from typing import Final, TypeAlias

import msgspec

from indexer.index.query import And, Dates, Filter, Most, Not, Or, Phrase, Prefer, Prefix, Query, Synonyms, Tiers, Word
from indexer.index.zones import MONTHS
from indexer.swedish import parts
from indexer.swedish.abbreviations import needs_capitals, own_term
from indexer.swedish.derivation import relatives
from indexer.swedish.diacritics import slug
from indexer.swedish.diary_numbers import reference
from indexer.swedish.lexicon import Flag
from indexer.swedish.split_compounds import joined
from indexer.swedish.stem import known, stems
from indexer.swedish.synonyms import SynonymMatch, SynonymTable
from indexer.swedish.terms import is_common
from indexer.swedish.tokens import written_words
from indexer.swedish.words import asking_words, light_words, question_words, small_words
from search_ui.search.one_voter import of_one_voter

ENOUGH: Final = 10
"""With fewer items than this, a reader wants to see what is near. Of 3, 5, 10 and 20 the fresh questions prefer 10."""
TOGETHER: Final = 2
"""Words that may stand between two words that are found together: "vård och omsorg i hemmet" for "vård hemmet"."""
APART: Final = 3
"""The most words among which compounds typed apart are sought: longer queries are about more than one thing."""
NEAR: Final = 0.3
"""What a match by something near a word is worth beside one by the word itself."""
PART: Final = 0.1
"""What a match is worth by what a compound begins with, *modersmål* for *modersmålsundervisning*, or, where that is a
telling word, by what it ends in: *beredskap* for *krisberedskap*, and not *område* for a district."""
TELLING: Final = 4.0
"""The Zipf frequency of words that say by themselves what is meant."""
RELATED: Final = 0.2
"""What a match is worth by what the thesaurus has near a word, *kollektivtrafik* for *buss*."""
LEADING: Final = 4.5
"""The Zipf frequency of words that say at the beginning of a compound what is meant."""
COMMONEST: Final = 8.0
UNSEEN: Final = 2.5
"""The Zipf frequency (van Heuven et al. 2014) that none has, and that of names and compounds that no list has."""
LEAST: Final = 0.5
NUMBER: Final = 1.0
LIGHT: Final = 0.5
"""What a verb, an adjective or a general noun counts for beside a noun, when an item lacks it."""
LONG_ENOUGH: Final = 5
"""Letters of a word whose longer forms are near it: *halvårsrapport* and *halvårsrapportering*."""

WIDE: Final = 4.5
"""The Zipf frequency of words that say little by themselves: where one is all that a lone word also means, *hus* for
*kåk*, what is about it has it in its title."""
FLOOD: Final = 30
"""What is near a lone word and finds more items than this is no help: *nämnd* for *valnämnd*."""

SYNONYM_ZONES: Final = (None, "title", "text")
"""Where synonyms are sought besides; who names another part of the minutes means what stands there."""


Count: TypeAlias = Callable[[Query], int]
"""How many items a query finds."""


class Synonym(msgspec.Struct, frozen=True):
    """A word or phrase that was added to what was typed, and what is sought for it."""

    text: str
    query: Query

    @property
    def in_titles(self) -> bool:
        """Whether it was sought in titles alone."""
        part = self.query.parts[0] if isinstance(self.query, And) else self.query
        return isinstance(part, Word) and part.zone == "title"

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


def widened(query: Query, count: Count) -> ExpandedQuery:
    """What is sought for a query: what it means, and what is near it when `count` counts few items that have that.

    Filters have no say in it, so that choosing one never brings more items than its facet counts.
    """
    whole, synonyms = meant(query)
    wider = near(query, count) if count(whole) < ENOUGH else None
    return ExpandedQuery(whole=whole, tree=wider or whole, synonyms=synonyms)


def meant(query: Query) -> tuple[Query, tuple[Synonym, ...]]:
    """The query with what it also means, and the synonyms that were added."""
    said: list[Synonym] = []
    return _meant(query, said), tuple(dict.fromkeys(said))


def near(query: Query, count: Count) -> Query | None:
    """The query with what is near it in tiers below it; None for one that says exactly what it wants.

    Only words and filters can be widened: whoever types quotes, signs, fields or OR has said how to search.
    """
    words, rest = _words(query)
    references = [word for word in words if reference(word.text)]
    words, rest = [word for word in words if word not in references], (*references, *rest)
    if any(isinstance(part, Word) and part.zone == "number" for part in rest):
        dated = any(isinstance(part, Dates) for part in rest)
        return Tiers((meant(query)[0], And(rest), *_mentions(rest))) if dated else None
    if not words:
        return None
    last = And((_attended(words), *rest))
    return Tiers((_together(And((_most(words, count), *rest)), words), last))


def _mentions(parts: Iterable[Query]) -> Iterator[Query]:
    """The mentions elsewhere of an item that a number and a day name: "den 29 februari 2024, § 30"."""
    numbers = [part.text for part in parts if isinstance(part, Word)]
    days = [part.since for part in parts if isinstance(part, Dates) and part.since and part.since == part.until]
    for number, day in product(numbers, days):
        year, month, date = day.split("-")
        written = Phrase((str(int(date)), MONTHS[int(month) - 1], year), distance=0)
        yield And((Word(f"§{number}"), Or((written, Word(day)))))


def _together(query: Query, words: list[Word]) -> Query:
    """The query, with the words preferred beside each other."""
    content = tuple(word.text for word in _content(words))
    return Prefer(query, Phrase(content, distance=TOGETHER)) if len(content) > 1 else query


def _most(words: list[Word], count: Count) -> Query:
    """Most of what the words ask for, each with what also means it and what is near it; words typed apart as one."""
    parts: list[Query] = []
    weights: list[float] = []
    firm: list[bool] = []
    compounds = _typed_apart(words, count)
    alone = len(_content(words)) == 1
    for run in _runs_in(words):
        concepts = [_nearly(word, count if alone else None) for word in run.content]
        weighed = [_weight(word) for word in run.content]
        before = compounds.get(run.content[0]) if len(concepts) == 1 else None
        if before and parts:
            parts[-1] = Synonyms(And((parts[-1], concepts[0])), before, 1.0)
            weights[-1] += weighed[0]
        elif len(concepts) > 1:
            together = _with_synonyms(Most(tuple(concepts), tuple(weighed)), run, [])
            parts.append(_with_related(together, run.match))
            weights.append(sum(weighed))
            firm.append(False)
        else:
            parts += concepts
            weights += weighed
            firm += [not is_common(word.text) for word in run.content]
    return Most(tuple(parts), tuple(weights), tuple(firm))


def _typed_apart(words: list[Word], count: Count) -> dict[Word, tuple[Query, ...]]:
    """For each word that makes a compound of the minutes with the one before it, those compounds."""
    found: dict[Word, tuple[Query, ...]] = {}
    for first, second in pairwise(words):
        if not {first.text.lower(), second.text.lower()} & small_words():
            compounds = tuple(word for word in map(Word, joined(first.text, second.text)) if count(word))
            if compounds:
                found[second] = compounds
    return found


def _nearly(word: Word, count: Count | None) -> Query:
    """A word with its synonyms, and below them what is near it; of a lone word, by `count`, nothing that is common."""
    match = synonyms().match([word.text], 0)
    whole = _with_synonyms(word, WordRun((word,), match), []) if match else word
    if count:
        whole = _narrowed(whole, word, [])
    nearly = _with_related(whole, match, count)
    those = parts(word.text)
    beginning = tuple(Word(part) for part in those[:1] if len(part) >= LONG_ENOUGH and _zipf(part) < LEADING)
    ending = tuple(Word(part) for part in those[-1:] if _zipf(part) < TELLING)
    apart = (And(tuple(map(Word, those))),) if those else ()
    for near, worth in ((tuple(_near(word)), NEAR), ((*apart, *beginning, *ending), PART)):
        others = _telling(near, count)
        nearly = Synonyms(nearly, others, worth) if others else nearly
    return nearly


def _telling(near: tuple[Query, ...], count: Count | None) -> tuple[Query, ...]:
    """Of what is near a lone word what finds few items; all of it where other words narrow it."""
    return tuple(query for query in near if count(query) <= FLOOD) if count else near


def _with_related(nearly: Query, match: SynonymMatch | None, count: Count | None = None) -> Query:
    """What is asked for, and below it what the thesaurus has near it."""
    related = _telling(tuple(_sought(other, None) for other in match.near) if match else (), count)
    return Synonyms(nearly, related, RELATED) if related else nearly


def _weight(word: Word) -> float:
    """How much of what is asked a word is: the more, the rarer it is in Swedish; numbers, verbs and adjectives less.

    How rare it is in the minutes says little: what people ask in words of their own is rare there, and not the point.
    """
    form = known(word.text.lower())
    if form is None:
        return NUMBER if word.text[:1].isdigit() else COMMONEST - UNSEEN
    is_noun = form.flags & Flag.NOUN
    is_light = (not is_noun and form.flags & (Flag.VERB | Flag.ADJECTIVE)) or light_words() & {*form.lemmas}
    return max(LEAST, COMMONEST - _zipf(word.text)) * (LIGHT if is_light else 1.0)


def corrigible(words: Sequence[str]) -> Iterator[int]:
    """Which of the typed words may be misspelt: those that are not sought together with others, or not at all."""
    at = 0
    while at < len(words):
        match = synonyms().match(words, at)
        length = match.length if match else 1
        if length == 1 and words[at].lower() not in small_words() | asking_words():
            yield at
        at += length


def attended(query: Query) -> Query | None:
    """The query taken for a name among those present; None for one that says exactly what it wants."""
    words, rest = _words(query)
    return And((_attended(words), *rest)) if words else None


def _attended(words: list[Word]) -> Query:
    """The words as a name: items of the meetings where somebody so called was present."""
    return _all(Word(word.text, "person") for word in _content(words))


def _meant(query: Query, said: list[Synonym]) -> Query:
    """The query with synonyms, and words that belong together preferred together."""
    match query:
        case Word(text, "number"):
            return Tiers((query, Word(f"§{text}")))
        case Word(text, zone) if zone in SYNONYM_ZONES:
            return _narrowed(next(_runs([Word(text, zone)], said)), query, said)
        case And(those):
            return _conjunction(those, said)
        case Or(those):
            return Or(tuple(_meant(part, said) for part in those))
        case Tiers(those):
            return Tiers(tuple(_meant(part, said) for part in those))
        case _:
            return query


def _narrowed(sought: Query, word: Word, said: list[Synonym]) -> Query:
    """What a lone word also means, a wide word only where it stands in a title: it would stand in too many items."""
    if not isinstance(sought, Synonyms) or word.zone is not None:
        return sought
    in_titles: dict[Query, Query] = {
        other: Word(other.text, "title")
        for other in sought.others
        if isinstance(other, Word) and other.zone is None and _is_wide(other.text, word.text)
    }
    said[:] = [msgspec.structs.replace(one, query=in_titles.get(one.query, one.query)) for one in said]
    return msgspec.structs.replace(sought, others=tuple(in_titles.get(other, other) for other in sought.others))


def _is_wide(other: str, word: str) -> bool:
    """Whether a synonym means much else besides: a common word that the word is no synonym of."""
    back = {stem for said in synonyms().of(other) for stem in stems(said.lower())}
    return _zipf(other) >= WIDE and back.isdisjoint(stems(word.lower()))


def _conjunction(those: tuple[Query, ...], said: list[Synonym]) -> Query:
    """A conjunction with its synonyms, its small words left out where others carry the meaning."""
    plain = [part for part in those if isinstance(part, Word) and part.zone is None]
    content = _content(plain)
    rest = (*(_meant(part, said) for part in those if part not in plain), *of_one_voter(those))
    runs = tuple(_runs(plain, said))
    if any(isinstance(part, Word) and part.zone == "number" for part in those):
        runs = tuple(Or((run, *_as_organ(run))) for run in runs)
    whole = And((*runs, *rest))
    compounds = _joined(plain) if 1 < len(content) <= APART else ()
    written_together = tuple(And((*_runs(words, said), *rest)) for words in compounds)
    return _together(Or((whole, *written_together)) if written_together else whole, plain)


def _as_organ(run: Query) -> Iterator[Query]:
    """What is asked for as the name of an organ: the KF of "KF § 112"."""
    for one in (run.asked, *run.others) if isinstance(run, Synonyms) else (run,):
        if isinstance(one, Word | Phrase):
            yield msgspec.structs.replace(one, zone="organization")


def _joined(words: list[Word]) -> Iterator[list[Word]]:
    """The words with neighbours written together, where that makes a compound: some people write *kommun styrelse*."""
    small = small_words()
    for at, (first, second) in enumerate(pairwise(words)):
        if not {first.text.lower(), second.text.lower()} & small:
            for compound in joined(first.text, second.text):
                once = [*words[:at], Word(compound), *words[at + 2 :]]
                yield [word for word in once if word.text.lower() not in small]
                yield from _joined(once) if at == 0 else ()


class WordRun(msgspec.Struct, frozen=True):
    """Typed words in a row that have synonyms together, or one that has none; of them `content` carries the meaning."""

    content: tuple[Word, ...]
    match: SynonymMatch | None


def _zipf(word: str) -> float:
    """How common a word is in Swedish: the logarithm of how often it stands in a thousand million words."""
    form = known(word.lower())
    return form.zipf or UNSEEN if form else UNSEEN


def _runs_in(words: list[Word]) -> Iterator[WordRun]:
    """The words in runs, the longest first that have synonyms; small words only where no others are."""
    texts = [word.text for word in words]
    carrying = set(_content(words))
    at = 0
    while at < len(words):
        match = synonyms().match(texts, at)
        length = match.length if match else 1
        content = tuple(word for word in words[at : at + length] if word in carrying)
        if match and length > 1 and not content:
            content = tuple(words[at : at + length])
        if content:
            yield WordRun(content, match)
        at += length


def _runs(words: list[Word], said: list[Synonym]) -> Iterator[Query]:
    """What the words ask for, each longest run of them that has synonyms with these."""
    for run in _runs_in(words):
        if not run.match:
            yield from run.content
        elif len(run.content) == 1:
            yield _with_synonyms(run.content[0], run, said)
        else:
            each = [
                _with_synonyms(word, WordRun((word,), match), said)
                if (match := synonyms().match([word.text], 0))
                else word
                for word in run.content
            ]
            yield _with_synonyms(And(tuple(each)), run, said)


def _with_synonyms(asked: Query, run: WordRun, said: list[Synonym]) -> Query:
    """What is asked, with the synonyms of the run: in one organ's items those of that organ alone."""
    by_organization = run.match.by_organization if run.match else {}
    zone = run.content[0].zone
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
    if isinstance(asked, Word) and len(asked.text) == 1:
        asked = Word(own_term(asked.text), zone)
    return Synonyms(asked, tuple(others)) if others else asked


def _sought(other: str, zone: str | None) -> Query:
    """What a synonym asks for: a name as it is written, and so a word with small ones ("utan bostad"), which means
    another thing without them; other words near each other, an abbreviation in capitals where its letters are a word.
    """
    words = tuple(word.text for word in written_words(other))
    if len(words) > 1:
        content = tuple(word for word in words if word not in small_words())
        if other != other.lower() or len(content) < 2:
            return Phrase(words, zone, distance=0)
        return Phrase(content, zone, TOGETHER)
    return Word(own_term(other) if needs_capitals(other) else words[0], zone)


def _near(word: Word) -> Iterator[Query]:
    """What is near a word: its relatives, the parts of a compound beside each other, and longer words."""
    yield from map(Word, relatives(word.text))
    those = parts(word.text)
    if those:
        yield Phrase(those, distance=TOGETHER)
    if len(word.text) >= LONG_ENOUGH:
        yield Prefix(word.text)


def _words(query: Query) -> tuple[list[Word], tuple[Query, ...]]:
    """The words of a query that is nothing but words and what narrows them; no words for any other."""
    those = query.parts if isinstance(query, And) else (query,)
    words = [part for part in those if isinstance(part, Word) and part.zone is None]
    rest = tuple(
        part
        for part in those
        if isinstance(part, Filter | Dates | Not) or (isinstance(part, Word) and part.zone == "number")
    )
    return (words, (*rest, *of_one_voter(rest))) if len(words) + len(rest) == len(those) else ([], ())


def _content(words: list[Word]) -> list[Word]:
    """The words that carry the meaning: without small words, and in a question without those that it is asked with."""
    texts = {word.text.lower() for word in words}
    without = small_words() | asking_words() if len(words) > 2 and texts & question_words() else small_words()
    return [word for word in words if word.text.lower() not in without] or words


def _all(those: Iterator[Query] | list[Word]) -> Query:
    """All of these; the one, when it is one."""
    nodes = tuple(those)
    return nodes[0] if len(nodes) == 1 else And(nodes)


@cache
def synonyms() -> SynonymTable:
    """The synonyms in use."""
    return SynonymTable()
