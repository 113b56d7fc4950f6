"""Furniture: the lines that belong to the paper and not to the meeting, such as page heads, page feet and page numbers.

They fall in the middle of an item, and even around one of its headings:

    Kommunstyrelsen
    Propositionsordning            <- the item's
    Protokoll nr 1
    Sammanträdesdatum: 2024-01-10

A line is furniture when it says so itself ("Sidan 1av 3"), when it stands at the edge of three pages or more, digits
apart, when it is only ever met beside a page number, or when it repeats what the head of the minutes printed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from indexer.minutes.lines.labels import LabelTable
from indexer.minutes.lines.lines import COLUMNS, Line, bullet, ends_a_sentence
from indexer.minutes.references import REFERENCE_LABEL
from indexer.minutes.styles.style import Style

PAGES_TO_REPEAT = 3
"""On so many pages a line is the paper's and not the meeting's."""

_OF_ALL_PAGES = 8
"""In long minutes, on one page in so many: two motions whose titles begin alike are no page heads."""
_EDGE = 5
_NEIGHBOURS = 4
_HEAD_LINES = 6
_PAGE_NUMBER = re.compile(
    r"(?:(?:sid(?:a|an|or)?|page|blad)\.?:?\s*\d{1,4}(?:\s*(?:av|\(|/|of)\s*\d{1,4}\)?)?"
    r"|\d{1,4}\s?\(\s?\d{1,4}\s?\)|\d{1,4}\s*(?:av|of)\s*\d{1,4}|[-–]\s?\d{1,4}\s?[-–])\.?$",
    re.IGNORECASE,
)
_RUNNING_HEAD = re.compile(
    r"(?:sammanträdesdatum|mötesdatum)\W{0,3}\s*(?:19|20)\d\d[-–]\d\d[-–]\d\d\W?$"
    r"|(?:sammanträdes)?protokoll\s*\(?nr\s*\d+\)?$"
    r"|[A-ZÅÄÖ][\w .:/-]{2,70},?\s+protokoll$",
    re.IGNORECASE,
)
_DOCUMENT_ID = re.compile(
    r"-?(?=[0-9a-f-]*\d)(?=[0-9a-f-]*[a-f])[0-9a-f]{8,}(?:-[0-9a-f]{4,})*$|-?[0-9a-f]{4,}(?:-[0-9a-f]{4,}){2,}$"
)
_RULE = re.compile(r"[_=*~–—-]{3,}|[_ ]{5,}")
_YEAR = re.compile(r"(?:19|20)\d\d\.?")
_PARAGRAPH = re.compile(r"(?:[A-ZÅÄÖ]{1,8}\s?)?§|[^§]{0,40}§\s?\d{1,4}$", re.IGNORECASE)
_CONTINUED = re.compile(
    r"(?:forts(?:ättning)?\.?\s+(?:[a-zåäö]{1,8}\s?)?§\s?\d+|(?:[a-zåäö]{1,8}\s?)?§\s?\d+(?:/\d+)?\s*[,(]?\s*forts(?:ättning)?\b)"
    r"[.)]?(?:\s+(?:dnr\b.*|[A-ZÅÄÖ]{1,6}[ -]?\d.*))?",
    re.IGNORECASE,
)
"""A § named again at the top of the page on which it goes on."""
_PARTY = re.compile(r"\([A-ZÅÄÖ]\w{0,3}\)")
_MEMBERS = 2
"""A line with so many parties behind names lists members; roll calls begin alike on page after page."""
_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d|\d{1,2} [a-zåäö]{3,9} (?:19|20)\d\d", re.IGNORECASE)
_DIGITS = re.compile(r"(?P<date>(?:19|20)\d\d-\d\d-\d\d)|\d+")
_PAGE_NUMBER_BEHIND = re.compile(
    r"(?<=\S)(?:\s{2,}|\t)(?:(?:sid(?:a|an)?|blad)\.?\s*)?\d{1,4}\s?(?:\(\s?\d{1,4}\s?\)|(?:av|of|/)\s?\d{1,4})$"
    r"|\s(?:sid(?:a|an)|blad)\.?\s*\d{1,4}(?:\s?\(\d{1,4}\)|\s?av\s?\d{1,4})?$",
    re.IGNORECASE,
)
"""A page number that stands behind the names in the page head's line."""


