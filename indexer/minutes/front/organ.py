"""Organ: which body met and whose it is, out of the lines that may name them.

A line of the title says it among other things: "Kommunfullmäktiges protokoll nr 3", "VIKSTA ENERGI AB", "Protokoll fört
vid sammanträde med socialnämnden i Ekby". What the words for minutes, the day and the number leave over is the name,
if a word in it ends as the names of organs do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from indexer.minutes.dates import without_date
from indexer.minutes.lines.folded_text import fold, printed
from indexer.minutes.words import words

_AUTHORITY = re.compile(
    r"(?:[A-ZÅÄÖ][\wéü-]+\s){0,3}(?:kommun|stad|Stad|Kommun|KOMMUN|STAD)\b"
    r"|Region(?:en)?\s+[A-ZÅÄÖ]\w+(?:\s[A-ZÅÄÖ][a-zåäö]+)?|[Kk]ommunalförbundet\s+[A-ZÅÄÖ][^\n,.]{2,50}"
    r"|[A-ZÅÄÖ]\w+s kommunalförbund|(?:[A-ZÅÄÖ]\w+\s)?[A-ZÅÄÖ]\w+regionen$"
)
_ASSOCIATION = re.compile(
    r"(?:(?:hsb:?s?|riksbyggen)\s+)?(?:brf|bostadsrättsföreningen|föreningen|samfällighetsföreningen)\s+.{2,60}$"
    r"|[^,.:]{0,50}(?:klubb|förening|sällskap|förbund|samfällighet)(?:en|et)?(?:\s+\w+)?$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^[*#_ ]*(?:(?:sammanträdes|mötes|styrelse|besluts?)?protokoll|minnesanteckning(?:ar|en)?|mötesanteckningar"
    r"|anteckningar|kallelse)\b"
    r"(?:\s*\(?\s*(?:nr|nummer|no)?\.?\s*\d+\s*\)?)?(?:\s*[/:-]?\s*(?:19|20)\d\d)?[\s:,–-]*(?:(?:fört|förda|från|för|över|vid|av|till|i|ordinarie)\s+){0,4}(?:sammanträdet?\s+med\s+)?",
    re.IGNORECASE,
)
_DOCUMENT_LABEL = re.compile(r"^(?:dokument(?:typ)?|typ|handling|ärende):\s+(?=\S)", re.IGNORECASE)
_MEETING_WITH = re.compile(
    r"\b(?:sammantr[äa]det?|m[öo]te|sammankomst|kallas till \w+)\s+med\s+"
    r"(?P<name>(?:[^\W\d_][\w-]*,?\s+){0,7}[^\W\d_]+)",
    re.IGNORECASE,
)
_PAGE_HEAD = re.compile(r"^(?P<words>.{3,80}?),?\s+(?:sammanträdes)?protokoll$", re.IGNORECASE)
_CARRIED = re.compile(r"\b(?P<name>[^\W\d_]{4,}?)s?protokoll(?:et)?\b", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBERS = re.compile(
    r"\b\d{1,3}\s*/\s*(?:19|20)?\d\d\b|\b(?:19|20)\d\d\b|\b\d{6}\b|\bkl(?:ockan)?\.?\s*[\d.:–-]+|\bn(?:umme)?r\.?\s*\d+"
    r"|,?\s*\b(?:verksamhets|räkenskaps)år\w*.*$|,?\s*\(?\borg(?:anisations)?\.?\s?n(?:umme)?r\b.*$"
    r"|\(\s*\d{1,4}\s*\)|\b\d{1,3}\s?\(\d{1,3}\)",
    re.IGNORECASE,
)
_ORG_NUMBER = re.compile(r",?\s*\(?\borg(?:anisations)?\.?\s?n(?:umme)?r\b.*$", re.IGNORECASE)
_PREPOSITION = re.compile(r"^(?:i|för|hos|med)\s+(?=[A-ZÅÄÖ])")
_SHORT_FORM = re.compile(r"\s*\([A-ZÅÄÖ]{2,6}\)$")
_BETWEEN = re.compile(r"\s+[·|>]\s+|\t+|\s{3,}|\s[–—]\s(?=[a-zåäö]*(?:möte|stämma)\b)")
_BREADCRUMB = re.compile(r"\s/\s")
_AROUND = " ,.:;–—-#*_|>·/"
_LONGEST_ORGAN = 90
_LONGEST_NAME = 60
_SENTENCE_ENDS = (".", "!", "?", ";")


def find_organ(lines: Sequence[str]) -> tuple[str | None, str | None]:
    """The organ and its authority, from the first line that names an organ."""
    for line in lines:
        if assembled := _assembly(line):
            return assembled
        if any(map(organ_in, _pieces(line))):
            break
    pieces = list(dict.fromkeys(piece for line in lines for piece in _pieces(line)))
    authority = next((name for piece in pieces if (name := authority_in(piece))), None)
    named = [name for piece in pieces if (name := organ_in(piece))]
    if not named:
        named = [name for line in lines if (name := _met_with(line) or _carried(line))]
    if not named:
        return None, authority
    organ = _likeliest(named)
    inside = _AUTHORITY.match(organ)
    if inside and _is_organ(organ[inside.end() :]):
        return organ[inside.end() :].strip(" ,–-"), authority or inside.group()
    above = next((name for name in named if organ != name and organ in _below(name, named)), None)
    before, comma, whose = organ.rpartition(", ")
    if comma and (_AUTHORITY.fullmatch(whose) or (authority_in(whose) and _is_organ(before))):
        return before, whose
    before, dash, whose = organ.partition(" – ")
    if dash and _is_organ(before) and _is_authority(whose) and not _is_organ(whose):
        return before.strip(), authority or whose
    before, of, whose = organ.rpartition(" i ")
    if of and _MUNICIPALITY.fullmatch(whose) and _is_organ(before):
        return before, whose
    return organ, authority or above


def _assembly(line: str) -> tuple[str, str | None] | None:
    """The organ and its authority of a meeting that is named for the whole of whom it is of: "årsmöte med Ekby
    hembygdsförening", "styrelsesammanträde med AB Ekbybostäder", "Ekby vägförening kallas till stämma".
    """
    found = _ASSEMBLY.search(line) or _CALLED.search(line)
    if found is None:
        return None
    whose = _WHEN_OR_WHERE.split(without_date(found["whose"]))[0].strip(_AROUND)
    if not whose[:1].isupper() or not (_is_authority(whose) or _ASSOCIATION.match(whose)) or _is_organ(whose):
        return None
    what = found["what"].lower()
    return "Styrelsen" if what.startswith("styrelse") else what[0].upper() + what[1:], whose


_ASSEMBLED = (
    r"(?P<what>årsmöte|års(?:stämma)|(?:förenings|bolags|års|kyrko|distrikts)?stämma|styrelse(?:möte|sammanträde))"
)
_ASSEMBLY = re.compile(rf"\b{_ASSEMBLED}t?n?\s+(?:med|i|för|hos)\s+(?P<whose>.{{3,90}})$", re.IGNORECASE)
_CALLED = re.compile(
    rf"^(?P<whose>.{{3,60}}?)\s+(?:kallas|kallar|inbjuds|inbjuder)\s+(?:\w+\s+)?till\s+(?:\w+\s+)?{_ASSEMBLED}\b",
    re.IGNORECASE,
)
_WHEN_OR_WHERE = re.compile(r",\s|\s+(?:på|i)\s(?=[a-zåäö])|\s+(?:kl\.?|den|klockan)\s|\s{2,}|\s+\d")
_MUNICIPALITY = re.compile(r"[A-ZÅÄÖ][\w-]+(?:\s[A-ZÅÄÖ][\w-]+){0,2}\s(?:kommun|stad)")


@lru_cache(maxsize=1024)
def organ_in(line: str) -> str | None:
    """The organ a line of the title names: what is left when number, date and the word for minutes are taken away."""
    line = _DOCUMENT_LABEL.sub("", line)
    if (called := CALLS.search(line)) and _is_organ(line[: called.start()]):
        return organ_in(line[: called.start()].strip(_AROUND))
    page_head = _PAGE_HEAD.match(line)
    opening = _OPENING.match(line)
    if opening is None and (met := _met_with(line)):
        return met
    if opening is None and line.endswith(_SENTENCE_ENDS):
        return None
    if dated := _before_the_day(line):
        return organ_in(dated)
    text = page_head["words"] if page_head else line[opening.end() :] if opening else line
    text = _stripped(text.split(" / ")[0] if opening else text)
    if not _is_organ(text) and _is_organ(text.removesuffix("s")):
        text = text.removesuffix("s")
    if len(text) > _LONGEST_ORGAN or not _is_organ(text) or not any(c.isupper() for c in line):
        return None
    return text[0].upper() + text[1:]


def _before_the_day(line: str) -> str | None:
    """What stands on a line before the day of the meeting, where the organ does and more stands behind the day."""
    found = _DAY_BEHIND.search(line)
    before = line[: found.start()].strip(_AROUND) if found else ""
    return before if found and _is_organ(before) and _OPENING.match(before) is None else None


CALLS = re.compile(
    r"\b(?:(?:kallas|kallar|inbjuds|inbjuder|bjuds in|hälsas)\b|(?:sammanträder|möts|håller (?:\w+ )?sammanträde)\b)",
    re.IGNORECASE,
)
"""The verb with which an agenda calls an organ to its meeting."""
_DAY_BEHIND = re.compile(
    r"\s(?:den\s+)?(?:(?:19|20)\d\d-\d\d-\d\d|\d{1,2}\s+[a-zåäö]{3,9}\s+(?:19|20)\d\d)(?=\s*(?:kl|,|\d))"
)


def authority_in(line: str) -> str | None:
    """Whose the organ is, where a line names that and no organ."""
    line = _PREPOSITION.sub("", _ORG_NUMBER.sub("", line.strip(_AROUND)))
    if _ASSOCIATION.match(line) and not _is_organ(line):
        return line
    found = _AUTHORITY.match(line)
    if found is not None:
        name = found.group().strip()
        if " " in name:
            return name
    name = _stripped(line)
    is_name = name and name[0].isupper() and len(name) <= _LONGEST_NAME and ":" not in name
    return name if is_name and not _is_organ(name) and _is_authority(name) else None


def in_usual_case(name: str, *, is_organ: bool = False) -> str:
    """A name printed in capitals as it is otherwise written: VADSJÖ KOMMUN is Vadsjö kommun, TEKNISKA NÄMNDEN Tekniska
    nämnden; any other name as it is.
    """
    if not name.isupper() or max(map(len, name.split())) < _SHORTEST_IN_CAPITALS:
        return name
    written: list[str] = []
    is_place = False
    for n, word in enumerate(name.split()):
        small = word.lower()
        is_common = small in _SMALL_WORDS or (_GENERIC.fullmatch(small) if not is_organ else not is_place)
        is_short_form = word in words("organs")["authorities"] or (len(word) <= _SHORT and small not in _SMALL_WORDS)
        is_place = small in _BEFORE_PLACES
        written.append(word if is_short_form else small if is_common and n else _with_capitals(small))
    return " ".join(written)


def _with_capitals(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


_SHORTEST_IN_CAPITALS = 4
_SHORT = 3
_SMALL_WORDS = frozenset(("i", "för", "och", "av", "vid", "med", "på", "samt"))
_BEFORE_PLACES = frozenset(("i", "vid", "brf"))
_GENERIC = re.compile(r"(?:kommuns?|stads?|län|landsting|kommunalförbund|kommunförbund|brandförsvar)")


def _is_authority(name: str) -> bool:
    """Whether a name ends as those of authorities do, or begins so ("Räddningsförbundet Två Åar")."""
    first, *others = name.split()
    if not others and _GENERIC.fullmatch(first.lower()):
        return False
    return _ends_as_authorities(others[-1] if others else first) or (
        bool(others) and (others[0][0].isupper() or others[0] in _OF) and _ends_as_authorities(first)
    )


def _ends_as_authorities(word: str) -> bool:
    """Whether a word is one that the name of an authority ends with, scanned without its marks too."""
    return _authority_word().fullmatch(word) is not None or _folded_authority_word().fullmatch(fold(word)) is not None


def broken_authority(lines: Iterable[Sequence[str]]) -> str | None:
    """The municipality whose name goes on in the first cell of the next line: "VÄSTRA EKBY" above "KOMMUN"."""
    above = ""
    for first, *_ in lines:
        if first.lower() in _MUNICIPAL and _BROKEN_NAME.fullmatch(above):
            return f"{above} {first}"
        above = first
    return None


_MUNICIPAL = frozenset(("kommun", "stad"))
_BROKEN_NAME = re.compile(r"[A-ZÅÄÖ][\w-]+(?:\s[A-ZÅÄÖ][\w-]+){0,2}")


def title_name(lines: Iterable[str]) -> str | None:
    """What the title calls those who met, where it names no organ: "Mötesprotokoll Sångkören Lyran"."""
    for line in lines:
        for piece in _pieces(line):
            name = _stripped(piece)
            is_name = name[:1].isupper() and 3 <= len(name) <= _LONGEST_NAME and not line.rstrip().endswith((".", ":"))
            if is_name and sum(c.isalpha() for c in name) * 2 > len(name):
                return name
    return None


_OF = ("i", "vid", "för")
"""What may stand between what an authority is and its name: "Studentkåren i Ekby"."""


def _pieces(line: str) -> Iterator[str]:
    """What stands on a line, cut at columns and where one thing is set off from another."""
    cut = [printed(piece) for piece in _BETWEEN.split(line)]
    for piece in cut:
        steps = _BREADCRUMB.split(piece)
        yield from (step.strip(_AROUND.replace(".", "")) for step in (reversed(steps) if len(steps) > 2 else [piece]))


def _stripped(text: str) -> str:
    """A piece of the title without day, time, number and the words of every title."""
    text = _NUMBERS.sub(" ", _EMAIL.sub(" ", without_date(text)))
    text = _PREPOSITION.sub("", " ".join(text.split()).strip(_AROUND))
    while True:
        bare = _template().sub("", text).strip(_AROUND)
        if bare == text:
            return _SHORT_FORM.sub("", text)
        text = bare


def _met_with(line: str) -> str | None:
    """The organ of "sammanträde med socialnämnden i Ekby"."""
    found = _MEETING_WITH.search(line)
    if found is None or not (end := _organ_word().search(fold(found["name"]))):
        return None
    name = found["name"][: end.end()]
    return name[0].upper() + name[1:]


def _carried(line: str) -> str | None:
    """The organ whose name the word for minutes begins with: "Styrelseprotokoll"."""
    for found in _CARRIED.finditer(line):
        name = found["name"].lower()
        if fold(name) not in _MEETINGS and _organ_word().fullmatch(fold(name)):
            return name.capitalize() + ("n" if name.endswith("else") else "")
    return None


_MEETINGS = frozenset(map(fold, ("möte", "sammanträde")))
"""What every organ has."""


def _likeliest(named: Sequence[str]) -> str:
    """The first organ named, but for a board on whose paper a general meeting's minutes are printed."""
    first = named[0]
    if met := next((name for name in named[1:] if _is_meeting_of(first, name)), None):
        return met
    if below := _below(first, named):
        return below[0]
    if fold(first) in _BOARDS:
        return next((name for name in named if _GENERAL.search(fold(name))), first)
    return first


