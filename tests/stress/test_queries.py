"""Generated questions, 20,000 in the slow suite; `python -m tests.stress.queries` asks as many as one likes."""

from __future__ import annotations

import pytest

from tests.shipped import shipped
from tests.stress.queries import ask, questions


@pytest.mark.slow
def test_twenty_thousand_generated_questions_raise_nothing() -> None:
    outcome = ask(shipped(), 20_000, whole=20)
    assert outcome.errors == []
    assert outcome.asked == 20_000
    assert outcome.found > 5_000


def test_the_same_number_asks_the_same_questions() -> None:
    assert list(questions(50, ["film", "gala"])) == list(questions(50, ["film", "gala"]))
