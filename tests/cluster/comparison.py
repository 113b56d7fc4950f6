"""The same questions asked of two engines: what one finds the other finds, in the same order, for the same scores.

    python -m tests.cluster.comparison QUERIES [--items N] [--shards 1 3 5] [--folder MINUTES] [--whole N]

The items are generated (`generated`), with those of a folder of minutes where one is named. The cluster is the one that
OPENSEARCH_URLS names, or a node that is started. Queries of every kind are generated from the words of the index; of
`--whole` questions whole answers are compared, with excerpts, suggestions and remarks.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import msgspec

from indexer.index import open_index
from indexer.index.port import Index, SearchResult
from indexer.index.query import (
    AGAIN,
    ANY,
    MATTER,
    All,
    And,
    Dates,
    Filter,
    Fuzzy,
    Most,
    Not,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Suffix,
    Synonyms,
    Tiers,
    Word,
)
from indexer.index.zones import ZONES
from indexer.model import Meeting
from indexer.settings import ClusterSettings, Settings
from search_ui.answer import GroupBy, Question, Sort
from search_ui.output.answer_formats import answer_json
from search_ui.search.service import Search
from tests.cluster.cluster import passing
from tests.cluster.generated import meetings
from tests.engines import delete, running_urls

TOLERANCE: Final = 1e-4
"""By how much scores may differ; those as near may stand in another order."""
FIRST: Final = 100
"""So many hits are compared."""
ORDERS: Final = ("relevance", "newest", "oldest")
NAMED_ZONES: Final = tuple(dict.fromkeys(zone.group or zone.name for zone in ZONES if zone.prefixes))


class Texts:
    """Words and pieces of text of an index, by chance."""

    def __init__(self, every: Sequence[Meeting], seed: int = 3) -> None:
        self.chance = random.Random(seed)
        self._items = [item for meeting in every for item in meeting.walk() if len(item.text.split()) > 8]
        self.ids = [item.id for item in self._items]
        self.meetings = [meeting.id for meeting in every]
        self.people = [person.name for meeting in every[:200] for person in meeting.attendance]
        self.organs = sorted({meeting.organization for meeting in every})

    def words(self, number: int) -> tuple[str, ...]:
        """Words that stand one after the other somewhere."""
        text = self.chance.choice(self._items).text.split()
        at = self.chance.randrange(max(1, len(text) - number))
        return tuple(word.strip('.,:()"') or "att" for word in text[at : at + number])

    def word(self) -> str:
        """A word, mostly one that says something."""
        return max((self.words(1)[0] for _ in range(2)), key=len)

    def patterned(self) -> Query:
        """A pattern."""
        word = self.word().lower()
        cut = self.chance.randrange(max(1, len(word) // 2), len(word) + 1)
        return self.chance.choice(
            (Prefix(word[:cut]), Suffix(word[-cut:]), Fuzzy(word, 1), Fuzzy(word[:1] + word[2:] or word, 2))
        )

    def phrase(self) -> Phrase:
        """A phrase, or words near each other."""
        words = list(self.words(self.chance.randrange(2, 4)))
        distance = self.chance.choice((None, None, 0, 2, 5))
        if distance is not None:
            self.chance.shuffle(words)
        return Phrase(tuple(words), self.chance.choice((None, None, "text", "title")), distance)

    def filter(self) -> Query:
        """What narrows."""
        chance = self.chance
        return chance.choice(
            (
                Filter("year", tuple(str(chance.randrange(2010, 2024)) for _ in range(2))),
                Filter("kind", (chance.choice(("noted", "decided", "rejected")),)),
                Dates(f"{chance.randrange(2010, 2020)}-03-01", None),
                Dates(None, f"{chance.randrange(2012, 2024)}-11-30"),
                Filter(MATTER, (chance.choice((AGAIN, ANY, chance.choice(self.ids))),)),
            )
        )


KINDS: Final[dict[str, Callable[[Texts], Query]]] = {
    "word": lambda texts: Word(texts.word()),
    "word of a zone": lambda texts: Word(texts.word(), texts.chance.choice(NAMED_ZONES)),
    "person": lambda texts: Phrase(tuple(texts.chance.choice(texts.people).split()), "person"),
    "organ": lambda texts: Word(texts.chance.choice(texts.organs), "organization"),
    "words": lambda texts: And((Word(texts.word()), Word(texts.word()))),
    "phrase": lambda texts: texts.phrase(),
    "or": lambda texts: Or((Word(texts.word()), texts.phrase(), Word(texts.word()))),
    "not": lambda texts: And((Word(texts.word()), Not(Or((Word(texts.word()), texts.patterned()))))),
    "only not": lambda texts: Not(Word(texts.word())),
    "pattern": lambda texts: texts.patterned(),
    "filter": lambda texts: And((Word(texts.word()), texts.filter(), texts.filter())),
    "only filter": lambda texts: texts.filter(),
    "everything": lambda _: All(),
    "synonyms": lambda texts: Synonyms(
        Word(texts.word()), (Word(texts.word()), And((Word(texts.word()), Word(texts.word()))))
    ),
    "prefer": lambda texts: Prefer(Or((Word(texts.word()), Word(texts.word()))), Phrase(texts.words(2), distance=2)),
    "most": lambda texts: Most(
        tuple(map(Word, texts.words(5))), (1.0, 0.5, 3.0, 2.0, 1.5), (False, True, False, False, True)
    ),
    "most nested": lambda texts: Most(
        (
            Synonyms(Most((Word(texts.word()), Word(texts.word())), (1.0, 2.0)), (Word(texts.word()),), 0.3),
            Synonyms(Word(texts.word()), (texts.phrase(),), 1.0),
            Word(texts.word()),
        ),
        (2.0, 1.0, 1.0),
    ),
    "tiers": lambda texts: Tiers(
        (And(tuple(map(Word, texts.words(3)))), Most(tuple(map(Word, texts.words(4))), (1.0,) * 4))
    ),
}


class Difference(msgspec.Struct, frozen=True):
    """What two engines do not agree on."""

    query: str
    what: str
    one: str
    other: str


class Comparison:
    """What came of comparing: how many were asked, of which kind, what differed, and how far scores were apart."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.found = 0
        self.ties = 0
        self.farthest = 0.0
        self.differences: list[Difference] = []

    def compare(self, kind: str, query: str, one: SearchResult, other: SearchResult) -> None:
        """Compare two results."""
        self.asked[kind] += 1
        self.found += bool(one.total)
        for name in ("total", "items", "facets", "phrases", "cut"):
            mine, theirs = getattr(one, name), getattr(other, name)
            if mine != theirs:
                self.differences.append(Difference(query, name, _short(mine, theirs), _short(theirs, mine)))
        mine, theirs = ([(hit.stored_item.item.id, hit.score) for hit in each.hits] for each in (one, other))
        scores = [(a, b) for (_, a), (_, b) in zip(mine, theirs, strict=False)]
        self.farthest = max([self.farthest, *(abs(a - b) for a, b in scores)])
        if any(abs(a - b) > TOLERANCE for a, b in scores) or len(mine) != len(theirs):
            self.differences.append(Difference(query, "scores", str(mine[:3]), str(theirs[:3])))
        elif [id for id, _ in mine] != [id for id, _ in theirs]:
            self._compare_order(query, mine, theirs)
        elif [hit.matter for hit in one.hits] != [hit.matter for hit in other.hits]:
            self.differences.append(Difference(query, "matters", "", ""))
        for hit, same in zip(one.hits, other.hits, strict=False):
            if hit.stored_item.item.id == same.stored_item.item.id and hit.stored_item != same.stored_item:
                self.differences.append(Difference(query, "stored", hit.stored_item.item.id, ""))

    def _compare_order(self, query: str, mine: list[tuple[str, float]], theirs: list[tuple[str, float]]) -> None:
        """Whether items stand otherwise only where their scores are nearly the same, also with what comes after."""
        last = mine[-1][1]
        known = dict(mine)
        if all(abs(known.get(id, last) - score) <= 2 * TOLERANCE for id, score in theirs):
            self.ties += 1
        else:
            self.differences.append(Difference(query, "order", str(mine[:5]), str(theirs[:5])))

    def __str__(self) -> str:
        return (
            f"{self.asked.total()} queries of {len(self.asked)} kinds, {self.found} found something: "
            f"{len(self.differences)} differences, {self.ties} with ties in another order, "
            f"scores at most {self.farthest:.1e} apart"
        )


