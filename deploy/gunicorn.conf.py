"""gunicorn: the page behind nginx (deploy/nginx.conf), as protokoll@.service starts it. Without systemd:

    gunicorn -c deploy/gunicorn.conf.py search_ui.web.wsgi:app

It waits for a request in a thread, so a few slow connections stop it: never let readers reach it but through nginx,
which takes whole requests and gives them on at once.
"""

import multiprocessing
import os

from indexer.configuration import read

# Where systemd opened a socket, that one is taken instead.
bind = "127.0.0.1:8001"
umask = 0o077

# A process keeps one core busy; each has its own index and its own memory of what it answered. The lexicon is loaded
# before they are forked, so that they share it.
workers = read(os.environ).settings(strict=False).processes or min(4, multiprocessing.cpu_count())
worker_class = "gthread"
threads = 4
preload_app = True
# systemd is what it is told by; a socket for orders of its own would be a file that it may not write.
control_socket_disable = True

# A question takes two seconds at most. A process that is not heard of for half a minute is replaced.
timeout = 30
graceful_timeout = 10
keepalive = 15

# No page wants a body; an address ends at 2 kB.
limit_request_line = 4094
limit_request_fields = 50
limit_request_field_size = 8190

# No log has an address or what was sought. What is logged of errors passes the gate of the program, whose own access
# log is the setting `access_log`.
accesslog = None
errorlog = "-"
loglevel = "warning"


def post_worker_init(worker):
    """Let each process answer every kind of page before it takes requests."""
    from search_ui.web.server import warm

    warm(worker.app.wsgi())
