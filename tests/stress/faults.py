"""Faults: kills, loss of power, damage, full disks and crowds, met by an archive and an index of invented minutes.

    python -m tests.stress.faults           all of them, as long as before a release: some minutes
    python -m tests.stress.faults power     one of them

Each prints how often it was tried and what was found; it ends at the first thing that should not have been found.
"""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from indexer.errors import CannotWrite, DamagedIndex, NoSuchIndex
from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.index.query import All, Phrase, Prefix, Query, Word
from indexer.model import Meeting
from indexer.pipeline.ingest import LAST_RUN, Report, ingest
from indexer.settings import Settings
from indexer.storage.archive import Archive
from indexer.storage.lists import ARCHIVE, FILES, FILES_COPY, STATE, WITHDRAWN, WITHDRAWN_COPY
from tests.invented import item, meeting
from tests.minutes_text import minutes
from tests.stress import server, under_the_page
from tests.stress.disk import DAMAGES, Event, after_power_cut, copied, damage, disk, in_child, killed

QUERIES: tuple[Query, ...] = (
    All(),
    Word("cykelbanor"),
    Word("bäcken"),
    Word("simhall"),
    Phrase(("nya", "cykelbanor")),
    Prefix("lekp"),
    Word("ordföranden"),
)
Answers = tuple[tuple[str, ...], ...]


class Site:
    """A folder of minutes with its archive and its index, before a change and after it."""

    def __init__(self, where: Path) -> None:
        self.where = where
        self.settings = Settings(minutes=where / "minutes", archive=where / "meetings", index=where / "index")

    @classmethod
    def made(cls, where: Path) -> Site:
        """Four minutes, indexed in two runs, so that there is a generation to fall back to."""
        site = cls(where)
        site.settings.minutes.mkdir(parents=True)
        for month in "123":
            site.put(f"{month}.txt", minutes(f"2024-0{month}-05", text=f"Förslag {month} om cykelbanor vid bäcken."))
        site.index()
        site.put("4.txt", minutes("2024-04-05", "Lekplats", "En lekplats byggs i parken."))
        site.index()
        return site

    def put(self, name: str, text: str) -> None:
        """Let a file hold this text."""
        (self.settings.minutes / name).write_text(text, "utf-8")

    def change(self) -> None:
        """One file more, one changed, one gone."""
        self.put("5.txt", minutes("2024-05-05", "Simhall", "Nya simhallen invigs."))
        self.put("2.txt", minutes("2024-02-05", text="Förslaget om cykelbanor drogs tillbaka."))
        (self.settings.minutes / "1.txt").unlink()

    def index(self) -> Report:
        """One run."""
        return ingest(self.settings, WhooshIndex(self.settings.index), [self.settings.minutes])

    def opened(self) -> WhooshIndex:
        """The index, as a new process opens it, without anything to make it again from."""
        return WhooshIndex(self.settings.index)

    def mending(self) -> WhooshIndex:
        """The index, as the page opens it."""
        return WhooshIndex(self.settings.index, truth=lambda: Archive(self.settings.archive).meetings())

    def kept(self, name: str) -> Site:
        """A copy of all that is there now, beside it, to be looked at and to go back to."""
        return Site(copied(self.where, self.where.with_name(name)))

    def back_to(self, kept: Site) -> None:
        """Be as it was when it was kept: at the place that its archive knows."""
        shutil.rmtree(self.where, ignore_errors=True)
        copied(kept.where, self.where)

    def meetings(self) -> Mapping[str, str]:
        """What the archive holds, every meeting read."""
        archive = Archive(self.settings.archive)
        assert {meeting.id for meeting in archive.meetings()} == archive.digests().keys()
        return archive.digests()

    def leaked(self) -> list[str]:
        """Files and folders that should not be there after a run."""
        allowed = {"CURRENT", "LOCK", LAST_RUN, ARCHIVE, FILES, FILES_COPY, STATE, WITHDRAWN, WITHDRAWN_COPY}
        there = [*self.settings.index.iterdir(), *self.settings.archive.iterdir()]
        there += [
            path for path in self.settings.archive.rglob("*") if path.suffix == ".new" or path.parent.name.isupper()
        ]
        generations = sorted(self.settings.index.glob("gen-*"))
        extra = list(generations[:-2])
        extra += [path for folder in generations for path in folder.iterdir() if "LOCK" in path.name or path.is_dir()]
        return [str(p) for p in there if p.is_file() and p.name not in allowed] + [str(p) for p in extra]


def answers(index: WhooshIndex) -> Answers:
    """What the queries find: ids in order."""
    return tuple(tuple(hit.stored_item.item.id for hit in index.search(query, limit=10).hits) for query in QUERIES)


def _before_and_after(where: Path) -> tuple[Site, Answers, Answers, Mapping[str, str], Mapping[str, str]]:
    """A site before its change, and the answers and the archives of before and after."""
    trial = Site.made(where / "trial")
    before = trial.kept("before")
    trial.change()
    trial.index()
    after = trial.kept("after")
    trial.back_to(before)
    return before, answers(before.opened()), answers(after.opened()), before.meetings(), after.meetings()


