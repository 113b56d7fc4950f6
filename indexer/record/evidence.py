"""Evidence: what an item says that may join it to items of other meetings: all of it the meeting's alone.

An item "§ 105 Riktlinje för parkering 2024", of "Bordlagt den 24 januari 2024, § 46", put off to the 21st, has

    number      its own diary number                         "ks 2024/123"
    place       where it stands itself                       "2024-02-07 § 105"
    earlier     what it says of its earlier handling         "2024-01-24 § 46"
    until       the day that it is put off to                "2024-02-21"
    title       its title, whatever the endings of its words
    words       the words of the title, each with what it says by being rare in Swedish; and the parts of compounds
    figures     the numbers in the title: that of another year is another matter; and months

An index keeps it as numbers (`packed`), each a kind, a weight and a hash, and whoever joins compares numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Final

import msgspec

from indexer.model import AgendaItem, DecisionKind, Meeting, Outcome
from indexer.record.citations import CitedParagraph, cited_paragraphs, days_in, diary_number, named, names_of
from indexer.record.matters import Clues
from indexer.record.outcomes import outcome_of_item
from indexer.record.words import words as word_lists
from indexer.swedish import MatchLevel
from indexer.swedish import keys as terms_of
from indexer.swedish.diacritics import fold, slug
from indexer.swedish.lexicon import lexicon
from indexer.swedish.words import small_words


class Kind(IntEnum):
    """What a key is of."""

    NUMBER = 1
    PLACE = 2
    EARLIER = 3
    UNTIL = 4
    TITLE = 5
    WORD = 6
    PART = 7
    FIGURE = 8
    MONTH = 9
    FORMAL = 10
    ORGAN = 11
    AUTHORITY = 12
    DAY = 13
    ITEM = 14


class ItemEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """What of an item may join it to others; see the module. `is_formal` says whether every meeting has the title."""

    title: str
    words: dict[str, float] = {}
    parts: dict[str, float] = {}
    figures: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    place: str = ""
    named_places: tuple[str, ...] = ()
    number: str = ""
    earlier: tuple[str, ...] = ()
    until: str = ""
    is_formal: bool = False


def evidence_of(item: AgendaItem, day: str, organization: str) -> ItemEvidence:
    """What of an item, of a meeting of an organ on a day, may join it to items of other meetings."""
    title, damaged = _LEFT_OVER.sub("", item.title), item.ocr_damaged
    written = tuple(_WORD.findall(title))
    words = {
        stem: says for word in written if word.lower() not in small_words() for stem, says in (_weighed(word, damaged),)
    }
    figures, months = _figures(title)
    return ItemEvidence(
        title=" ".join(sorted({*words, *figures, *months})),
        words=words,
        parts={part: says for word in written for part, says in _parts(word, damaged) if part not in words},
        figures=figures,
        months=months,
        place=_place(day, item.number),
        named_places=tuple(dict.fromkeys(_named_places(item.number, day, organization))),
        number=number_of(item),
        earlier=tuple(dict.fromkeys(_earlier(item, day))),
        until=_until(item),
        is_formal=_is_formal(title),
    )


def number_of(item: AgendaItem) -> str:
    """The diary number of an item, the same for every way to write it; "" for none."""
    number = diary_number(item.reference) if item.reference else None
    return f"{number.series} {number.key}".strip() if number else ""


def packed(evidence: ItemEvidence) -> tuple[int, ...]:
    """Evidence as numbers of 64 bits: four of the kind, eight of the weight, and a hash."""
    return (
        *_keys(Kind.NUMBER, filter(None, (evidence.number,))),
        *_keys(Kind.PLACE, filter(None, (evidence.place,))),
        *(key_of(Kind.PLACE, place, 1.0) for place in evidence.named_places),
        *_keys(Kind.EARLIER, evidence.earlier),
        *_keys(Kind.UNTIL, filter(None, (evidence.until,))),
        *_keys(Kind.TITLE, (evidence.title,)),
        *(key_of(Kind.WORD, word, says) for word, says in evidence.words.items()),
        *(key_of(Kind.PART, part, says) for part, says in evidence.parts.items()),
        *_keys(Kind.FIGURE, sorted(evidence.figures)),
        *_keys(Kind.MONTH, sorted(evidence.months)),
        *_keys(Kind.FORMAL, ("",) if evidence.is_formal else ()),
    )


def packed_meeting(meeting: Meeting) -> tuple[int, ...]:
    """What all items of a meeting have in common: its organ, the authority that is of, and its day."""
    authority = slug(meeting.authority or "")
    organ = meeting.id.rsplit("/", 1)[0].removeprefix(f"{authority}-")
    return (
        key_of(Kind.ORGAN, organ),
        *_keys(Kind.AUTHORITY, filter(None, (authority,))),
        key_of(Kind.DAY, meeting.date),
    )


def packed_item(item: AgendaItem, meeting: Meeting) -> tuple[int, ...]:
    """The evidence of an item, and behind a key of its own its position in the meeting and its outcome.

    An item of an agenda, or of what stands beside the minutes, is no time that its matter was up: nothing joins it, and
    it is no matter by itself.
    """
    outcome = outcome_of_item(item)
    number = _OUTCOMES.index(outcome) if outcome else len(_OUTCOMES)
    position = 0
    for part in map(int, item.position.split(".")):
        position = position << _POSITION_BITS | part
    if meeting.is_record:
        evidence = packed(evidence_of(item, meeting.date, meeting.organization))
    else:
        evidence = tuple(_keys(Kind.FORMAL, ("",)))
    return (
        *evidence,
        Kind.ITEM << KIND_AT | number << _WEIGHT_AT | position,
    )


def position_and_outcome(of_item: Sequence[int]) -> tuple[str, Outcome | None]:
    """An item's position in its meeting and its outcome, from its keys."""
    key = of_item[-1]
    number, outcome = key & HASH, _OUTCOME_AT[(key >> _WEIGHT_AT) & _MOST_STEPS]
    position = str(number & _LARGEST_POSITION)
    while number := number >> _POSITION_BITS:
        position = f"{number & _LARGEST_POSITION}.{position}"
    return position, outcome


