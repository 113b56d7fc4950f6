"""Attendance: who was there, out of lists, columns and forms.

A line may hold one person or, in columns, several: "Jonas Jonsson, Bastad Elin Ask, Angelholm" is two people, because
the words between two commas end with a name. Parties, roles, substitutions, and taking part from afar are read from
what stands around the name: "Bo Ek (S), ordförande", "Ida Lund (V) ersätter Bo Ek (S) §§ 45-51", "Ida Lund (via länk)".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import msgspec

from indexer.minutes.lines.folded_text import fold, printed
from indexer.minutes.lines.lines import COLUMNS, bullet
from indexer.minutes.people.word_set import WordSet
from indexer.minutes.words import words as minutes_words
from indexer.model import Attendance, AttendanceStatus
from indexer.swedish.persons import is_given_name, person_slug

_WORD = r"(?:[A-ZÅÄÖÉÜ]|l(?=[bcdfghjkmnpqrstvxz]))[\w'’´.-]*"
"""A word with a capital, or with the small l that a scan makes of an I: "lvar"."""
_JOINED = re.compile(r"^(?:och|samt|även|jämte)\s+")
_AND_WORDS = frozenset(("och", "samt", "även", "jämte"))
_PLURAL = re.compile(r"(?:herrar|fruar|ledamöterna|ersättarna)\b", re.IGNORECASE)
_ORGAN = re.compile(
    r"(?:nämnd|styrelse|fullmäktige|råd|utskott|kommun|region|förvaltning|kontor|parti|förbund|avdelning|enhet|bolag|"
    r"organisation|förening|skola|universitet|stad)(?:en|et|n|s)?\b",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"(?:et|en|na)$")
"""How the name of an office or a unit ends ("kansliet"); what somebody is has no such ending."""
_MOVED = re.compile(
    r"^(?:kom|gick|lämna\w*|avlägsna\w*|anlän\w*|deltog|deltar|fr\.?\s?o\.?\s?m|t\.?\s?o\.?\s?m|under|ej|inte|frånvarande|"
    r"närvarande|närvarar|till|från|anmält|anmäld)\b",
    re.IGNORECASE,
)
"""What says when somebody came or went, and not what they are."""
_PARTICLE = r"(?:von|van|af|de|der|la|al|el|bin|ben|den|di|da|du|dos|ibn)"
_PARTICLES = frozenset(_PARTICLE[3:-1].split("|"))
_NAME = re.compile(rf"{_WORD}(?:\s+(?:{_PARTICLE}\s+)*{_WORD}){{1,3}}$")
_NICKNAME = re.compile(r"[\"“”„][\w -]{1,30}[\"“”]\s*")
_WORDS = re.compile(r"[^\W\d_][\w'’´.-]*(?:\s*\([^)]*\))?")
_REMOTE = re.compile(
    r"\(?\b(?:via\s+)?(?:teams|zoom|skype|l[äa]nk|digitalt?|distans|p[åa] distans|telefon)(?:m[öo]te)?\b\)?",
    re.IGNORECASE,
)
_PARTY = re.compile(r"\((?P<party>[A-ZÅÄÖ]{1,5}|[A-ZÅÄÖ]{2,4}[a-zåäö]|Fi|Kd|Mp|Sd|[smcvl]|sd|kd|mp|fp|fi|-|–)\)")
_IN_PARENTHESES = re.compile(r"\((?P<words>[^()]*)\)")
_SUBSTITUTES = re.compile(
    r"[,(]?\s*(?:ers[äa]tter|(?:tj(?:g|[äa]nstg[öo]r(?:ande)?)\.?\s+)?(?:ers(?:[äa]ttare)?\.?\s+)?f[öo]r)\s+"
    r"(?P<whom>(?-i:[A-ZÅÄÖ])[^,()]*(?:\([A-ZÅÄÖ]\w{0,4}\))?)\)?",
    re.IGNORECASE,
)
_PARAGRAPHS = re.compile(
    r"[,(]?\s*(?P<paragraphs>(?:ej\s+|fr[åa]n\s+|fr\.?\s?o\.?\s?m\.?\s+|t\.?o\.?m\.?\s+)?§{1,2}\s*\d+(?:\s*[-–,]\s*§?\s*\d+|\s+och\s+\d+)*"
    r"(?:,?\s*(?:p[åa]\s+grund\s+av|p\.?\s?g\.?\s?a\.?)?\s*j[äa]v\b)?)\)?",
    re.IGNORECASE,
)
_TWO_WORDS = frozenset(
    map(
        fold,
        [
            "östra",
            "västra",
            "norra",
            "södra",
            "stora",
            "lilla",
            "upplands",
            "mellersta",
            "region",
            "länsstyrelsen",
            "familjen",
        ],
    )
)
"""Words that begin the name of a municipality or an authority of two words."""
_SECOND_WORDS = frozenset(map(fold, ("kommun", "kommuner", "stad", "kommunförbund", "län", "universitet", "högskola")))
"""Words that end one, written with a capital or not."""
_PARTIES = frozenset(("S", "M", "SD", "C", "V", "KD", "L", "MP", "FI", "FP", "D"))
_OFFICES = (
    r"(?:ordf(?:örande)?|ledamot|ersättare|sekreterare|direktör|chef|ledare|utvecklare|strateg|handläggare|utredare|"
    r"controller|jurist|samordnare|revisor|ekonom|planerare|ingenjör|arkitekt|rektor|koordinator|administratör|"
    r"specialist|kanslist|registrator|protokollförare|justerare|kassör)"
)
_PARTY_AT_END = re.compile(rf"(?P<name>\S+\s+\S+(?:\s+\S+)?)\s+(?P<party>{'|'.join(sorted(_PARTIES - {'D'}))})")
_ROLES = re.compile(
    rf"\b(?:ordf|direktör|chef|kommundirektör|sekretariatschef|vice|adjungerad)|vd\b|{_OFFICES}(?:en|n)?\b",
    re.IGNORECASE,
)
_ROLE_AT_END = re.compile(rf"(?P<name>\S+(?:\s+\S+){{1,2}}?)\s+(?P<role>(?:[\w-]+\s+)?[\w-]*{_OFFICES})", re.IGNORECASE)
"""A name and what its bearer is, with nothing between."""
_TITLED = re.compile(rf"(?P<role>(?i:[\w-]*{_OFFICES}(?:en|n|erna|arna|na)?):?)\s+(?P<name>[A-ZÅÄÖ].*)")
"""The same the other way round: "ekonomichef Eva Storm"."""
_PRESENCE = re.compile(
    r"(?<=\S)(?:\t\s*|\s{3,})(?P<was>ja|nej|x|närvarande|frånvarande)(?=\s|$)"
    r"(?:(?:\t\s*|\s{3,})(?P<paragraphs>\d{1,4}\s*[-–]\s*\d{1,4})(?=\s|$))?",
    re.IGNORECASE,
)
"""A column that says who was there, and one for which paragraphs."""
_AND_MORE = re.compile(r"[\s,]+(?:m\.?\s?fl\b\.?|med flera)$", re.IGNORECASE)
_ASIDE = re.compile(
    r"\s*\((?:fr\.?\s?o\.?\s?m|t\.?\s?o\.?\s?m|från|till|kl|punkt|p\.)(?!\w)[^()§]*\)|\s+d\.\s?[yä]\.?(?=,|\s|$)|,\s*(?:p\.|punkt)\s*\d+(?=\s|$)",
    re.IGNORECASE,
)
"""When somebody was there, in parentheses; who of two namesakes ("d.y."); at which point of the list."""
_BETWEEN_NAMES = re.compile(r",\s*(?:och\s+|samt\s+)?|\s+(?:och|samt)\s+")
_AND = re.compile(r"\b(?:och|samt)\b")
_FIRST_NAME = re.compile(r"[A-ZÅÄÖÉ][a-zåäöéü]+(?:-[A-ZÅÄÖÉ][a-zåäöéü]+)?")
_LABEL = re.compile(r"^(?P<label>(?:[12](?::[ea])?\s+vice|[A-ZÅÄÖ])[\w ]{2,40}):\s+(?P<rest>.+)$")
_ROW_NUMBER = re.compile(r"^\d{1,2}[.)]?\s+")
_STANDS_IN = re.compile(r"\b(?:f[öo]r|ers[äa]tter)$", re.IGNORECASE)
_TIME = re.compile(
    r"(?:(?:fr[åa]n|till|fr\.?\s?o\.?\s?m\.?|t\.?\s?o\.?\s?m\.?)\s+)?(?:kl\.?\s*)?\d{1,2}[.:]\d{2}\b", re.IGNORECASE
)
_IN_TWO_LANGUAGES = re.compile(r"\s+/\s+[^/]+$")
"""An office said again in another language: "ordförande / puheenjohtaja"."""
_LONGEST_ROW = 1000


def people(
    text: str, *, status: AttendanceStatus, role: str | None = None, is_list: bool = False
) -> Iterator[Attendance]:
    """The people on one line of an attendance list; `is_list` says that "A, B" are two and not one of some place."""
    if len(text) > _LONGEST_ROW:
        return
    remote_line = _REMOTE.search(text) is not None and _REMOTE.sub("", text).strip(" :()-") == ""
    if remote_line:
        return
    text = unicodedata.normalize("NFC", text)
    text = _AND_MORE.sub("", _ROW_NUMBER.sub("", _ASIDE.sub("", text[bullet(text) :])))
    if column := _PRESENCE.search(text):
        status = AttendanceStatus.ABSENT if column["was"].lower() in ("nej", "frånvarande") else status
        only = f", §§ {column['paragraphs']}" if column["paragraphs"] else ""
        text = text[: column.start()] + only + text[column.end() :]
    for entry in _entries(text, is_list=is_list):
        if person := _person(entry, status, role):
            yield person


def once_each(attendance: Sequence[Attendance]) -> list[Attendance]:
    """The people, each once: a name that comes again, surname first or last, only adds the role and the party that it
    came with.
    """
    once: dict[str, Attendance] = {}
    for person in attendance:
        key = person_slug(person.name)
        known = once.get(key)
        if known is None:
            once[key] = person
        else:
            once[key] = msgspec.structs.replace(
                known, role=known.role or person.role, party=known.party or person.party
            )
    return list(once.values())


def first_names(text: str, *, status: AttendanceStatus) -> tuple[Attendance, ...]:
    """The people on a line that gives nothing but the first names of several ("Ylva, Hassan och Tom")."""
    names = _BETWEEN_NAMES.split(_AND_MORE.sub("", text[bullet(text) :].rstrip(". ")))
    are_names = len(names) > 1 and all(_FIRST_NAME.fullmatch(name) for name in names)
    return tuple(Attendance(name=name, status=status) for name in names) if are_names else ()


@lru_cache(maxsize=4096)
def is_row(text: str) -> bool:
    """Whether a line is one of an attendance list."""
    return next(people(text, status=AttendanceStatus.PRESENT), None) is not None


def are_several(text: str) -> bool:
    """Whether a text is a list of several people."""
    return len([*people(text, status=AttendanceStatus.PRESENT, is_list=True)]) > 1


def is_name(text: str) -> bool:
    """Whether some words are a person's name, as far as their shape tells."""
    text = _NICKNAME.sub("", text)
    return _NAME.match(text) is not None and not any(c.isdigit() for c in text)


