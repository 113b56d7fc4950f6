"""Generated minutes, as many as one likes: words, organs and matters grow as those of real minutes do.

The vocabulary grows by Heaps' law: a new word is one of the lexicon, then a compound of two; any other is one that was
said before, as likely as it was said often, so that words are as rare and as common as in prose. Every authority has
organs and people of its own, and matters come back with their diary number. The same seed always gives the same.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from typing import Final

import msgspec

from indexer.model import AgendaItem, Attendance, Decision, DecisionKind, Meeting
from indexer.swedish.lexicon import lexicon
from indexer.swedish.words import word_list
from tests.invented import item, meeting

HEAPS: Final = (14.0, 0.62)
"""Of n words so many are different: the factor times n to the power."""
REMEMBERED: Final = 400_000
"""So many words that were said are remembered, to be said again."""
ITEMS_A_MEETING: Final = 15
MEETINGS_AN_ORGAN: Final = 24
ORGANS: Final = ("Kommunstyrelsen", "Kommunfullmäktige", "Byggnadsnämnden", "Barnnämnden", "Miljönämnden", "Vägnämnden")
COMES_BACK: Final = 0.3
SMALL: Final = ("och", "att", "i", "för", "av", "med", "till", "om", "på", "den")
FORMS: Final = 600_000
"""So many forms the lexicon has at least; some of them are taken."""
KINDS: Final = (*DecisionKind,)


class _Words:
    """The words that are said, one after the other."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._fresh = [word for word in _lexicon_words() if word.isalpha()]
        chance.shuffle(self._fresh)
        self._nouns = [word for word in self._fresh if 3 < len(word) < 9]
        self._next = 0
        self._said: list[str] = []
        self._count = 0

    def word(self) -> str:
        """A word."""
        if self._chance.random() < 0.25:
            return self._chance.choice(SMALL)
        self._count += 1
        factor, power = HEAPS
        if not self._said or self._chance.random() < factor * power * self._count ** (power - 1):
            word = self._new()
        else:
            word = self._chance.choice(self._said)
        if len(self._said) < REMEMBERED:
            self._said.append(word)
        else:
            self._said[self._chance.randrange(REMEMBERED)] = word
        return word

    def _new(self) -> str:
        self._next += 1
        if self._next < len(self._fresh) and self._next % 3:
            return self._fresh[self._next]
        return self._chance.choice(self._nouns) + self._chance.choice(self._nouns)

    def text(self, number: int) -> str:
        """So many words, in sentences."""
        words = [self.word() for _ in range(number)]
        for at in range(0, number, 12):
            words[at] = words[at].capitalize()
            end = min(at + 11, number - 1)
            words[end] += "."
        return " ".join(words)


def meetings(items: int, seed: int = 7) -> Iterator[Meeting]:
    """Meetings of at least so many items."""
    chance = random.Random(seed)
    words = _Words(chance)
    names = [name for name in word_list("given_names.txt") if name.isalpha()]
    made = number = 0
    while made < items:
        authority = f"{chance.choice(words._nouns).capitalize()}by kommun"
        people = [
            f"{chance.choice(names).capitalize()} {chance.choice(words._nouns).capitalize()}sson" for _ in range(60)
        ]
        matters: list[tuple[str, str]] = []
        for organ in ORGANS:
            day = datetime.date(2010 + number % 12, 1 + number % 12, 1 + number % 28)
            for _ in range(MEETINGS_AN_ORGAN):
                day += datetime.timedelta(days=chance.randrange(20, 40))
                listed = [
                    _item(chance, words, matters, day.year, people, place)
                    for place in range(1, chance.randrange(3, 2 * ITEMS_A_MEETING))
                ]
                one = meeting(*listed, date=day.isoformat(), organ=organ, authority=authority)
                slug = f"{number}-{one.id}"
                yield _named(one, slug, tuple(chance.sample(people, 14)))
                made += len(listed)
                if made >= items:
                    return
            number += 1


def _item(
    chance: random.Random, words: _Words, matters: list[tuple[str, str]], year: int, people: list[str], place: int
) -> AgendaItem:
    """An item, of a matter that was there before or of a new one."""
    if matters and chance.random() < COMES_BACK:
        title, reference = chance.choice(matters[-40:])
    else:
        title = words.text(chance.randrange(2, 7)).rstrip(".")
        reference = f"KS {year}/{len(matters) + 1:05}"
        matters.append((title, reference))
    clauses = tuple(
        Decision(id="", text=f"att {words.text(chance.randrange(4, 20))}", kind=chance.choice(KINDS))
        for _ in range(chance.randrange(3))
    )
    text = words.text(min(1_200, int(chance.lognormvariate(4.6, 0.8)) + 3))
    made = item(title, text, number=f"§ {place}", reference=reference if chance.random() < 0.7 else None)
    presenters = tuple(chance.sample(people, chance.randrange(2)))
    return msgspec.structs.replace(made, decisions=clauses, presenters=presenters, ocr_damaged=chance.random() < 0.02)


def _named(one: Meeting, id: str, people: tuple[str, ...]) -> Meeting:
    """The meeting, its items and their decisions with an id of its own, and those who were there."""
    items = tuple(
        msgspec.structs.replace(
            each,
            id=f"{id}/{each.position}",
            decisions=tuple(
                msgspec.structs.replace(clause, id=f"{id}/{each.position}/b{n}")
                for n, clause in enumerate(each.decisions, 1)
            ),
        )
        for each in one.items
    )
    attendance = tuple(Attendance(name=name) for name in people)
    return msgspec.structs.replace(one, id=id, items=items, attendance=attendance)


def _lexicon_words() -> list[str]:
    """The words of the lexicon, always in the same order."""
    forms = (lexicon().numbered(number) for number in range(0, FORMS, 4))
    return [form.text for form in forms if form.zipf]
