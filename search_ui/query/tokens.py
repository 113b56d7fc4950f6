"""Tokens: the typed text cut into words, quotes, signs and dates, within the limits that keep every question cheap.

The text is walked once from the left. What is a word is asked of `indexer.swedish`, so a typed "IT-säkerhet" or "a.b"
is cut just as it was when it was indexed: one word of it is a word, several are words in a row. Words with slashes
between, "a/b", are the group (a b): on paper they stand beside each other in any order and form. A reference is one
however it is written. A sign means something only where it can: "-" before a word, "*" at its beginning or end, "~" at
its end, ":" after a known prefix. Everywhere else signs are what they are on paper, and no word is lost for them.

    -titel:"öppna data" år:i fjol skol*
    -> NOT FIELD(title) WORDS("öppna data") FIELD(date) DATE(2025-01-01..2025-12-31) PREFIX(skol)
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final

import msgspec

from indexer.index.facets import FACETS
from indexer.index.zones import ZONES
from indexer.messages import Message, message
from indexer.swedish.tokens import written_words
from search_ui.query.dates import EXAMPLES, Span, longest_date
from search_ui.query.remarks import Remarks

MAX_CHARACTERS: Final = 300
MAX_WORDS: Final = 24
MAX_PHRASE: Final = 12
MIN_LETTERS: Final = 3
MAX_FUZZY: Final = 3
MAX_PATTERNS: Final = 6
MAX_FUZZY_DISTANCE: Final = 2
MAX_DISTANCE: Final = 50
"""Limits, so that no question takes long: a question's characters and words, a phrase's words, the letters beside a *
or a ~, the words with ~ and those with *, how many letters a fuzzy word may differ in, how far apart words may stand.
Without them single questions of a few characters took over 20 seconds of an index of 10,000 items."""
NEAR: Final = 10
"""How many words apart NÄRA finds words, when it does not say."""

DATE_PREFIXES: Final = ("datum", "date", "år", "ar", "year")
FIELDS: Final = {
    **{prefix: zone.name for zone in ZONES for prefix in zone.prefixes},
    **dict.fromkeys(DATE_PREFIXES, "date"),
    **{prefix: facet.name for facet in FACETS for prefix in facet.prefixes},
}
"""Prefixes, Swedish and English, and the zone, the dates or the facet that each names."""


class TokenKind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    NEAR = auto()
    FIELD = auto()
    WORDS = auto()
    PREFIX = auto()
    SUFFIX = auto()
    FUZZY = auto()
    DATE = auto()
    ALL = auto()


OPERATORS: Final = {
    "ELLER": TokenKind.OR,
    "OR": TokenKind.OR,
    "OCH": TokenKind.AND,
    "AND": TokenKind.AND,
    "INTE": TokenKind.NOT,
    "NOT": TokenKind.NOT,
    "NÄRA": TokenKind.NEAR,
    "NEAR": TokenKind.NEAR,
}


class QueryToken(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of the text, from `start` to `end`.

    `words` are a WORDS's words, or the one of a PREFIX, SUFFIX or FUZZY; `quoted` says that they are meant as written.
    `field` is a FIELD's zone or facet, `distance` a FUZZY's, a NEAR's or a nearness', `span` a DATE's days.
    """

    kind: TokenKind
    start: int
    end: int
    words: tuple[str, ...] = ()
    quoted: bool = False
    field: str = ""
    distance: int | None = None
    span: Span = (None, None)


