"""HTML: web pages as the lines that their readers see, and of the page only what it is about.

The page becomes a tree, as browsers make one whatever tags are missing. Where the tree has a `main` or one `article`,
only that is read; menus, and lists of links below a heading such as "Läs också", are no part of the minutes.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from indexer.model import Pages
from indexer.reading.original import OriginalFile, ReadOptions
from indexer.reading.text import decoded
from indexer.reading.text_builder import TextBuilder

UNSEEN = frozenset(
    ("title", "script", "style", "template", "noscript", "svg", "nav", "button", "select", "textarea", "iframe")
)
"""Elements whose text is not on the page, or is there to move about it."""

PARAGRAPHS = frozenset(("p", "blockquote", "pre", "table", "ul", "ol", "dl", "figure"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LINES = frozenset(
    ("body", "div", "li", "dt", "dd", "caption", "address", "center", "details", "summary", "figcaption", "legend")
)
SECTIONS = frozenset(("main", "header", "footer", "aside", "form", "section", "article"))
ASIDE = "nav, aside, [role=navigation], [role=complementary], [role=search], [role=contentinfo], [role=banner]"
"""What stands beside the content of a page wherever it is."""

MENUS = frozenset(
    (
        "breadcrumb",
        "breadcrumbs",
        "cookie",
        "cookies",
        "menu",
        "meny",
        "nav",
        "navbar",
        "navigation",
        "related",
        "share",
    )
)
"""Words in the class or id of an element that only leads elsewhere, when most of its text is in links."""

MAY_BE_A_HEADING = (*sorted(HEADINGS), "p", "summary", "legend", "div", "span", "strong")
"""What the heading of a list of links may be written with."""

MOSTLY = 0.6
"""The share of a block's letters that stand in links when the block only leads elsewhere."""

_LEADS_ELSEWHERE = re.compile(
    r"(?:läs (?:också|även|mer|vidare)|se (?:också|även)|relatera(?:t|de)|mer om|dela sidan|fler nyheter)"
    r"\b[^.§]{0,60}",
    re.IGNORECASE,
)
"""The heading of links to other pages."""

_CLASS_WORD = re.compile(r"[a-zåäö]+")

Attributes = dict[str, str | None]


def read(original: OriginalFile, _: ReadOptions) -> Pages:
    """The text of a web page; a heading, a list entry and a table row begin a line each."""
    tree = LexborHTMLParser(decoded(original))
    content, left_out = _content(tree)
    page = _Page()
    if content:
        page.take(content, left_out | {node.mem_id for node in _links_elsewhere(content)})
    return original.pages(page.pages())


def _content(tree: LexborHTMLParser) -> tuple[LexborNode | None, set[int]]:
    """The part of the page that it is about, its main part, its only article, or else all but its footer.

    With it the `mem_id`s of the elements in it that are left out.
    """
    for node in tree.css("main, [role=main]"):
        if _letters(node):
            return node, set()
    articles = [node for node in tree.css("article") if _letters(node)]
    if len(articles) == 1:
        return articles[0], set()
    return tree.body, {footer.mem_id for footer in tree.css("body > footer, body > div > footer")}