def find_furniture(lines: Sequence[Line], style: Style) -> set[int]:
    """The indexes of the lines that are furniture."""
    printed = [line for line in lines if not line.is_blank]
    keys = {line.index: _key(line.text) for line in printed}
    sure = {line.index for line in printed if _is_sure(line)}
    sure |= _running_heads(printed, keys) | _numbered_heads(printed, keys)
    sure |= _declared(printed, keys, style)
    of_pages = {line.index for line in printed if line.index in sure and not _RULE.fullmatch(line.text)}
    repeated = _at_page_edges(printed, keys) | _beside(of_pages, printed, keys) | _repeating_the_head(printed, keys)
    labels = style.section_labels
    repeated -= _references_of_items(printed, keys)
    found = sure | {line.index for line in printed if line.index in repeated and _may_be_furniture(line, labels)}
    found |= set(_names_in_split_heads(printed, found)) | set(_pieces_of_the_head(printed, found))
    found |= _known_elsewhere(found, printed, keys, labels)
    return found | _days_beside(found, printed)


def _is_sure(line: Line) -> bool:
    """Whether a line says itself that it is no part of the meeting: a page number, a document's id, a drawn rule."""
    if "§" in line.text:
        return _CONTINUED.fullmatch(line.text) is not None
    return bool(_PAGE_NUMBER.match(line.text) or _DOCUMENT_ID.match(line.text) or _RULE.fullmatch(line.text))


def _key(text: str) -> str:
    """A line as it stands on every page: page numbers differ, the day of the meeting does not."""
    return " ".join(_DIGITS.sub(lambda found: found["date"] or "0", text).split())


def _references_of_items(printed: Sequence[Line], keys: dict[int, str]) -> set[int]:
    """Lines with a diary number that differ in nothing else: they are the items', as the paper's is always the same."""
    labelled = [line for line in printed if REFERENCE_LABEL.match(line.text)]
    texts: defaultdict[str, set[str]] = defaultdict(set)
    for line in labelled:
        texts[keys[line.index]].add(line.text)
    return {line.index for line in labelled if len(texts[keys[line.index]]) > 1}


def _may_be_furniture(line: Line, labels: LabelTable) -> bool:
    """Whether a line could be the paper's at all: a §, a label, a bullet, a sentence or a line of members never is."""
    return not (
        len(_PARTY.findall(line.text)) >= _MEMBERS
        or _PARAGRAPH.match(line.text)
        or (ends_a_sentence(line.text) and line.text[-1] == "." and len(line.text.split()) > 1)
        or _YEAR.fullmatch(line.text)
        or bullet(line.text)
        or line.text.endswith(":")
        or line.folded.startswith("att ")
        or labels.find(line)
    )


def _running_heads(printed: Sequence[Line], keys: dict[int, str]) -> set[int]:
    """Lines in the form of a page head that come more than once, or after the first items."""
    shaped = [line for line in printed if _RUNNING_HEAD.match(line.text)]
    times = Counter(keys[line.index] for line in shaped)
    late = printed[min(len(printed) - 1, _HEAD_LINES)].index if printed else 0
    return {
        line.index for line in shaped if times[keys[line.index]] > 1 or (line.index > late and _is_numbered_head(line))
    }


def _numbered_heads(printed: Sequence[Line], keys: dict[int, str]) -> set[int]:
    """Lines that end in a page number and come more than once."""
    numbered = (line for line in printed if line.text[-1].isdigit() or line.text[-1] == ")")
    shaped = [line for line in numbered if _PAGE_NUMBER_BEHIND.search(line.text)]
    times = Counter(keys[line.index] for line in shaped)
    return {line.index for line in shaped if times[keys[line.index]] > 1}


def _declared(printed: Sequence[Line], keys: dict[int, str], style: Style) -> set[int]:
    """Lines of the words that page heads are made of: two of them, or one that comes more than once."""
    heads = style.line_labels("page heads")
    labelled = [(line, cue) for line in printed if (cue := heads.find(line))]
    pairs = {line.index for line, cue in labelled if heads.find(_tail(line, cue.rest))}
    times = Counter(keys[line.index] for line, cue in labelled if heads.is_whole(line, cue))
    return pairs | {line.index for line, _ in labelled if times[keys[line.index]] > 1}


def _tail(line: Line, offset: int) -> Line:
    return Line(line.index, line.start + offset, line.end, line.page, line.text[offset:], line.folded[offset:], False)


def _at_page_edges(printed: Sequence[Line], keys: dict[int, str]) -> set[int]:
    """Lines at the top or the foot of a page that stand there on several pages."""
    pages: defaultdict[int, list[Line]] = defaultdict(list)
    for line in printed:
        pages[line.page].append(line)
    if len(pages) < PAGES_TO_REPEAT:
        return set()
    found: set[int] = set()
    for edge in (slice(None, _EDGE), slice(-_EDGE, None)):
        at_edge = [line for page in pages.values() for line in page[edge]]
        on = defaultdict(set)
        for line in at_edge:
            on[keys[line.index]].add(line.page)
        least = max(PAGES_TO_REPEAT, len(pages) / _OF_ALL_PAGES)
        found |= {line.index for line in at_edge if len(on[keys[line.index]]) >= least}
    return found


