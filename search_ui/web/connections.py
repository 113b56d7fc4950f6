"""Connections: waitress, made to withstand who is slow on purpose, and requests that two servers read in two ways.

A connection takes a place, not a thread, until its request is whole. So nothing is lost by waiting for a slow reader,
as long as there are places: a request must be whole, and an answer be fetched, within their time; and when places are
few, in all or for one address, the connection goes that has waited longest without a whole request. Who asks promptly
is never that one, even where all come from one address, as behind a web server that passes requests on.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from socket import socket
from typing import Any, Final

from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

REQUEST_TIMEOUT_S: Final = 10.0
"""Seconds in which a request must be whole, head and body, and an open connection ask for something more."""
ANSWER_TIMEOUT_S: Final = 30.0
LEAST_SPEED: Final = 4_000
"""An answer that is not fetched within its seconds must be fetched at this many bytes a second at least."""
MOST_CONNECTIONS: Final = 600
MOST_OF_AN_ADDRESS: Final = 200
"""Places of a process, in all and for one address: a browser takes six."""
LARGEST_HEAD: Final = 16_384
LARGEST_BODY: Final = 16_384
"""Bytes of a request that are read; no page wants any body."""
END_TIMEOUT_S: Final = 5.0
"""Seconds in which what is being answered may be finished when the process ends."""
_LENGTH: Final = re.compile(rb"^content-length[ \t]*:", re.IGNORECASE | re.MULTILINE)
_CODING: Final = re.compile(rb"^transfer-encoding[ \t]*:", re.IGNORECASE | re.MULTILINE)


class StrictParser(HTTPRequestParser):  # type: ignore[misc]
    """A request that has one length, and is told to continue only when it has something to send."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head; ParsingError for a length beside a transfer coding (RFC 9112, 6.1), or two lengths."""
        if len(_LENGTH.findall(header_plus)) + bool(_CODING.search(header_plus)) > 1:
            raise ParsingError("Content-Length")
        super().parse_header(header_plus)
        if self.body_rcv is None:
            self.expect_continue = False


class Connection(HTTPChannel):  # type: ignore[misc]
    """A connection that knows since when it is waited for."""

    parser_class = StrictParser

    def __init__(self, *args: Any, **named: Any) -> None:
        self.waiting_since = time.time()
        self.answering_since: float | None = None
        self.fetched = 0
        super().__init__(*args, **named)

    def received(self, data: bytes) -> bool:
        """Take what came; a request that is whole, or that begins, is waited for again."""
        before = self.request
        taken = bool(super().received(data))
        if self.request is None or before is None:
            self.waiting_since = time.time()
        return taken

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Send some of the answer, and count it."""
        sent = int(super().send(data, do_close=do_close) or 0)
        self.fetched += sent
        return sent

    def is_waiting(self) -> bool:
        """Whether nothing is asked here that could be answered."""
        return not self.requests and not self.total_outbufs_len

    def is_too_slow(self, now: float) -> bool:
        """Whether its time is up: for asking, or for fetching what was answered."""
        if not self.total_outbufs_len:
            self.answering_since, self.fetched = None, 0
            return self.is_waiting() and now - self.waiting_since > REQUEST_TIMEOUT_S
        self.waiting_since = now
        if self.answering_since is None:
            self.answering_since = now
        seconds = now - self.answering_since
        return seconds > ANSWER_TIMEOUT_S and self.fetched < LEAST_SPEED * seconds


class Server(TcpWSGIServer):  # type: ignore[misc]
    """A socket that is listened on, and its connections."""

    channel_class = Connection

    def handle_accept(self) -> None:
        """Take a connection; when there are too many, the one goes that has waited longest without a request."""
        super().handle_accept()
        everyone = list(self.active_channels.values())
        if len(everyone) > MOST_CONNECTIONS:
            self._let_go(everyone)
        elif len(everyone) > MOST_OF_AN_ADDRESS:
            newest = max(everyone, key=lambda channel: channel.creation_time)
            own = [channel for channel in everyone if channel.addr[0] == newest.addr[0]]
            if len(own) > MOST_OF_AN_ADDRESS:
                self._let_go(own)

    def maintenance(self, now: float) -> None:
        """Close what is too slow."""
        for channel in list(self.active_channels.values()):
            if channel.is_too_slow(now):
                channel.will_close = True

    @staticmethod
    def _let_go(channels: Iterable[Connection]) -> None:
        """Close the connection that has waited longest; of those that ask or fetch, the oldest."""
        longest = min(channels, key=lambda channel: (not channel.is_waiting(), channel.waiting_since))
        longest.handle_close()


def answer(app: Flask, sockets: Sequence[socket], *, threads: int) -> None:
    """Answer on these sockets until SystemExit or KeyboardInterrupt; what is being answered then is finished."""
    settings = Adjustments(
        sockets=list(sockets),
        ident=None,
        threads=threads,
        cleanup_interval=1,
        connection_limit=2 * MOST_CONNECTIONS,
        asyncore_use_poll=True,
        max_request_header_size=LARGEST_HEAD,
        max_request_body_size=LARGEST_BODY,
    )
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(settings.threads)
    served: dict[int, Any] = {}
    servers = [
        Server(app, served, True, each, dispatcher=dispatcher, adj=settings, sockinfo=_about(each), bind_socket=False)
        for each in sockets
    ]
    try:
        wasyncore.loop(timeout=settings.asyncore_loop_timeout, map=served, use_poll=True)
    except (SystemExit, KeyboardInterrupt):
        for server in servers:
            wasyncore.dispatcher.close(server)
        until = time.monotonic() + END_TIMEOUT_S
        while time.monotonic() < until and any(not channel.is_waiting() for channel in _channels(servers)):
            wasyncore.loop(timeout=0.05, map=served, use_poll=True, count=1)
        dispatcher.shutdown()
        wasyncore.close_all(served)


def _about(each: socket) -> tuple[Any, ...]:
    """What waitress wants to know of a socket."""
    return each.family, each.type, each.proto, each.getsockname()


def _channels(servers: Iterable[Server]) -> list[Connection]:
    return [channel for server in servers for channel in server.active_channels.values()]
