"""Archive faults: damage to any file that the program keeps, and kills and power cuts at every step of every command.

A site here has all that there may be: meetings, one of them withdrawn, an item withdrawn from another, pages that OCR
has read, two generations. Whatever is done to one of its files must be told, must harm nothing else, must bring nothing
back, and must be mended by one plain `index`.
"""

from __future__ import annotations

import random
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Final, NamedTuple

from indexer.errors import DamagedIndex, NoSuchIndex
from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.pipeline.health import check
from indexer.pipeline.ingest import LAST_RUN, Report, ingest
from indexer.pipeline.publish import published
from indexer.pipeline.purge import withdraw
from indexer.storage.archive import Archive
from search_ui.web import create_app
from tests.minutes_text import minutes
from tests.reading import make
from tests.stress.disk import Event, after_power_cut, copied, disk, in_child, killed
from tests.stress.faults import QUERIES, Site, answers

GONE: Final = "pahittade-namnden/2024-06-05"
IN_PART: Final = "pahittade-namnden/2024-03-05"
LEAVES: Final = "pahittade-namnden/2024-02-05"
SECRETS: Final = ("Hemlighetsmakeriet", "hemlighetsmakeriet")
"""Words that only what was withdrawn has."""
DAMAGES: Final = ("flip", "truncate", "zeros", "delete", "exchange", "key twice", "older")
Damage = Callable[[Path, random.Random], bool]


def made(where: Path, *, scan: bool) -> tuple[Site, Path]:
    """A site with everything in it, and a copy of it as it was one run before."""
    site = Site.made(where / "trial")
    site.put("6.txt", minutes("2024-06-05", SECRETS[0], f"Om {SECRETS[1]} i parken."))
    site.put("3.txt", minutes("2024-03-05", SECRETS[0], f"Om {SECRETS[1]} vid bäcken."))
    if scan:
        page = make.scanned(make.typed(minutes("2024-07-05", "Simhall").replace("\n§ 2", "\f§ 2"), size=11))
        (site.settings.minutes / "7.pdf").write_bytes(page)
    site.index()
    before = site.kept("before").where
    withdraw(site.settings, GONE)
    withdraw(site.settings, f"{IN_PART}/2", item=True)
    site.put("8.txt", minutes("2024-08-05", "Cykelbanor"))
    site.index()
    return site, before


def damages(where: Path, count: int, *, scan: bool = True) -> str:
    """Damage of every kind to every file that is kept, at random: told, harmless to the rest, mended by one run."""
    site, before = made(where, scan=scan)
    as_it_was = Whole.of(site)
    rng, done, kinds = random.Random(4), 0, Counter[str]()
    while done < count:
        site.back_to(as_it_was.kept)
        path, kind = rng.choice(_kept_files(site)), DAMAGES[done % len(DAMAGES)]
        if not _damaged(path, kind, site, before, rng):
            continue
        done, kinds[kind] = done + 1, kinds[kind] + 1
        as_it_was.assert_again(f"{kind} of {path}")
    return f"{done} damages ({', '.join(f'{n} {kind}' for kind, n in kinds.items())}): all told, all mended, 0 lost"


def exchanges(where: Path, *, of: Callable[[Path], bool] = lambda path: True, scan: bool = True) -> str:
    """Every pair of files that are kept, or of some of them, exchanged: each is whole, and in the wrong place."""
    site, _ = made(where, scan=scan)
    as_it_was = Whole.of(site)
    pairs = list(combinations(filter(of, _kept_files(site)), 2))
    for one, other in pairs:
        site.back_to(as_it_was.kept)
        contents = one.read_bytes(), other.read_bytes()
        if contents[0] != contents[1]:
            one.write_bytes(contents[1])
            other.write_bytes(contents[0])
            as_it_was.assert_again(f"{one} exchanged with {other}")
    return f"{len(pairs)} pairs of files exchanged: all told, all mended, 0 lost"


class Whole(NamedTuple):
    """What a site answers, holds and finds when nothing is damaged, and a copy of it."""

    site: Site
    kept: Site
    answers: object
    held: Mapping[str, str]
    everything: set[tuple[int, str]]

    @classmethod
    def of(cls, site: Site) -> Whole:
        """What a site is now."""
        index = site.opened()
        return cls(site, site.kept("base"), answers(index), site.meetings(), _found_by(index))

    def assert_again(self, told: str) -> None:
        """A damage to the site is noticed, harms nothing else, and is mended by one run."""
        site = self.site
        assert _complaints(site), f"{told}: nobody noticed"
        _assert_harmless(site, self.everything, self.held, told)
        report = site.index()
        assert report.mended or site.opened().degraded_reason is None, told
        now = (answers(site.opened()), site.meetings(), _complaints(site))
        assert now == (self.answers, self.held, []), told
        assert not _shown(site), told


