"""Weights: how much each kind of evidence speaks for or against a line being the heading of an item.

A candidate begins with 1. `python -m tools.score_weights` says what each weight is worth: how many items of all minutes
at hand are read wrong when it is left out, halved or doubled.
"""

from __future__ import annotations

import msgspec


class HeadingWeights(msgspec.Struct, frozen=True, kw_only=True):
    """One number for each kind of evidence; what speaks against a heading is below zero."""

    paragraph_after_gap: float = 0.5
    paragraph_with_reference: float = 0.5
    paragraph_with_capital: float = 0.25
    """The title begins with a capital letter, or stands on the next line."""
    paragraph_inside_sentence: float = -1.5
    """The line before has not ended, so this may be a reference that came to stand first on its line."""
    paragraph_with_leaders: float = -1.5
    """Dots or a column lead to a page number, as in a list of the items to come."""
    paragraph_only_pointed: float = -0.8
    paragraph_in_contents: float = -1.5
    """The number comes again further down."""
    paragraph_in_list: float = -1.0
    """Another § stands on the line above or below, as where a statute is quoted or decisions are listed."""
    paragraph_before_sentence: float = -0.5
    """What stands behind the number is a whole sentence."""
    paragraph_of_other_kind: float = -1.0
    """Most are written with an organ's short form ("Ks § 12"), or turned ("12 §"), and this is not."""
    paragraph_promised: float = 1.0
    """The front page says between which numbers the paragraphs lie, and this is one."""
    paragraph_next: float = 0.3
    """It is one more than the one before it."""
    paragraphs_on_average: float = 0.6
    """What the § of a row must weigh on average to be believed; below it they are a statute's."""
    lone_paragraph: float = 1.5
    """What a single § must weigh to be believed without others."""

    number_after_gap: float = 0.3
    number_with_content: float = 0.4
    """A label or a paragraph stands below it, before the next number."""
    number_without_title: float = -0.4
    number_with_leaders: float = -1.5
    number_with_comma: float = -0.6
    number_before_person: float = -1.0
    number_before_sentence: float = -0.6
    number_inside_sentence: float = -0.5
    number_of_other_kind: float = -0.7
    """Most numbers of the minutes have a point and this has none, or the other way round."""
    number_in_list: float = -0.6
    """Numbers begin again below one already met."""
    number_skipped: float = -0.6
    """For each number that a row of headings leaves out."""
    number_skipped_at_most: float = -2.0
    number_late: float = -0.2
    """For each number above 1 that a row begins with."""
    number_late_at_most: float = -1.0

    clock_after_gap: float = 0.5
    clock_bold: float = 0.5
    clock_without_title: float = -0.4
    lone_clock: float = 1.5
    """What a single time of day must weigh more than to be believed without others."""

    markers_on_average: float = 1.2
    """What the markers of a row, each weighed as a § is, must weigh on average to be believed."""


WEIGHTS = HeadingWeights()
"""Each stands where `python -m tools.score_weights` finds no better value among none, half and double."""
