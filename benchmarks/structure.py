"""Structure: how the index is laid out, measured against other layouts and other engines on the same invented items.

    python -m benchmarks.structure 10000 [ENGINE ...]

Every engine gets the same items, their words drawn from the lexicon as often as Swedish uses them, in three zones of a
title, a decision and a text of 120 words, with the same terms of the same analysis. What is compared:

    weighted   the project's: one field of weighted postings, the level in the term
    fields     plain Whoosh: a field for each level in each zone, the best of them by DisjunctionMax
    fts5       SQLite's full-text index, a column for each zone, the terms of every level as words
    tantivy    the same in tantivy, with pip install tantivy

For each it prints seconds to build, megabytes, and CPU milliseconds of a top-20 query, p50/p95, over the same queries.
"""

from __future__ import annotations

import contextlib
import pickle
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from whoosh import fields as whoosh_fields
from whoosh import index as whoosh_index_module
from whoosh import query as whoosh_query
from whoosh.analysis import SpaceSeparatedTokenizer

from indexer.index import whoosh_safe_unpickle
from indexer.index.documents import LEVELS
from indexer.index.query import And, Dates, Fuzzy, Or, Phrase, Prefix, Query, Word
from indexer.index.whoosh_index import WhooshIndex
from indexer.index.zones import ITEM_ZONES
from indexer.model import AgendaItem, Decision, Meeting, Section, Source
from indexer.swedish import MatchLevel, query_terms, words
from indexer.swedish.lexicon import Flag, lexicon

ITEMS_OF_MEETING: Final = 12
WORDS: Final = {"title": 6, "decision": 8, "text": 120}
SEED: Final = 20261121
NAMES: Final = dict(zip(MatchLevel, "esrlpf", strict=True))
"""A letter for each level, where an engine's words must be letters."""
REPEATS: Final = 3
ENOUGH: Final = 20.0
"""Seconds of CPU after which no more queries of a kind are asked: the figures are then of those asked so far."""

Texts = tuple[str, str, str]


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """The lexicon's words, and how often Swedish uses each."""
    found: dict[str, float] = {}
    number = 0
    with contextlib.suppress(IndexError, KeyError):
        while len(found) < 60_000:
            form = lexicon().numbered(number)
            number += 7
            if form.flags & Flag.WORD and form.text.isalpha() and form.zipf:
                found[form.text] = 10**form.zipf
    return list(found), list(found.values())


def items(count: int) -> Iterator[Texts]:
    """Invented items: the words of the title, of the decision and of the text."""
    rng = random.Random(SEED)
    texts, weights = vocabulary()
    drawn = iter(rng.choices(texts, weights, k=count * sum(WORDS.values())))
    for _ in range(count):
        title, decision, text = (" ".join(next(drawn) for _ in range(n)) for n in WORDS.values())
        yield title, f"att {decision}", text


def day(number: int) -> str:
    """The date of the meeting that an item belongs to."""
    meeting = number // ITEMS_OF_MEETING
    return f"{1990 + meeting % 35}-{meeting % 12 + 1:02}-{meeting % 28 + 1:02}"


def meetings(count: int) -> Iterator[Meeting]:
    """The items in meetings of twelve."""
    batch: list[AgendaItem] = []
    for number, (title, decision, text) in enumerate(items(count)):
        meeting = f"namnd-{number // ITEMS_OF_MEETING}/{day(number)}"
        id = f"{meeting}/{number % ITEMS_OF_MEETING + 1}"
        decisions = (Decision(id=f"{id}/b1", text=decision),)
        sections = (Section(kind="summary", heading="", start=0, end=len(text)),)
        batch.append(
            AgendaItem(
                id=id,
                position=str(len(batch) + 1),
                title=title,
                text=text,
                start=0,
                end=len(text),
                line=1,
                summary=text,
                sections=sections,
                decisions=decisions,
            )
        )
        if len(batch) == ITEMS_OF_MEETING or number == count - 1:
            source = Source(file=f"{meeting}.txt", sha256="")
            yield Meeting(id=meeting, organization=meeting.split("/", maxsplit=1)[0], date=day(number), source=source,
                          items=tuple(batch))  # fmt: skip
            batch = []


def queries() -> dict[str, list[Query]]:
    """The same questions for every engine, by kind; the words are of the middle and the top of the frequency list."""
    texts, weights = vocabulary()
    ranked = [text for _, text in sorted(zip(weights, texts, strict=True), reverse=True) if len(text) > 3]
    common, middle = ranked[20:40], ranked[400:420]
    return {
        "common word": [Word(word) for word in common],
        "word": [Word(word) for word in middle],
        "and": [And((Word(a), Word(b))) for a, b in zip(common, middle, strict=True)],
        "or": [Or((Word(a), Word(b), Word(a[::-1]))) for a, b in zip(common, middle, strict=True)],
        "phrase": [Phrase((a, b)) for a, b in zip(common, reversed(common), strict=True)],
        "fuzzy": [Fuzzy(word, 1) for word in middle],
        "prefix": [Prefix(word[:5]) for word in middle],
        "dates": [And((Word(word), Dates("2000-01-01", "2004-12-31"))) for word in common],
    }


