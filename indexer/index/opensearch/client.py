"""The client: requests to the nodes of a cluster, to one after the other until one answers.

A node that does not answer is passed over; after `ROUNDS` rounds over all nodes, or when the cluster says no, an error
says why and what to do. Every request may be sent twice, so those that are not the same twice carry what tells them:
documents have ids, and the state is replaced only when it is what was read.
"""

from __future__ import annotations

import base64
import http.client
import os
import ssl
import threading
import time
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from indexer.errors import (
    ClusterDegraded,
    ClusterFailed,
    ClusterForbidden,
    ClusterForbidsScripts,
    ClusterFromOtherVersion,
    ClusterFull,
    ClusterLimitsQueries,
    ClusterUnreachable,
)
from indexer.settings import ClusterSettings

ROUNDS: Final = 3
RETRY_DELAY_S: Final = 0.2
"""What is waited before the second round, and twice as long before the next."""
BUSY: Final = frozenset((429, 502, 503, 504))
"""Statuses that pass: a node that is full of work, or has lost those that it asks."""
NOT_FOUND: Final = 404
CONFLICT: Final = 409
UNAUTHORIZED: Final = frozenset((401, 403))
OLDEST: Final = (2, 12)
MAJOR: Final = frozenset((2, 3))
"""The versions that the tests have run on, and the next, whose interface is the same."""
BULK_BYTES: Final = 4_000_000
REASON: Final = 300
"""The most characters that are told of what a cluster said."""


class ClusterRefusal(Exception):
    """A request that the cluster answered with a status of failure, which the caller knows what to make of."""

    def __init__(self, status: int, answer: Any) -> None:
        super().__init__(status)
        self.status = status
        self.answer = answer


