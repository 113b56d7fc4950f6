"""WSGI: the page for a server of one's own choice, its settings taken from the environment.

PROTOKOLL_INDEX=/srv/protokoll/index PROTOKOLL_ARCHIVE=/srv/protokoll/meetings gunicorn search_ui.web.wsgi:app
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from indexer.settings import Settings
from search_ui.web import create_app


def settings(environment: Mapping[str, str]) -> Settings:
    """The settings that the environment names; for what it does not name, those of a checkout."""
    usual = Settings()
    return Settings(
        index=Path(environment.get("PROTOKOLL_INDEX", usual.index)),
        archive=Path(environment.get("PROTOKOLL_ARCHIVE", usual.archive)),
        operator=environment.get("PROTOKOLL_OPERATOR", ""),
        contact=environment.get("PROTOKOLL_CONTACT", ""),
        base_url=environment.get("PROTOKOLL_BASE_URL", ""),
        trusted_hosts=tuple(environment.get("PROTOKOLL_TRUSTED_HOSTS", "").split()),
    )


app = create_app(settings(os.environ))