def _links_elsewhere(content: LexborNode) -> Iterator[LexborNode]:
    """The elements that only lead to other pages."""
    yield from content.css(ASIDE)
    for node in content.css("[class], [id]"):
        words = _CLASS_WORD.findall(f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".lower())
        if not MENUS.isdisjoint(words) and _is_mostly_links(node):
            yield node
    for label in content.css(",".join(MAY_BE_A_HEADING)):
        if _is_leaf(label) and _LEADS_ELSEWHERE.fullmatch(label.text().strip().rstrip(":")):
            yield from _with_links_after(label)


def _with_links_after(label: LexborNode) -> Iterator[LexborNode]:
    """A heading and the blocks of links after it; nothing when there are none."""
    at = label
    while at.parent is not None and _sibling(at) is None and at.parent.tag in ("header", "div", "strong", "span", "p"):
        at = at.parent
    links = _sibling(at)
    if links is not None and _is_mostly_links(links):
        yield label
    while links is not None and _is_mostly_links(links):
        yield links
        links = _sibling(links)


def _sibling(node: LexborNode) -> LexborNode | None:
    """The next element beside an element; None also when words stand between."""
    after = node.next
    while after is not None and not after.is_element_node:
        if after.is_text_node and (after.text_content or "").strip():
            return None
        after = after.next
    return after


def _is_leaf(node: LexborNode) -> bool:
    """Whether an element holds nothing but words."""
    first = node.first_child
    return first is not None and first.is_text_node and first.next is None


def _is_mostly_links(node: LexborNode) -> bool:
    linked = _letters(node) if node.tag == "a" else sum(map(_letters, node.css("a")))
    return linked > 0 and linked >= MOSTLY * _letters(node)


def _letters(node: LexborNode) -> int:
    return sum(map(str.isalpha, node.text()))


def _events(root: LexborNode) -> Iterator[tuple[str, LexborNode]]:
    """The nodes of a tree as they start and end, however deep it is."""
    node: LexborNode | None = root
    while node is not None:
        yield "start", node
        if node.first_child is not None:
            node = node.first_child
            continue
        yield "end", node
        while node is not None and node.mem_id != root.mem_id and node.next is None:
            node = node.parent
            if node is not None:
                yield "end", node
        node = None if node is None or node.mem_id == root.mem_id else node.next


class _Page:
    """Turns the elements of a page into flow."""

    def __init__(self) -> None:
        self._flow = TextBuilder()
        self._unseen = 0
        self._left_out: Container[int] = ()
        self._tables: list[_Table] = []
        self._lists: list[int | None] = []
        self._as_it_is = 0

    def pages(self) -> list[str]:
        """The page's text, once everything is fed."""
        while self._tables:
            self._tables.pop().close()
        return self._flow.pages()

    def take(self, content: LexborNode, left_out: Container[int]) -> None:
        """The elements and texts of a part of the page, but for the elements with these `mem_id`s."""
        self._left_out = left_out
        for event, node in _events(content):
            if node.is_text_node:
                if event == "start":
                    self._text(node.text_content or "")
            elif node.is_element_node:
                self._starts(node) if event == "start" else self._ends(node)

    def _text(self, text: str) -> None:
        if self._unseen:
            return
        if self._as_it_is:
            self._flow.write_as_it_is(text)
        else:
            self._flow.write(text.replace("\t", " "))

    def _starts(self, node: LexborNode) -> None:
        tag, attributes = node.tag or "", node.attributes
        if self._unseen or tag in UNSEEN or node.mem_id in self._left_out or _hidden(attributes):
            self._unseen += 1
        elif tag == "br":
            self._flow.break_line()
        elif tag in HEADINGS:
            self._flow.room()
        elif tag == "p":
            self._flow.open_paragraph()
        elif tag in PARAGRAPHS or tag in SECTIONS or tag == "hr":
            self._flow.margin()
            self._open(tag, attributes)
        elif tag in ("tr", "td", "th"):
            self._start_of_table_part(tag)
        elif tag in LINES:
            self._flow.end_line()
            if tag == "li":
                self._flow.write(self._bullet(attributes))

    def _ends(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if self._unseen:
            self._unseen -= 1
        elif tag == "p":
            self._flow.close_paragraph()
        elif tag in PARAGRAPHS or tag in SECTIONS:
            self._close(tag)
            self._flow.margin()
        elif tag in HEADINGS:
            self._flow.room()
        elif tag in ("tr", "td", "th"):
            self._end_of_table_part(tag)
        elif tag in LINES:
            self._flow.end_line()

    def _open(self, tag: str, attributes: Attributes) -> None:
        if tag == "table":
            self._tables.append(_Table(self._flow))
        elif tag == "pre":
            self._as_it_is += 1
        elif tag in ("ul", "ol"):
            self._lists.append(None if tag == "ul" else _number(attributes.get("start")) or 1)

    def _close(self, tag: str) -> None:
        if tag == "table" and self._tables:
            self._tables.pop().close()
        elif tag == "pre" and self._as_it_is:
            self._as_it_is -= 1
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()

    def _start_of_table_part(self, tag: str) -> None:
        if not self._tables:
            self._flow.end_line()
        elif tag == "tr":
            self._tables[-1].open_row()
        else:
            self._tables[-1].open_cell()

    def _end_of_table_part(self, tag: str) -> None:
        if not self._tables:
            self._flow.end_line()
        elif tag == "tr":
            self._tables[-1].close()
        else:
            self._tables[-1].close_cell()

    def _bullet(self, attributes: Attributes) -> str:
        """What a browser draws before a list entry."""
        if not self._lists or self._lists[-1] is None:
            return "• "
        number = _number(attributes.get("value")) or self._lists[-1]
        self._lists[-1] = number + 1
        return f"{number}. "


class _Table:
    """Which parts of a table are open, so that a part that begins closes the one before it."""

    def __init__(self, flow: TextBuilder) -> None:
        self._flow = flow
        self._row = self._cell = False

    def open_row(self) -> None:
        self.close()
        self._flow.open_row()
        self._row = True

    def open_cell(self) -> None:
        self.close_cell()
        if not self._row:
            self.open_row()
        self._flow.open_cell()
        self._cell = True

    def close_cell(self) -> None:
        if self._cell:
            self._flow.close_cell()
            self._cell = False

    def close(self) -> None:
        self.close_cell()
        if self._row:
            self._flow.close_row()
            self._row = False


def _hidden(attributes: Attributes) -> bool:
    return any(
        name == "hidden" or (name == "style" and _shows_nothing(value or "")) for name, value in attributes.items()
    )


def _shows_nothing(style: str) -> bool:
    return "display:none" in style.replace(" ", "").lower()


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