def _beside(sure: set[int], printed: Sequence[Line], keys: dict[int, str]) -> set[int]:
    """Lines that come three times or more and, four times in five, within a few lines of sure furniture; where the
    minutes begin, they are their title.
    """
    times = Counter(keys[line.index] for line in printed[_HEAD_LINES:])
    near: defaultdict[str, set[int]] = defaultdict(set)
    for at, line in enumerate(printed):
        if line.index in sure:
            for other in printed[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1]:
                near[keys[other.index]].add(other.index)
    heads = max(Counter(keys[index] for index in sure).values(), default=0)
    least = max(PAGES_TO_REPEAT, heads / _OF_ALL_PAGES)
    often = (found for key, found in near.items() if len(found) >= max(least, 0.8 * times[key]))
    return {index for found in often for index in found}


def _known_elsewhere(found: set[int], printed: Sequence[Line], keys: dict[int, str], labels: LabelTable) -> set[int]:
    """Lines beside furniture that are furniture in most other places."""
    times = Counter(keys[line.index] for line in printed)
    known = Counter(keys[index] for index in found)
    return {
        line.index
        for at, line in enumerate(printed)
        if line.index not in found
        and known[keys[line.index]] >= max(PAGES_TO_REPEAT, times[keys[line.index]] / 2)
        and any(near.index in found for near in printed[max(_HEAD_LINES, at - 1) : at + 2])
        and at >= _HEAD_LINES
        and _may_be_furniture(line, labels)
    }


def _days_beside(found: set[int], printed: Sequence[Line]) -> set[int]:
    """Lines of nothing but the day, where that day stands beside furniture more often than anywhere else."""
    days = [(at, line) for at, line in enumerate(printed) if _DAY.fullmatch(line.text)]
    beside = {line.index for at, line in days if any(n.index in found for n in printed[max(0, at - 1) : at + 2])}
    times = Counter(line.text for _, line in days)
    near = Counter(line.text for _, line in days if line.index in beside)
    often = {day for day in near if near[day] >= max(PAGES_TO_REPEAT, 0.8 * times[day])}
    return {line.index for _, line in days if line.index in beside and line.text in often}


def _repeating_the_head(printed: Sequence[Line], keys: dict[int, str]) -> set[int]:
    """Lines further down that are, word for word, one of the first of the minutes."""
    head = {
        keys[line.index]
        for line in printed[:_HEAD_LINES]
        if len(line.text.split()) > 2 and not ends_a_sentence(line.text)
    }
    return {line.index for line in printed[_HEAD_LINES:] if keys[line.index] in head}


def _names_in_split_heads(printed: Sequence[Line], found: set[int]) -> Iterator[int]:
    """The organ's name where an item's heading stands between it and the rest of the page head."""
    names = {words for line in printed if line.index in found for words in _last_names(line.text)}
    for at, line in enumerate(printed):
        if line.text[0].isupper() and line.text.casefold() in names and line.index not in found:
            following = printed[at + 1 : at + 4]
            head = next((n for n, other in enumerate(following) if _is_numbered_head(other)), None)
            if head is not None and not any(other.index in found for other in following[:head]):
                yield line.index


def _pieces_of_the_head(printed: Sequence[Line], found: set[int]) -> Iterator[int]:
    """Lines directly below a page number in which, column by column, stands what stands in the head of the minutes."""
    head = {cell for line in printed[:_HEAD_LINES] for cell in COLUMNS.split(line.text)}
    below = False
    for line in printed[_HEAD_LINES:]:
        if _PAGE_NUMBER.match(line.text):
            below = True
        elif below and line.index not in found:
            below = all(cell in head for cell in COLUMNS.split(line.text)) and not _PARAGRAPH.match(line.text)
            if below:
                yield line.index


def _is_numbered_head(line: Line) -> bool:
    return re.match(r"(?:sammanträdes)?(?:protokoll\s*\(?nr|datum\W*\d)", line.text, re.IGNORECASE) is not None


def _last_names(text: str) -> Iterator[str]:
    """What may be the organ's name in a page head: its last word before "protokoll", or all of it."""
    words = re.sub(r",?\s*protokoll$", "", text, flags=re.IGNORECASE).split()
    if words:
        yield " ".join(words).casefold()
        yield words[-1].casefold()
