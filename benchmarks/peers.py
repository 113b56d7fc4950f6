"""Peers: other indexes of the same items, each in a process of its own, asked the same questions.

    python -m benchmarks.peers NAME ITEMS FOLDER

is one of them: it indexes the items of a JSON file in a folder, says what that took, and then answers a question a line
from standard input: with the total, 20 snippets and the counts of three facets, or, `engine`, without snippets. It says
how many items it found and the milliseconds of processor time. The file needs nothing but Python, so that a peer can
run in another (Debian's has Xapian).

FTS5 and tantivy take words as they are written; Whoosh and Xapian stem them as Swedish.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

FIELDS = ("title", "text", "decision")
FACETS = ("organ", "year", "authority")
PAGE = 20
SNIPPET = 200

Item = dict[str, str]
Question = dict[str, Any]
"""`words`, `how` they are combined (all, any, phrase, beginning, title, near) and, for some, `years`."""


class Fts5:
    """SQLite's full-text index."""

    tokens = "unicode61 remove_diacritics 0"

    def __init__(self, folder: Path) -> None:
        import sqlite3

        self._database = sqlite3.connect(folder / "fts.db")

    def build(self, items: list[Item]) -> None:
        """Index the items."""
        unindexed = ", ".join(f"{name} unindexed" for name in FACETS)
        self._database.execute(
            f"create virtual table d using fts5({', '.join(FIELDS)}, {unindexed}, tokenize='{self.tokens}')"
        )
        rows = ([item[name] for name in FIELDS + FACETS] for item in items)
        self._database.executemany("insert into d values (?, ?, ?, ?, ?, ?)", rows)
        self._database.commit()

    def ask(self, question: Question, *, engine: bool) -> int:
        """Answer a question; how many items have it. FTS5 has no fuzzy words."""
        words, how = question["words"], question["how"]
        if how == "near":
            raise NotImplementedError
        match = {
            "all": " AND ".join(words),
            "any": " OR ".join(words),
            "phrase": f'"{" ".join(words)}"',
            "beginning": f"{words[0]}*",
            "title": f"title:{words[0]}",
        }[how]
        first, last = question.get("years", ("", ""))
        where = f"from d where d match ?{f' and year between {first!r} and {last!r}' if first else ''}"
        shown = "title" if engine else "snippet(d, 1, '[', ']', '…', 24)"
        self._database.execute(f"select rowid, {shown} {where} order by rank limit {PAGE}", (match,)).fetchall()
        for name in FACETS:
            self._database.execute(f"select {name}, count(*) {where} group by 1", (match,)).fetchall()
        return int(self._database.execute(f"select count(*) {where}", (match,)).fetchone()[0])


class Fts5Trigram(Fts5):
    """SQLite's full-text index of every three letters in a row, which finds parts of words."""

    tokens = "trigram"


