"""House styles: what one kind of minutes prints where, declared as words, so that the one parser can read them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from indexer.minutes.lines.labels import LabelTable
from indexer.minutes.styles import vocabulary


class HeadingForm(StrEnum):
    """How a heading that opens an item is marked."""

    PARAGRAPH = "paragraph"
    NUMBER = "number"
    CLOCK = "clock"
    BARE = "bare"


@dataclass(frozen=True, kw_only=True)
class Style:
    """The declarations of one house style.

    `name` goes into the meeting. `organs` are words of the organ's name and `signs` lines that speak for this style.
    `forms` says how items are headed, the surest form first. `sections` are the headings within an item by what they
    mean (see `indexer.model.Section`), `attendance` the labels above names, `head` the labels of the front page,
    `page_heads` the lines that page heads are made of. In all of them a `*` stands for any one word, `**` for a
    name of several and `#` for a number; å ä ö and the scanner's slips need no spelling of their own, and the longest
    label that fits is the one that counts.

    `run_in` says that a label may lack its colon ("Sammanfattning Länsstyrelsen har ..."); `titles_run_to_blank` that
    a title goes on until a blank line or a label, however long; `short_lines_head` that any short line with text below
    it is a heading; `first_names` that those present may be named by their first names alone.
    """

    name: str
    forms: tuple[HeadingForm, ...]
    organs: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: vocabulary.SECTIONS)
    attendance: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: vocabulary.ATTENDANCE)
    head: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: vocabulary.HEAD)
    page_heads: tuple[str, ...] = vocabulary.PAGE_HEADS
    run_in: bool = False
    titles_run_to_blank: bool = False
    short_lines_head: bool = False
    first_names: bool = False

    @cached_property
    def section_labels(self) -> LabelTable:
        """The headings within an item, ready to be found."""
        return LabelTable(self.sections)

    @cached_property
    def head_labels(self) -> LabelTable:
        """The labels of the front page, ready to be found."""
        return LabelTable(self.head)

    @cached_property
    def attendance_labels(self) -> LabelTable:
        """The labels above names, ready to be found."""
        return LabelTable(self.attendance)

    @cached_property
    def page_head_labels(self) -> LabelTable:
        """What page heads are made of, ready to be found."""
        return LabelTable({"page head": self.page_heads})

    @cached_property
    def sign_labels(self) -> LabelTable:
        """The lines that speak for this style, ready to be found."""
        return LabelTable({"sign": self.signs})