def is_office(text: str) -> bool:
    """Whether some words name an office and nobody: "Vice ordförande", "kassör", "I viceordförande"."""
    words = text.replace("/", " ").split()
    return bool(words) and len(words) <= _MOST_WORDS_OF_OFFICE and _ROLES.search(text) is not None and not is_row(text)


_MOST_WORDS_OF_OFFICE = 5


def _entries(text: str, *, is_list: bool = False) -> Iterator[str]:
    """A line cut into its people: at semicolons and columns, then where one person ends and the next begins."""
    for cell in _cells(text):
        names = _BETWEEN_NAMES.split(cell.strip(" ,"))
        are_joined = (
            len(names) > 2
            or _AND.search(cell)
            or (is_list and len(names) == 2 and not _is_place(names[1]))
            or any(_is_titled(name) for name in names[1:])
            or _PLURAL.match(cell)
        )
        if are_joined and all(is_name(_bare(name)) or _is_titled(name) for name in names):
            yield from names
            continue
        parts = [part.strip() for part in _split_at_commas(cell)]
        if chain := _chain(cell):
            yield from chain
            continue
        entry: list[str] = []
        for one in parts:
            part = _JOINED.sub("", one)
            is_whole = _is_titled(part) or (_has_party(part) and any(map(_IN_PARENTHESES.search, entry)))
            before, name = ("", part) if is_whole or not entry else _name_at_end(part)
            if entry and name:
                yield ", ".join([*entry, before] if before else entry)
                entry = [name]
            else:
                entry.append(part)
        if entry:
            yield ", ".join(entry)