def is_formal(of_item: Iterable[int]) -> bool:
    """Whether keys are those of an item whose title every meeting has."""
    return any(key >> KIND_AT == Kind.FORMAL for key in of_item)


def clues(order: tuple[str, str, int], of_meeting: Iterable[int], of_item: Iterable[int]) -> Clues:
    """What joining looks at, of an item with these keys in a meeting with those; see `matters.Clues`."""
    shared = {Kind(key >> KIND_AT): key & HASH for key in of_meeting}
    single: dict[Kind, int] = {}
    several: dict[Kind, list[int]] = {kind: [] for kind in (Kind.PLACE, Kind.EARLIER, Kind.FIGURE, Kind.MONTH)}
    words: dict[int, float] = {}
    parts: dict[int, float] = {}
    for key in of_item:
        kind, value = Kind(key >> KIND_AT), key & HASH
        if kind is Kind.WORD:
            words[value] = _weight(key)
        elif kind is Kind.PART:
            parts[value] = _weight(key)
        elif kind is Kind.ITEM:
            continue
        elif kind in several:
            several[kind].append(value)
        else:
            single[kind] = key if kind is Kind.NUMBER else value
    number = single.get(Kind.NUMBER, 0)
    return Clues(
        order=order,
        organ=shared.get(Kind.ORGAN, 0),
        authority=shared.get(Kind.AUTHORITY, 0),
        today=shared.get(Kind.DAY, 0),
        this_year=_hash(order[0][:4]),
        number=number & HASH,
        has_series=bool(number and _weight(number)),
        place=next(iter(several[Kind.PLACE]), 0),
        named_places=tuple(several[Kind.PLACE][1:]),
        earlier=tuple(several[Kind.EARLIER]),
        until=single.get(Kind.UNTIL, 0),
        title=single.get(Kind.TITLE, 0),
        words=words,
        parts=parts,
        figures=frozenset(several[Kind.FIGURE]),
        months=frozenset(several[Kind.MONTH]),
        is_formal=Kind.FORMAL in single,
    )


