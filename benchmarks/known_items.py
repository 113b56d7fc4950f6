"""Known items: questions made from minutes, each with the one item that it was made from.

    python -m benchmarks.known_items FOLDER

indexes the minutes in a folder into a temporary one and asks for every item by

    title       its title as printed
    lemmas      the dictionary forms of its title's words (simplemma's, which the search does not use when asked)
    parts       the parts of its rarest compound, as words: "bostad försörjning rapport"
    unmarked    its title typed without å, ä and ö

and prints the mean reciprocal rank of the item among the first 20. What cannot be told apart is one answer, and its
first counts: items with the same title (*Frågestund*), and for `parts` all that have the compound in any form, since
the rarest compound of an item may stand in fifty others. `no hit` is the share of parts of the minutes' compounds, each
asked for alone, that find nothing.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
import simplemma

from indexer.index import index_of
from indexer.index.documents import StoredItem
from indexer.index.query import All
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from indexer.swedish import parts
from indexer.swedish.stem import stems
from indexer.swedish.tokens import written_words
from search_ui.answer import Question
from search_ui.search.service import Search

DEPTH = 20
PLAIN = str.maketrans("åäöÅÄÖ", "aaoAAO")


class KnownItem(msgspec.Struct, frozen=True):
    """A question, how it was made, the title of its item, and the items that answer it."""

    kind: str
    query: str
    title: str
    right: frozenset[str]


class Missed(msgspec.Struct, frozen=True):
    """A question whose item did not come first."""

    kind: str
    query: str
    rank: int
    title: str
    first: str


def index(folder: Path, where: Path) -> Search:
    """A search over the minutes of a folder, indexed below `where`."""
    settings = Settings(minutes=folder, archive=where / "archive", index=where / "index")
    engine = index_of(settings)
    report = ingest(settings, engine, sorted(path for path in folder.rglob("*") if path.suffix != ".json"))
    print(f"{report.new} files, {len(report.failed)} unread, {report.items} items")
    return Search(settings, engine)


def stored_items(service: Search) -> list[StoredItem]:
    """Every item that is indexed."""
    found = service.index.search(All(), limit=1_000_000)
    return [ranked.stored_item for ranked in found.hits]


def questions(items: list[StoredItem]) -> Iterator[KnownItem]:
    """The questions that are made from these items."""
    titled, holding = _by(items, lambda stored_item: {_key(stored_item)}), _by(items, _compounds)
    for stored_item in items:
        title, same = _plain_title(stored_item), titled[_key(stored_item)]
        yield KnownItem("title", title, title, same)
        yield KnownItem("lemmas", " ".join(simplemma.lemmatize(word, lang="sv") for word in title.split()), title, same)
        compounds = _compounds(stored_item)
        if compounds:
            rarest = min(compounds, key=lambda word: (len(holding[word]), -len(word), word))
            yield KnownItem("parts", " ".join(parts(compounds[rarest])), title, holding[rarest])
        if title.translate(PLAIN) != title:
            yield KnownItem("unmarked", title.translate(PLAIN), title, same)


def score(service: Search, asked: Iterable[KnownItem]) -> tuple[dict[str, list[float]], list[Missed]]:
    """The reciprocal ranks of each kind of question, and what did not come first."""
    ranks: dict[str, list[float]] = {}
    missed = []
    for one in asked:
        hits = service.answer(Question(query=one.query, limit=DEPTH)).hits
        rank = next((rank for rank, hit in enumerate(hits, 1) if hit.id in one.right), 0)
        ranks.setdefault(one.kind, []).append(1 / rank if rank else 0.0)
        if rank != 1:
            missed.append(Missed(one.kind, one.query, rank, one.title, hits[0].title if hits else ""))
    return ranks, missed


def parts_without_a_hit(service: Search, items: list[StoredItem]) -> tuple[list[str], int]:
    """The parts of compounds that find nothing when asked for alone, and how many parts there are."""
    asked = sorted(
        {part for stored_item in items for word in _words(stored_item) for part in parts(word) if len(part) > 2}
    )
    found_none = [part for part in asked if not service.answer(Question(query=part, limit=1)).total]
    return found_none, len(asked)


def _by(items: list[StoredItem], keys: Callable[[StoredItem], Iterable[str]]) -> dict[str, frozenset[str]]:
    """The ids of the items that have each key."""
    having: dict[str, set[str]] = {}
    for stored_item in items:
        for key in keys(stored_item):
            having.setdefault(key, set()).add(stored_item.item.id)
    return {key: frozenset(those) for key, those in having.items()}


def _compounds(stored_item: StoredItem) -> dict[str, str]:
    """The compounds of an item by their stems, each in one of its forms."""
    return {stems(word)[0]: word for word in sorted(_words(stored_item)) if parts(word)}


def _words(stored_item: StoredItem) -> set[str]:
    """The words of an item, in small letters, that are words through and through."""
    return {word.text.lower() for word in written_words(stored_item.item.text) if word.text.isalpha()}


def _plain_title(stored_item: StoredItem) -> str:
    """The title on one line."""
    return " ".join(stored_item.item.title.split())


def _key(stored_item: StoredItem) -> str:
    """What titles that say the same have in common."""
    return _plain_title(stored_item).lower()


def main(folder: Path) -> None:
    """Print the scores of the minutes in a folder, and with --missed the questions whose item did not come first."""
    with tempfile.TemporaryDirectory(prefix="protokoll-known-") as where:
        service = index(folder, Path(where))
        items = stored_items(service)
        ranks, missed = score(service, questions(items))
        for kind, those in ranks.items():
            print(f"{kind:10} {len(those):5} questions  MRR {sum(those) / len(those):.4f}")
        nothing, asked = parts_without_a_hit(service, items)
        print(f"{'no hit':10} {asked:5} parts      share {len(nothing) / max(1, asked):.4f}  {' '.join(nothing[:20])}")
        if "--missed" in sys.argv:
            for one in missed:
                print(f"{one.kind:9} rank {one.rank:2}  {one.query[:90]!r}\n  wanted {one.title[:90]!r}")
                print(f"  first  {one.first[:90]!r}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