def _is_meeting_of(meeting: str, organ: str) -> bool:
    """Whether a word for a meeting is that of an organ that is named too: "Presidiemöte" of the presidium."""
    what = fold(meeting).removesuffix(fold("möte"))
    is_word = " " not in meeting and what != fold(meeting) and len(what) > _SHORTEST_OF_MEETING
    return is_word and any(word.startswith(what[:-1]) for word in fold(organ).split()) and organ != meeting


_SHORTEST_OF_MEETING = 5


def _below(first: str, named: Sequence[str]) -> list[str]:
    """The committees named directly behind a parliament, on whose paper their minutes are."""
    is_parliament = fold(first).endswith(_PARLIAMENTS)
    return [name for name in named[1:2] if is_parliament and _COMMITTEE.search(fold(name))]


_PARLIAMENTS = tuple(map(fold, ("lagting", "landsting", "riksdagen", "fullmäktige")))
_COMMITTEE = re.compile(rf"{fold('utskott')}(?:et)?$")
_BOARDS = frozenset(map(fold, ("styrelse", "styrelsen")))
_GENERAL = re.compile("|".join(map(fold, ("stämma", "årsmöte"))))


def _is_organ(text: str) -> bool:
    return _organ_word().search(_MEETING_WORD.sub(" ", fold(text))) is not None