def written_words(title: str) -> tuple[str, ...]:
    """The words of a title, as they are printed."""
    return tuple(_WORD.findall(title))


def stem_of(written: str, *, damaged: bool) -> str:
    """A word as evidence has it: without its ending and its diacritics."""
    return _weighed(written, damaged)[0]


def key_of(kind: Kind, text: str, says: float = 0.0) -> int:
    """The key of a text of a kind."""
    weight = min(int(says * _STEPS), _MOST_STEPS)
    return (kind << KIND_AT) | (weight << _WEIGHT_AT) | _hash(text)


def _keys(kind: Kind, texts: Iterable[str]) -> Iterator[int]:
    """The keys of texts of a kind; a diary number with the letters of its register has a weight."""
    return (key_of(kind, text, 1.0 if kind is Kind.NUMBER and " " in text else 0.0) for text in texts)


def _weight(key: int) -> float:
    return ((key >> _WEIGHT_AT) & _MOST_STEPS) / _STEPS


@lru_cache(maxsize=50_000)
def _hash(text: str) -> int:
    """52 bits of a text: among a million texts one in ten thousand indexes has two that are the same."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little") & HASH


def _figures(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """The numbers in a title, and the months, each with its year where that is said."""
    months = frozenset(
        f"{found['month'][:3].lower()} {found['year'] or ''}".strip() for found in _MONTH.finditer(title)
    )
    figures = _FIGURE.findall(_MONTH.sub(" ", title))
    return frozenset(re.sub(r"[–:/]", "-", figure) for figure in figures), months


def _place(day: str, number: str) -> str:
    """A day and a paragraph, as citations name them; "" for an item that is no paragraph (§)."""
    found = _NUMBER.search(number)
    return f"{day} § {int(found.group())}" if found and day and "§" in number else ""


def _named_places(number: str, day: str, organization: str) -> Iterator[str]:
    """A paragraph of the year under each name of its organ: "au 2024 § 84"."""
    place = _place(day[:4], number)
    return (f"{name} {place}" for name in names_of(organization)) if place else iter(())


def _earlier(item: AgendaItem, day: str) -> Iterator[str]:
    """The places at which the item says that it was handled before."""
    if "§" not in item.text:
        return
    for section in item.sections:
        if section.kind == "earlier":
            yield from _places(cited_paragraphs(item.section_text(section)), day)
            yield from _named(cited_paragraphs(item.section_text(section)), day)
    yield from _named(cited_paragraphs(item.text[:_HEADING]), day)
    if _HANDLED.search(item.text):
        acts = (one for one in cited_paragraphs(item.text) if _HANDLED.match(one.act or ""))
        yield from _places(acts, day)


def _places(cited: Iterable[CitedParagraph], day: str) -> Iterator[str]:
    """The places of citations with a day before this one."""
    return (
        f"{one.date} § {int(one.number)}" for one in cited if len(one.date or "") == len(day) and (one.date or "") < day
    )


def _named(cited: Iterable[CitedParagraph], day: str) -> Iterator[str]:
    """The paragraphs of organs, of no day, that are cited as earlier handling: those of the same year."""
    return (f"{named(one.organ)} {day[:4]} § {int(one.number)}" for one in cited if one.organ and not one.date)


def _until(item: AgendaItem) -> str:
    """The day of the meeting that the item is put off to; "" for one that is not, or to no day."""
    for decision in item.decisions:
        if decision.kind is DecisionKind.DEFERRED:
            return next(days_in(decision.text), "")
    return ""


def _is_formal(title: str) -> bool:
    """Whether a title is one that every meeting has: "Val av justerare"; one without words is."""
    folded = " ".join(_WORD.findall(fold(title.lower())))
    return not folded or folded.startswith(_formal_titles())


@lru_cache(maxsize=50_000)
def _parts(written: str, damaged: bool) -> tuple[tuple[str, float], ...]:
    """The parts of a compound without endings and diacritics, and what each says; of a light word none."""
    if _weighed(written, damaged)[0] in _light_words():
        return ()
    found = (term[1:] for term in terms_of(written, damaged) if term[0] in _PART_LEVELS and len(term) > SHORTEST_PART)
    return tuple((fold(part), round(PART * _rarity(part), 2)) for part in found)


@lru_cache(maxsize=50_000)
def _weighed(written: str, damaged: bool) -> tuple[str, float]:
    """A word without its ending and its diacritics, and what it says."""
    own = [term[1:] for term in terms_of(written, damaged) if term[0] in _OWN_LEVELS] or [written.lower()]
    stem = min(own, key=lambda each: (len(each), each))
    rarity = min(_rarity(each) for each in {stem, own[0], stem if damaged else written.lower()})
    folded = fold(stem)
    if folded in _light_words() or stem in small_words():
        rarity *= LIGHT
    return folded, round(rarity, 2)


@lru_cache(maxsize=50_000)
def _rarity(word: str) -> float:
    """What a word says by being rare in Swedish, from LEAST to MOST."""
    forms = (word, *(word + ending for ending in _ENDINGS))
    zipf = max((form.zipf for each in forms if (form := lexicon().find(each))), default=0.0)
    return max(LEAST, min(MOST, SAYS_NOTHING - zipf))


@cache
def _light_words() -> frozenset[str]:
    """Words that say what is done with a matter and not what it is, without endings and diacritics."""
    own = (
        min((term[1:] for term in terms_of(word, False) if term[0] in _OWN_LEVELS), key=len, default=word)
        for word in word_lists("titles")["väger lätt"]
    )
    return frozenset(map(fold, own))


@cache
def _formal_titles() -> tuple[str, ...]:
    return tuple(" ".join(_WORD.findall(fold(title))) for title in word_lists("titles")["på varje möte"])


VERSION: Final = "3"
"""Changes with whatever changes a key: an index that keeps others is made again."""
SAYS_NOTHING: Final = 7.0
"""The frequency (log10 of how often in a thousand million words) of a word that says nothing: "och" has 7.5."""
MOST: Final = 6.0
LEAST: Final = 0.3
LIGHT: Final = 0.15
PART: Final = 0.5
"""What a part of a compound says beside the same word by itself."""
SHORTEST_PART: Final = 4
_HEADING: Final = 300
"""So far into an item stands in its heading the way that it came: "Sn § 50   Au § 84"."""
_STEPS: Final = 32
_MOST_STEPS: Final = 255
_OUTCOMES: Final = tuple(Outcome)
_OUTCOME_AT: Final[tuple[Outcome | None, ...]] = (*_OUTCOMES, None)
_POSITION_BITS: Final = 17
_LARGEST_POSITION: Final = (1 << _POSITION_BITS) - 1
KIND_AT: Final = 60
"""The bits of a key below its kind."""
_WEIGHT_AT: Final = 52
HASH: Final = (1 << _WEIGHT_AT) - 1
"""The bits of a key that are of its text."""
_OWN_LEVELS: Final = (MatchLevel.STEM, MatchLevel.RESTORED)
_PART_LEVELS: Final = (MatchLevel.LAST_PART, MatchLevel.PART)
_ENDINGS: Final = ("a", "e", "en", "et", "an", "ar", "er", "ad", "s")
_HANDLED: Final = re.compile(r"bordl|återremitt|behandl", re.IGNORECASE)
_LEFT_OVER: Final = re.compile(r"^[\s:.–-]*\d+(?=\s|$)|^\W+")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_NUMBER: Final = re.compile(r"\d+")
_FIGURE: Final = re.compile(r"(?<![\w.])\d+(?:[./:–-]\d+)*")
_MONTH: Final = re.compile(
    r"\b(?P<month>januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\b"
    r"(?:\s+(?P<year>(?:19|20)\d\d)\b)?",
    re.IGNORECASE,
)
