"""Exported: every table and the linked data, as they are sent."""

from __future__ import annotations

from collections.abc import Iterator

from search_ui.answer import Question
from search_ui.output import datasets
from search_ui.output.gate import Released
from search_ui.output.tables import TABLES
from search_ui.search.registers import Registers
from search_ui.search.service import Search


def every_export(search: Search) -> Iterator[Iterator[Released]]:
    """What is exported of a search, one export after the other."""
    registers = Registers(search)
    for table in TABLES:
        yield table.csv(table.rows(registers, Question(), ""))
    yield datasets.linked_data(registers, Question())
