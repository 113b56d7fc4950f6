"""Suggest: what is proposed while somebody types: words of the minutes, names, titles; each has hits.

Of the forms of a word the most used is proposed, and of words that begin so as many as half may be names, which are
sought oftener than they are written: three letters are enough for a name that stands in many items.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

from indexer.index.port import Index, Suggestion
from indexer.swedish import MatchLevel, parts
from indexer.swedish.diacritics import fold
from indexer.swedish.lexicon import Flag
from indexer.swedish.ocr_correction import restored
from indexer.swedish.persons import is_given_name
from indexer.swedish.stem import known, stems
from indexer.swedish.tokens import written_words
from indexer.swedish.words import small_words
from search_ui.search.spelling import is_spelled

CANDIDATES: Final = 12
"""For each suggestion so many words are looked at: OCR has up to four spellings of one (mötet, motet, méte, mdte), and
a word up to eight forms."""
_TWO_CAPITALS: Final = re.compile(r"(?=\b([A-ZÅÄÖ][^\W\d_]+ [A-ZÅÄÖ][^\W\d_]+))")
LONG_NUMBER: Final = re.compile(r"\d{5}")
"""As long as a day in six digits that lost one; a year, an amount and most references are shorter."""
OFTEN: Final = 50
"""A name that stands in so many items is suggested before any other word."""
_AS_WRITTEN: Final = (MatchLevel.STEM, MatchLevel.RESTORED)
TITLE_LETTERS: Final = 3
"""With fewer letters typed, names and titles would be suggested by chance."""


def words(index: Index, prefix: str, limit: int) -> tuple[Suggestion, ...]:
    """Words of the minutes that begin so, with or without their marks, most used first, names among them.

    Of the forms of a word, and of words that only marks tell apart, the most used is suggested, none that OCR misread,
    and no long number: whoever types one digit after the other could list what stands in the minutes.
    """
    if not prefix.strip():
        return ()
    begun = index.suggest(prefix, limit * CANDIDATES)
    marked = [word for word in begun if word.text.startswith(prefix.lower()) and prefix != fold(prefix)]
    likely = _best_marked(marked or begun)
    spelled = (word for word in likely if _is_written(index, word) and not LONG_NUMBER.search(word.text))
    forms = [word for word in _one_form(spelled) if word.text not in small_words()]
    often = [word for word in forms if _is_frequent_name(word)][:limit]
    names = [word for word in forms if is_name(word.text) and word not in often][: max(0, limit // 2 - len(often))]
    others = [word for word in forms if word not in (*often, *names)][: limit - len(often) - len(names)]
    return tuple(sorted((*often, *names, *others), key=forms.index))


def queries(
    index: Index, typed: str, limit: int, names: Iterable[Suggestion], count: Callable[[str], int]
) -> tuple[Suggestion, ...]:
    """Whole queries that what was typed may become: its last word completed, names, and titles.

    `names` are those of the people in the minutes, most present first; `count` counts the items of a query.
    """
    start = typed.rfind(" ") + 1
    completed = [typed[:start] + word.text for word in words(index, typed[start:], limit * 2)]
    before = typed[:start].split()
    if before:
        completed.sort(key=lambda text: -count(f'"{before[-1]} {text[start:]}"'))
    texts = {"word": completed}
    if len(typed.strip()) >= TITLE_LETTERS:
        plain = fold(typed.strip().lower())
        titles = [title.text for title in _best_marked(index.titles(typed.strip(), limit * 4))]
        texts["name"] = list(dict.fromkeys((*_names_beginning(plain, names), *_names_in(titles, plain))))
        texts["title"] = [title for title in titles if _is_spelled_throughout(title)]
    found = {
        kind: list(islice((one for one in _counted(texts.get(kind, ()), kind, count) if one.count), most))
        for kind, most in (("word", limit), ("name", limit // 2), ("title", limit // 2))
    }
    often = [one for one in found["word"] if _is_frequent_name(one)]
    few = [*found["name"][: limit // 2], *found["title"][: limit // 4 if found["name"] else limit // 2]]
    few = few[: limit - len(often)]
    others = [one for one in found["word"] if one not in often][: limit - len(often) - len(few)]
    return (*sorted((*often, *others), key=found["word"].index), *few)


def _counted(texts: Iterable[str], kind: str, count: Callable[[str], int]) -> Iterator[Suggestion]:
    """Each text with how many items it has."""
    return (Suggestion(text, count(text), kind) for text in texts)


def _names_beginning(typed: str, names: Iterable[Suggestion]) -> Iterator[str]:
    """The names that begin so, or, of one word typed, that have a word that does."""
    for name in names:
        plain = fold(name.text.lower())
        if " " in plain and (plain.startswith(typed) or f" {typed}" in plain):
            yield name.text


def _names_in(titles: Iterable[str], typed: str) -> Iterator[str]:
    """The names of two words in titles that begin so: *Nya Allén* for "nya a"."""
    for title in titles:
        for name in _TWO_CAPITALS.findall(title):
            if fold(name.lower()).startswith(typed):
                yield name


def _one_form(suggestions: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Of the forms of one word the first."""
    seen: set[str] = set()
    for one in suggestions:
        of = stems(one.text)
        if seen.isdisjoint(of) or _is_frequent_name(one):
            yield one
        seen.update(of)


def _is_written(index: Index, word: Suggestion) -> bool:
    """Whether a word is spelled as somebody would; a frequent one is, unless the index has what OCR made it of."""
    if is_spelled(word.text) or word.count < OFTEN:
        return is_spelled(word.text)
    meant = (level + stem for other in restored(word.text) for stem in stems(other) for level in _AS_WRITTEN)
    return not any(map(index.contains_term, meant))


def _is_frequent_name(suggestion: Suggestion) -> bool:
    """Whether a suggestion is one word, a name that stands in many items: its first letters always suggest it."""
    return suggestion.count >= OFTEN and is_name(suggestion.text)


def is_name(word: str) -> bool:
    """Whether a word is a given name, or in no dictionary and made of none that are."""
    if is_given_name(word):
        return True
    form = known(word)
    return word.isalpha() and not (form and form.flags & Flag.WORD) and not parts(word)


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
