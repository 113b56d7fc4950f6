"""The state: which documents are to be seen, in one document that is replaced at one moment; and who may write.

Every document carries the number of the generation that brought it. A generation is seen when the state names its
number; what it replaces is named in the state until it is gone, so that a reader sees all of a generation or nothing.
Whoever writes holds the lease, a document that names its number, until when it holds, and whose it is.
"""

from __future__ import annotations

import os
import socket
import time
import uuid
from typing import Any, Final

import msgspec

from indexer.errors import DamagedIndex, IndexBusy, NoSuchIndex
from indexer.index.opensearch.client import CONFLICT, NOT_FOUND, Client, ClusterRefusal

LEASE_S: Final = 60
"""Seconds after which a writer that does not say that it is there is taken to be gone."""
BUSY_S: Final = 30
"""Seconds that are waited for another writer."""
AGAIN_S: Final = 0.2
CURRENT: Final = "current"
LEASE: Final = "lease"


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What is read: the index `base`, in it the generations up to `number` but those `abandoned`, without `superseded`.

    `written` tells one writing from any other.
    """

    fingerprint: str
    base: str
    number: int
    made: str
    items: int
    written: str
    superseded: tuple[str, ...] = ()
    abandoned: tuple[int, ...] = ()

    @property
    def generation(self) -> str:
        """The name of the generation."""
        return f"{self.base}-{self.number:06}"


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """Who writes: the number of its generation, the time until which it may, its host, process and own name."""

    number: int
    until: float
    host: str
    pid: int
    name: str
    since: str

    @property
    def is_over(self) -> bool:
        """Whether it has run out, or its process on this machine is gone."""
        return time.time() >= self.until or (self.host == socket.gethostname() and not _is_running(self.pid))


class StateDocument:
    """The state of the indices whose names begin with `name`, and the lease of whoever writes them."""

    def __init__(self, client: Client, name: str) -> None:
        self.name = name
        self._client = client
        self._index = f"/{name}-state"

    def read(self) -> State:
        """The state; NoSuchIndex where nothing was ever published."""
        state, _ = self._read()
        if state is None:
            raise NoSuchIndex(self.name)
        return state

    def _read(self) -> tuple[State | None, str]:
        """The state, and what is asked for to replace just this one."""
        found = self._get(CURRENT)
        if found is None:
            return None, "op_type=create"
        try:
            state = msgspec.convert(found["_source"], State)
        except msgspec.ValidationError as error:
            raise DamagedIndex(self.name, str(error)) from error
        return state, _condition(found)

    def publish(self, state: State) -> None:
        """Replace the state, unless another has been published since the lease was taken."""
        before, condition = self._read()
        self._renew()
        if before and ((before.number, before.base) != (state.number, state.base) and before.number >= state.number):
            raise IndexBusy(os.getpid(), before.made)
        try:
            self._client.ask(
                "PUT",
                f"{self._index}/_doc/{CURRENT}?{condition}&refresh=false&wait_for_active_shards=1",
                msgspec.to_builtins(state),
                expected=(CONFLICT,),
            )
        except ClusterRefusal:
            now, _ = self._read()
            if now != state:  # an answer that was lost on its way is told by what stands there
                raise IndexBusy(os.getpid(), now.made if now else "") from None

    # The lease

    def acquire(self) -> Lease:
        """The lease of who writes next; IndexBusy when another goes on writing."""
        self._make()
        end = time.monotonic() + BUSY_S
        while True:
            found = self._get(LEASE)
            held = msgspec.convert(found["_source"], Lease) if found else None
            if held is None or held.is_over:
                current, _ = self._read()
                number = 1 + max(held.number if held else 0, current.number if current else 0)
                condition = _condition(found) if found else "op_type=create"
                if self._put(_lease(number), condition):
                    return self._lease
            if time.monotonic() >= end:
                raise IndexBusy(held.pid if held else 0, held.since if held else "")
            time.sleep(AGAIN_S)

    def renew(self) -> None:
        """Go on holding the lease, when a third of it is over; IndexBusy when another holds it."""
        if time.time() >= self._lease.until - LEASE_S * 2 / 3:
            self._renew()

    def _renew(self) -> None:
        renewed = msgspec.structs.replace(self._lease, until=time.time() + LEASE_S)
        if not self._put(renewed, self._held):
            found = self._get(LEASE)
            other = msgspec.convert(found["_source"], Lease) if found else None
            raise IndexBusy(other.pid if other else 0, other.since if other else "")

    def release(self) -> None:
        """Let others write."""
        self._put(msgspec.structs.replace(self._lease, until=0.0), self._held)

    def _put(self, lease: Lease, condition: str) -> bool:
        """Replace the lease, unless it is another's by now."""
        try:
            answer = self._client.ask(
                "PUT", f"{self._index}/_doc/{LEASE}?{condition}", msgspec.to_builtins(lease), expected=(CONFLICT,)
            )
        except ClusterRefusal:
            found = self._get(LEASE)
            if not found or found["_source"] != msgspec.to_builtins(lease):
                return False
            answer = found
        self._lease, self._held = lease, _condition(answer)
        return True

    def _make(self) -> None:
        """Make the index of the state where there is none."""
        kept = {"number_of_shards": 1, "number_of_replicas": self._client.settings.replicas}
        body = {"settings": kept, "mappings": {"dynamic": False}}
        self._client.create(f"{self.name}-state", body)

    def _get(self, id: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self._client.ask("GET", f"{self._index}/_doc/{id}", expected=(NOT_FOUND,))
        except ClusterRefusal:
            return None
        return found


def _condition(answer: dict[str, Any]) -> str:
    return f"if_seq_no={answer['_seq_no']}&if_primary_term={answer['_primary_term']}"


def _lease(number: int) -> Lease:
    return Lease(
        number=number,
        until=time.time() + LEASE_S,
        host=socket.gethostname(),
        pid=os.getpid(),
        name=uuid.uuid4().hex,
        since=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    )


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