def kills(where: Path, at_random: int, every: int = 1) -> str:
    """SIGKILL before every file event of a run, and at random moments: old or new, whole, and the next run is clean."""
    base, old, new, before, after = _before_and_after(where)
    trial = Site(where / "trial")
    trial.change()
    with disk(trial.where) as events:
        trial.index()
    moments: list[tuple[int, float]] = [(number, 0.0) for number in range(0, len(events), every)]
    rng = random.Random(1)
    moments += [(-1, rng.uniform(0, 0.15)) for _ in range(at_random)]
    for number, seconds in moments:
        trial.back_to(base)
        trial.change()
        _killed_run(trial, number, seconds)
        index = trial.opened()
        assert answers(index) in {old, new}, (number, seconds)
        assert index.degraded_reason is None
        index.verify()
        assert trial.meetings() in (before, after)
        trial.index()
        assert (answers(trial.opened()), trial.meetings(), trial.leaked()) == (new, after, [])
    return f"{len(events)} file events, {len(moments)} kills: old or new each time, 0 lost, 0 locks, 0 files leaked"


def _killed_run(site: Site, at: int, seconds: float) -> None:
    """One run that is killed before an event, or after so many seconds."""

    def work() -> None:
        if at < 0:
            threading.Timer(seconds, killed).start()
        with disk(site.where, at=at, then=killed):
            site.index()

    assert in_child(work) in {0, -9}


def power(where: Path, states: int) -> str:
    """What was not flushed is lost, torn or zeroed, at every point of a run: the old index opens, or the new one."""
    base, old, new, before, after = _before_and_after(where)
    run, start = Site(where / "trial"), copied(base.where, where / "start")
    run.change()
    with disk(run.where) as log:
        run.index()
    end = {str(path): path.read_bytes() for path in run.where.rglob("*") if path.is_file()}
    moved = [Event(e.what, _in(e.path, run, start), _in(e.to, run, start), e.content) for e in log]
    end = {_in(path, run, start): content for path, content in end.items()}
    rng, seen = random.Random(2), {"old": 0, "new": 0}
    for number in range(states):
        cut = number % (len(moved) + 1)
        state = after_power_cut(start, moved, cut, rng, end)
        shutil.rmtree(where / "lost", ignore_errors=True)
        state.write(start, where / "lost")
        lost = Site(where / "lost")
        index = lost.opened()
        found = answers(index)
        assert found in {old, new}, cut
        assert index.degraded_reason is None, (cut, index.degraded_reason)
        index.verify()
        assert lost.meetings() in (before, after), cut
        seen["old" if found == old else "new"] += 1
    return (
        f"{len(log)} events, {states} states: {seen['old']} times the old index, {seen['new']} times the new, verified"
    )


def _in(path: str, run: Site, start: Path) -> str:
    """A path in the folder that a run began with."""
    return path.replace(str(run.where), str(start)) if path else path


def damages(where: Path, count: int) -> str:
    """Bits flipped, files cut, zeroed and gone: each is noticed, no answer is wrong, and the index is made again."""
    trial = Site.made(where / "trial")
    base = trial.kept("base")
    right, rng = answers(base.opened()), random.Random(3)
    earlier = {right, *_answers_of_each_generation(base)}
    done = noticed = told = 0
    while done < count:
        trial.back_to(base)
        files = [
            path for path in trial.settings.index.rglob("*") if path.is_file() and path.name not in {"LOCK", ARCHIVE}
        ]
        current = trial.opened().generation.rpartition("-")[0]
        path = rng.choice([file for file in files if file.parent.name in {current, "index"}])
        if not damage(path, DAMAGES[done % len(DAMAGES)], rng):
            continue
        done += 1
        with suppress(DamagedIndex, NoSuchIndex):
            trial.opened().verify()
            raise AssertionError(f"{path} was damaged, and nothing noticed")
        noticed += 1
        try:
            found = answers(trial.opened())
        except (DamagedIndex, NoSuchIndex):
            told += 1
        else:
            assert found in earlier, path
        mended = trial.mending()
        # Made again meanwhile, it may answer one query from the generation before and the next from the new one.
        for found in zip(answers(mended), *earlier, strict=True):
            assert found[0] in found[1:], path
        mended.close()
        again = trial.opened()
        trial.index()
        if again.generation.rpartition("-")[0] == current:
            ingest(trial.settings, trial.opened(), [trial.settings.minutes], rebuild=True)
        assert answers(trial.opened()) == right
        trial.opened().verify()
    return (
        f"{done} damages: {noticed} noticed, 0 wrong answers, {told} refusals, the rest from what was whole; all mended"
    )


def _answers_of_each_generation(site: Site) -> Iterator[Answers]:
    """What each generation that is kept answers."""
    for folder in sorted(site.settings.index.glob("gen-*"))[:-1]:
        other = site.kept(folder.name)
        for later in sorted(other.settings.index.glob("gen-*")):
            if later.name > folder.name:
                shutil.rmtree(later)
        yield answers(other.opened())
        shutil.rmtree(other.where)