QUOTES: Final = '"”“„‟«»＂'
_MINUS: Final = "–−‐-"
_SPACE: Final = re.compile(r"\s+")
_NOISE: Final = re.compile(rf"[^\w*()§{QUOTES}{_MINUS}]+|_+")
_DASHES: Final = re.compile(rf"[{_MINUS}]+")
_CHUNK: Final = re.compile(rf"(?:[^\s(){QUOTES},;!?]|(?<=\d),(?=\d))+")
_FIELD: Final = re.compile(r"([^\W\d_]+):")
_UNKNOWN_FIELD: Final = re.compile(r"[^\W\d_A-ZÅÄÖ]{3,}:")
_NEAR: Final = re.compile(r"(NÄRA|NEAR)/(\d+)")
_PARAGRAPH: Final = re.compile(r"§+\s*(?=\d)")
_NUMBERED: Final = re.compile(
    r"\b(paragraf(?:en)?|punkt(?:en)?|ärende(?:t)?)\s+(?:nr\.?\s*)?(\d{1,3}(?:\.\d{1,2})?)(?![\w/:-])", re.IGNORECASE
)
_NUMBER: Final = r"(?:(?:19|20)\d\d(?:[/:]\d{1,8}|-\d{3,8})(?:-\d{1,4})?|\d{3,5}/(?:19|20)?\d\d)"
_DNR: Final = r"(?P<dnr>(?:dnr|diarienr|diarienummer)(?![^\W\d])\.?\s*)?"
_REGISTER: Final = (
    rf"(?!(?:{'|'.join(OPERATORS)})\s)"
    r"(?:(?-i:[A-ZÅÄÖ]{1,8}(?:-[A-ZÅÄÖ]{1,8})?)\s+|(?(dnr)[^\W\d_]{1,8}|(?!))\s+|[^\W\d_]{1,8}[/-]?)"
)
"""The letters of a register: in capitals, after "dnr" in any, or grown together with the number."""
_REFERENCE: Final = re.compile(rf"{_DNR}(?P<reference>(?:{_REGISTER}|(?(dnr)|(?!))){_NUMBER})(?![\w/])", re.IGNORECASE)
"""A diarienummer in a text: with its register before it, or with "dnr"."""
_REFERENCE_ALONE: Final = re.compile(rf"{_DNR}(?P<reference>(?:{_REGISTER})?{_NUMBER})", re.IGNORECASE)
"""Words that are nothing but a diarienummer: that means any way to write it even between quotation marks."""
_BETWEEN_SLASHES: Final = re.compile(r"[^/]+")
_SIGNS_AFTER: Final = ".:'’/-–&%+=|\\<>[]{}@#^`´…"
"""What may stand after a word without belonging to it."""
_DIGIT: Final = re.compile(r"\d")
_QUOTE_END: Final = re.compile(f"[{QUOTES}]")
_NEARNESS: Final = re.compile(r"~(\d*)")
_FUZZY: Final = re.compile(r"(.*\w.*)~(\d*)")


def tokens(remarks: Remarks, today: datetime.date) -> list[QueryToken]:
    """The tokens of the text that the remarks are on."""
    return list(_Reader(remarks, today).read())


