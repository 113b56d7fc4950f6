"""Word numbers: the numbers that Word prints before paragraphs, which its files do not hold as text.

A paragraph says "list 7, level 0", itself or through its style; list 7 is a list definition, where level 0 is "§ %1",
from 12 on, in decimals. Every paragraph of that level counts one further and sets the deeper levels back:

    (7, 0) "§ 12"    (7, 0) "§ 13"    (7, 1) "13.1"    (7, 1) "13.2"    (7, 0) "§ 14"    (7, 1) "14.1"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

import msgspec

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_ENDS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


class ListLevel(msgspec.Struct, frozen=True):
    """How one level of a list is printed."""

    start: int = 1
    form: str = "decimal"
    text: str = ""


class ListPosition(msgspec.Struct, frozen=True):
    """The list and the level that a paragraph says it belongs to; None where it leaves that to its style."""

    number: str | None = None
    level: int | None = None


class ListCounter:
    """Counts the entries of a document's lists as they come, and prints their numbers."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, counter: str, depth: int, levels: Mapping[int, ListLevel]) -> str:
        """What is printed before the next entry of a counter on a level, 0 being the outermost."""
        level = levels.get(depth, ListLevel())
        if level.form in ("bullet", "none"):
            return "•" if level.form == "bullet" else ""
        counts = self._count(counter, depth, levels)
        return re.sub(r"%([1-9])", lambda match: _printed(int(match[1]) - 1, counts, levels), level.text)

    def restart(self, counter: str) -> None:
        """Let a counter begin from its start."""
        self._counts.pop(counter, None)

    def _count(self, counter: str, depth: int, levels: Mapping[int, ListLevel]) -> dict[int, int]:
        counts = self._counts.setdefault(counter, {})
        for above in range(depth):
            counts.setdefault(above, levels.get(above, ListLevel()).start)
        counts[depth] = counts.get(depth, levels.get(depth, ListLevel()).start - 1) + 1
        for below in [one for one in counts if one > depth]:
            del counts[below]
        return counts


class ListNumbers:
    """Counts a Word document's numbered paragraphs as they come."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        definitions = {of(one, "abstractNumId"): _levels(one) for one in children(numbering, "abstractNum")}
        self._lists = {of(one, "numId"): _list(one, definitions) for one in children(numbering, "num")}
        self._styles = {of(one, "styleId"): _style(one) for one in children(styles, "style")}
        self._counter = ListCounter()

    def label(self, style: str | None, place: ListPosition) -> str:
        """What Word prints before the next paragraph, "" for one that has no number."""
        place = self._inherited(style, place)
        if place.number is None or place.number not in self._lists:
            return ""
        definition, levels = self._lists[place.number]
        return self._counter.label(definition, place.level or 0, levels)

    def _inherited(self, style: str | None, place: ListPosition) -> ListPosition:
        for _ in range(len(self._styles) + 1):  # styles may be based on each other in a ring
            based_on, of_style = self._styles.get(style or "", (None, ListPosition()))
            number = of_style.number if place.number is None else place.number
            level = of_style.level if place.level is None else place.level
            place, style = ListPosition(number, level), based_on
            if style is None:
                break
        return place


def children(parent: Element | None, name: str) -> Iterator[Element]:
    """The elements of that name, whatever its namespace, right below the parent."""
    return (child for child in (() if parent is None else parent) if local(child.tag) == name)


def child(parent: Element | None, *path: str) -> Element | None:
    """The first element along a path of names."""
    for name in path:
        parent = next(children(parent, name), None)
    return parent


def of(element: Element | None, attribute: str) -> str:
    """An attribute's value, whatever its namespace; "" when it is not there."""
    if element is None:
        return ""
    return next((value for key, value in element.items() if local(key) == attribute), "")


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def place_of(properties: Element | None) -> ListPosition:
    """The list and level that paragraph properties tell."""
    numbered = child(properties, "numPr")
    number, level = of(child(numbered, "numId"), "val"), of(child(numbered, "ilvl"), "val")
    return ListPosition(number or None, _integer(level, 0) if level else None)


def _style(style: Element) -> tuple[str | None, ListPosition]:
    return of(child(style, "basedOn"), "val") or None, place_of(child(style, "pPr"))


def _levels(parent: Element) -> dict[int, ListLevel]:
    return {_integer(of(one, "ilvl"), 0): _level(one) for one in children(parent, "lvl")}


def _level(one: Element) -> ListLevel:
    return ListLevel(
        start=_integer(of(child(one, "start"), "val"), 1),
        form=of(child(one, "numFmt"), "val") or "decimal",
        text=of(child(one, "lvlText"), "val"),
    )


def _list(one: Element, definitions: dict[str, dict[int, ListLevel]]) -> tuple[str, dict[int, ListLevel]]:
    """Which counter a list has, and its levels; lists of one definition share a counter, unless one starts again."""
    definition = of(child(one, "abstractNumId"), "val")
    levels = dict(definitions.get(definition, {}))
    overrides = list(children(one, "lvlOverride"))
    for override in overrides:
        depth = _integer(of(override, "ilvl"), 0)
        levels |= _levels(override)
        start = of(child(override, "startOverride"), "val")
        if start:
            levels[depth] = msgspec.structs.replace(levels.get(depth, ListLevel()), start=_integer(start, 1))
    return (f"{definition}/{of(one, 'numId')}" if overrides else definition), levels


def _printed(depth: int, counts: Mapping[int, int], levels: Mapping[int, ListLevel]) -> str:
    count, form = counts.get(depth, 0), levels.get(depth, ListLevel()).form
    match form:
        case "lowerLetter" | "upperLetter":
            text = _LETTERS[(count - 1) % 26] * ((count - 1) // 26 + 1)
        case "lowerRoman" | "upperRoman":
            text = _roman(count)
        case _:
            text = str(count)
    return text.upper() if form.startswith("upper") else text


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    text = ""
    for value, sign in (*_ROMAN, (10, "x")):
        text += sign * (count // value)
        count %= value
    return text + _ROMAN_ENDS[count]


def _integer(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else otherwise