def keys(text: str) -> Iterator[tuple[MatchLevel, str]]:
    """The terms of a text with their levels."""
    for *_, terms in words(text):
        for key in terms:
            yield MatchLevel(key[0]), key[1:]


class Weighted:
    """The project's index."""

    def __init__(self, where: Path) -> None:
        self.index = WhooshIndex(where)

    def build(self, count: int) -> None:
        """Index the items."""
        self.index.rebuild(meetings(count))

    def search(self, query: Query) -> int:
        """The top 20 of a query, nothing kept from the queries before; how many there are."""
        snapshot = self.index._snapshot
        if snapshot:
            snapshot.evaluated.clear()
        return self.index.search(query, limit=20).total


class Fields:
    """Plain Whoosh with a field for each level in each zone."""

    def __init__(self, where: Path) -> None:
        self.where = where
        where.mkdir()
        whoosh_safe_unpickle._Unpickler.find_class = pickle.Unpickler.find_class  # type: ignore[method-assign]
        self.names = {
            (zone, level): f"{zone}_{NAMES[level]}"
            for zone in WORDS
            for level in MatchLevel
            if level is not MatchLevel.RESTORED
        }
        self.searcher: Any = None

    def build(self, count: int) -> None:
        """Index the items."""
        schema = whoosh_fields.Schema(day=whoosh_fields.NUMERIC(int, sortable=True))
        for (_, level), name in self.names.items():
            exact = level is MatchLevel.EXACT
            schema.add(name, whoosh_fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=exact))
        index = whoosh_index_module.create_in(str(self.where), schema)
        writer = index.writer(limitmb=256)
        for number, texts in enumerate(items(count)):
            document: dict[str, Any] = {"day": int(day(number).replace("-", ""))}
            for zone, text in zip(WORDS, texts, strict=True):
                for level, term in keys(text):
                    name = self.names[zone, level]
                    document[name] = f"{document[name]} {term}" if name in document else term
            writer.add_document(**document)
        writer.commit()
        self.searcher = index.searcher()

    def search(self, query: Query) -> int:
        """The top 20 of a query; how many hits were scored."""
        return len(self.searcher.search(self._tree(query), limit=20))

    def _tree(self, query: Query) -> Any:
        match query:
            case Word(text):
                wants = [
                    (zone, want)
                    for zone in WORDS
                    for want in query_terms(text)
                    if want.level is not MatchLevel.RESTORED
                ]
                return whoosh_query.DisjunctionMax(
                    [
                        whoosh_query.Term(
                            self.names[zone, MatchLevel(want.key[0])],
                            want.key[1:],
                            boost=LEVELS[want.level] * ITEM_ZONES[zone],
                        )
                        for zone, want in wants
                        if MatchLevel(want.key[0]) is not MatchLevel.RESTORED
                    ]
                )
            case Phrase(those):
                return whoosh_query.Or(
                    [whoosh_query.Phrase(self.names[zone, MatchLevel.EXACT], list(those)) for zone in WORDS]
                )
            case Fuzzy(text, distance):
                exact = [self.names[zone, MatchLevel.EXACT] for zone in WORDS]
                return whoosh_query.Or(
                    [whoosh_query.FuzzyTerm(name, text, maxdist=distance, prefixlength=0) for name in exact]
                )
            case Prefix(text):
                return whoosh_query.Or(
                    [whoosh_query.Prefix(self.names[zone, MatchLevel.EXACT], text) for zone in WORDS]
                )
            case Dates(since, until):
                first, last = (int((date or "").replace("-", "")) for date in (since, until))
                return whoosh_query.NumericRange("day", first, last)
            case And(parts):
                return whoosh_query.And([self._tree(part) for part in parts])
            case Or(parts):
                return whoosh_query.Or([self._tree(part) for part in parts])
        raise NotImplementedError


