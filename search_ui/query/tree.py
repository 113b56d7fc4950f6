"""Tree: which tokens belong together.

    question = either
    either   = both { ("ELLER" | "OR") both }              what stands beside binds harder than ELLER
    both     = one { [ "OCH" | "AND" ] one }
    one      = { "-" | "INTE" | "NOT" | prefix ":" } near   the prefix nearest the word counts
    near     = atom { ("NÄRA" | "NEAR") [ "/" number ] atom }
    atom     = word | phrase | word* | *word | word~ | date | "*" | "(" either ")"

It is read with a stack of open parentheses instead of recursion, so depth costs nothing. A parenthesis that changes
nothing is no level; a group deeper than `MAX_DEPTH` levels is taken as if its parentheses were not there. An operator
with nothing to work on is left out. Each of these is said in a remark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

import msgspec

from search_ui.query.remarks import Remarks
from search_ui.query.tokens import MAX_PHRASE, QueryToken, TokenKind

MAX_DEPTH: Final = 6
"""The levels of groups in a question: more than people nest, few enough to evaluate without thinking of the stack."""


class Leaf(msgspec.Struct, frozen=True):
    """Something sought."""

    token: QueryToken


class Group(msgspec.Struct, frozen=True):
    """Parts of which all must be met, or any; `height` counts the groups from here down."""

    any: bool
    parts: tuple[Node, ...]
    height: int


class Within(msgspec.Struct, frozen=True):
    """What a prefix applies to."""

    field: str
    part: Node


class Without(msgspec.Struct, frozen=True):
    """What is excluded."""

    part: Node


Node: TypeAlias = Leaf | Group | Within | Without


def grow(tokens: Iterable[QueryToken], remarks: Remarks) -> Node | None:
    """The tree of these tokens; None when nothing is sought."""
    stack = [_Open(remarks)]
    for token in tokens:
        if token.kind is TokenKind.OPEN:
            stack.append(_Open(remarks, token))
        elif token.kind is TokenKind.CLOSE:
            group = stack.pop()
            node = group.close(token)
            if node is None:
                remarks.on(group.start, token.end, "query.empty_parenthesis")
                stack[-1].forget()
            else:
                stack[-1].add(node)
        else:
            stack[-1].take(token)
    return stack[0].close(None)


class _Open:
    """A parenthesis, or the whole text, while it is read: alternatives, each of parts that must all be met."""

    def __init__(self, remarks: Remarks, token: QueryToken | None = None) -> None:
        self.remarks = remarks
        self.start = token.start if token else 0
        self.alternatives: list[list[Node]] = [[]]
        self.prefixes: list[QueryToken] = []
        self.operator: QueryToken | None = None

    def take(self, token: QueryToken) -> None:
        """One more token."""
        match token.kind:
            case TokenKind.NOT | TokenKind.FIELD:
                self.prefixes.append(token)
            case TokenKind.OR | TokenKind.AND | TokenKind.NEAR:
                self._end_prefixes()
                if self.operator or not self.alternatives[-1]:
                    self._leave_out(token)
                else:
                    self.operator = token
            case _:
                self.add(Leaf(token))

    def add(self, node: Node) -> None:
        """Something sought, with the prefixes before it and the operator before them."""
        fields = [prefix.field for prefix in self.prefixes if prefix.kind is TokenKind.FIELD]
        odd = sum(prefix.kind is TokenKind.NOT for prefix in self.prefixes) % 2
        node = within(fields[-1], node) if fields else node
        node = without(node) if odd else node
        operator, self.operator, self.prefixes = self.operator, None, []
        if operator and operator.kind is TokenKind.OR:
            self.alternatives.append([node])
        elif (
            operator and operator.kind is TokenKind.NEAR and (near := _near(self.alternatives[-1][-1], operator, node))
        ):
            self.alternatives[-1][-1] = near
        else:
            if operator and operator.kind is TokenKind.NEAR:
                self.remarks.on(operator.start, operator.end, "query.near_needs_words")
            self.alternatives[-1].append(node)

    def close(self, token: QueryToken | None) -> Node | None:
        """What the parenthesis holds; None when that is nothing."""
        self._end_prefixes()
        if self.operator:
            self._leave_out(self.operator)
        end = token.end if token else len(self.remarks.text)
        conjunctions = [self._group(parts, end, any=False) for parts in self.alternatives if parts]
        return self._group(conjunctions, end, any=True) if conjunctions else None

    def forget(self) -> None:
        """What stood before an empty parenthesis has nothing to work on."""
        self.prefixes = []

    def _end_prefixes(self) -> None:
        """Prefixes with nothing after them: a field's name is then a word, a minus nothing."""
        left, self.prefixes = self.prefixes, []
        if left and left[-1].kind is TokenKind.NOT:
            self._leave_out(left[-1])
        elif left:
            start, end = left[-1].start, left[-1].end
            name = self.remarks.text[start:end].rstrip().rstrip(":")
            typed = self.remarks.quote(start, end)
            self.remarks.on(start, end, "query.nothing_after_prefix", typed=typed)
            self.add(Leaf(QueryToken(kind=TokenKind.WORDS, start=start, end=end, words=(name,))))

    def _leave_out(self, token: QueryToken) -> None:
        """Say that an operator has nothing to work on."""
        typed = self.remarks.quote(token.start, token.end)
        self.remarks.on(token.start, token.end, "query.nothing_to_work_on", typed=typed)

    def _group(self, nodes: list[Node], end: int, *, any: bool) -> Node:
        """These parts as one node, no deeper than may be."""
        parts: list[Node] = []
        for node in nodes:
            if height(node) >= MAX_DEPTH and len(nodes) > 1:
                self.remarks.on(self.start, end, "query.too_deep", most=MAX_DEPTH)
                parts += (inner for part in _opened(node) for inner in _flat(part, any=any))
            else:
                parts += _flat(node, any=any)
        if len(parts) == 1:
            return parts[0]
        return Group(any, tuple(parts), 1 + max(map(height, parts)))


