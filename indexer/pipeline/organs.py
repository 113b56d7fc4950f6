"""Organs: one body, one id; which organ of which municipality each file's minutes are of, when all files are looked at.

A file may print no municipality, or spell the organ in its own way: "Kommunfullmäktige", "GÖTEBORGS STADS
KOMMUNFULLMÄKTIGE". What it lacks is told by the register and the settings, by the name of a folder above it, or by
neighbours: files in the same folder that print it for an organ of that name, where the folder knows of no other
municipality. A folder that is named by nothing but years, organs and kinds of documents has the neighbours of the one
above. Doubt never joins: then the minutes stay as they are printed, with a remark.

What comes out depends on which files there are and on nothing else: in whatever order they arrived, in one run or in
several, they get the same ids.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePath
from typing import Final, NamedTuple

import msgspec

from indexer.minutes.front.guesses import UNKNOWN_ORGAN
from indexer.minutes.front.organ import authority_in, find_organ
from indexer.minutes.ids import slug
from indexer.minutes.words import pairs, words
from indexer.model import MeetingRemark, PrintedOrgan, meeting_remark, minutes_id, organ_name
from indexer.register import OrganRule
from indexer.swedish.diacritics import fold


class OrganEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """What tells of the organ of one file: its path, its name below the folder that was indexed, what it prints."""

    path: str
    name: str
    printed: PrintedOrgan

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that the file is in, from its own up to the one that was indexed."""
        above = [str(folder) for folder in PurePath(self.path).parents]
        return tuple(above[: len(PurePath(self.name).parts)])


class NamedOrgan(msgspec.Struct, frozen=True, kw_only=True):
    """The organ that some minutes are of: its clean name, its slug, and remarks on what they do not print.

    They are `apart` where they are an agenda or an extract, and the minutes of the meeting are there too.
    """

    organization: str
    authority: str | None
    slug: str
    apart: bool = False
    remarks: tuple[MeetingRemark, ...] = ()


class _Body(NamedTuple):
    """An organ while it is being told apart: its spelling, whose it is, and the code that says from where."""

    organ: str
    authority: str | None
    source: str = ""
    candidates: tuple[str, ...] = ()


def named_organs(files: Sequence[OrganEvidence], rules: Sequence[OrganRule]) -> dict[str, NamedOrgan]:
    """The organ of each file, by its path."""
    ruled = {file.path: _by_rules(file, rules) for file in files}
    neighbours = _neighbours(files, ruled)
    bodies = {file.path: _whose(file, ruled[file.path], neighbours, rules) for file in files}
    bodies = _without_collisions(files, ruled, bodies)
    groups: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for body in bodies.values():
        groups[_key(body)][body.organ] += 1
    authorities = _spelled_authorities(bodies.values(), rules)
    shown = {key: _shown(group, rules) for key, group in groups.items()}
    out = {}
    for file in files:
        body = bodies[file.path]
        authority = authorities[authority_key(body.authority)] if body.authority else None
        organ = _apart(body.organ, rules) or shown[_key(body)]
        known_as = slug(authority, organ) + _sign(body.organ, organ, rules)
        remarks = _remarks(body, file, organ, authority)
        out[file.path] = NamedOrgan(organization=organ, authority=authority, slug=known_as, remarks=tuple(remarks))
    return _with_apart(files, out)


def _with_apart(files: Iterable[OrganEvidence], organs: dict[str, NamedOrgan]) -> dict[str, NamedOrgan]:
    """The organs of the files, agendas and extracts told apart where the minutes of their meeting are there."""
    ids = {file.path: f"{organs[file.path].slug}/{file.printed.id.rpartition('/')[2]}" for file in files}
    minutes = {id for id in ids.values() if minutes_id(id) == id}
    for path, id in ids.items():
        if minutes_id(id) != id and minutes_id(id) in minutes:
            organs[path] = msgspec.structs.replace(organs[path], apart=True)
    return organs


CODES: Final = frozenset(
    f"minutes.{code}"
    for code in (
        "organ_from_register",
        "municipality_from_register",
        "municipality_from_folder",
        "municipality_from_neighbours",
        "municipality_unclear",
    )
)
"""The remarks that are made here, so that they can be made again when other files have arrived."""