def full_disks(where: Path, levels: int) -> str:
    """A disk that is full after so many bytes, or refuses an event: the old index serves, a second run succeeds."""
    base, old, new, before, after = _before_and_after(where)
    trial = Site(where / "trial")
    trial.change()
    with disk(trial.where, room=1e12) as events:
        trial.index()
    written = sum(path.stat().st_size for path in trial.where.rglob("*") if path.is_file())
    refusals = 0
    for number in range(levels):
        trial.back_to(base)
        trial.change()
        full = number % 2 == 0
        room = written * number / levels if full else float("inf")
        at = -1 if full else len(events) * number // levels
        kind = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES)[number % 4]
        with disk(trial.where, room=room, at=at, then=partial(_refuse, kind)):
            refusals += _refused(trial)
        index = trial.opened()
        assert answers(index) in {old, new}
        assert index.degraded_reason is None
        assert trial.meetings() in (before, after)
        trial.index()
        assert (answers(trial.opened()), trial.meetings(), trial.leaked()) == (new, after, [])
    assert refusals >= levels // 4
    return f"{levels} levels, {refusals} refusals told: the old index or the new one served, every second run succeeded"


def _refused(site: Site) -> bool:
    """Whether a run ends with the error that says so."""
    try:
        site.index()
    except CannotWrite:
        return True
    return False


def _refuse(kind: int) -> None:
    raise OSError(kind, os.strerror(kind))


def limited_files(where: Path, levels: int) -> str:
    """The kernel refuses files over a size: the same, with the kernel's own refusal."""
    base, old, new, _, _ = _before_and_after(where)
    trial = Site(where / "trial")
    for level in range(levels):
        trial.back_to(base)
        trial.change()

        def work(trial: Site = trial, level: int = level) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (200 * level, 200 * level))
            with suppress(CannotWrite):
                trial.index()

        assert in_child(work) == 0
        assert answers(trial.opened()) in {old, new}
        trial.index()
        assert answers(trial.opened()) == new
    return f"{levels} limits on the size of files: the old index served, every second run succeeded"


def crowd(where: Path, readers: int, runs: int, requests: int) -> str:
    """Readers while generations are published: every answer is that of one generation, none older than the last."""
    index = WhooshIndex(where / "crowd")
    index.rebuild([_numbered(0)])
    page, asked = WhooshIndex(where / "crowd"), [0]
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        seen = 0
        while not done.is_set() or asked[0] < requests:
            try:
                with page.pinned():
                    found, everything = page.search(Word("räknat"), limit=50), page.count(All())
                generation = int(found.generation.split("-")[1])
                if not seen <= generation or (found.total, everything) != (generation, 2 * generation):
                    wrong.append((seen, generation, found.total, everything))
                seen = generation
            except Exception as error:  # whatever it is, it is what should not happen
                wrong.append(error)
            asked[0] += 1

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    lag = []
    for number in range(1, runs):
        index.update([_numbered(number)])
        published = time.monotonic()
        while page.generation != index.generation:
            time.sleep(0.005)
        lag.append(time.monotonic() - published)
    done.set()
    for thread in threads:
        thread.join()
    assert not wrong, wrong[:3]
    return (
        f"{asked[0]} answers by {readers} readers during {runs} runs: 0 wrong, 0 failed; served after {max(lag):.2f} s"
    )


def _numbered(number: int) -> Meeting:
    """A meeting of two items, one of which has the word that is counted."""
    date = f"{2000 + number // 28}-01-{number % 28 + 1:02}"
    return meeting(item(f"Ärende {number}", "Det är räknat."), item("Övrigt"), date=date)


def _of_archive(name: str, **how_much: int) -> Callable[[Path], str]:
    """One of the faults that befall the archive."""

    def meet(where: Path) -> str:
        from tests.stress import archive_faults

        return str(getattr(archive_faults, name)(where, **how_much))

    return meet


ALL: dict[str, Callable[[Path], str]] = {
    "kills": lambda where: kills(where, at_random=1000),
    "power": lambda where: power(where, states=2000),
    "damages": lambda where: damages(where, count=1200),
    "every-file": _of_archive("damages", count=2000),
    "every-exchange": _of_archive("exchanges"),
    "every-command": _of_archive("all_kills", at_random=170),
    "every-power-cut": _of_archive("all_power_cuts", states=350),
    "full": lambda where: full_disks(where, levels=200),
    "limits": lambda where: limited_files(where, levels=60),
    "crowd": lambda where: crowd(where, readers=8, runs=20, requests=20_000),
    "page": lambda where: server.crowd(where, readers=8, runs=20, requests=20_000),
    "slow": under_the_page.slow_connections,
    "addresses": under_the_page.unlike_addresses,
    "republishings": under_the_page.republishings,
    "suspended": under_the_page.suspended,
    "put-back": under_the_page.put_back,
    "starts": under_the_page.starts,
}


def main() -> None:
    """Run those that are named, or all, and print the figures."""
    for name in sys.argv[1:] or ALL:
        with tempfile.TemporaryDirectory() as folder:
            started = time.monotonic()
            print(f"{name}: {ALL[name](Path(folder))} ({time.monotonic() - started:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
