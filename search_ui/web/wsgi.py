"""WSGI: the page for a server of one's own choice, which reads the same settings as the command.

PROTOKOLL_INDEX=/srv/protokoll/index PROTOKOLL_ARCHIVE=/srv/protokoll/meetings gunicorn search_ui.web.wsgi:app
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path

from flask import Flask

from indexer import configuration
from search_ui.output import log_format
from search_ui.web import create_app


def application(environment: Mapping[str, str], folder: Path = Path()) -> Flask:
    """The page with what the environment sets and the files; BadSettings when something that is set is wrong."""
    given = configuration.read(environment, folder)
    settings = given.settings()
    log_format.begin(settings)
    made = create_app(settings)
    for said in given.misspelt():
        logging.getLogger("protokoll").warning("%s", said.text())
    return made


app = application(os.environ)
