"""A segmented index on disk, one folder a generation: which generation is written, which is read, and how it is mended.

An engine says how the segments in a folder are written and opened.
"""

from __future__ import annotations

import mmap
import threading
from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import ClassVar, Final, TypeVar

from indexer.errors import DamagedIndex, IndexFromOtherVersion, NoSuchIndex, ProtokollError, UnsafeIndex
from indexer.index.documents import FINGERPRINT
from indexer.index.engines.generations import Generations, Manifest
from indexer.index.engines.segmented_index import SegmentedIndex
from indexer.index.search.reader import IndexReader
from indexer.index.search.searcher import Searcher
from indexer.index.segments.matter_columns import Joined, MatterColumns, columns_of
from indexer.index.segments.segment import DamagedRecord, SegmentReader
from indexer.messages import message
from indexer.model import Meeting

T = TypeVar("T")

MATTERS: Final = ".matters"
"""The end of the name of the file that says which items are of one matter: a new one for each generation."""


class GenerationIndex(SegmentedIndex):
    """An index of agenda items below the folder `where`; see port.Index.

    With a `truth`, what gives all meetings that should be in it, an index that cannot be read is made again by itself:
    at once where no generation can be trusted, beside the reading where an earlier one can. Where there is none at all,
    reading makes none.
    """

    checked_when_read: ClassVar[tuple[str, ...]] = ()
    """Endings of files whose records each have a checksum: these need not be read whole to open a generation."""

    def __init__(
        self,
        where: Path,
        truth: Callable[[], Iterable[Meeting]] | None = None,
        withholds: Callable[[Iterable[str]], bool] = lambda ids: False,
    ) -> None:
        super().__init__()
        self.where = where
        self._degraded_reason: ProtokollError | None = None
        self._truth = truth
        self._withholds = withholds
        self._generations = Generations(where)
        self._open_searcher: Searcher | None = None
        self._pointer = b""
        self._distrusted: set[str] = set()
        self._opening = threading.Lock()
        self._mending: threading.Thread | None = None

    @abstractmethod
    def _write_segments(
        self, folder: Path, put: Iterable[Meeting], remove: Iterable[str], held: dict[str, str], *, empty: bool
    ) -> int:
        """Change the segments in `folder`, or begin them where it is empty; how many items there are then.

        `held` says which meetings it holds, each with the digest of what was indexed of it, before and after.
        Raises DamagedRecord when what there is proves not to be as it was written.
        """

    @abstractmethod
    def _open_segments(self, folder: Path, meetings: Mapping[str, str]) -> Sequence[SegmentReader]:
        """The segments in `folder`, in the order of their documents; an error when they are not of these meetings."""

    # Writing

    def update(self, put: Iterable[Meeting], remove: Iterable[str] = ()) -> None:
        """Put these meetings, each in place of what had its id, and remove those ids; all of it or nothing.

        Raises DamagedIndex or IndexFromOtherVersion when what there is cannot be built upon.
        """
        with self._generations.writing():
            removed = tuple(remove)
            try:
                base = self._generations.current()
                manifest = self._generations.manifest(base)
                self._refuse_other_version(manifest)
                self._generations.sound(base, manifest, but=self.checked_when_read)
            except NoSuchIndex:
                self._write(put, (), None, None)
            else:
                first = list(islice(put := iter(put), 1))
                if first or removed:
                    self._write(chain(first, put), removed, base, manifest)
                else:
                    self._generations.sound(base, manifest)
                    self._generations.sound_before(base)

    def rebuild(self, meetings: Iterable[Meeting]) -> None:
        """Build a new generation of just these meetings beside the current one, whatever state that is in."""
        with self._generations.writing():
            self._write(meetings, (), None, None)

    def _write(
        self, put: Iterable[Meeting], remove: Iterable[str], base: Path | None, manifest: Manifest | None
    ) -> None:
        """Write a generation and publish it; when that fails, nothing of it is left."""
        held = dict(manifest.meetings) if manifest else {}
        before = self._joined(base, manifest) if base and manifest else None
        folder = self._generations.begin(base)
        try:
            items = self._write_segments(folder, put, remove, held, empty=base is None)
            changed = [] if manifest is None else sorted(_changed(manifest.meetings, held))
            self._write_matters(folder, held, before, changed)
            known = manifest.files if manifest else {}
            self._generations.publish(folder, fingerprint=FINGERPRINT, meetings=held, items=items, known=known)
        except DamagedRecord as error:
            self._generations.discard(folder)
            raise DamagedIndex(self.where, str(error)) from error
        except BaseException:
            self._generations.discard(folder)
            raise

    def _joined(self, folder: Path, manifest: Manifest) -> Joined:
        """The segments of a generation and its matters; DamagedIndex where these cannot be read."""
        try:
            matters = MatterColumns(_mapped(folder / f"{folder.name}{MATTERS}"))
            return Joined(self._open_segments(folder, manifest.meetings), matters)
        except Exception as error:  # whatever an engine raises over files that are not as it wrote them
            raise DamagedIndex(self.where, message("index.unreadable", file=folder.name, reason=str(error))) from error

    def _write_matters(
        self, folder: Path, meetings: Mapping[str, str], before: Joined | None, changed: Collection[str]
    ) -> None:
        """Join the items in `folder` into matters, in place of those of the generation before."""
        for file in folder.glob(f"*{MATTERS}"):
            file.unlink()
        columns = columns_of(self._open_segments(folder, meetings), before, changed)
        (folder / f"{folder.name}{MATTERS}").write_bytes(columns)

    # Reading

    @property
    def degraded_reason(self) -> ProtokollError | None:
        """Why what is read is not the index as it was last written; None when it is."""
        return self._degraded_reason

    def verify(self) -> Mapping[str, str]:
        """Read every byte of the current generation, and of those before it, and give its meetings with their digests.

        Raises DamagedIndex when a byte is not what was written, IndexFromOtherVersion when it is not to be read.
        """
        current = self._generations.current()
        manifest = self._generations.verify(current)
        self._generations.sound_before(current)
        self._refuse_other_version(manifest)
        return manifest.meetings

    def close(self) -> None:
        """Let go of files; the index may not be used afterwards."""
        if self._mending:
            self._mending.join()
        self._open_searcher = None

    # Opening

    def _read(self, read: Callable[[Searcher], T]) -> T:
        """What is read from the generation to read; once more, from another, when this proves to be damaged."""
        searcher = self._searcher()
        try:
            return read(searcher)
        except DamagedRecord as error:
            self._distrust(searcher, error)
            return read(self._searcher())

    def _current(self) -> Searcher:
        """The searcher of the generation that CURRENT names now, or of the best there is in its place.

        While one thread opens a new generation, the others read the one before.
        """
        searcher = self._open_searcher
        if searcher is None or self._generations.pointer() != self._pointer:
            if not self._opening.acquire(blocking=searcher is None):
                return searcher  # type: ignore[return-value]
            try:
                pointer = self._generations.pointer()
                if self._open_searcher is None or pointer != self._pointer:
                    self._open_searcher = self._open_best(self._open_searcher)
                    self._pointer = self._generations.pointer()
                searcher = self._open_searcher
            finally:
                self._opening.release()
        return searcher

    def _open_best(self, before: Searcher | None) -> Searcher:
        """The newest generation that can be trusted; where there is none, the one read before, or one made again."""
        self._degraded_reason = None
        for exact in (True, False):
            for folder in self._generations.candidates():
                try:
                    searcher = self._open(folder, exact=exact)
                except UnsafeIndex as error:
                    self._degraded_reason = error
                    if before:
                        return before
                    raise
                except (DamagedIndex, IndexFromOtherVersion) as error:
                    self._degraded_reason = self._degraded_reason or error
                else:
                    self._look_after(folder, exact=exact)
                    return searcher
        if before:
            self._degraded_reason = self._degraded_reason or NoSuchIndex(self.where)
        return before or self._made_anew()

    def _open(self, folder: Path, *, exact: bool = True) -> Searcher:
        """A generation, opened; DamagedIndex when it is not as it was written.

        Not `exact`, it may be one whose words were analysed by another version: that finds most of what there is.
        """
        name = self._generations.identity(folder)
        if name in self._distrusted:
            raise DamagedIndex(self.where, message("index.altered", file=folder.name))
        manifest = self._generations.manifest(folder)
        if exact or _format_of(manifest.fingerprint) != _format_of(FINGERPRINT):
            self._refuse_other_version(manifest)
        if self._withholds(manifest.meetings):
            raise DamagedIndex(self.where, f"{folder.name} holds what was withdrawn")
        self._generations.sound(folder, manifest, but=self.checked_when_read)
        try:
            segments = self._open_segments(folder, manifest.meetings)
            matters = _mapped(folder / f"{folder.name}{MATTERS}")
            return Searcher(IndexReader(name, segments, matters, manifest.meetings, manifest.made))
        except Exception as error:  # whatever an engine raises over files that are not as it wrote them
            raise DamagedIndex(self.where, message("index.unreadable", file=folder.name, reason=str(error))) from error

    def _look_after(self, folder: Path, *, exact: bool) -> None:
        """Have the index made again in the background, unless the generation that was opened is the one to read.

        Nor where a newer version of the program has written a generation that this one cannot read.
        """
        try:
            well = self._generations.current() == folder
        except (DamagedIndex, NoSuchIndex) as error:
            well, self._degraded_reason = False, self._degraded_reason or error
        if exact and (well or isinstance(self._degraded_reason, IndexFromOtherVersion)):
            return
        if self._truth and not (self._mending and self._mending.is_alive()):
            self._mending = threading.Thread(target=self._mend, name="mending the index")
            self._mending.start()

    def _mend(self) -> None:
        """Make the index again; where that cannot be done, `degraded_reason` goes on telling what is wrong."""
        with suppress(ProtokollError, OSError):
            self._rebuild_from_truth()

    def _made_anew(self) -> Searcher:
        """An index made from the truth in place of one that cannot be read; the error that there was, without truth.

        Where there never was an index, or its folder was emptied, none is made by whoever only reads: NoSuchIndex.
        """
        degraded_reason = self._degraded_reason or NoSuchIndex(self.where)
        if not self._generations.are_any() or not self._rebuild_from_truth():
            raise degraded_reason
        self._distrusted.clear()
        return self._open(self._generations.current())

    def _rebuild_from_truth(self) -> bool:
        """Build the index from the truth, if there is any: never an empty index where there was one."""
        meetings = iter(self._truth() if self._truth else ())
        first = list(islice(meetings, 1))
        if first:
            self.rebuild(chain(first, meetings))
        return bool(first)

    def _distrust(self, searcher: Searcher, error: Exception) -> None:
        """Read a generation no longer in which damage was met while reading, nor any that shares files with it."""
        with self._opening:
            if self._open_searcher is searcher:
                self._distrusted.update(map(self._generations.identity, self._generations.candidates()))
                self._open_searcher, self._pointer = None, b""
                self._degraded_reason = DamagedIndex(self.where, str(error))
        if getattr(self._thread, "pinned", None) is searcher:
            self._thread.pinned = None
            self._thread.pinned = self._current()

    def _refuse_other_version(self, manifest: Manifest) -> None:
        """Raise IndexFromOtherVersion unless an index was made by this version."""
        if manifest.fingerprint != FINGERPRINT:
            raise IndexFromOtherVersion(self.where, manifest.fingerprint, FINGERPRINT)


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """The meetings that came, changed or left."""
    return (id for id in before.keys() | now.keys() if before.get(id) != now.get(id))


def _mapped(path: Path) -> memoryview:
    """A file's bytes, read when they are looked at; a file that is taken away meanwhile is read to the end."""
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _format_of(fingerprint: str) -> str:
    """The part of a fingerprint that tells how what is stored is to be read."""
    return fingerprint.partition(",")[0]