class _Reader:
    """One walk through a text: `at` is how far it has come; `dated` tells which open parentheses hold dates."""

    def __init__(self, remarks: Remarks, today: datetime.date) -> None:
        self.remarks = remarks
        self.today = today
        self.text = _shortened(remarks)
        self.whole = len(self.text) == len(remarks.text)
        self.at = 0
        self.last: QueryToken | None = None
        self.dated = [False]
        self.numbered = _PARAGRAPH.search(self.text) is not None
        self.words = self.fuzzy = self.patterns = 0

    def read(self) -> Iterator[QueryToken]:
        """The tokens in order, as many as a question may have."""
        while self.at < len(self.text):
            for token in self._next():
                if token.kind in _COUNTED and self._too_many(token):
                    yield from self._closing()
                    return
                self.last = token
                yield token
        yield from self._closing()

    def _too_many(self, token: QueryToken) -> bool:
        """Whether the question is full; the words of a phrase count."""
        self.words += max(1, len(token.words))
        if self.words > MAX_WORDS:
            self.remarks.on(token.start, len(self.remarks.text), "query.too_many_words", most=MAX_WORDS)
        return self.words > MAX_WORDS

    def _closing(self) -> Iterator[QueryToken]:
        """A parenthesis for each that is still open, said so unless it was we that cut the text."""
        for _ in self.dated[1:]:
            if self.whole and self.words <= MAX_WORDS:
                self.remarks.on_all("query.unclosed_parenthesis")
            yield QueryToken(kind=TokenKind.CLOSE, start=len(self.text), end=len(self.text))

    def _next(self) -> Iterator[QueryToken]:
        """The tokens, if any, that the next piece of the text is; always moves on."""
        text, at = self.text, self.at
        if space := _SPACE.match(text, at):
            self.at = space.end()
        elif self._wants_date() and (found := longest_date(text, at, self.today)):
            span, self.at = found
            yield QueryToken(kind=TokenKind.DATE, start=at, end=self.at, span=span)
        elif self.numbered and not self._in_field() and (day := self._day()):
            span, self.at = day
            yield QueryToken(kind=TokenKind.DATE, start=at, end=self.at, span=span)
        elif noise := _NOISE.match(text, at):
            self.at = noise.end()
        elif text[at] == "(":
            self.dated.append(self._wants_date())
            yield self._sign(TokenKind.OPEN)
        elif text[at] == ")":
            yield from self._close()
        elif text[at] in QUOTES:
            yield from self._quote()
        elif dashes := _DASHES.match(text, at):
            yield from self._minus(dashes.end())
        elif text[at] == "§":
            yield from self._paragraph()
        elif self._may_be_numbered() and (numbered := _NUMBERED.match(text, at)):
            yield from self._numbered(numbered)
        elif reference := _REFERENCE.match(text, at):
            self.at = reference.end()
            words = _words(reference["reference"])
            yield from self._in_a_row(words, reference.start("reference"), reference.end(), distance=0)
        else:
            yield from self._chunk()

    def _sign(self, kind: TokenKind) -> QueryToken:
        """A token that is just a sign."""
        self.at += 1
        return QueryToken(kind=kind, start=self.at - 1, end=self.at)

    def _may_be_numbered(self) -> bool:
        """Whether an item's number may follow: in no field, and with room for the three words it is read as."""
        return not self._in_field() and self.words + 3 <= MAX_WORDS

    def _day(self) -> tuple[Span, int] | None:
        """A day beside the number of an item: that of its meeting, "§ 30 29 februari 2024"."""
        begins = self.at == 0 or not self.text[self.at - 1].isalnum()
        found = longest_date(self.text, self.at, self.today) if begins else None
        return found if found and found[0][0] == found[0][1] else None

    def _in_field(self) -> bool:
        """Whether a prefix stands before what follows."""
        return self.last is not None and self.last.kind is TokenKind.FIELD

    def _wants_date(self) -> bool:
        """Whether what follows is to be read as a date."""
        return self.last.field == "date" if self.last and self._in_field() else self.dated[-1]

    # Signs

    def _close(self) -> Iterator[QueryToken]:
        """A closing parenthesis, unless none is open."""
        token = self._sign(TokenKind.CLOSE)
        if len(self.dated) > 1:
            self.dated.pop()
            yield token
        else:
            self.remarks.on(token.start, token.end, "query.unopened_parenthesis")

    def _minus(self, end: int) -> Iterator[QueryToken]:
        """A minus before what it excludes; between spaces or before a space it is a dash, inside a word a hyphen."""
        start, self.at = self.at, end
        follows = end < len(self.text) and not _SPACE.match(self.text, end) and self.text[end] != ")"
        after_word = start > 0 and (self.text[start - 1].isalnum() or self.text[start - 1] in QUOTES)
        if follows and not after_word:
            yield QueryToken(kind=TokenKind.NOT, start=start, end=end)

    def _paragraph(self) -> Iterator[QueryToken]:
        """The number of an item, "§ 45"; without a number the sign is one like any other."""
        match = _PARAGRAPH.match(self.text, self.at)
        if match:
            yield QueryToken(kind=TokenKind.FIELD, start=self.at, end=match.end(), field="number")
        self.at = match.end() if match else self.at + 1

    def _numbered(self, match: re.Match[str]) -> Iterator[QueryToken]:
        """The item of a number, or the words beside each other: punkt 3 is read as (nr:3 ELLER "punkt 3"~0)."""
        start, self.at = match.span()
        word, number = match.groups()
        yield self._open(start)
        yield QueryToken(kind=TokenKind.FIELD, start=start, end=start, field="number")
        yield QueryToken(kind=TokenKind.WORDS, start=match.start(2), end=self.at, words=(number,))
        yield QueryToken(kind=TokenKind.OR, start=self.at, end=self.at)
        yield QueryToken(kind=TokenKind.WORDS, start=start, end=self.at, words=(word, number), distance=0)
        yield self._shut()

    def _open(self, start: int) -> QueryToken:
        """A parenthesis that nobody typed."""
        self.dated.append(False)
        return QueryToken(kind=TokenKind.OPEN, start=start, end=start)

    def _shut(self) -> QueryToken:
        """The end of a parenthesis that nobody typed."""
        self.dated.pop()
        return QueryToken(kind=TokenKind.CLOSE, start=self.at, end=self.at)

    def _quote(self) -> Iterator[QueryToken]:
        """Words between quotation marks of any kind, perhaps with a nearness after: "a b"~5."""
        start = self.at
        closing = _QUOTE_END.search(self.text, start + 1)
        inner_end = closing.start() if closing else len(self.text)
        self.at = closing.end() if closing else len(self.text)
        if not closing and self.whole:
            self.remarks.on(start, self.at, "query.unclosed_quote")
        inner = " ".join(self.text[start + 1 : inner_end].split())
        near = _NEARNESS.match(self.text, self.at)
        self.at = near.end() if near else self.at
        date = longest_date(inner, 0, self.today) if self._wants_date() else None
        if date and not inner[date[1] :].strip():
            yield QueryToken(kind=TokenKind.DATE, start=start, end=self.at, span=date[0])
            return
        distance = self._distance(*near.span(), near[1]) if near else None
        words = _words(inner)
        if not words:
            self.remarks.on(start, self.at, "query.no_word_in_quotes", typed=self.remarks.quote(start, self.at))
        yield from self._in_a_row(words, start, self.at, quoted=True, distance=distance)

    def _distance(self, start: int, end: int, digits: str) -> int:
        """How many words apart words may stand, as typed, or no more than can be sought."""
        wanted = int(digits[:4]) if digits else NEAR
        if wanted > MAX_DISTANCE:
            typed = self.remarks.quote(start, end)
            self.remarks.on(start, end, "query.too_far_apart", typed=typed, most=MAX_DISTANCE)
        return min(wanted, MAX_DISTANCE)

    # Words

    def _chunk(self) -> Iterator[QueryToken]:
        """What stands together: a prefix, an operator, a word, or words joined by signs."""
        field = _FIELD.match(self.text, self.at)
        if field and field[1].lower() in FIELDS:
            start, self.at = self.at, field.end()
            yield QueryToken(kind=TokenKind.FIELD, start=start, end=self.at, field=FIELDS[field[1].lower()])
            return
        match = _CHUNK.match(self.text, self.at)
        start, self.at = self.at, match.end() if match else self.at + 1
        chunk = self.text[start : self.at]
        glued_on = self.last and self.last.end == start and self.last.kind in (TokenKind.FIELD, TokenKind.NOT)
        if not glued_on and (operator := self._operator(chunk, start)):
            yield operator
            return
        if self._wants_date():
            quoted = self.remarks.quote(start, self.at)
            self.remarks.on(start, self.at, "query.no_date", typed=quoted, examples=EXAMPLES)
        elif unknown := _UNKNOWN_FIELD.match(chunk):
            self._remark_on_prefix(start, unknown[0])
        pieces = _beside(chunk)
        if pieces:
            yield from self._group(pieces, start)
        else:
            yield from self._pattern(chunk, start)

    def _group(self, pieces: list[re.Match[str]], start: int) -> Iterator[QueryToken]:
        """Pieces of a chunk that begins at `start`, as if they stood between parentheses."""
        end = self.at
        yield self._open(start)
        for piece in pieces:
            self.at = start + piece.end()
            yield from self._pattern(piece[0], start + piece.start())
        self.at = end
        yield self._shut()

    def _operator(self, chunk: str, start: int) -> QueryToken | None:
        """The operator that a chunk is."""
        near = _NEAR.fullmatch(chunk)
        kind = TokenKind.NEAR if near else OPERATORS.get(chunk)
        distance = self._distance(start, self.at, near[2] if near else "")
        return QueryToken(kind=kind, start=start, end=self.at, distance=distance) if kind else None

    def _remark_on_prefix(self, start: int, prefix: str) -> None:
        """Say that a prefix is unknown, and which one it resembles."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extractOne(prefix[:-1], FIELDS, scorer=OSA.distance, score_cutoff=2)
        end = start + len(prefix)
        quoted = self.remarks.quote(start, end)
        if near:
            self.remarks.on(start, end, "query.unknown_prefix_near", typed=quoted, prefix=near[2])
        else:
            self.remarks.on(start, end, "query.unknown_prefix", typed=quoted)

    def _pattern(self, chunk: str, start: int) -> Iterator[QueryToken]:
        """A word with a * or a ~ that means something, or else plain words."""
        core = chunk.rstrip(_SIGNS_AFTER)
        if "*" in core:
            yield from self._starred(core, start)
        elif fuzzy := _FUZZY.fullmatch(core):
            yield from self._fuzzy(fuzzy, start)
        else:
            yield from self._in_a_row(_words(chunk), start, self.at)

    def _starred(self, core: str, start: int) -> Iterator[QueryToken]:
        """word*, *word, or a * where none can be."""
        inner = core.strip("*")
        before, after = core.startswith("*"), core.endswith("*")
        words = _words(inner.replace("*", " "))
        if not words:
            if core == "*":
                yield QueryToken(kind=TokenKind.ALL, start=start, end=self.at)
            else:
                self.remarks.on(start, self.at, "query.only_stars", typed=self.remarks.quote(start, self.at))
            return
        head = _words(inner.partition("*")[0])
        if "*" in inner and not before and len(head) == 1 and not self._why_no_pattern(head, head[0], both=False):
            typed = self.remarks.quote(start, self.at)
            self.remarks.on(start, self.at, "query.star_cuts_word", typed=typed, word=head[0])
            words, inner = head, head[0]
        if why := self._why_no_pattern(words, inner, both=before and after):
            self.remarks.on(start, self.at, why.code, typed=self.remarks.quote(start, self.at), **why.args)
            yield from self._in_a_row(words, start, self.at)
            return
        self.patterns += 1
        yield QueryToken(kind=TokenKind.SUFFIX if before else TokenKind.PREFIX, start=start, end=self.at, words=words)

    def _why_no_pattern(self, words: tuple[str, ...], inner: str, *, both: bool) -> Message | None:
        """Why a * cannot be taken at its word, but for what was typed; None when it can."""
        if both:
            return message("query.star_at_both_ends")
        if "*" in inner or len(words) > 1:
            return message("query.star_inside")
        if _letters(words[0]) < MIN_LETTERS:
            return message("query.star_needs_letters", least=MIN_LETTERS)
        if self.patterns == MAX_PATTERNS:
            return message("query.star_too_many", most=MAX_PATTERNS)
        return None

    def _fuzzy(self, match: re.Match[str], start: int) -> Iterator[QueryToken]:
        """word~ and word~2: words spelled nearly so."""
        words = _words(match[1])
        typed = self.remarks.quote(start, self.at)
        if len(words) != 1 or _letters(words[0]) < MIN_LETTERS:
            self.remarks.on(start, self.at, "query.tilde_needs_letters", typed=typed, least=MIN_LETTERS)
        elif self.fuzzy == MAX_FUZZY:
            self.remarks.on(start, self.at, "query.too_many_tildes", typed=typed, most=MAX_FUZZY)
        else:
            self.fuzzy += 1
            distance = int(match[2][:3] or 1)
            if distance > MAX_FUZZY_DISTANCE:
                self.remarks.on(start, self.at, "query.tilde_too_wide", typed=typed, most=MAX_FUZZY_DISTANCE)
            distance = min(distance, MAX_FUZZY_DISTANCE)
            kind = TokenKind.FUZZY if distance else TokenKind.WORDS
            yield QueryToken(kind=kind, start=start, end=self.at, words=words, distance=distance or None)
            return
        yield from self._in_a_row(words, start, self.at)

    def _in_a_row(
        self, words: tuple[str, ...], start: int, end: int, *, quoted: bool = False, distance: int | None = None
    ) -> Iterator[QueryToken]:
        """Words that follow on each other, no more than a phrase may have; none is no token."""
        if len(words) > MAX_PHRASE:
            self.remarks.on(start, end, "query.phrase_too_long", most=MAX_PHRASE)
        if words:
            words = words[:MAX_PHRASE] if len(words) > 1 else (_plain(words[0], quoted=quoted),)
            number = _REFERENCE_ALONE.fullmatch(" ".join(words))
            if number and distance is None and (quoted or len(words) > 1):
                words, distance = _words(number["reference"]), 0
            distance = distance if quoted or len(words) > 1 else None
            yield QueryToken(kind=TokenKind.WORDS, start=start, end=end, words=words, quoted=quoted, distance=distance)


_COUNTED: Final = (TokenKind.WORDS, TokenKind.PREFIX, TokenKind.SUFFIX, TokenKind.FUZZY, TokenKind.DATE, TokenKind.ALL)


def _shortened(remarks: Remarks) -> str:
    """The text, as much of it as a question may have, cut between words where that can be."""
    text = remarks.text
    if len(text) <= MAX_CHARACTERS:
        return text
    end = max((match.start() for match in _SPACE.finditer(text[: MAX_CHARACTERS + 1])), default=0) or MAX_CHARACTERS
    remarks.on(end, len(text), "query.too_long", most=MAX_CHARACTERS)
    return text[:end]


def _beside(chunk: str) -> list[re.Match[str]]:
    """The pieces that single slashes divide a chunk into, when each is a word, perhaps with a *; else none."""
    pieces = list(_BETWEEN_SLASHES.finditer(chunk)) if "/" in chunk.rstrip("/") else []
    words = _words(chunk.replace("*", " "))
    if len(pieces) != len(words) or "//" in chunk or any(_is_field(word) for word in words):
        return []
    alone = (piece[0].lstrip("-*").startswith(word) for piece, word in zip(pieces, words, strict=True))
    return pieces if all(alone) else []


def _is_field(word: str) -> bool:
    """Whether a word would be read as a prefix and what follows it."""
    field = _FIELD.match(word)
    return field is not None and field[1].lower() in FIELDS


def reads_on(before: str, after: str) -> bool:
    """Whether a piece after another would be read on from its end: a date, a reference, the 3 of "punkt 3"."""
    if not _DIGIT.search(after) and "datum:" not in before:
        return False
    whole, border = f"{before} {after}", len(before)
    for together in (_REFERENCE, _NUMBERED):
        if any(match.start() < border < match.end() for match in together.finditer(whole)):
            return True
    date = whole.rfind("datum:", 0, border) + len("datum:")
    found = longest_date(whole, date, datetime.date(2000, 1, 1)) if date >= len("datum:") else None
    return found is not None and found[1] > border


def is_reference(words: tuple[str, ...]) -> bool:
    """Whether words are the letters and the number of one reference, and are read as that beside each other."""
    match = _REFERENCE.fullmatch(" ".join(words))
    return match is not None and match["dnr"] is None


def _plain(word: str, *, quoted: bool) -> str:
    """A word that is only a word: one spelled as an operator is written small, and a number loses its sign."""
    word = word if quoted else word.lstrip("§ \t")
    return word.lower() if word in OPERATORS or _NEAR.fullmatch(word) else word


def _words(text: str) -> tuple[str, ...]:
    """The words of a text as they were, or would be, indexed."""
    return tuple(word.text for word in written_words(text))


def _letters(word: str) -> int:
    """How many letters and digits a word has."""
    return sum(c.isalnum() for c in word)
