"""Serving: the page as a process, asked over HTTP by many while other processes index; every answer is checked.

At each of the states that the minutes go through, what a question must find is known. An answer names its generation,
and each run publishes one: it must be the answer of that state, whole, and on one connection no older than the last.
"""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlencode

from indexer.settings import Settings
from tests.minutes_text import minutes

ROOT: Final = Path(__file__).parent.parent.parent
BEFORE, AFTER = "viadukten", "tunneln"
EVERY: Final = "räknas"
LIVE: Final = 6
"""Meetings there are in every state: each run adds one, changes one and takes one away."""
SERVED_WITHIN: Final = 5.0
"""Seconds in which a busy page must answer from what was published; it prints how long it took."""
TIME_LIMIT: Final = 30 * 60.0

State = dict[str, str]
"""The meetings there are, by id, each with the word that its item is about."""


def states(runs: int) -> list[State]:
    """What the minutes are before the first run, and after each."""
    found = [{_id(number): BEFORE for number in range(LIVE)}]
    for run in range(1, runs + 1):
        state = {**found[-1], _id(LIVE + run - 1): BEFORE, _id(run + 1): AFTER}
        del state[_id(run - 1)]
        found.append(state)
    return found


def _id(number: int) -> str:
    """The id of the meeting with this number."""
    return f"pahittade-namnden/{2000 + number // 28}-01-{number % 28 + 1:02}"


class Question(NamedTuple):
    """A query, and the words of which an item must have one to be found."""

    query: str
    words: tuple[str, ...]

    def answer(self, state: State) -> set[str]:
        """The items that it must find."""
        return {f"{id}/2" for id, word in state.items() if word in self.words}


QUESTIONS: Final = (
    Question(EVERY, (BEFORE, AFTER)),
    Question(BEFORE, (BEFORE,)),
    Question(AFTER, (AFTER,)),
    Question(f"{EVERY} {BEFORE}", (BEFORE,)),
    Question(f"{BEFORE} ELLER {AFTER}", (BEFORE, AFTER)),
    Question(f"{EVERY} -{AFTER}", (BEFORE,)),
)


class Folders:
    """The minutes, archive and index of the crowd, and the command over them."""

    def __init__(self, where: Path) -> None:
        self.settings = Settings(minutes=where / "minutes", archive=where / "meetings", index=where / "index")
        self.settings.minutes.mkdir(parents=True)

    def become(self, state: State) -> None:
        """Let the files be those of a state."""
        wanted = {f"{id.rpartition('/')[2]}.txt": (id, word) for id, word in state.items()}
        for path in self.settings.minutes.iterdir():
            if path.name not in wanted:
                path.unlink()
        for name, (id, word) in wanted.items():
            text = minutes(id.rpartition("/")[2], f"Om {word}", f"Att {word} {EVERY}.")
            (self.settings.minutes / name).write_text(text, "utf-8")

    def command(self, *args: str) -> list[str]:
        """The command with these arguments, as a process of its own."""
        folders = ["--index", str(self.settings.index), "--archive", str(self.settings.archive)]
        return [sys.executable, "-m", "search_ui", *folders, *args]

    def index(self) -> subprocess.Popen[bytes]:
        """A run of the indexing that has begun."""
        return subprocess.Popen(self.command("index", str(self.settings.minutes)), cwd=ROOT, stdout=subprocess.DEVNULL)

    def published(self) -> int:
        """The number of the generation that CURRENT names."""
        return int((self.settings.index / "CURRENT").read_bytes().split()[0].removeprefix(b"gen-"))

    @contextmanager
    def served(self) -> Iterator[int]:
        """Within this the page runs; the port it is on."""
        with self.served_by() as (port, _):
            yield port

    @contextmanager
    def served_by(self) -> Iterator[tuple[int, int]]:
        """Within this the page runs; the port it is on, and the number of the process that keeps it running."""
        with subprocess.Popen(
            self.command("serve", "--port", "0"), cwd=ROOT, stderr=subprocess.PIPE, text=True
        ) as server:
            try:
                assert server.stderr
                said = server.stderr.readline()
                port = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
                assert port, said
                yield int(port[1]), server.pid
            finally:
                server.terminate()