def _chain(cell: str) -> list[str]:
    """The people of a list that gives offices or parties between commas, each with what belongs to them:

    Anna Berg, kommundirektör, Carl Dahl, ekonomichef samt Eva Frid, sekreterare

    None where fewer than two people are sure to begin, or nothing is said of any of them.
    """
    parts = list(_parts(cell))
    offices = [_names_office(part) or part.upper() in _PARTIES for part in parts]
    heads = [
        _is_head(part, is_followed=following) for part, following in zip(parts, [*offices[1:], False], strict=True)
    ]
    says_more = any(offices) or any(map(_is_head_with_more, parts))
    if len(parts) < 2 or not heads[0] or sum(heads) < 2 or not says_more:
        return []
    people: list[str] = []
    for part, is_head in zip(parts, heads, strict=True):
        if is_head:
            people.append(part)
        else:
            people[-1] += f", {part}"
    return people


def _parts(cell: str) -> Iterator[str]:
    """What stands between the commas of a cell, and around a joining word where a person begins behind it."""
    for part in _split_at_commas(cell):
        joined = _JOINED.sub("", part.strip())
        pieces = _JOINT.split(joined)
        if len(pieces) > 1 and all(_is_head(piece, is_followed=False) or _names_office(piece) for piece in pieces[1:]):
            yield from pieces
        else:
            yield joined


