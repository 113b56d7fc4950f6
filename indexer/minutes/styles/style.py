"""House styles: what one kind of minutes prints where, declared as words, so that the one parser can read them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from indexer.minutes.lines.labels import LabelTable
from indexer.minutes.words import Words, words


class HeadingForm(StrEnum):
    """How a heading that opens an item is marked."""

    PARAGRAPH = "paragraph"
    NUMBER = "number"
    CLOCK = "clock"
    HASH = "hash"
    """As Markdown marks headings: "## Ekonomi"."""
    BARE = "bare"


@dataclass(frozen=True, kw_only=True, eq=False)
class Style:
    """The declarations of one house style, as its file has them; `example.txt` leads through the writing of one.

    `name` goes into the meeting. `organs` are words of the organ's name and `signs` lines that speak for this style.
    `forms` says how items are headed, the surest form first. `own` are its labels beside those that all minutes share,
    by table (a file of `indexer.minutes.words`) and by what they mean.

    `run_in` says that a label may lack its colon ("Sammanfattning Länsstyrelsen har ..."); `titles_run_to_blank` that
    a title goes on until a blank line or a label, however long; `short_lines_head` that any short line with text below
    it is a heading; `first_names` that those present may be named by their first names alone.
    """

    name: str
    forms: tuple[HeadingForm, ...]
    organs: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    own: Words
    run_in: bool = False
    titles_run_to_blank: bool = False
    short_lines_head: bool = False
    first_names: bool = False

    @cached_property
    def section_labels(self) -> LabelTable:
        """The headings within an item, by what they mean (see `indexer.model.Section`)."""
        return _table(self._labels("sections"))

    @cached_property
    def front_labels(self) -> LabelTable:
        """The labels of the front page, by what stands after them."""
        return _table(self._labels("front"))

    @cached_property
    def attendance_labels(self) -> LabelTable:
        """The labels above names, by what the people below them are."""
        return _table(self._labels("attendance"))

    @cached_property
    def sign_labels(self) -> LabelTable:
        """The lines that speak for this style."""
        return LabelTable({"sign": self.signs})

    @cache  # noqa: B019  a style lives as long as the program
    def line_labels(self, *kinds: str) -> LabelTable:
        """Lines that mean something by what they say: some of the kinds of `words/lines.txt`."""
        declared = dict(self._labels("lines"))
        return _table(tuple((kind, declared[kind]) for kind in kinds))

    @cached_property
    def kinds_of_people(self) -> frozenset[str]:
        """The kinds that `attendance_labels` tells apart."""
        return frozenset(kind for kind, _ in self._labels("attendance"))

    def _labels(self, table: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The labels that all minutes share, with the style's own, in the order in which kinds are tried."""
        labels = dict(words(table))
        for heading, own in self.own.items():
            kind = heading.removeprefix(f"{table} ")
            if kind == heading:
                continue
            only = kind.removesuffix(f" {_ONLY}")
            labels[only] = own if only != kind else (*labels.get(kind, ()), *own)
        return tuple(labels.items())


_ONLY = "only"
"""Behind a kind of labels, says that the style has these and none of the common ones."""
_TABLES = ("sections", "attendance", "front", "lines")
_HABITS: Mapping[str, str] = {
    "run in": "run_in",
    "titles run to blank": "titles_run_to_blank",
    "short lines head": "short_lines_head",
    "first names": "first_names",
}


def style_of(name: str, declared: Words) -> Style:
    """The style that a file declares; ValueError names what the file says and no style can have."""
    own = {heading: labels for heading, labels in declared.items() if heading.partition(" ")[0] in _TABLES}
    unknown = set(declared) - set(own) - {"forms", "habits", "organs", "signs"}
    habits = declared.get("habits", ())
    unknown |= set(habits) - set(_HABITS)
    if unknown:
        raise ValueError(f"The style {name!r} declares what no style has: {', '.join(sorted(unknown))}.")
    return Style(
        name=name,
        forms=tuple(map(HeadingForm, declared["forms"])),
        organs=declared.get("organs", ()),
        signs=declared.get("signs", ()),
        own=own,
        **{_HABITS[habit]: True for habit in habits},
    )


@cache
def _table(labels: tuple[tuple[str, tuple[str, ...]], ...]) -> LabelTable:
    """The table of some labels, made once for all styles that have the same."""
    return LabelTable(dict(labels))
