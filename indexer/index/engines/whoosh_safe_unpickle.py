"""Safe unpickle: Whoosh unpickles what it finds in an index, and a pickle is a program; here it names what is listed.

Whoosh 2.7.4 keeps its list of segments, the extras of its tables, its columns and short posting lists as pickles, also
where it is given a schema of one's own. A file that somebody else put in the index's folder would run what it says.
After `disarm` every one of those places reads through `loads` and `load` below, which build the classes in ALLOWED and
nothing else; the rest of a pickle is numbers, strings, lists and dictionaries.
"""

from __future__ import annotations

import io
import pickle
from types import ModuleType, SimpleNamespace
from typing import IO, Any, Final

import whoosh.codec.whoosh3
import whoosh.columns
import whoosh.compat
import whoosh.externalsort
import whoosh.filedb.structfile
import whoosh.formats
import whoosh.index
import whoosh.legacy
import whoosh.util.loading

ALLOWED: Final = frozenset(
    {
        ("builtins", "set"),
        ("whoosh.codec.whoosh3", "W3Segment"),
        ("indexer.index.engines.whoosh_codec", "PackedCodec"),
    }
)
"""What the list of segments is made of: the segments, their codec, and the numbers of deleted documents."""


class ForbiddenPickle(pickle.UnpicklingError):
    """A pickle in an index names something that no index of this program holds."""


class _Unpickler(pickle.Unpickler):
    """Builds nothing but what is allowed."""

    def find_class(self, module: str, name: str) -> Any:
        """The class with this name, if it is allowed."""
        if (module, name) not in ALLOWED:
            raise ForbiddenPickle(f"it names {module}.{name}")
        return super().find_class(module, name)

    def persistent_load(self, pid: Any) -> Any:
        """Nothing is kept elsewhere."""
        raise ForbiddenPickle(f"it refers to {pid!r}")


def load(file: IO[bytes]) -> Any:
    """What the pickle that begins here holds."""
    return _Unpickler(file).load()


def loads(content: bytes) -> Any:
    """What a pickle holds."""
    return load(io.BytesIO(content))


def _dump(value: Any, file: IO[bytes], *_: object) -> None:
    """Write what is sorted on the way in the newest form of pickles, in which bytes are bytes and name nothing."""
    pickle.dump(value, file, pickle.HIGHEST_PROTOCOL)


def _refuse(*_: object, **__: object) -> Any:
    """Old formats are not read: their index is made again."""
    raise ForbiddenPickle("it is of a format that this program never wrote")


def disarm() -> None:
    """Let all of Whoosh that reads an index unpickle through this module."""
    safe = SimpleNamespace(**{name: getattr(pickle, name) for name in ("dump", "dumps", "PicklingError")})
    safe.load, safe.loads = load, loads
    positions: tuple[tuple[ModuleType, str, Any], ...] = (
        (whoosh.index, "pickle", safe),
        (whoosh.index, "toc_loaders", {}),
        (whoosh.legacy, "RenamingUnpickler", _refuse),
        (whoosh.util.loading, "RenamingUnpickler", _refuse),
        (whoosh.util.loading, "pickle", safe),
        (whoosh.filedb.structfile, "load_pickle", load),
        (whoosh.externalsort, "load", load),
        (whoosh.externalsort, "dump", _dump),
        (whoosh.codec.whoosh3, "loads", loads),
        (whoosh.columns, "loads", loads),
        (whoosh.formats, "loads", loads),
        (whoosh.compat, "load", load),
        (whoosh.compat, "loads", loads),
        (whoosh.compat, "pickle", safe),
    )
    for module, name, replacement in positions:
        if not hasattr(module, name):
            raise ImportError(f"{module.__name__} has no {name}: this is not the Whoosh that was made safe", name=name)
        setattr(module, name, replacement)