_JOINT = re.compile(r"\s+(?:och|samt)\s+(?![^(]*\))")


def _is_head(part: str, *, is_followed: bool) -> bool:
    """Whether a person begins with a part of a list: a name, alone or with what it says of its bearer; one that is not
    known to be a person's must have an office or a party behind it.
    """
    if _is_titled(part) or _is_head_with_more(part):
        return True
    name = _bare(part)
    if not is_name(name) or _is_place(name) or _ORGAN.search(name):
        return False
    return is_followed or name != part.strip() or is_given_name(name.split()[0])


def _is_head_with_more(part: str) -> bool:
    """Whether a part names a person and, with no comma between, an office, a party, or for whom they sit."""
    rest = _PARAGRAPHS.sub("", _SUBSTITUTES.sub("", part)).strip(" ,")
    if (behind := _ROLE_AT_END.fullmatch(rest)) and is_name(behind["name"]):
        return True
    name, _, more = rest.partition(")")
    if more and _PARTY.search(f"{name})") and is_name(_bare(f"{name})")):
        return _names_office(more)
    name, dash, more = rest.replace(" – ", " - ").partition(" - ")
    if dash and is_name(_bare(name)) and _names_office(more):
        return True
    return rest != part.strip() and is_name(_bare(rest))


def _names_office(part: str) -> bool:
    """Whether a part of a list says what somebody is, and names nobody."""
    bare = _PARAGRAPHS.sub("", part).strip()
    return bool(bare) and _ROLES.search(bare) is not None and not _is_titled(bare) and not _ROLE_AT_END.fullmatch(bare)


