"""Example words: words of the minutes at hand to show the query language with, each by the role it has in an example.

They come from the newest items: a word of a title, two words of one title, a word of a decision, who was present,
a day. Whether an example made of them has hits is for whoever shows it to ask.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from indexer.messages import day
from indexer.swedish import parts
from indexer.swedish.words import small_words
from search_ui.answer import Hit, Question, Sort
from search_ui.search.formalities import is_formality
from search_ui.search.service import Search
from search_ui.search.spelling import is_spelled

LOOKED_AT: Final = 100
"""Of the newest items, which are about what people will ask for."""
LONG: Final = 6
"""Letters of a word that says something by itself."""
_WORD: Final = re.compile(r"[^\W\d_]+")


def example_words(search: Search) -> dict[str, str]:
    """Words by their roles; a role that the minutes have no word for is left out."""
    newest = search.answer(Question(sort=Sort.NEWEST, limit=LOOKED_AT)).hits
    hits = [hit for hit in newest if not is_formality(hit.title)]
    return dict(role for role in _roles(hits, search) if role[1])


def _roles(hits: Sequence[Hit], search: Search) -> Iterator[tuple[str, str]]:
    titles = [words for hit in hits if not hit.ocr_damaged and (words := _telling(hit.title))]
    said = [word for words in titles for word in words]
    common = sorted(Counter(said).items(), key=lambda known: (-known[1], -len(known[0])))
    long = [word for word, _ in common if len(word) >= LONG + 2]
    pairs = [words for words in titles if len(words) > 1]
    one, two = pairs[0][:2] if pairs else ("", "")
    word = next(iter(long), "")
    other = next((known for known in long if known not in (word, one, two)), "")
    yield from (("word", word), ("one", one), ("two", two), ("other", other))
    yield "part", next((known[0] for one in said if (known := parts(one)) and len(known[0]) >= LONG), "")
    phrases = [phrase for hit in hits if not hit.ocr_damaged for phrase in _phrases(hit.title)]
    yield "phrase", next(iter(phrases), "")
    yield "unlike", next((phrase for phrase in phrases if one.lower() not in phrase.lower()), "")
    yield "start", word[: max(4, len(word) - 3)]
    yield "end", next((one[-LONG:] for one in said if len(one) > LONG + 2), "")
    yield "misspelled", f"{word[:2]}{word[3]}{word[2]}{word[4:]}" if len(word) > LONG else ""
    yield "decided", _first(clause.text for hit in hits for clause in hit.decisions)
    yield "said", _first(excerpt.text for hit in hits for excerpt in hit.excerpts if excerpt.field == "text")
    yield "noted", next((words[0] for hit in hits if _is_noted(hit) and (words := _telling(hit.title))), "")
    person = next((one.name for one in search.persons() if " " in one.name), "")
    yield from (("person", person), ("presenter", _presenter(hits)))
    yield from _of_meetings(hits)


def _of_meetings(hits: Sequence[Hit]) -> Iterator[tuple[str, str]]:
    """Organ, number and days of the newest item."""
    if not hits:
        return
    newest = hits[0]
    yield "organ", next(iter(_WORD.findall(newest.meeting.organization)), "").lower()
    yield "number", next((found[0] for hit in hits if (found := re.search(r"\d+", hit.number))), "")
    yield "latest", next(iter(_telling(newest.title)), "")
    try:
        on = date.fromisoformat(newest.meeting.date)
    except ValueError:
        return
    yield from (("year", str(on.year)), ("next_year", str(on.year + 1)), ("month", f"{on:%Y-%m}"))
    yield from (("next_month", f"{on:%Y-%m}"), ("day", f"{on.day}/{on.month} {on.year}"))
    yield "month_name", day(on.isoformat(), "sv").partition(" ")[2]


def _telling(text: str) -> list[str]:
    """The words of a text that say something by themselves, in small letters; no names."""
    found = _WORD.findall(text)
    words = (word.lower() for word in found if len(word) >= LONG and (word.islower() or word is found[0]))
    return [word for word in dict.fromkeys(words) if word not in small_words() and is_spelled(word)]


def _phrases(title: str) -> Iterator[str]:
    """Two words of a title that stand beside each other."""
    for one, other in pairwise(_WORD.finditer(title)):
        if title[one.end() : other.start()] == " " and other[0].islower() and min(len(one[0]), len(other[0])) > 3:
            yield f"{one[0]} {other[0]}"


def _first(texts: Iterable[str]) -> str:
    return next((words[-1] for text in texts if (words := _telling(text))), "")


def _is_noted(hit: Hit) -> bool:
    return any(clause.kind == "noted" for clause in hit.decisions)


def _presenter(hits: Iterable[Hit]) -> str:
    """The last name of somebody who presented an item."""
    passages = (one.text for hit in hits for one in hit.excerpts if one.field == "presenters")
    return next((names[-1] for text in passages if (names := _WORD.findall(text.partition(",")[0]))), "")
