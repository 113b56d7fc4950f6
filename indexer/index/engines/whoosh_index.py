"""The Whoosh index: the default engine, embedded: its segments are Whoosh's, in one folder a generation.

What is written in them is `whoosh_writer`, how they lie on disk `whoosh_codec`, and how one is read `whoosh_segment`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from indexer.index.engines.generation_index import GenerationIndex
from indexer.index.engines.whoosh_codec import CHECKED_WHEN_READ
from indexer.index.engines.whoosh_segment import opened
from indexer.index.engines.whoosh_writer import write
from indexer.index.segments.segment import SegmentReader
from indexer.model import Meeting


class WhooshIndex(GenerationIndex):
    """An index of agenda items whose segments Whoosh keeps."""

    checked_when_read: ClassVar = CHECKED_WHEN_READ

    def _write_segments(
        self, folder: Path, put: Iterable[Meeting], remove: Iterable[str], held: dict[str, str], *, empty: bool
    ) -> int:
        """Change the segments in `folder`."""
        write(folder, put, remove, held, empty=empty)
        return sum(segment.size for segment in opened(folder, held)) - len(held)

    def _open_segments(self, folder: Path, meetings: Mapping[str, str]) -> Sequence[SegmentReader]:
        """The segments in `folder`."""
        return opened(folder, meetings)
