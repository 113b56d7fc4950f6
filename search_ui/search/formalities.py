"""Formalities: items that belong to every meeting and are about nothing, by how their titles begin."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from indexer.swedish.diacritics import fold
from indexer.swedish.words import word_list


def is_formality(title: str) -> bool:
    """Whether a title is that of a formality: `formalities.txt`."""
    return fold(title.lower()).lstrip(" 0123456789.§").startswith(_formalities())


@cache
def _formalities() -> tuple[str, ...]:
    return tuple(fold(line) for line in word_list("formalities.txt", Path(__file__).parent))
