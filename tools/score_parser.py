#!/usr/bin/env python3
"""How well minutes are read: a row for each file, and where it is known what should be read, how much of it is.

    python tools/score_parser.py FOLDER ... [--gold FOLDER] [--wrong]

What should be read stands beside the file as NAME.meta.json (the paragraphs of a council's minutes) or NAME.expect.json
(head, items and decisions of an invented layout), or in the gold folder (tests/minutes/gold) for a meeting of the same
organ and day. `--wrong` prints every fact that is wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import time
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from indexer.errors import UnreadableFile
from indexer.minutes import parse
from indexer.minutes.ids import slug
from indexer.model import AgendaItem, Attendance, AttendanceStatus, Meeting
from indexer.reading import find, read

GOLD = Path(__file__).parent.parent / "tests" / "minutes" / "gold"
_OPENING_OF_SUMMARY = 40
_OPENING_OF_TITLE = 60


class Fact(NamedTuple):
    """One thing that was to be read, and what was."""

    what: str
    wanted: object
    got: object
    is_right: bool


def gold_facts(gold: dict[str, Any], meeting: Meeting) -> Iterator[Fact]:
    """Every fact of a meeting whose minutes a person has read: head, people, items, clauses, and what is too much."""
    head = {
        "organization": "body",
        "number": "number",
        "date": "date",
        "start": "start",
        "end": "end",
        "contact": "secretary_email",
    }
    for ours, theirs in head.items():
        yield _fact(ours, gold.get(theirs), getattr(meeting, ours))
    places = {_plain(gold.get("place")), _plain((gold.get("place") or "").split(". ")[0])}
    yield Fact("place", gold.get("place"), meeting.place, _plain(meeting.place) in places)
    yield from _people(
        "present", gold["attendees"], [p for p in meeting.attendance if p.status is AttendanceStatus.PRESENT]
    )
    yield from _people(
        "absent", gold["absent"], [p for p in meeting.attendance if p.status is not AttendanceStatus.PRESENT]
    )
    yield from _items(list(_flat(gold["items"])), list(meeting.walk()))
    signers = (gold.get("signature") or {}).get("signers") or []
    yield _fact("signatures", len(signers), len(meeting.signatures))


def paragraph_facts(meta: dict[str, Any], meeting: Meeting) -> Iterator[Fact]:
    """Each § of a council's minutes: is it an item, are its title and its diary number right, did a vote decide it."""
    items, at = list(meeting.walk()), 0
    for theirs in meta["paragraphs"]:
        here = next((n for n in range(at, len(items)) if _digits(items[n].number) == _digits(theirs["no"])), None)
        yield Fact(f"§ {theirs['no']}", theirs["title"], None, here is not None)
        if here is None:
            continue
        yield from (Fact("no item", None, item.title, False) for item in items[at:here])
        item, at = items[here], here + 1
        title = _letters(theirs["title"])[:_OPENING_OF_TITLE]
        yield Fact(f"title of § {theirs['no']}", theirs["title"], item.title, _letters(item.title).startswith(title))
        reference = not theirs.get("dnr") or _letters(theirs["dnr"]) == _letters(item.reference)
        yield Fact(f"reference of § {theirs['no']}", theirs.get("dnr"), item.reference, reference)
        decided = not theirs.get("vote") or bool(item.decisions)
        yield Fact(f"decision of § {theirs['no']}", theirs.get("vote"), len(item.decisions), decided)
    yield from (Fact("no item", None, item.title, False) for item in items[at:])


def layout_facts(told: dict[str, Any], meeting: Meeting) -> Iterator[Fact]:
    """Every fact of an invented layout: organ, day, and of each item its number, title and decisions, and no proposal
    among these. A list holds the spellings that are accepted.
    """
    for name in ("organization", "date"):
        if name in told:
            yield _one_of(name, told[name], getattr(meeting, name))
    wanted = list(_flat_layout(told.get("items", ())))
    has_below = any("items" in theirs for theirs in wanted)
    got = list(meeting.walk() if has_below else meeting.items)
    at = 0
    for theirs in wanted:
        key = "number" if "number" in theirs else "title"
        here = next((n for n in range(at, len(got)) if _is_one(theirs[key], getattr(got[n], key))), None)
        yield Fact("item", theirs[key], None, here is not None)
        if here is not None:
            yield from (Fact("no item", None, item.title, False) for item in got[at:here])
            at = here + 1
            own = [got[here]] if has_below else list(got[here].walk())
            yield from _layout_item(theirs, got[here], [d.text for item in own for d in item.decisions])
    yield from (Fact("no item", None, item.title, False) for item in got[at:] if wanted)


def _layout_item(theirs: dict[str, Any], item: AgendaItem, clauses: Sequence[str]) -> Iterator[Fact]:
    name = item.number or item.title
    if "title" in theirs:
        yield _one_of(f"title of {name!r}", theirs["title"], item.title)
    joined = _letters("".join(map(_clause, clauses)))
    for wanted in theirs.get("decisions", ()):
        is_right = any(_letters(_clause(one)) in joined for one in _spellings(wanted))
        yield Fact(f"decision of {name!r}", wanted, clauses, is_right)
    adopted = {_clause(one) for wanted in theirs.get("decisions", ()) for one in _spellings(wanted)}
    for proposal in theirs.get("proposals", ()):
        moved = {_clause(one) for one in _spellings(proposal)} - adopted
        taken = not moved.isdisjoint(map(_clause, clauses))
        yield Fact(f"proposal in {name!r}", None, clauses, not taken)


