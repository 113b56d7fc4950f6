"""Generated questions asked of an index: none may raise, none may take long, and memory may not grow.

    python -m tests.stress.queries 1000000              of the minutes that ship
    python -m tests.stress.queries 20000 --items 10000  of as many items, those of the shipped minutes over and over

The same number always asks the same questions: words of the index, words that are not in it, every sign and prefix of
the language, characters nobody types, in any order.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from indexer.errors import BadQuestion
from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.model import AgendaItem, Meeting
from indexer.settings import Settings
from search_ui.answer import Question, Sort
from search_ui.output.answer_formats import answer_json
from search_ui.query import read
from search_ui.query.tokens import FIELDS
from search_ui.search.service import Search
from tests.shipped import shipped

TOLD = 20
"""How often a run says how far it has come, and what memory it takes."""
PRINTED = 100
"""The most characters of a question that are printed: seed and number make it again."""
SLOW = 2.0
"""Seconds of the processor that no question may take; a busy machine says nothing of the question."""
SIGNS = (
    *(
        '"',
        '"',
        "”",
        "»",
        "(",
        ")",
        "(",
        ")",
        "-",
        "–",
        "*",
        "~",
        "~2",
        "?",
        ":",
        "..",
        ",",
        "/",
        "§",
        "§ ",
        "&",
        "+",
        "'",
    ),
    *(
        " ELLER ",
        " OCH ",
        " INTE ",
        " NÄRA ",
        " NÄRA/3 ",
        " OR ",
        " AND ",
        " NOT ",
        " NEAR ",
        " ",
        " ",
        " ",
        " ",
        " ",
        " ",
    ),
    *(
        "2024",
        "2024-05",
        "17/5 2024",
        "maj",
        "igår",
        "förra året",
        "2024-03..2025-06",
        "uppdrag",
        "KS 2024/00123",
        "45",
    ),
    *(
        "\0",
        "\ud800",
        "\u200b",
        "\u00ad",
        "\u0308",
        "\n",
        "\x1b[31m",
        "🏫",
        "ﬁ",
        "٣",
        "\u202e",
        "<b>",
        "{}",
        "\\",
        "%s",
    ),
    *(f"{name}:" for name in sorted(FIELDS)),
)


def questions(number: int, words: Sequence[str], seed: int = 4) -> Iterator[Question]:
    """So many questions, always the same for the same words."""
    chance = random.Random(seed)
    for _ in range(number):
        yield Question(
            query=_typed(chance, words),
            since=chance.choice((None,) * 9 + ("2024", "maj 2024", "skola")),
            filters={
                "year": chance.choice(((),) * 9 + (("2024",), ("2024", "2025"))),
                "kind": chance.choice(((),) * 9 + (("noted",), ("finns inte",))),
            },
            sort=chance.choice(tuple(Sort)),
            offset=chance.choice((0,) * 9 + (10, 10**9)),
            limit=chance.choice((0, 1, 10)),
            strict=chance.random() < 0.05,
        )


def _typed(chance: random.Random, words: Sequence[str]) -> str:
    """A text as someone might type it, or as nobody would."""
    if chance.random() < 0.02:
        return chance.choice(SIGNS) * chance.randrange(1, 2000)
    pieces = []
    for _ in range(min(60, int(chance.expovariate(0.2)) + 1)):
        kind = chance.random()
        if kind < 0.45:
            pieces.append(chance.choice(words))
        elif kind < 0.55:
            pieces.append(_patterned(chance, chance.choice(words)))
        else:
            pieces.append(chance.choice(SIGNS))
        pieces.append(" " if chance.random() < 0.5 else "")
    return "".join(pieces)


def _patterned(chance: random.Random, word: str) -> str:
    """A word cut, starred, or misspelled."""
    cut = chance.randrange(1, len(word) + 1)
    return chance.choice(
        (word[:cut] + "*", "*" + word[cut - 1 :], word[:cut] + word[cut + 1 :] + "~", word[:cut] + "~2")
    )


def crowd(items: int, folder: Path) -> Search:
    """A search over so many items: those of the shipped minutes, with other dates, again and again."""
    originals = [shipped().meeting(listed.id) for listed in shipped().meetings()]
    each = sum(len(tuple(meeting.walk())) for meeting in originals)
    index = WhooshIndex(folder)
    index.rebuild(_copy(meeting, n) for n in range(-(-items // each)) for meeting in originals)
    return Search(Settings(index=folder, archive=folder / "archive"), index)


def _copy(meeting: Meeting, number: int) -> Meeting:
    """The meeting once more, so many weeks later."""
    date = datetime.date.fromisoformat(meeting.date) + datetime.timedelta(weeks=number)
    id = f"{meeting.id}-{number}"
    items = tuple(_moved(item, meeting.id, id) for item in meeting.items)
    return msgspec.structs.replace(meeting, id=id, date=date.isoformat(), items=items)


def _moved(item: AgendaItem, before: str, after: str) -> AgendaItem:
    """The item, and those below it, in another meeting."""
    items = tuple(_moved(inner, before, after) for inner in item.items)
    return msgspec.structs.replace(item, id=item.id.replace(before, after), items=items)


class Outcome:
    """What came of asking: errors with their questions, the slowest question, and memory in MB as it went."""

    def __init__(self) -> None:
        self.asked = self.found = self.refused = 0
        self.errors: list[tuple[str, str]] = []
        self.slowest = (0.0, "")
        self.memory: list[float] = []

    def __str__(self) -> str:
        return (
            f"{self.asked} questions: {self.found} found something, {self.refused} refused; "
            f"{len(self.errors)} uncaught, slowest {self.slowest[0]:.3f} s, "
            f"{(self.memory or [0])[-1]:.0f} MB"
        )


def ask(
    search: Search, number: int, *, seed: int = 4, whole: int = 1, told: Callable[[Outcome], None] = lambda _: None
) -> Outcome:
    """Ask so many questions, of every `whole`th the whole answer as JSON; only a BadQuestion may be raised."""
    words = [suggestion.text for suggestion in search.index.suggest("", 100_000)]
    outcome = Outcome()
    for asked, question in enumerate(questions(number, words, seed), 1):
        started = time.process_time()
        try:
            if asked % whole:
                found = search.index.search(read(question.query, today=search.today()).query, limit=10).total
            else:
                answer = search.answer(question)
                answer_json(answer)
                found = answer.total
            outcome.found += bool(found)
        except BadQuestion:
            outcome.refused += 1
        except Exception as error:
            outcome.errors.append((question.query, repr(error)))
        outcome.slowest = max(outcome.slowest, (time.process_time() - started, question.query))
        outcome.asked = asked
        if asked % max(1, number // TOLD) == 0:
            gc.collect()
            outcome.memory.append(_memory())
            told(outcome)
    return outcome


def _memory() -> float:
    """The memory in use now, or where that is not told the most there was, in MB."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return round(int(statm.read_text().split()[1]) * resource.getpagesize() / 1e6, 1)
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, 1)


def _short(question: str) -> str:
    """A question fit to be printed."""
    return repr(question) if len(question) <= PRINTED else f"{question[:PRINTED]!r}... ({len(question)} characters)"


def main() -> int:
    """Ask as many questions as the command line says; 1 when one raised or was slow."""
    parser = argparse.ArgumentParser(description="Ask generated questions.")
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--items", type=int, default=0)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="protokoll-") as folder:
        search = crowd(told.items, Path(folder)) if told.items else shipped()
        outcome = ask(search, told.number, seed=told.seed, told=print)
    for query, error in outcome.errors[:20]:
        print(f"{error}: {_short(query)}")
    print(f"slowest: {_short(outcome.slowest[1])}")
    print(f"memory MB: {' '.join(f'{megabytes:.0f}' for megabytes in outcome.memory)}")
    return 1 if outcome.errors or outcome.slowest[0] > SLOW else 0


if __name__ == "__main__":
    sys.exit(main())