def within(field: str, node: Node) -> Node:
    """The node in a field, unless it names one itself."""
    if isinstance(node, Without):
        return without(within(field, node.part))
    return node if isinstance(node, Within) else Within(field, node)


def without(node: Node) -> Node:
    """The opposite of a node."""
    return node.part if isinstance(node, Without) else Without(node)


def height(node: Node) -> int:
    """How many groups lie within each other in a node."""
    while isinstance(node, Within | Without):
        node = node.part
    return node.height if isinstance(node, Group) else 0


def _flat(node: Node, *, any: bool) -> Iterator[Node]:
    """The node, or its parts when a group around it would say nothing that theirs does not."""
    if isinstance(node, Group) and node.any is any:
        yield from node.parts
    else:
        yield node


def _opened(node: Node) -> Iterator[Node]:
    """The parts of a group as if its parentheses were not there, what stood before them standing before each part."""
    match node:
        case Without(part=part):
            yield from map(without, _opened(part))
        case Within(field=field, part=part):
            yield from (within(field, inner) for inner in _opened(part))
        case Group(parts=parts):
            yield from parts
        case Leaf():
            yield node


def _near(first: Node, operator: QueryToken, second: Node) -> Node | None:
    """Two words, or a nearness and one more word, as a nearness; None when they are not that."""
    field = first.field if isinstance(first, Within) else None
    first = first.part if isinstance(first, Within) else first
    second = second.part if isinstance(second, Within) and second.field == field else second
    if not (isinstance(first, Leaf) and isinstance(second, Leaf)):
        return None
    one, other = first.token, second.token
    if not all(token.kind is TokenKind.WORDS and not token.quoted for token in (one, other)):
        return None
    if (one.distance is None and len(one.words) > 1) or len(other.words) > 1:
        return None
    if len(one.words) == MAX_PHRASE:
        return None
    distance = max(operator.distance or 0, one.distance or 0)
    words = (*one.words, *other.words)
    leaf = Leaf(msgspec.structs.replace(one, end=other.end, words=words, distance=distance))
    return Within(field, leaf) if field else leaf