# What one file tells


@lru_cache(maxsize=4096)
def parted(organization: str, authority: str | None) -> tuple[str, str | None]:
    """An organ and whose it is, where the one name holds both: "Ekby kommuns kommunstyrelse"."""
    organ = " ".join(unicodedata.normalize("NFC", organization).split())
    organ = pairs("organs", "abbreviations").get(organ.lower(), organ)
    before = _GENITIVE.match(organ)
    if before and _names_organ(before["organ"]):
        organ, told = _definite(before["organ"]), _capitalised(before["authority"])
    elif (behind := _BEHIND.match(organ)) and _names_organ(behind["organ"]):
        organ, told = behind["organ"], _capitalised(behind["authority"])
    else:
        return organ, authority
    if authority and authority_key(authority) != authority_key(told):
        return organization, authority
    return organ[:1].upper() + organ[1:], authority or told


_PLACE: Final = r"(?:[^\W\d_][\w-]*\s+){1,3}"
_GENITIVE: Final = re.compile(rf"(?P<authority>{_PLACE}(?:kommun|stad))s\s+(?P<organ>[^\W\d_].*)", re.IGNORECASE)
_BEHIND: Final = re.compile(
    rf"(?P<organ>.*[^\W\d_])(?:,\s*|\s+(?:i|för|vid)\s+)(?P<authority>{_PLACE}(?:kommun|stad))$", re.IGNORECASE
)
_DEFINITE: Final = {"styrelse": "styrelsen", "nämnd": "nämnden", "utskott": "utskottet"}


def _names_organ(text: str) -> bool:
    """Whether a text names an organ; the parser asks for a capital."""
    return find_organ([text[:1].upper() + text[1:]])[0] is not None


def _definite(organ: str) -> str:
    """An organ of one word as it is called without the genitive before it: "kommunstyrelse" is "kommunstyrelsen"."""
    ending = next((ending for ending in _DEFINITE if organ.lower().endswith(ending)), "")
    if " " in organ or not ending:
        return organ
    whole = _DEFINITE[ending][len(ending) :]
    return organ + (whole.upper() if organ.isupper() else whole)


def _capitalised(authority: str) -> str:
    """The name of a municipality that a sentence, or capitals, may have changed the letters of."""
    if not (authority.islower() or authority.isupper()):
        return authority
    return re.sub(r"(?:Kommun|Stad)$", lambda kind: kind.group().lower(), authority.title())


@lru_cache(maxsize=4096)
def authority_key(authority: str | None) -> str:
    """What is the same for all ways to name a municipality: "Göteborgs Stad", "GÖTEBORGS KOMMUN", "Göteborg"."""
    if not authority:
        return ""
    place = re.sub(r"-(?:kommuns?|stads?)$", "", slug(authority))
    return place.removesuffix("s") or place


@lru_cache(maxsize=4096)
def organ_key(organ: str) -> str:
    """What is the same for all spellings of an organ, also those of OCR that takes l for i and m for rn."""
    return slug(organ).replace("rn", "m").replace("vv", "w").translate(_ALIKE)


_ALIKE: Final = str.maketrans("l10", "iio")


def _key(body: _Body) -> tuple[str, str]:
    """What two files that are of one organ share."""
    return authority_key(body.authority), organ_key(body.organ)


# What the register and the settings tell


def _by_rules(file: OrganEvidence, rules: Sequence[OrganRule]) -> _Body:
    """What a file prints, and what the rules make of it."""
    organ, authority = parted(file.printed.organization, file.printed.authority)
    body = _Body(organ, authority)
    for rule in rules:
        if not _is_below(file, rule.folder):
            continue
        is_called = rule.organ and organ_key(organ) == organ_key(rule.organ) and organ not in rule.not_same
        is_alias = slug(organ) in {slug(parted(alias, None)[0]) for alias in rule.aliases}
        is_alias = is_alias or slug(file.printed.organization) in map(slug, rule.aliases)
        is_unknown = organ == UNKNOWN_ORGAN and bool(rule.folder)
        if not (is_called or is_alias or is_unknown or (rule.folder and not rule.organ)):
            continue
        whose = authority_key(rule.municipality)
        if authority and whose and authority_key(authority) != whose:
            continue
        if rule.organ and (is_alias or is_unknown):
            body = body._replace(organ=rule.organ, source="organ_from_register")
        if rule.municipality and not authority:
            body = body._replace(authority=rule.municipality, source=body.source or "municipality_from_register")
        if body.source:
            return body
    return body


