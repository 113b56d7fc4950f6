"""Where things are: the folders that every part of the program shares."""

from __future__ import annotations

from pathlib import Path

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The folders in use; the defaults are those of a checkout."""

    minutes: Path = Path("data/minutes")
    archive: Path = Path("data/meetings")
    index: Path = Path("data/index")