def _short(mine: object, theirs: object) -> str:
    if isinstance(mine, dict) and isinstance(theirs, dict):
        mine = {name: value for name, value in mine.items() if theirs.get(name) != value}
    return str(mine)[:300]


def compare_queries(one: Index, other: Index, texts: Texts, number: int) -> Comparison:
    """Ask both so many queries of every kind."""
    comparison = Comparison()
    kinds = list(KINDS.items())
    for at in range(number):
        kind, made = kinds[at % len(kinds)]
        query = made(texts)
        if texts.chance.random() < 0.2:
            query = And((query, texts.filter()))
        order = texts.chance.choice(ORDERS)
        grouped = texts.chance.random() < 0.25
        results = [each.search(query, order=order, limit=FIRST, grouped=grouped) for each in (one, other)]
        comparison.compare(kind, f"{query} by {order}{', grouped' if grouped else ''}", *results)
        if (counts := [each.count(query) for each in (one, other)]) != [results[0].items] * 2:
            comparison.differences.append(Difference(str(query), "count", *map(str, counts)))
    return comparison


def compare_words(one: Index, other: Index, texts: Texts, number: int) -> list[Difference]:
    """Ask both for suggestions, titles, similar words, items and matters."""
    differences = []
    for _ in range(number):
        word = texts.word()
        bent = word[: len(word) // 2] + word[len(word) // 2 + 1 :]
        id = texts.chance.choice(texts.ids)
        asked: dict[str, Callable[[Index], object]] = {
            f"suggest {word[:3]}": lambda index: index.suggest(word[:3]),  # noqa: B023 (asked at once)
            f"titles {word[:4]}": lambda index: index.titles(word[:4]),  # noqa: B023
            f"similar {bent}": lambda index: index.similar_words(bent.lower()),  # noqa: B023
            f"item {id}": lambda index: index.stored_item(id),  # noqa: B023
            f"matter {id}": lambda index: index.matter(id),  # noqa: B023
            f"term ={word}": lambda index: index.contains_term(f"={word.lower()}"),  # noqa: B023
        }
        for what, ask in asked.items():
            mine, theirs = ask(one), ask(other)
            if mine != theirs:
                differences.append(Difference(what, "answer", str(mine)[:300], str(theirs)[:300]))
    return differences


def compare_answers(one: Index, other: Index, texts: Texts, number: int) -> Comparison:
    """Ask both whole questions, as people type them."""
    comparison = Comparison()
    settings = Settings(archive=Path("none"), question_seconds=60)
    searches = Search(settings, one), Search(settings, other)
    for _ in range(number):
        question = Question(
            query=_typed(texts),
            sort=texts.chance.choice(tuple(Sort)),
            group=texts.chance.choice((None, None, GroupBy.MATTER)),
            limit=10,
        )
        answers = [msgspec.json.decode(answer_json(search.answer(question))) for search in searches]
        comparison.asked["answer"] += 1
        comparison.found += bool(answers[0]["total"])
        for answer in answers:
            answer.pop("generation")
            for hit in answer["hits"]:
                hit["score"] = round(hit["score"], 3)
        for name in answers[0].keys() | answers[1].keys():
            mine, theirs = (answer.get(name) for answer in answers)
            if mine != theirs and not (name == "hits" and _equal_but_for_rounding(mine, theirs)):
                comparison.differences.append(Difference(question.query, name, str(mine)[:600], str(theirs)[:600]))
    return comparison


def _equal_but_for_rounding(mine: list[dict[str, object]], theirs: list[dict[str, object]]) -> bool:
    """Whether hits are the same, with scores that were rounded apart."""

    def rest(hits: list[dict[str, object]]) -> list[dict[str, object]]:
        return [{name: value for name, value in hit.items() if name != "score"} for hit in hits]

    return rest(mine) == rest(theirs)


def _typed(texts: Texts) -> str:
    """A question as somebody types it."""
    chance = texts.chance
    words = [" ".join(texts.words(chance.randrange(1, 5)))]
    extra = (
        f"organ:{texts.organs[0].split()[0]}",
        "datum:2012..2016",
        "typ:beslut",
        f"-{texts.word()}",
        f"{texts.word()[:4]}*",
    )
    if chance.random() < 0.3:
        words.append(chance.choice(extra))
    if chance.random() < 0.15:
        words[0] = f'"{words[0]}"'
    if chance.random() < 0.15 and len(words[0]) > 5:
        words[0] = words[0][:3] + words[0][4:]
    return " ".join(words)


def _of_folder(folder: Path, into: Path) -> Iterator[Meeting]:
    """The meetings of a folder of minutes."""
    from indexer.pipeline.ingest import ingest
    from indexer.storage.archive import Archive

    settings = Settings(minutes=folder, archive=into / "archive", index=into / "index")
    ingest(settings, open_index(settings.index, engine="memory"), [folder])
    yield from Archive(settings.archive).meetings()


def main(arguments: Iterable[str] | None = None) -> int:
    """Compare as the command line says; 1 where anything differs."""
    parser = argparse.ArgumentParser(description="Compare OpenSearch with the embedded engine.")
    parser.add_argument("queries", type=int)
    parser.add_argument("--items", type=int, default=2_000)
    parser.add_argument("--shards", type=int, nargs="+", default=[1, 3, 5])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--whole", type=int, default=0)
    parser.add_argument("--seed", type=int, default=3)
    told = parser.parse_args(arguments)
    failed = False
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="protokoll-")))
        every = [*(_of_folder(told.folder, folder) if told.folder else ()), *meetings(told.items)]
        print(f"{sum(len(tuple(one.walk())) for one in every)} items of {len(every)} meetings")
        embedded = open_index(folder / "embedded")
        embedded.rebuild(every)
        urls = running_urls() or stack.enter_context(passing()).urls
        for shards in told.shards:
            settings = ClusterSettings(urls=urls, name=f"comparison-{os.getpid()}", shards=shards, replicas=0)
            stack.callback(delete, settings)
            index = open_index(folder / "cluster", engine="opensearch", cluster=settings)
            started = time.monotonic()
            index.rebuild(every)
            print(f"{shards} shards, written in {time.monotonic() - started:.0f} s")
            texts = Texts(every, told.seed)
            comparisons = [compare_queries(embedded, index, texts, told.queries)]
            words = compare_words(embedded, index, texts, told.queries // 10)
            print(f"{6 * (told.queries // 10)} of words, titles, items, matters: {len(words)} differences")
            if told.whole:
                comparisons.append(compare_answers(embedded, index, texts, told.whole))
            for comparison in comparisons:
                print(comparison)
            for difference in [*words, *(each for comparison in comparisons for each in comparison.differences)][:20]:
                print(f"  {difference.what} of {difference.query}:\n    {difference.one}\n    {difference.other}")
                failed = True
            index.close()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