_MEETING_WORD = re.compile(rf"\w*{fold('sammanträde')}\w*")
"""It ends as a council's name does (rådet), once scanned letters are brought together."""


@cache
def _organ_word() -> re.Pattern[str]:
    """A word that the name of an organ ends with, alone or in a compound, in folded text."""
    endings = sorted(map(fold, words("organs")["endings"]), key=len, reverse=True)
    return re.compile(rf"[^\W\d_]*(?:{'|'.join(endings)})\b")


@cache
def _authority_word() -> re.Pattern[str]:
    """A word that the name of an authority ends with; short ones are written in capitals."""
    long = [word for word in words("organs")["authorities"] if not word.isupper()]
    short = [word for word in words("organs")["authorities"] if word.isupper()]
    return re.compile(rf"(?i:\w*(?:{'|'.join(long)})s?)|{'|'.join(short)}")


@cache
def _folded_authority_word() -> re.Pattern[str]:
    """The long ones of these words, in folded text."""
    long = [fold(word) for word in words("organs")["authorities"] if not word.isupper()]
    return re.compile(rf"\w*(?:{'|'.join(long)})s?")


@cache
def _template() -> re.Pattern[str]:
    """A word of every title, at either end of one."""
    listed = "|".join(sorted(words("organs")["template"], key=len, reverse=True))
    return re.compile(
        rf"^(?:{listed})\b(?:\s+(?:fört|förda|från|för|över|vid|av|till|i)\b)*|\b(?:{listed})$", re.IGNORECASE
    )
