"""Sentences: whole questions that say which items are wanted, and not only what about.

    hur röstade SD om budgeten        items about the budget with a ballot
    vad beslutade KF om budgeten      items of that organ
    vem valdes till stadsrevisionen   items that elect
    kommunstyrelsen 28 februari 2024  what stands in that organ's minutes of the day
    budget november 2023              items about the budget in the minutes of the month
    senaste budgeten                  the newest first, of those whose title has it

`FORMS` is the whole list of forms. A sentence is read so where that finds something; the answer says it, and what was
typed can be asked for instead. Nothing is read into a text with signs or prefixes: who types them says how to search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import msgspec

from indexer.index.zones import MONTHS
from indexer.swedish.words import asking_words
from search_ui.search.query_expansion import synonyms
from search_ui.search.reworded import RewordedQuery, Rewording

LONGEST: Final = 150
"""The characters of a sentence; a longer text is about more than one thing."""
_PLAIN: Final = re.compile(r"[\w\s,.?!&/-]+")
_ABOUT: Final = r"(?:om|kring|angående|gällande|för|i frågan om|i fråga om|när det gäller|när det gällde|i|till)"
_TEXT: Final = r"(?P<about>\S.*?)"
_END: Final = r"[\s?!.]*"
_BALLOT: Final = "(röst:ja ELLER röst:nej)"
_MONTH: Final = f"(?:{'|'.join(MONTHS)})"
_MONTH_OF_YEAR: Final = rf"{_MONTH},? (?:19|20)\d\d|(?:19|20)\d\d-(?:0[1-9]|1[0-2])"
_DAY: Final = rf"\d{{1,2}}(?::e)? {_MONTH}(?:,? (?:19|20)\d\d)?|\d{{1,2}}/\d{{1,2}}(?:[ -](?:19|20)\d\d)?"
_DATE: Final = rf"{_DAY}|(?:19|20)\d\d-\d\d-\d\d|{_MONTH_OF_YEAR}"
_IN: Final = r"(?:,|(?: i| under| från| för| av| på| den)*)"
_MINUTES: Final = r"(?:(?:protokoll(?:et)?|mötet?|sammanträdet?|beslut(?:en)?|ärenden(?:a)?)\b)"
_ORGAN: Final = (
    r"(?:KF|KS|\S[\w\s,-]*(?:nämnd|styrelse|fullmäktige|utskott|beredning|direktion|delegation|presidi|råd)"
    r"(?:en|n|et|um|umet)?)"
)

FormReading: TypeAlias = Callable[[re.Match[str]], Iterator[RewordedQuery]]


def readings_of(typed: str) -> Iterator[RewordedQuery]:
    """What a sentence may be read as, the surest first; nothing for a text that is no sentence of a known form."""
    if len(typed) <= LONGEST and _PLAIN.fullmatch(typed):
        for form, read in FORMS:
            match = form.fullmatch(typed.strip())
            if match:
                yield from read(match)


def _votes(match: re.Match[str]) -> Iterator[RewordedQuery]:
    """Items with ballots about something."""
    who = match.groupdict().get("who") or ""
    yield msgspec.structs.replace(_reworded(match, f"{match['about']} {_BALLOT}", Rewording.VOTES), who=who)


def _votes_of(match: re.Match[str]) -> Iterator[RewordedQuery]:
    """Items in whose ballots somebody voted so."""
    option = "nej" if match["option"].lower() in _AGAINST else "ja"
    yield _reworded(match, f"{match['about']} röst:{option}", Rewording.VOTES)


def _decisions_of(match: re.Match[str]) -> Iterator[RewordedQuery]:
    """Items of the organ that is asked about."""
    who = match["who"]
    for name in (who, *synonyms().of(who)):
        yield _reworded(match, f'{match["about"]} organ:"{name}"', Rewording.READ)


def _elections(match: re.Match[str]) -> Iterator[RewordedQuery]:
    """Items that elect, the newest first."""
    yield _reworded(match, f"{match['about']} typ:val", Rewording.NEWEST)


def _newest(match: re.Match[str]) -> Iterator[RewordedQuery]:
    """The newest items whose title has the words, or else that have them."""
    words = f"{match['before']} {match['after']}".strip(" ?!.").split()
    about = " ".join(word for word in words if word.lower() not in asking_words())
    if about:
        yield _reworded(match, f"titel:({about})", Rewording.NEWEST)
        yield _reworded(match, about, Rewording.NEWEST)


def _reworded(match: re.Match[str], text: str, why: Rewording) -> RewordedQuery:
    """A sentence read so; `as_typed` has the words that say how it was read between quotation marks."""
    typed = match.string
    start, end = match.span("asked")
    as_typed = f'{typed[:start]}"{typed[start:end]}"{typed[end:]}'
    return RewordedQuery(text=text, as_typed=as_typed, why=why)


def _minutes_of(match: re.Match[str]) -> Iterator[RewordedQuery]:
    """What an organ's minutes of a day or a month have."""
    who = match["who"]
    for name in (who, *synonyms().of(who)):
        yield _reworded(match, f'organ:"{name}" datum:{match["asked"]}', Rewording.READ)