@lru_cache(maxsize=4096)
def _parts(folder: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", part).casefold() for part in PurePath(folder).parts)


def _is_below(file: OrganEvidence, folder: str) -> bool:
    """Whether a file lies below a folder of this name, or of these names in a row."""
    if not folder:
        return True
    wanted, there = _parts(folder), _parts(str(PurePath(file.path).parent))
    return any(there[at : at + len(wanted)] == wanted for at in range(len(there) - len(wanted) + 1))


def _apart(organ: str, rules: Iterable[OrganRule]) -> str:
    """The organ's own spelling where the register says that it is not the same as another; else ""."""
    return organ if any(organ in rule.not_same for rule in rules) else ""


def _sign(organ: str, shown: str, rules: Iterable[OrganRule]) -> str:
    """What tells the id of an organ that is not the same as another, though it is spelled as good as alike."""
    for rule in rules:
        if organ in rule.not_same and slug(organ) == slug(rule.organ):
            return f"-{rule.not_same.index(organ) + 2}"
    return ""


# What folders and neighbours tell


class _Folder(msgspec.Struct):
    """What a folder tells: the municipalities by key, each spelled in some way, and those that each organ prints."""

    municipalities: dict[str, str] = {}
    organs: dict[str, set[str]] = {}


def _neighbours(files: Iterable[OrganEvidence], bodies: Mapping[str, _Body]) -> dict[str, _Folder]:
    """What each folder tells of the municipalities of the files in it, and below it where that tells nothing else."""
    folders: dict[str, _Folder] = {}
    for file in files:
        organ, authority = bodies[file.path][:2]
        for folder in _reached(file):
            told = folders.setdefault(folder, _Folder())
            if authority:
                key = authority_key(authority)
                told.municipalities[key] = min(authority, told.municipalities.get(key, authority))
                told.organs.setdefault(organ_key(organ), set()).add(key)
    return folders


def _reached(file: OrganEvidence) -> Iterator[str]:
    """The folders whose files are a file's neighbours: its own, and those above it while the names say nothing."""
    for folder in file.folders:
        yield folder
        if not _says_nothing(PurePath(folder).name):
            return


@lru_cache(maxsize=4096)
def _says_nothing(name: str) -> bool:
    """Whether the name of a folder is made of years, months, organs and kinds of documents alone."""
    bare = re.sub(r"[\d\W_]+", " ", name).strip()
    known = {*map(slug, (*words("organs")["template"], *_KINDS_OF_FOLDERS)), *pairs("organs", "abbreviations")}
    rest = [word for word in bare.split() if slug(word) not in known]
    return not rest or find_organ([" ".join(rest).capitalize()])[0] == " ".join(rest).capitalize()


_KINDS_OF_FOLDERS: Final = (
    *("januari", "februari", "mars", "april", "maj", "juni", "juli"),
    *("augusti", "september", "oktober", "november", "december", "handlingar", "kallelser", "pdf"),
)


@lru_cache(maxsize=4096)
def _municipality_of(folder: str) -> str | None:
    """The municipality that the name of a folder names: "Ekby kommun", "ekby_kommun"."""
    name = " ".join(re.sub(r"[\d_.-]+", " ", PurePath(folder).name).split())
    found = _TOWN.search(name)
    return _capitalised(found.group()) if found else authority_in(name)


_TOWN: Final = re.compile(rf"{_PLACE}(?:kommun|stad)$", re.IGNORECASE)


def _whose(file: OrganEvidence, body: _Body, neighbours: Mapping[str, _Folder], rules: Iterable[OrganRule]) -> _Body:
    """A file's organ with its municipality, printed or told by folder and neighbours."""
    if body.authority or body.organ == UNKNOWN_ORGAN:
        return body
    for folder in _reached(file):
        told = neighbours[folder]
        named = _municipality_of(folder)
        candidates = dict(told.municipalities)
        if named:
            candidates.setdefault(authority_key(named), named)
        elif (key := authority_key(PurePath(folder).name)) in told.municipalities:
            named = told.municipalities[key]
        own = told.organs.get(organ_key(body.organ), set())
        if not own and not named:
            continue
        if len(candidates) > 1:
            return body._replace(source="municipality_unclear", candidates=tuple(sorted(candidates.values())))
        [authority] = candidates.values()
        if not named and not _MUNICIPAL.search(slug(authority)):
            return body
        if any(organ_name(body.organ, authority) in rule.not_same and _is_below(file, rule.folder) for rule in rules):
            return body
        source = "municipality_from_folder" if named else "municipality_from_neighbours"
        return body._replace(authority=authority, source=body.source or source)
    return body


_MUNICIPAL: Final = re.compile(r"-(?:kommun|stad|landsting)$|^region|regionen$")
"""Whose organs neighbours tell of. Every association has a board, and a folder may hold the minutes of several."""


def _without_collisions(
    files: Sequence[OrganEvidence], printed: Mapping[str, _Body], bodies: Mapping[str, _Body]
) -> dict[str, _Body]:
    """The bodies, but as they are printed where a municipality that was told would make two meetings of a day one."""
    days: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for file in files:
        days[(*_key(bodies[file.path]), file.printed.id.rpartition("/")[2])].append(file.path)
    out = dict(bodies)
    for paths in days.values():
        ids = {_key(printed[path]) for path in paths}
        if len(ids) > 1:
            for path in paths:
                if _is_inferred(bodies[path]):
                    whose = bodies[path].authority or ""
                    out[path] = printed[path]._replace(source="municipality_unclear", candidates=(whose,))
    return out


def _is_inferred(body: _Body) -> bool:
    return body.source in {"municipality_from_folder", "municipality_from_neighbours"}


# The clean name


def _shown(spellings: Counter[str], rules: Iterable[OrganRule]) -> str:
    """The clean spelling among those of one organ: the register's, then what looks least of capitals and OCR, then the
    commonest.
    """
    ruled = [rule.organ for rule in rules if rule.organ in spellings]
    if ruled:
        return ruled[0]
    likeliest = min(spellings, key=lambda name: (_uncleanness(name), -spellings[name], name))
    return (
        likeliest.capitalize() if likeliest.isupper() and likeliest.isalpha() and _names_organ(likeliest) else likeliest
    )


def _uncleanness(name: str) -> tuple[bool, bool, int]:
    """How unlikely it is that a name is spelled as it should be: capitals, no organ's ending, lost letters."""
    marks = sum(fold(letter) != letter for letter in name.lower())
    return name.isupper(), not _names_organ(name), -marks


def _spelled_authorities(bodies: Iterable[_Body], rules: Iterable[OrganRule]) -> dict[str, str]:
    """The clean spelling of each municipality: that of the register, then a town's own name for itself."""
    spellings: defaultdict[str, set[str]] = defaultdict(set)
    for body in bodies:
        if body.authority:
            spellings[authority_key(body.authority)].add(body.authority)
    ruled = {authority_key(rule.municipality): rule.municipality for rule in rules if rule.municipality}
    return {key: ruled.get(key) or min(names, key=_rank) for key, names in spellings.items()}


def _rank(name: str) -> tuple[bool, bool, bool, int, str]:
    """How an authority's spelling ranks among others: "Göteborgs Stad" before "Göteborgs kommun"."""
    marks = sum(fold(letter) != letter for letter in name.lower())
    kind = slug(name)
    return not kind.endswith("stad"), not kind.endswith("kommun"), name.isupper(), -marks, name


def _remarks(body: _Body, file: OrganEvidence, organ: str, authority: str | None) -> Iterator[MeetingRemark]:
    """What is said of an organ whose name or municipality is not printed."""
    if body.source == "municipality_unclear":
        yield meeting_remark("minutes.municipality_unclear", organ=organ, candidates=body.candidates)
    elif body.source == "organ_from_register":
        yield meeting_remark("minutes.organ_from_register", printed=file.printed.organization, organ=organ)
    elif body.source:
        yield meeting_remark(f"minutes.{body.source}", organ=organ, municipality=authority or "")
