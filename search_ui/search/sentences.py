"""Sentences: whole questions that say which items are wanted, and not only what about.

    hur röstade SD om budgeten        items about the budget with a ballot
    vad beslutade KF om budgeten      items of that organ
    vem valdes till stadsrevisionen   items that elect
    senaste budgeten                  the newest first, of those whose title has it

`FORMS` is the whole list of forms. A sentence is read so where that finds something; the answer says it, and what was
typed can be asked for instead. Nothing is read into a text with signs or prefixes: who types them says how to search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import msgspec

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
    )
)