class Reader(threading.Thread):
    """One connection that asks until enough was asked in all."""

    def __init__(self, crowd: Crowd, number: int) -> None:
        super().__init__()
        self.crowd = crowd
        self.number = number
        self.seen = 1
        self.connection = http.client.HTTPConnection("127.0.0.1", crowd.port, timeout=60)

    def run(self) -> None:
        """Ask in turn for JSON, for pages of hits and for items."""
        for turn in count(self.number):
            if self.crowd.ticket() is None:
                return
            question = QUESTIONS[turn // 4 % len(QUESTIONS)]
            try:
                wrong = (self.json, self.page, self.json, self.item)[turn % 4](question, turn)
            except Exception as error:  # whatever it is, it is what should not happen
                self.crowd.failed.append(repr(error))
                self.connection.close()
            else:
                self.crowd.wrong += [wrong] if wrong else []

    def get(self, path: str) -> tuple[int, bytes, str]:
        """What an address answers: status, body, and the generation that its ETag names."""
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        tag = re.match(r'"gen-(\d+)-', answer.headers.get("ETag", ""))
        return answer.status, answer.read(), tag[1] if tag else ""

    def json(self, question: Question, turn: int) -> str | None:
        """Ask for JSON, seldom at an address whose answer is remembered; what is wrong with the answer."""
        status, body, _ = self.get(f"/search.json?{urlencode({'q': question.query, 'limit': LIVE + turn % 90})}")
        if status != http.client.OK:
            return f"{status} {body[:200]!r}"
        answer: dict[str, Any] = json.loads(body)
        generation = int(answer["generation"].split("-")[1])
        found = [hit["id"] for hit in answer["hits"][: answer["complete"]]]
        organs = sum(value["count"] for value in answer["facets"].get("organization", ()))
        wanted = question.answer(self.crowd.states[generation - 1])
        self.seen, before = generation, self.seen
        well = before <= generation and set(found) == wanted and len(found) == len(wanted) and organs == answer["total"]
        return None if well else f"{question} in {generation} after {before}: {found}, {organs} of {answer['total']}"

    def page(self, question: Question, _: int) -> str | None:
        """Ask for a page of hits; what is wrong with it. It names the generation that was current when it was asked."""
        status, body, tag = self.get(f"/?{urlencode({'q': QUESTIONS[0].query, 'group': 'item'})}")
        found = {f"{meeting.decode()}/2" for meeting in re.findall(rb'href="/arende/([^"?#]+/[^"?#]+)/p2["?#]', body)}
        possible = self.crowd.states[int(tag or 1) - 1 : self.crowd.begun]
        well = status == http.client.OK and found in [QUESTIONS[0].answer(state) for state in possible]
        return None if well else f"page {status} of {tag}: {sorted(found)}"

    def item(self, question: Question, turn: int) -> str | None:
        """Ask for an item; what is wrong with the answer: it may lack only what is on its way in or out."""
        before = self.crowd.served
        id = _id(turn % (LIVE + len(self.crowd.states)))
        status, body, _ = self.get(f"/arende/{quote(id)}/2")
        possible = self.crowd.states[max(0, before - 1) : self.crowd.begun]
        words = {state.get(id) for state in possible}
        if status == http.client.NOT_FOUND:
            return None if None in words else f"{id} is not there, but in {before}"
        well = status == http.client.OK and any(word and f"Om {word}".encode() in body for word in words)
        return None if well else f"item {id}: {status}, {words}"


class Crowd:
    """What the readers share."""

    def __init__(self, port: int, states: list[State], requests: int) -> None:
        self.port, self.states, self.requests = port, states, requests
        self.asked = 0
        self.begun = self.served = 1
        self.failed: list[str] = []
        self.wrong: list[str] = []
        self._until = time.monotonic() + TIME_LIMIT
        self._lock = threading.Lock()

    def ticket(self) -> int | None:
        """The number of the next request; None when enough was asked, or asked for too long."""
        with self._lock:
            if self.asked >= self.requests or time.monotonic() > self._until:
                return None
            self.asked += 1
            return self.asked

    def is_at(self, asked: int) -> bool:
        """Whether so much has been asked."""
        return self.asked >= asked or time.monotonic() > self._until


def crowd(where: Path, readers: int, runs: int, requests: int) -> str:
    """Ask the page from many connections while it is indexed in other processes, and check every answer."""
    folders, through = Folders(where), states(runs)
    folders.become(through[0])
    assert folders.index().wait() == 0
    with folders.served() as port:
        shared, started = Crowd(port, through, requests), time.monotonic()
        threads = [Reader(shared, number) for number in range(readers)]
        for thread in threads:
            thread.start()
        lags = [_one_run(folders, shared, run) for run in range(1, runs + 1)]
        for thread in threads:
            thread.join()
            thread.connection.close()
        took = time.monotonic() - started
    assert not shared.failed, shared.failed[:3]
    assert not shared.wrong, shared.wrong[:3]
    assert (shared.asked, folders.published()) == (requests, runs + 1)
    assert max(lags) < SERVED_WITHIN
    return (
        f"{shared.asked} requests on {readers} connections while {runs} processes indexed, {requests / took:.0f} "
        f"a second: 0 wrong, 0 failed; served {sorted(lags)[len(lags) // 2]:.2f} s after publishing, at most "
        f"{max(lags):.2f} s"
    )


def _one_run(folders: Folders, shared: Crowd, run: int) -> float:
    """Index the next state when its time has come; how long after it was published the page answered from it."""
    while not shared.is_at(shared.requests * run // (len(shared.states) + 1)):
        time.sleep(0.005)
    folders.become(shared.states[run])
    shared.begun = run + 1
    probe = Reader(shared, 0)
    with folders.index() as indexing:
        while folders.published() <= run and indexing.poll() is None:
            time.sleep(0.005)
        published = time.monotonic()
        while probe.seen <= run and time.monotonic() < published + 2 * SERVED_WITHIN:
            assert probe.json(QUESTIONS[0], 0) is None
        lag = time.monotonic() - published
    probe.connection.close()
    assert indexing.returncode == 0
    shared.served = run + 1
    return lag
