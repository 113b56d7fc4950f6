"""Index: the query tree, the port, what goes into an index, and the engines that keep one."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from indexer.index.port import Index
    from indexer.model import Meeting
    from indexer.settings import ClusterSettings, Settings

ENGINES: Final = {
    "whoosh": "indexer.index.engines.whoosh_index:WhooshIndex",
    "memory": "indexer.index.engines.memory_index:MemoryIndex",
}
"""The engines by name, each as module:class; a class takes `where`, `truth` and `withholds` as `open_index` does."""

CLUSTER_ENGINES: Final = {"opensearch": "indexer.index.opensearch.opensearch_index:OpenSearchIndex"}
"""The engines that keep an index in a cluster of machines: their classes take `cluster` besides."""

# Whoosh was written for older Pythons: each start would warn of it wherever its bytecode may not be kept.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=".*whoosh")


def open_index(
    where: Path,
    truth: Callable[[], Iterable[Meeting]] | None = None,
    withholds: Callable[[Iterable[str]], bool] = lambda ids: False,
    *,
    engine: str = "whoosh",
    cluster: ClusterSettings | None = None,
) -> Index:
    """The index at `where`, kept by one of the engines; nothing is read or written until it is asked for something.

    With a `truth`, which gives all meetings that should be in it, an index that cannot be read is rebuilt from it.
    `withholds` tells whether one of some meetings was withdrawn: what holds such a one, as an index restored from an
    older copy does, is not read. `cluster` says how the machines are reached, for an engine that has any.
    """
    module, _, name = (ENGINES | CLUSTER_ENGINES)[engine].partition(":")
    opened = getattr(import_module(module), name)
    if engine in CLUSTER_ENGINES:
        return cast("Index", opened(where, truth, withholds, cluster=cluster))
    return cast("Index", opened(where, truth, withholds))


def index_of(
    settings: Settings,
    truth: Callable[[], Iterable[Meeting]] | None = None,
    withholds: Callable[[Iterable[str]], bool] = lambda ids: False,
) -> Index:
    """The index that the settings name, kept by their engine; see `open_index`."""
    return open_index(settings.index, truth, withholds, engine=settings.engine, cluster=settings.cluster)