class Client:
    """Requests to the nodes that the settings name; each thread has a connection of its own."""

    def __init__(self, settings: ClusterSettings) -> None:
        self.settings = settings
        self.requests = 0
        self._nodes = [urlsplit(url) for url in settings.urls]
        self._local = threading.local()
        self._open: set[http.client.HTTPConnection] = set()
        self._checked = False
        self._process = os.getpid()

    def ask(self, method: str, path: str, body: Any = None, *, expected: Collection[int] = ()) -> Any:
        """What the cluster answers; a ClusterRefusal where the answer has one of the `expected` statuses of failure.

        A body of bytes is sent as lines of JSON, any other as JSON.
        """
        if not self._checked:
            self._checked = True
            self._check_version()
        lines = isinstance(body, bytes)
        content = body if lines or body is None else msgspec.json.encode(body)
        status, answer = self._sent(method, path, content, "application/x-ndjson" if lines else "application/json")
        if status < 300:
            return answer
        if status in expected:
            raise ClusterRefusal(status, answer)
        raise self._error(status, answer)

    def create(self, index: str, body: Any) -> None:
        """Make an index, unless it is there: it may have been made by a request whose answer was lost."""
        try:
            self.ask("PUT", f"/{index}?wait_for_active_shards=1", body, expected=(400,))
        except ClusterRefusal as error:
            if "resource_already_exists" not in str(error.answer):
                raise self._error(error.status, error.answer) from None

    def bulk(self, path: str, actions: Iterable[tuple[Any, Any]]) -> None:
        """Write actions with their documents (None where an action has none), a few megabytes at a time."""
        lines: list[bytes] = []
        size = 0
        for action, document in actions:
            pair = [msgspec.json.encode(each) for each in (action, document) if each is not None]
            lines += pair
            size += sum(map(len, pair))
            if size > BULK_BYTES:
                self._bulk(path, lines)
                lines, size = [], 0
        if lines:
            self._bulk(path, lines)

    def _bulk(self, path: str, lines: list[bytes]) -> None:
        answer = self.ask("POST", f"{path}/_bulk?filter_path=errors,items.*.error,items.*.status", _lines(lines))
        failed = [told for each in answer.get("items", ()) for told in each.values() if "error" in told]
        if failed:
            raise self._error(int(failed[0]["status"]), {"error": failed[0]["error"]})

    def several(self, searches: Iterable[Any]) -> list[Any]:
        """What each of some searches finds, asked for at once."""
        every = list(searches)
        if not every:
            return []
        lines = [line for search in every for line in (b"{}", msgspec.json.encode(search))]
        answers = self.ask("POST", "/_msearch", _lines(lines))["responses"]
        for answer in answers:
            if "error" in answer:
                if answer["status"] == NOT_FOUND:
                    raise ClusterRefusal(NOT_FOUND, answer)
                raise self._error(answer["status"], answer)
            if answer["_shards"]["failed"]:
                raise ClusterRefusal(NOT_FOUND, answer)
        return list(answers)

    def close(self) -> None:
        """Let go of all connections."""
        for connection in tuple(self._open):
            connection.close()
        self._open.clear()

    def _sent(self, method: str, path: str, content: bytes | None, kind: str) -> tuple[int, Any]:
        """The status and the answer of the first node that gives one."""
        refused: tuple[int, Any] | None = None
        reason = ""
        for attempt, at in enumerate(islice(self._attempts(), ROUNDS * len(self._nodes))):
            if attempt and not attempt % len(self._nodes):
                time.sleep(RETRY_DELAY_S * 2 ** (attempt // len(self._nodes) - 1))
            try:
                status, data = self._once(at, method, path, content, kind)
            except (OSError, http.client.HTTPException) as error:
                self._forget(at)
                reason = str(error) or type(error).__name__
                continue
            self._local.node = at
            answer = msgspec.json.decode(data) if data and data[:1] in b"{[" else {}
            if status not in BUSY or _is_full(answer):
                return status, answer
            refused = status, answer
            self._local.node = (at + 1) % len(self._nodes)
        if refused:
            return refused
        raise ClusterUnreachable(self.settings.urls, reason)

    def _attempts(self) -> Iterator[int]:
        """The nodes by number, the one that answered last first, round and round."""
        first: int = getattr(self._local, "node", 0)
        while True:
            yield from ((first + step) % len(self._nodes) for step in range(len(self._nodes)))

    def _once(self, at: int, method: str, path: str, content: bytes | None, kind: str) -> tuple[int, bytes]:
        """Ask one node once."""
        connection = self._connection(at)
        headers = {"Content-Type": kind, **self._credentials()}
        self.requests += 1
        connection.request(method, self._nodes[at].path.rstrip("/") + path, content, headers)
        response = connection.getresponse()
        return response.status, response.read()

    def _credentials(self) -> dict[str, str]:
        if not self.settings.user:
            return {}
        pair = f"{self.settings.user}:{self.settings.password}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}

    def _connection(self, at: int) -> http.client.HTTPConnection:
        """This thread's connection to a node; a process that was forked has none of its parent's."""
        if self._process != os.getpid():
            self._process, self._local, self._open = os.getpid(), threading.local(), set()
        connections: dict[int, http.client.HTTPConnection] = self._local.__dict__.setdefault("connections", {})
        if at not in connections:
            connections[at] = self._connected(at)
            self._open.add(connections[at])
        return connections[at]

    def _connected(self, at: int) -> http.client.HTTPConnection:
        node, seconds = self._nodes[at], self.settings.seconds
        host = node.hostname or ""
        if node.scheme != "https":
            return http.client.HTTPConnection(host, node.port or 80, timeout=seconds)
        trusted = ssl.create_default_context(cafile=self.settings.ca and str(self.settings.ca))
        return http.client.HTTPSConnection(host, node.port or 443, timeout=seconds, context=trusted)

    def _forget(self, at: int) -> None:
        connection = self._local.connections.pop(at, None)
        if connection:
            connection.close()
            self._open.discard(connection)

    def _check_version(self) -> None:
        """Raise an error unless the cluster is one that this program knows how to ask."""
        status, answer = self._sent("GET", "/", None, "application/json")
        if status in UNAUTHORIZED:
            self._checked = False
            raise ClusterForbidden(self.settings.urls[0], _reason(answer))
        version = answer.get("version", {}) if isinstance(answer, dict) else {}
        number = str(version.get("number", "?"))
        parts = tuple(int(part) for part in number.split(".")[:2] if part.isdigit())
        if version.get("distribution") != "opensearch" or parts < OLDEST or parts[0] not in MAJOR:
            self._checked = False
            raise ClusterFromOtherVersion(self.settings.urls[0], number)

    def _error(self, status: int, answer: Any) -> Exception:
        """What is to be told of an answer that nobody expected."""
        where, reason = self.settings.urls[0], _reason(answer)
        told = msgspec.json.encode(answer).decode() if answer else ""
        if "cannot execute [inline] scripts" in told or "cannot execute scripts using" in told:
            return ClusterForbidsScripts(where)
        if "too_many_nested_clauses" in told or "maxClauseCount" in told:
            return ClusterLimitsQueries(where)
        if _is_full(answer):
            return ClusterFull(where, reason)
        if status in UNAUTHORIZED:
            return ClusterForbidden(where, reason)
        if status in BUSY or "no_shard_available_action_exception" in told:
            return ClusterDegraded(where, reason)
        return ClusterFailed(where, status, reason)


def _lines(lines: Iterable[bytes]) -> bytes:
    return b"\n".join(lines) + b"\n"


def _is_full(answer: Any) -> bool:
    """Whether a cluster says that its disks are full."""
    told = msgspec.json.encode(answer) if answer else b""
    return b"disk usage exceeded" in told or b"No space left on device" in told


def _reason(answer: Any) -> str:
    """What a cluster says of a failure, as short as it says it."""
    error = answer.get("error", answer) if isinstance(answer, dict) else answer
    if isinstance(error, dict):
        causes = error.get("root_cause") or [error]
        deepest = causes[0]
        while isinstance(deepest.get("caused_by"), dict):
            deepest = deepest["caused_by"]
        error = f"{deepest.get('type', '')}: {deepest.get('reason', '')}"
    return str(error)[:REASON]