class Fts5:
    """SQLite's full-text index, a column for each zone, each term a word that begins with the letter of its level."""

    def __init__(self, where: Path) -> None:
        where.mkdir()
        self.database = sqlite3.connect(where / "fts5.sqlite")

    def build(self, count: int) -> None:
        """Index the items."""
        self.database.execute("create virtual table item using fts5(title, decision, text, day unindexed)")
        rows = (
            (*(" ".join(NAMES[level] + term for level, term in keys(text)) for text in texts), day(number))
            for number, texts in enumerate(items(count))
        )
        self.database.executemany("insert into item values (?, ?, ?, ?)", rows)
        self.database.commit()

    def search(self, query: Query) -> int:
        """The top 20 of a query and how many there are."""
        where, values = "item match ?", [self._text(query)]
        if isinstance(query, And) and isinstance(query.parts[-1], Dates):
            dates = query.parts[-1]
            where, values = "item match ? and day between ? and ?", [values[0], str(dates.since), str(dates.until)]
        top = f"select rowid from item where {where} order by bm25(item, 3.0, 2.0, 1.0) limit 20"
        self.database.execute(top, values).fetchall()
        return int(self.database.execute(f"select count(*) from item where {where}", values).fetchone()[0])

    def _text(self, query: Query) -> str:
        match query:
            case Word(text):
                terms = dict.fromkeys(NAMES[MatchLevel(want.key[0])] + want.key[1:] for want in query_terms(text))
                return "(" + " OR ".join(f'"{term}"' for term in terms) + ")"
            case Prefix(text):
                return f'"e{text}"*'
            case And(parts):
                return " AND ".join(self._text(part) for part in parts if not isinstance(part, Dates))
            case Or(parts):
                return " OR ".join(self._text(part) for part in parts)
        raise NotImplementedError


class Tantivy:
    """tantivy, a field for each zone, each term a word that begins with the letter of its level."""

    def __init__(self, where: Path) -> None:
        import tantivy

        where.mkdir()
        self.tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        for zone in WORDS:
            builder.add_text_field(zone, tokenizer_name="whitespace")
        builder.add_date_field("day", indexed=True, fast=True)
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, path=str(where))
        self.searcher: Any = None

    def build(self, count: int) -> None:
        """Index the items."""
        from datetime import datetime

        writer = self.index.writer(heap_size=256_000_000, num_threads=1)
        for number, texts in enumerate(items(count)):
            document = self.tantivy.Document()
            for zone, text in zip(WORDS, texts, strict=True):
                document.add_text(zone, " ".join(NAMES[level] + term for level, term in keys(text)))
            document.add_date("day", datetime.fromisoformat(day(number)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def search(self, query: Query) -> int:
        """The top 20 of a query and how many there are."""
        return int(self.searcher.search(self._tree(query), 20, count=True).count or 0)

    def _tree(self, query: Query) -> Any:
        q, occur = self.tantivy.Query, self.tantivy.Occur
        match query:
            case Word(text):
                return q.disjunction_max_query(
                    [
                        q.boost_query(
                            q.term_query(self.schema, zone, NAMES[MatchLevel(want.key[0])] + want.key[1:]),
                            LEVELS[want.level] * ITEM_ZONES[zone],
                        )
                        for zone in WORDS
                        for want in query_terms(text)
                    ]
                )
            case And(parts) if not any(isinstance(part, Dates) for part in parts):
                return q.boolean_query([(occur.Must, self._tree(part)) for part in parts])
            case Or(parts):
                return q.boolean_query([(occur.Should, self._tree(part)) for part in parts])
        raise NotImplementedError


ENGINES: Final[dict[str, Callable[[Path], Any]]] = {
    "weighted": Weighted,
    "fields": Fields,
    "fts5": Fts5,
    "tantivy": Tantivy,
}


def measured(engine: Any, asked: list[Query]) -> str:
    """CPU milliseconds of these queries, p50 / p95, and how many hits they have; "-" where an engine has no such."""
    spent, total, begun = [], 0, time.process_time()
    try:
        for number, query in enumerate(asked):
            if time.process_time() - begun > ENOUGH:
                asked = asked[:number]
                break
            engine.search(query)
            for _ in range(REPEATS):
                start = time.process_time()
                found = engine.search(query)
                spent.append((time.process_time() - start) * 1000)
            total += found
    except NotImplementedError:
        return "-"
    spent.sort()
    return f"{statistics.median(spent):.2f} / {spent[int(len(spent) * 0.95)]:.2f} ({total // len(asked)} hits)"


def main(count: int, names: list[str]) -> None:
    """Build every engine's index and ask it everything."""
    for name in names or list(ENGINES):
        with tempfile.TemporaryDirectory(prefix="protokoll-structure-") as folder:
            where = Path(folder) / name
            engine = ENGINES[name](where)
            start = time.process_time()
            engine.build(count)
            built = time.process_time() - start
            size = sum(path.stat().st_size for path in where.rglob("*") if path.is_file()) / 1e6
            print(f"{name}: {count} items in {built:.1f} s of CPU ({count / built:.0f} items/s), {size:.1f} MB")
            for kind, asked in queries().items():
                print(f"  {kind:12} {measured(engine, asked)}", flush=True)
            shutil.rmtree(where)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