def _is_place(text: str) -> bool:
    """Whether two words with capitals are a municipality or an organization, and not a person."""
    words = text.split()
    return fold(words[0]) in _TWO_WORDS or fold(words[-1]) in _SECOND_WORDS or words[0].isupper()


def _has_party(part: str) -> bool:
    """Whether a name stands here with its party or place in parentheses behind it, and nothing else but paragraphs."""
    part = _PARAGRAPHS.sub("", part).rstrip()
    return part.endswith(")") and is_name(_bare(part))


def _cells(text: str) -> list[str]:
    """What stands in the columns of a line, or between its semicolons."""
    listed = [part.strip() for part in text.split(";") if part.strip()]
    if len(listed) > 1 and all(_is_head(_split_at_commas(part)[0], is_followed=True) for part in listed):
        return listed
    cells = [cell.strip() for part in text.split(";") for cell in COLUMNS.split(part.strip()) if cell.strip()]
    if len(cells) == 2 and is_name(_bare(cells[0])) and not is_name(_bare(cells[1])) and "," not in text:
        return [", ".join(cells)]
    if len(cells) > 1 and not all(is_name(_bare(cell.split(",")[0])) for cell in cells):
        return [" ".join(cells)]
    return cells


def _split_at_commas(text: str) -> list[str]:
    """The parts between commas, those inside parentheses left alone."""
    return re.split(r",\s*(?![^(]*\))", text.strip(" ,"))


def _name_at_end(part: str) -> tuple[str, str]:
    """The end of one person's entry and the name of the next, when both stand between two commas."""
    words = _WORDS.findall(part)
    first = next((n for n, word in enumerate(words) if n > 0 and word[0].isupper()), None)
    if first is None:
        return part, ""
    is_double = fold(words[0]) in _TWO_WORDS or fold(words[1]) in _SECOND_WORDS
    if words[0].isupper() and len(words) == _WORDS_OF_CLUB and not is_given_name(words[1]):
        return part, ""
    keep = 2 if is_double and len(words) > 3 else max(1, first)
    name = " ".join(words[keep:])
    before = " ".join(words[:keep])
    return (before, name) if is_name(_bare(name)) and not _STANDS_IN.search(before) else (part, "")


_WORDS_OF_CLUB = 3
"""An association that begins with a short form: "SPF Seniorerna Ekby"."""


def _bare(text: str) -> str:
    """A name without what is said in parentheses."""
    return _IN_PARENTHESES.sub("", text).strip()


def _is_titled(text: str) -> bool:
    """Whether a name stands here behind what its bearer is: "kamrer Eva Storm", "Ekonomichef Eva Storm"."""
    return _TITLED.fullmatch(text) is not None or _title_before(text)[1] != text


def _title_before(entry: str) -> tuple[str | None, str]:
    """What stands before a name: the office, if it is one, and the entry from the name on."""
    words = entry.split()
    count = 0
    while count < len(words) - 1 and (words[count] in _titles() or _is_small(words[count])):
        count += 1
    rest = " ".join(words[count:])
    if not count or _STANDS_IN.search(" ".join(words[:count])) or not is_name(_bare(re.split(r"[,(]", rest)[0])):
        return None, entry
    offices = [word for word in words[:count] if word not in _addresses() and word not in _AND_WORDS]
    return " ".join(offices) or None, rest


