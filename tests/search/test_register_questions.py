"""Register questions: what is asked of the record leads to the register that answers it."""

from __future__ import annotations

import pytest

from indexer.record.assignments import AssignmentState
from search_ui.search.register_questions import RegisterQuestion, register_question


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("hur röstade SD", RegisterQuestion(register="votes", party="SD")),
        ("Hur röstade sd om skolan?", RegisterQuestion(register="votes", party="SD", query="skolan")),
        (
            "hur röstade Socialdemokraterna om cykelstället",
            RegisterQuestion(register="votes", party="S", query="cykelstället"),
        ),
        ("hur har Moderaterna röstat", RegisterQuestion(register="votes", party="M")),
        ("hur röstade Anna Ek", RegisterQuestion(register="votes", person="Anna Ek")),
        ("omröstningar om budgeten", RegisterQuestion(register="votes", query="budgeten")),
        ("försenade uppdrag", RegisterQuestion(register="assignments", state=AssignmentState.OVERDUE)),
        ("vilka uppdrag är försenade?", RegisterQuestion(register="assignments", state=AssignmentState.OVERDUE)),
        (
            "öppna uppdrag till tekniska nämnden",
            RegisterQuestion(register="assignments", state=AssignmentState.OPEN, assignee="tekniska nämnden"),
        ),
        (
            "vad har kommundirektören fått i uppdrag?",
            RegisterQuestion(register="assignments", assignee="kommundirektören"),
        ),
        ("vilka uppdrag har kulturnämnden", RegisterQuestion(register="assignments", assignee="kulturnämnden")),
    ],
)
def test_a_question_to_the_record_names_its_register(typed: str, asked: RegisterQuestion) -> None:
    assert register_question(typed) == asked


@pytest.mark.parametrize(
    "typed",
    ["", "skolan", "uppdragsbeskrivning", "uppdrag skolan", "vad har kommunen gjort", "hur många röstade", "röst:nej"],
)
def test_any_other_text_names_none(typed: str) -> None:
    assert register_question(typed) is None