class Tantivy:
    """tantivy, from PyPI."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder()
        for name in FIELDS:
            builder.add_text_field(name, stored=True)
        for name in ("organ", "authority"):
            builder.add_text_field(name, stored=True, tokenizer_name="raw", fast=True)
        builder.add_integer_field("year", stored=True, indexed=True, fast=True)
        self._tantivy, self._schema = tantivy, builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))

    def build(self, items: list[Item]) -> None:
        """Index the items."""
        writer = self._index.writer()
        for item in items:
            writer.add_document(self._tantivy.Document(**{**item, "year": int(item["year"])}))
        writer.commit()
        writer.wait_merging_threads()

    def ask(self, question: Question, *, engine: bool) -> int:
        """Answer a question; how many items have it."""
        self._index.reload()
        searcher, query = self._index.searcher(), self._query(question)
        result = searcher.search(query, PAGE, count=True)
        shown = [searcher.doc(address) for _, address in result.hits]
        if not engine:
            snippets = self._tantivy.SnippetGenerator.create(searcher, query, self._schema, "text")
            for document in shown:
                snippets.snippet_from_doc(document).to_html()
        searcher.aggregate(query, {name: {"terms": {"field": name, "size": 100}} for name in FACETS})
        return int(result.count)

    def _query(self, question: Question) -> Any:
        words, how = question["words"], question["how"]
        made = self._tantivy.Query
        if how in {"beginning", "near"}:
            of_fields = [
                made.regex_query(self._schema, name, f"{words[0]}.*")
                if how == "beginning"
                else made.fuzzy_term_query(self._schema, name, words[0], distance=1)
                for name in FIELDS
            ]
            query = made.boolean_query([(self._tantivy.Occur.Should, each) for each in of_fields])
        else:
            text = f'"{" ".join(words)}"' if how == "phrase" else {"any": " OR "}.get(how, " AND ").join(words)
            query = self._index.parse_query(text, ["title"] if how == "title" else list(FIELDS))
        if "years" in question:
            first, last = map(int, question["years"])
            years = made.range_query(self._schema, "year", self._tantivy.FieldType.Integer, first, last)
            query = made.boolean_query([(self._tantivy.Occur.Must, each) for each in (query, years)])
        return query


class Whoosh:
    """Whoosh as it comes, with its own Swedish analyzer."""

    def __init__(self, folder: Path) -> None:
        from whoosh import fields, index
        from whoosh.analysis import LanguageAnalyzer

        analyzer = LanguageAnalyzer("sv")
        text = {name: fields.TEXT(analyzer=analyzer, stored=True) for name in FIELDS}
        self._index = index.create_in(
            str(folder), fields.Schema(**text, **{name: fields.ID(stored=True, sortable=True) for name in FACETS})
        )
        self._searcher: Any = None

    def build(self, items: list[Item]) -> None:
        """Index the items."""
        writer = self._index.writer(limitmb=256)
        for item in items:
            writer.add_document(**item)
        writer.commit()
        self._searcher = self._index.searcher()

    def ask(self, question: Question, *, engine: bool) -> int:
        """Answer a question; how many items have it."""
        from whoosh import query
        from whoosh.qparser import FuzzyTermPlugin, MultifieldParser

        words, how = question["words"], question["how"]
        parser = MultifieldParser(["title"] if how == "title" else list(FIELDS), self._index.schema)
        parser.add_plugin(FuzzyTermPlugin())
        text = {
            "any": " OR ".join(words),
            "phrase": f'"{" ".join(words)}"',
            "beginning": f"{words[0]}*",
            "near": f"{words[0]}~",
        }.get(how, " AND ".join(words))
        asked = parser.parse(text)
        if "years" in question:
            asked = query.And([asked, query.TermRange("year", *question["years"])])
        result = self._searcher.search(asked, limit=PAGE, groupedby=list(FACETS))
        for hit in result[:PAGE]:
            hit["title"] if engine else hit.highlights("text")
        for name in FACETS:
            Counter({value: len(numbers) for value, numbers in result.groups(name).items()})
        return len(result)


class Xapian:
    """Xapian, from Debian."""

    def __init__(self, folder: Path) -> None:
        import xapian

        self._xapian = xapian
        self._database = xapian.WritableDatabase(str(folder), xapian.DB_CREATE_OR_OPEN)
        self._stemmer = xapian.Stem("sv")

    def build(self, items: list[Item]) -> None:
        """Index the items."""
        terms = self._xapian.TermGenerator()
        terms.set_stemmer(self._stemmer)
        for item in items:
            document = self._xapian.Document()
            terms.set_document(document)
            terms.index_text(item["title"], 3, "S")
            for name in FIELDS:
                terms.index_text(item[name])
                terms.increase_termpos()
            for slot, name in enumerate(FACETS):
                document.add_value(slot, item[name])
            document.set_data(json.dumps([item[name] for name in FIELDS]))
            self._database.add_document(document)
        self._database.commit()

    def ask(self, question: Question, *, engine: bool) -> int:
        """Answer a question; how many items have it."""
        xapian = self._xapian
        words, how = question["words"], question["how"]
        parser = xapian.QueryParser()
        parser.set_database(self._database)
        parser.set_stemmer(self._stemmer)
        parser.set_stemming_strategy(parser.STEM_SOME)
        parser.add_prefix("title", "S")
        flags = parser.FLAG_DEFAULT | parser.FLAG_WILDCARD
        if how == "near":
            raise NotImplementedError
        text = {
            "any": " OR ".join(words),
            "phrase": f'"{" ".join(words)}"',
            "beginning": f"{words[0]}*",
            "title": f"title:{words[0]}",
        }.get(how, " AND ".join(words))
        query = parser.parse_query(text, flags)
        if "years" in question:
            years = xapian.Query(xapian.Query.OP_VALUE_RANGE, FACETS.index("year"), *question["years"])
            query = xapian.Query(xapian.Query.OP_FILTER, query, years)
        enquire = xapian.Enquire(self._database)
        enquire.set_query(query)
        counts = [xapian.ValueCountMatchSpy(slot) for slot in range(len(FACETS))]
        for each in counts:
            enquire.add_matchspy(each)
        found = enquire.get_mset(0, PAGE, self._database.get_doccount())
        for match in found:
            _, text, _ = json.loads(match.document.get_data())
            if not engine:
                found.snippet(text, SNIPPET, self._stemmer)
        for each in counts:
            [(value.term, value.termfreq) for value in each.values()]
        return int(found.get_matches_estimated())


PEERS: dict[str, type[Fts5] | type[Tantivy] | type[Whoosh] | type[Xapian]] = {
    "FTS5": Fts5,
    "FTS5, trigram": Fts5Trigram,
    "tantivy": Tantivy,
    "Whoosh": Whoosh,
    "Xapian": Xapian,
}
"""Every peer by its name."""


def main() -> None:
    """Be one of the peers."""
    name, items, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    every = [json.loads(line) for line in items.read_text("utf-8").splitlines()]
    started = time.process_time()
    peer = PEERS[name](folder)
    peer.build(every)
    spent = time.process_time() - started
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(json.dumps({"seconds": spent, "bytes": size}), flush=True)
    del every
    for line in sys.stdin:
        question = json.loads(line)
        started = time.process_time()
        hits = None
        with contextlib.suppress(NotImplementedError):
            hits = peer.ask(question, engine=question.get("engine", False))
        print(json.dumps({"hits": hits, "ms": (time.process_time() - started) * 1000}), flush=True)


if __name__ == "__main__":
    main()
