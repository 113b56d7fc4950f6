"""From files of minutes to an index: reading, minutes, swedish, index, and ingest, which tells the story.

What other programs may rely on is in `__all__` (docs/library.md); every other name may change with any version.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.configuration import read as read_configuration
    from indexer.errors import ProtokollError
    from indexer.index import open_index
    from indexer.pipeline.ingest import ingest
    from indexer.pipeline.parallel_parse import read_minutes
    from indexer.settings import Settings

__all__ = ["ProtokollError", "Settings", "ingest", "open_index", "read_configuration", "read_minutes"]
__version__ = "0.3.0"

_PLACES = {
    "ProtokollError": ("indexer.errors", "ProtokollError"),
    "Settings": ("indexer.settings", "Settings"),
    "ingest": ("indexer.pipeline.ingest", "ingest"),
    "open_index": ("indexer.index", "open_index"),
    "read_configuration": ("indexer.configuration", "read"),
    "read_minutes": ("indexer.pipeline.parallel_parse", "read_minutes"),
}


def __getattr__(name: str) -> Any:
    """A public name, its module loaded when it is asked for."""
    if name not in _PLACES:
        raise AttributeError(name)
    module, own = _PLACES[name]
    return getattr(import_module(module), own)