def _kept_files(site: Site) -> list[Path]:
    """Every file that the program keeps and believes; a lock, and the time of the last run, tell nothing of minutes."""
    folders = (site.settings.archive, site.settings.index)
    every = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in every if path.name not in {"LOCK", LAST_RUN})


def _damaged(path: Path, kind: str, site: Site, before: Path, rng: random.Random) -> bool:
    """Damage a file; False where that changes nothing."""
    content = path.read_bytes()
    if kind == "delete":
        path.unlink()
        return True
    if kind == "exchange":
        other = rng.choice(_kept_files(site))
        path.write_bytes(other.read_bytes())
        other.write_bytes(content)
        return path.read_bytes() != content
    if kind == "older":
        old = before / path.relative_to(site.where)
        path.write_bytes(old.read_bytes() if old.is_file() else content)
        return path.read_bytes() != content
    new = bytearray(content)
    if not new:
        return False
    at = rng.randrange(len(new))
    if kind == "flip":
        new[at] ^= 1 << rng.randrange(8)
    elif kind == "truncate":
        del new[at:]
    elif kind == "zeros":
        new[at : at + 4096] = bytes(len(new[at : at + 4096]))
    elif path.suffix == ".json":
        lines = content.splitlines(keepends=True)
        line = rng.choice([line for line in lines if b'": ' in line and line.endswith(b",\n")] or lines)
        new = bytearray(content.replace(line, line * 2, 1))
    path.write_bytes(new)
    return bytes(new) != content


def _complaints(site: Site) -> list[str]:
    """What `check` finds wrong with archive and index."""
    return [finding.text() for finding in check(site.settings) if not finding.well and finding.about != "files"]


def _assert_harmless(site: Site, right: set[tuple[int, str]], held: Mapping[str, str], told: str) -> None:
    """Readers find nothing wrong, nothing withdrawn, and all but what is damaged; the pages of the others are there."""
    with suppress(DamagedIndex, NoSuchIndex):
        assert _found_by(site.opened()) <= right, told
    assert not _shown(site), told
    meetings = [meeting.id for meeting in Archive(site.settings.archive).meetings()]
    assert set(meetings) <= held.keys(), told
    assert len(meetings) >= len(held) - 2, told
    client = create_app(site.settings).test_client()
    for address in ("/", "/?q=cykelbanor", *(f"/mote/{id}" for id in meetings[:1])):
        answer = client.get(address)
        assert answer.status_code in {200, 404, 503}, (told, address)
        assert not any(secret in answer.text for secret in SECRETS), (told, address)
    for thread in threading.enumerate():
        if thread.name == "mending the index":
            thread.join()


def _found_by(index: WhooshIndex) -> set[tuple[int, str]]:
    """Which items each of the queries finds."""
    return {
        (number, hit.stored_item.item.id)
        for number, query in enumerate(QUERIES)
        for hit in index.search(query, limit=1000).hits
    }


def _shown(site: Site) -> bool:
    """Whether what was withdrawn is shown by the index or by the archive."""
    return _in_index(site) or _in_archive(site)


def _in_index(site: Site, words: Iterable[str] = SECRETS) -> bool:
    """Whether one of these words is found."""
    with suppress(DamagedIndex, NoSuchIndex):
        index = site.opened()
        return any(index.contains_term(f"={word.lower()}") for word in words)
    return False


def _in_archive(site: Site, words: Iterable[str] = SECRETS) -> bool:
    """Whether one of these words stands in what the archive shows."""
    told = str(list(published(site.settings).meetings()))
    return any(word in told for word in words)


# Kills and power cuts


def _rebuild(site: Site) -> Report:
    return ingest(site.settings, WhooshIndex(site.settings.index), [site.settings.minutes], rebuild=True)


def _restore(site: Site) -> Report:
    return ingest(site.settings, WhooshIndex(site.settings.index), [site.settings.minutes], restore=GONE)


COMMANDS: Final[dict[str, Callable[[Site], object]]] = {
    "index": Site.index,
    "rebuild": _rebuild,
    "remove": lambda site: withdraw(site.settings, LEAVES),
    "remove item": lambda site: withdraw(site.settings, f"{LEAVES}/2", item=True),
    "remove name": lambda site: withdraw(site.settings, LEAVES, name="Bo Uppdiktad"),
    "restore": _restore,
}
"""What is broken off. The text that a removal takes away, and a restoring brings back, is told by `_of`."""


def _of(command: str) -> tuple[str, ...]:
    """The words that a command makes come or go, which index and archive must agree on at every moment."""
    return SECRETS if command == "restore" else () if command in {"index", "rebuild"} else ("egenheten",)