def _flat_layout(items: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from _flat_layout(item.get("items", ()))


def _spellings(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_one(wanted: Any, got: object) -> bool:
    return _plain(got) in map(_plain, _spellings(wanted))


def _one_of(what: str, wanted: Any, got: object) -> Fact:
    return Fact(what, wanted, got, _is_one(wanted, got))


def _clause(text: str) -> str:
    return _plain(text).removeprefix("att ")


def _people(what: str, wanted: Sequence[dict[str, Any]], got: Sequence[Attendance]) -> Iterator[Fact]:
    ours = {(_plain(p.name), _plain(p.affiliation or p.role)) for p in got}
    theirs = {(_plain(p["name"]), _plain(p["municipality_or_role"])) for p in wanted}
    yield from (
        Fact(what, person, person in ours, person in ours and person in theirs) for person in sorted(ours | theirs)
    )


def _items(wanted: Sequence[dict[str, Any]], got: Sequence[AgendaItem]) -> Iterator[Fact]:
    at = 0
    for theirs in wanted:
        here = next((n for n in range(at, len(got)) if _plain(got[n].title) == _plain(theirs["title"])), None)
        yield Fact("item", theirs["title"], None, here is not None)
        if here is not None:
            yield from (Fact("no item", None, item.title, False) for item in got[at:here])
            at = here + 1
            yield from _item(theirs, got[here])
    yield from (Fact("no item", None, item.title, False) for item in got[at:])


def _item(theirs: dict[str, Any], item: AgendaItem) -> Iterator[Fact]:
    title = theirs["title"]
    if not theirs.get("ordinal_detached"):
        yield _fact(f"number of {title!r}", theirs["ordinal"], item.number)
    if theirs.get("time"):
        yield _fact(f"time of {title!r}", theirs["time"], item.time)
    summary, opening = _letters(item.summary), _letters(theirs["summary"])[:_OPENING_OF_SUMMARY]
    is_right = summary.startswith(opening) and bool(summary) == bool(opening)
    yield Fact(f"summary of {title!r}", theirs["summary"], item.summary, is_right)
    yield _fact(f"presenters of {title!r}", _letters(theirs["presenters"]), _letters(" ".join(item.presenters)))
    yield _fact(f"attachments of {title!r}", _letters(theirs["attachments"]), _letters(" ".join(item.attachments)))
    clauses = [_plain(decision.text) for decision in item.decisions]
    right = [_plain(clause) for clause in theirs["decisions"]]
    yield from (Fact(f"clause of {title!r}", clause, clauses, clause in clauses) for clause in right)
    yield from (Fact(f"no clause of {title!r}", None, clause, False) for clause in clauses if clause not in right)


def _flat(items: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from _flat(item.get("subitems") or [])


def _fact(what: str, wanted: object, got: object) -> Fact:
    return Fact(what, wanted, got, _plain(wanted) == _plain(got))


def _plain(value: object) -> str:
    text = unicodedata.normalize("NFC", "" if value is None else str(value)).replace("*", " ")
    return " ".join(text.split()).strip(".,:; ").casefold()


def _letters(text: str | None) -> str:
    return re.sub(r"\W+", "", unicodedata.normalize("NFC", text or "")).casefold()


def _digits(text: object) -> str:
    found = re.search(r"\d+", str(text or ""))
    return found.group() if found else ""


def facts_of(path: Path, meeting: Meeting, gold_folder: Path) -> list[Fact] | None:
    """The facts of a meeting, if it is known what should be read of it."""
    meta = path.with_name(path.name.split(".")[0] + ".meta.json")
    if meta.exists():
        return list(paragraph_facts(json.loads(meta.read_text(encoding="utf-8")), meeting))
    layout = path.with_name(f"{path.stem}.expect.json")
    if layout.exists():
        return list(layout_facts(json.loads(layout.read_text(encoding="utf-8")), meeting))
    for known in sorted(gold_folder.glob("*.json")):
        gold = json.loads(known.read_text(encoding="utf-8"))
        is_same = not known.stem.endswith(".corrected") and gold["date"] == meeting.date
        if is_same and slug(gold["body"]) == slug(meeting.organization):
            return list(gold_facts(gold, meeting))
    return None


def main() -> None:
    """Reads the folders and prints the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--gold", type=Path, default=GOLD)
    options.add_argument("--wrong", action="store_true")
    asked = options.parse_args()
    print("| file | style | items | decisions | unplaced lines | ms | right |\n|---|---|---|---|---|---|---|")
    every: list[Fact] = []
    for path in (path for folder in asked.folders for path in find(folder)):
        try:
            if isinstance(path, UnreadableFile):
                raise path
            pages = read(path)
            began = time.process_time()
            meeting = parse(pages).meeting
        except UnreadableFile as error:
            print(f"| {Path(error.path).name} | {error} | | | | | |")
            continue
        took = (time.process_time() - began) * 1000
        facts = facts_of(path, meeting, asked.gold)
        items = list(meeting.walk())
        decided = sum(len(item.decisions) for item in items)
        score = f"{sum(fact.is_right for fact in facts)}/{len(facts)}" if facts is not None else ""
        row = (path.name, meeting.style, len(items), decided, len(meeting.unplaced), f"{took:.1f}", score)
        print(f"| {' | '.join(map(str, row))} |")
        every += facts or []
        if asked.wrong:
            print(
                *(f"    {f.what}: wanted {f.wanted!r}, got {f.got!r}" for f in facts or [] if not f.is_right), sep="\n"
            )
    if every:
        right = sum(fact.is_right for fact in every)
        print(f"\n{right}/{len(every)} = {right / len(every):.4f}")


if __name__ == "__main__":
    main()