def _is_small(word: str) -> bool:
    return (
        word[0].islower() and word not in _PARTICLES and (not _DEFINITE.search(word) or _ROLES.search(word) is not None)
    )


@cache
def _titles() -> WordSet:
    return WordSet(minutes_words("people")["titles"])


@cache
def _addresses() -> WordSet:
    return WordSet(minutes_words("people")["addresses"])


def _is_role(part: str) -> bool:
    """Whether what stands behind a name is an office: one of the known kind, or a word that is no name of an organ."""
    if _ROLES.search(part):
        return True
    is_plain = part[0].islower() and not any(c.isdigit() for c in part) and len(part.split()) <= _MOST_WORDS_OF_OFFICE
    return is_plain and not _ORGAN.search(part) and not _DEFINITE.search(part) and not _MOVED.search(part)


def _person(entry: str, status: AttendanceStatus, role: str | None) -> Attendance | None:
    entry = _JOINED.sub("", entry).rstrip(" .")
    office, entry = _title_before(entry) if not _TITLED.fullmatch(entry) else (None, entry)
    label = _LABEL.match(entry)
    own_role = None
    if label and (_ROLES.search(label["label"]) or is_name(_bare(_split_at_commas(label["rest"])[0]))):
        own_role, entry = label["label"], label["rest"]
    remote = _REMOTE.search(entry) is not None
    entry = _REMOTE.sub("", entry)
    paragraphs = ", ".join(printed(found["paragraphs"]) for found in _PARAGRAPHS.finditer(entry))
    entry = _PARAGRAPHS.sub("", entry)
    whom = _SUBSTITUTES.search(entry)
    entry = _SUBSTITUTES.sub("", entry)
    party = _PARTY.search(entry)
    entry = _PARTY.sub(", ", entry)
    aside = _IN_PARENTHESES.search(entry)
    name, *rest = [
        part.strip(" .:/–-") for part in _split_at_commas(_IN_PARENTHESES.sub("", entry)) if part.strip(" .:/–-")
    ] or [""]
    if " - " in name or " – " in name:
        name, _, behind = re.sub(" – ", " - ", name).partition(" - ")
        rest = [behind, *rest]
    if (titled := _TITLED.fullmatch(name)) and is_name(titled["name"]):
        name, rest = titled["name"], [titled["role"].rstrip(":"), *rest]
    if (unset := _ROLE_AT_END.fullmatch(name)) and is_name(unset["name"]):
        name, rest = unset["name"], [unset["role"], *rest]
    if not party and (unset := _PARTY_AT_END.fullmatch(name)) and is_name(unset["name"]):
        name, rest = unset["name"], [unset["party"], *rest]
    if not is_name(name) and len(rest) == 1 and is_name(rest[0]) and " " not in name:
        name, rest = rest[0], [name]
    if not is_name(name) or len(name) > 60:
        return None
    if aside and aside["words"].strip():
        rest.append(aside["words"].strip())
    rest = [part for part in rest if not _TIME.match(part)]
    rest = [part for part in rest if not _MOVED.search(part)]
    roles = [*filter(None, [office]), *(part for part in rest if _is_role(part))]
    affiliations = [part for part in rest if part not in roles]
    roles = roles or ([own_role] if own_role else [])
    if own_role and not _ROLES.search(own_role) and not affiliations:
        roles, affiliations = [], [own_role]
    short = next((part for part in affiliations if part.upper() in _PARTIES), None)
    if short and not party:
        affiliations.remove(short)
    return Attendance(
        name=printed(name),
        affiliation=printed(", ".join(affiliations)) or None,
        role=", ".join(printed(_IN_TWO_LANGUAGES.sub("", part)) for part in roles) or role,
        party=party["party"] if party else short,
        status=status,
        remote=remote,
        substitutes_for=printed(whom["whom"]).strip(" ,") if whom else None,
        paragraphs=paragraphs or None,
    )