def _prepared(where: Path, command: str) -> Site:
    """A site on which the command can be run, with words of its own in what it takes away."""
    site, _ = made(where, scan=False)
    site.put("2.txt", minutes("2024-02-05", "Egenheten", "Om egenheten i parken."))
    site.index()
    if command in {"index", "rebuild"}:
        site.put("1.txt", minutes("2024-01-05", text="Förslag 1 om cykelbanor vid bäcken, ändrat."))
        site.index()
        site.change()
    return site


def kills(where: Path, command: str, at_random: int, every: int = 1) -> str:
    """SIGKILL before every file event of a command, and at random moments: index and archive agree on what is shown."""
    work = COMMANDS[command]
    site = _prepared(where, command)
    base = site.kept("base")
    unstarted = (answers(site.opened()), site.meetings())
    with disk(site.where) as events:
        work(site)
    finished = (answers(site.opened()), site.meetings())
    rng = random.Random(5)
    moments: list[tuple[int, float]] = [(number, 0.0) for number in range(0, len(events), every)]
    moments += [(-1, rng.uniform(0, 0.3)) for _ in range(at_random)]
    for number, seconds in moments:
        site.back_to(base)
        assert in_child(partial(_cut_off, site, work, number, seconds)) in {0, -9}
        _assert_agreed(site, command, (number, seconds))
        site.index()
        _assert_settled(site, command, unstarted, finished, (number, seconds))
    return f"{command}: {len(events)} file events, {len(moments)} kills: nothing shown that was gone, all finished"


def _cut_off(site: Site, work: Callable[[Site], object], at: int, seconds: float) -> None:
    """Run a command that is killed before an event, or after so many seconds."""
    if at < 0:
        threading.Timer(seconds, killed).start()
    with disk(site.where, at=at, then=killed):
        work(site)


def _assert_agreed(site: Site, command: str, told: object) -> None:
    """Index and archive show the same of what comes or goes, and nothing that was withdrawn before."""
    words = _of(command)
    assert _in_index(site, words) >= _in_archive(site, words), told
    if command not in {"index", "rebuild", "restore"}:
        assert _in_index(site, words) == _in_archive(site, words), told
    if command != "restore":
        assert not _shown(site), told
    site.opened().verify()


def _assert_settled(site: Site, command: str, unstarted: object, finished: object, told: object) -> None:
    """After the next run all is as if the command had been finished, or never begun, and nothing is left lying."""
    now = (answers(site.opened()), site.meetings())
    if command in {"index", "rebuild"}:
        assert now == finished, told
    else:
        assert now in (unstarted, finished), told
    assert (_complaints(site), site.leaked()) == ([], []), told
    if command != "restore":
        assert not _shown(site), told


def power(where: Path, command: str, states: int) -> str:
    """Loss of power at every point of a command: index and archive agree, and the next run finishes it."""
    work = COMMANDS[command]
    site = _prepared(where, command)
    base = site.kept("base")
    unstarted = (answers(site.opened()), site.meetings())
    with disk(site.where) as log:
        work(site)
    end = {str(path): path.read_bytes() for path in site.where.rglob("*") if path.is_file()}
    finished = (answers(site.opened()), site.meetings())
    start = copied(base.where, where / "start")
    moved = [Event(e.what, _in(e.path, site, start), _in(e.to, site, start), e.content) for e in log]
    end = {_in(path, site, start): content for path, content in end.items()}
    rng, chosen = random.Random(6), Counter[bool]()
    for number in range(states):
        cut = number % (len(moved) + 1)
        state = after_power_cut(start, moved, cut, rng, end)
        shutil.rmtree(site.where)
        state.write(start, site.where)
        _assert_agreed(site, command, cut)
        site.index()
        _assert_settled(site, command, unstarted, finished, cut)
        chosen[(answers(site.opened()), site.meetings()) == finished] += 1
    return f"{command}: {len(log)} events, {states} states: {chosen[True]} finished, {chosen[False]} never begun"


def _in(path: str, site: Site, start: Path) -> str:
    """A path in the folder that a command began with."""
    return path.replace(str(site.where), str(start)) if path else path


def all_kills(where: Path, at_random: int, every: int = 1) -> str:
    """Every command, killed at every event."""
    done = [kills(where / command.replace(" ", "-"), command, at_random, every) for command in COMMANDS]
    return "\n  ".join(("every command", *done))


def all_power_cuts(where: Path, states: int) -> str:
    """Every command, its power cut at every event."""
    done = [power(where / command.replace(" ", "-"), command, states) for command in COMMANDS]
    return "\n  ".join(("every command", *done))