def _in_month(match: re.Match[str]) -> Iterator[RewordedQuery]:
    """Items about something in the minutes of a month, and those that name the month; all when nothing is named."""
    about, month = match["about"], match["asked"]
    every = re.fullmatch(_MINUTES, about, re.IGNORECASE)
    text = f"datum:{month}" if every else f"({about} datum:{month}) ELLER ({about} {month})"
    yield _reworded(match, text, Rewording.READ)


_AGAINST: Final = frozenset(("nej", "nej till", "emot", "mot"))

FORMS: Final[tuple[tuple[re.Pattern[str], FormReading], ...]] = tuple(
    (re.compile(form, re.IGNORECASE), read)
    for form, read in (
        (rf"(?P<asked>hur (?:har )?(?:röstade|röstar|röstat)) (?P<who>.+?) {_ABOUT} {_TEXT}{_END}", _votes),
        (rf"(?P<asked>hur röstades det|hur gick omröstningen|omröstning(?:en)?) {_ABOUT} {_TEXT}{_END}", _votes),
        (
            rf"(?P<asked>(?:vem|vilka)(?: partier| politiker| ledamöter)? röstade"
            rf" (?P<option>ja till|nej till|för|emot|mot|ja|nej)) {_TEXT}{_END}",
            _votes_of,
        ),
        (
            rf"(?P<asked>(?:vad|vilka beslut|hur) (?:har )?(?:beslutade|beslutat|beslöt|bestämde|fattade|tog))"
            rf" (?P<who>.+?) {_ABOUT} {_TEXT}{_END}",
            _decisions_of,
        ),
        (
            rf"(?P<asked>(?:vem|vilka) (?:valdes|utsågs|blev valda?|valdes in))(?: till| som| i)? {_TEXT}{_END}",
            _elections,
        ),
        (
            rf"(?P<asked>(?:vem|vilka) är) (?P<about>(?:vice |ny )?(?:ordförande|ledamot|ledamöter|ersättare|revisor"
            rf"|revisorer|nämndeman|nämndemän) .+?){_END}",
            _elections,
        ),
        (
            r"(?:vad är (?:det )?|vilket är (?:det )?|visa )?(?P<before>.*?)\b(?:de[nt]? )?"
            r"(?P<asked>senaste nytt(?: om)?|senaste besluten?(?: om)?|senaste|senast|nyaste)\b(?P<after>.*)",
            _newest,
        ),
        (
            rf"(?:{_MINUTES}{_IN} )?(?P<who>{_ORGAN})s?(?: {_MINUTES})?{_IN} (?P<asked>{_DATE}){_END}",
            _minutes_of,
        ),
        (rf"{_TEXT}{_IN} (?P<asked>{_MONTH_OF_YEAR}){_END}", _in_month),
    )
)
