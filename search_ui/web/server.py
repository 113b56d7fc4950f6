"""Serving: the page on an address of this machine, answered by as many processes as there are cores.

A process of Python keeps one core busy. So the sockets are opened once, and processes are forked that each take from
them what they can answer. The first process answers nothing: it puts another in the place of one that ends, and holds
one end of a pipe, the lifeline, whose other end all of them watch: whatever ends the first, ends them too.

Each opens the index by itself, after the fork, since opening may start a thread that mends; what is made ready before
(the lexicon, the templates) is memory that all of them share.
"""

from __future__ import annotations

import errno
import gc
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from types import FrameType
from typing import Final, NoReturn

from flask import Flask

from indexer import messages
from indexer.swedish import keys
from search_ui.web import connections
from search_ui.web.request_context import OUR_OWN
from search_ui.web.service_pages import LISTS

LOG: Final = logging.getLogger("protokoll")
MOST_PROCESSES: Final = 4
"""Each has 210 to 230 MB after 10,000 unlike questions of 10,000 items; who has more cores to give takes gunicorn."""
THREADS: Final = 4
ENDING: Final = (signal.SIGTERM, signal.SIGHUP) if hasattr(signal, "SIGHUP") else (signal.SIGTERM,)
BACKLOG: Final = 512
BIND_TIMEOUT_S: Final = 5.0
WARMING: Final = ("/", "/?q=a&since=2000&sort=newest", *LISTS)
RETRY_DELAY_S: Final = 1.0
"""Seconds until a process that ended is replaced, so that one that cannot start is not started in a loop."""


def listening(host: str, port: int, *, timeout_s: float = 0.0) -> list[socket.socket]:
    """Sockets that listen on every address of a host; OSError when the port cannot be had within `timeout_s` seconds.

    A page that was ended a moment ago may still finish what it answers.
    """
    until = time.monotonic() + timeout_s
    while True:
        try:
            return _bound(host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > until:
                raise
        time.sleep(0.1)


def _bound(host: str, port: int) -> list[socket.socket]:
    """The sockets, bound; none is left open when one cannot be."""
    addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    sockets: list[socket.socket] = []
    try:
        for family, _, _, _, address in addresses:
            sockets.append(socket.create_server(address[:2], family=family, backlog=BACKLOG))
    except OSError:
        for each in sockets:
            each.close()
        raise
    return sockets


def serve(app: Flask, sockets: Sequence[socket.socket], *, processes: int = 0) -> None:
    """Answer on these sockets until the process is terminated; KeyboardInterrupt when it is interrupted.

    So many processes answer; where 0 are asked for, as many as there are cores, up to MOST_PROCESSES.
    """
    _make_ready(app)
    if hasattr(os, "fork"):
        _supervise(app, sockets, processes or min(_cores(), MOST_PROCESSES))
    else:
        _answer(app, sockets)
        raise KeyboardInterrupt


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _make_ready(app: Flask) -> None:
    """Load what every answer needs."""
    keys("protokoll", damaged=False)
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    gc.collect()
    gc.freeze()


def _answer(app: Flask, sockets: Sequence[socket.socket]) -> None:
    """Answer until this process is told to end; what is being answered then is finished.

    Waitress would log each request that has to wait for a thread.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    warm(app)
    connections.answer(app, sockets, threads=THREADS)


def warm(app: Flask) -> None:
    """Ask each kind of page once, before there are threads that would make what it needs at the same moment."""
    client = app.test_client()
    for path in WARMING:
        client.get(path, environ_overrides={OUR_OWN: "1"})


def _supervise(app: Flask, sockets: Sequence[socket.socket], count: int) -> None:
    """Keep so many processes answering."""
    for each in ENDING:
        signal.signal(each, _end)
    watched, held = os.pipe()
    running: set[int] = set()
    try:
        while True:
            while len(running) < count:
                running.add(_start(app, sockets, watched, held))
            ended, status = os.wait()
            running.discard(ended)
            reason = os.waitstatus_to_exitcode(status)
            LOG.warning("%s", messages.text("command.server_process_ended", status=reason))
            time.sleep(RETRY_DELAY_S)
    finally:
        os.close(held)
        for process in running:
            os.waitpid(process, 0)


def _start(app: Flask, sockets: Sequence[socket.socket], watched: int, held: int) -> int:
    """Start a process that answers; its number."""
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.close(held)
        threading.Thread(target=_end_with, args=(watched,), daemon=True).start()
        _answer(app, sockets)
        status = 0
    except SystemExit:
        status = 0
    except BaseException:
        LOG.exception(messages.text("command.server_process_failed"))
    finally:
        os._exit(status)


def _end_with(watched: int) -> None:
    """End this process when the first one lets go of the lifeline."""
    os.read(watched, 1)
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    """End in good order when told to."""
    sys.exit(0)
