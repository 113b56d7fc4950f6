"""Completing: what is suggested while somebody types: words of the minutes, whole queries, titles; each has hits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Final

from indexer.index.port import Index, Suggestion
from indexer.swedish.diacritics import fold
from indexer.swedish.tokens import written_words
from search_ui.search.spelling import is_spelled

CANDIDATES: Final = 4
"""For each suggestion so many words are looked at: OCR has up to four spellings of one (mötet, motet, méte, mdte)."""
LONG_NUMBER: Final = re.compile(r"\d{5}")
"""As long as a day in six digits that lost one; a year, an amount and most references are shorter."""
TITLE_LETTERS: Final = 3
"""With fewer letters typed, titles would be suggested by chance."""


def words(index: Index, prefix: str, limit: int) -> tuple[Suggestion, ...]:
    """Words of the minutes that begin so, with or without their marks, most used first.

    Of words that only marks tell apart the most used is suggested, none that OCR misread, and no long number: whoever
    types one digit after the other could list what stands in the minutes.
    """
    if not prefix.strip():
        return ()
    likely = _best_marked(index.suggest(prefix, limit * CANDIDATES))
    shown = (word for word in likely if is_spelled(word.text) and not LONG_NUMBER.search(word.text))
    return tuple(islice(shown, limit))


def queries(index: Index, typed: str, limit: int, count: Callable[[str], int]) -> tuple[Suggestion, ...]:
    """Whole queries that what was typed may become: its last word completed, and titles; `count` counts their items."""
    start = typed.rfind(" ") + 1
    texts = [("word", typed[:start] + word.text) for word in words(index, typed[start:], limit * CANDIDATES)]
    if len(typed.strip()) >= TITLE_LETTERS:
        titles = _best_marked(index.titles(typed.strip(), limit * CANDIDATES))
        texts += [("title", title.text) for title in titles if _is_spelled_throughout(title.text)]
    counted = [Suggestion(text, count(text), kind) for kind, text in texts]
    kept = {kind: [one for one in counted if one.count and one.kind == kind] for kind in ("word", "title")}
    few = kept["title"][: limit // 2]
    return tuple(kept["word"][: limit - len(few)] + few)


def _best_marked(suggestions: Iterable[Suggestion]) -> Iterable[Suggestion]:
    """Of suggestions that only marks tell apart the most used, in the place of the first."""
    kept: dict[str, Suggestion] = {}
    for one in suggestions:
        other = kept.setdefault(fold(one.text.lower()), one)
        if (one.count, one.text) > (other.count, other.text):
            kept[fold(one.text.lower())] = one
    return kept.values()


def _is_spelled_throughout(text: str) -> bool:
    """Whether OCR misread no word of a text."""
    return all(is_spelled(word.text.lower()) for word in written_words(text))
