"""Pickles: whatever an index holds, opening and reading it runs nothing."""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import whoosh.columns
import whoosh.index
import whoosh.util.loading
from whoosh import formats
from whoosh.codec.whoosh3 import W3LeafMatcher, W3TermInfo
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.filetables import HashReader, HashWriter
from whoosh.filedb.structfile import BufferFile, StructFile

from indexer.errors import DamagedIndex
from indexer.index.engines import generations
from indexer.index.engines.generations import Generations
from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.index.engines.whoosh_safe_unpickle import ForbiddenPickle, load, loads
from indexer.index.engines.whoosh_writer import schema
from tests.invented import item, meeting


class Poison:
    """What makes a folder when it is unpickled in the ordinary way."""

    def __init__(self, made: Path) -> None:
        self.made = made

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.mkdir, (self.made,)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The folder that is there when something was run."""
    return tmp_path / "made"


@pytest.fixture
def poison(made: Path) -> bytes:
    return pickle.dumps(Poison(made), 2)


def test_the_poison_works(made: Path, poison: bytes) -> None:
    pickle.loads(poison)
    assert made.is_dir()


def in_a_file(poison: bytes) -> Any:
    return StructFile(io.BytesIO(poison)).read_pickle()


def in_memory(poison: bytes) -> Any:
    return BufferFile(poison).read_pickle()


def in_a_short_list(poison: bytes) -> Any:
    return W3TermInfo.from_bytes(W3TermInfo._struct.pack(1, 1.0, 1, 0, 0, 1.0, 0, 0) + poison)


def in_a_block_of_a_list(poison: bytes) -> Any:
    size = len(poison).to_bytes(4, "big", signed=True)
    return W3LeafMatcher(StructFile(io.BytesIO(b"W3Bl" + size + poison)), 0, len(poison) + 8, formats.Existence())


def in_the_extras_of_a_table(poison: bytes) -> Any:
    storage = RamStorage()
    writer = HashWriter(storage.create_file("table"))
    writer.extras = {"poison": 1}
    writer.close()
    content = storage.files["table"]
    good = pickle.dumps({"poison": 1}, -1)
    assert good in content
    at = content.index(good)
    storage.files["table"] = content[:at] + poison + content[at + len(good) :]
    return HashReader.open(storage, "table")


def in_the_folder_of_a_compound_file(poison: bytes) -> Any:
    content = (12).to_bytes(8, "big") + len(poison).to_bytes(4, "big") + poison
    return CompoundStorage(StructFile(io.BytesIO(content)), use_mmap=False)


def in_a_column(poison: bytes) -> Any:
    storage = RamStorage()
    file = storage.create_file("column")
    writer = whoosh.columns.VarBytesColumn().writer(file)
    writer.add(0, poison)
    writer.finish(1)
    file.close()
    column = whoosh.columns.PickleColumn(whoosh.columns.VarBytesColumn())
    reader = column.reader(storage.open_file("column"), 0, storage.file_length("column"), 1)
    return reader[0]


def in_the_value_of_a_posting(poison: bytes) -> Any:
    return list(formats.Characters().decode_characters(b"\0\0\0\1" + poison))


def in_the_weights_of_a_posting(poison: bytes) -> Any:
    return list(formats.PositionBoosts().decode_position_boosts(bytes(8) + poison))


def in_an_index_of_an_old_format(poison: bytes) -> Any:
    return whoosh.util.loading.RenamingUnpickler(io.BytesIO(poison), {}).load()


PLACES: tuple[Callable[[bytes], Any], ...] = (
    in_a_file,
    in_memory,
    in_a_short_list,
    in_a_block_of_a_list,
    in_the_extras_of_a_table,
    in_the_folder_of_a_compound_file,
    in_a_column,
    in_the_value_of_a_posting,
    in_the_weights_of_a_posting,
    in_an_index_of_an_old_format,
)


@pytest.mark.parametrize("position", PLACES, ids=lambda position: position.__name__)
def test_nothing_is_run_wherever_the_poison_stands(position: Callable[[bytes], Any], made: Path, poison: bytes) -> None:
    with pytest.raises(pickle.UnpicklingError):
        position(poison)
    assert not made.exists()


@pytest.mark.parametrize("what", ["schema", "segments", "dictionary"])
def test_an_index_with_poison_and_right_checksums_is_refused(tmp_path: Path, made: Path, what: str) -> None:
    index = WhooshIndex(tmp_path / "index")
    index.rebuild([meeting(item("Cykelbanor"))])
    folder = tmp_path / "index" / index.generation.rpartition("-")[0]
    if what == "dictionary":
        dictionary = next(folder.glob("*.trm"))
        dictionary.write_bytes(pickle.dumps(Poison(made), 2) + dictionary.read_bytes())
    else:
        toc = whoosh.index.TOC.read(FileStorage(str(folder)), "MAIN", schema=schema())
        toc.generation += 1
        toc.segments = [Poison(made)] if what == "segments" else toc.segments
        toc.schema.poison = Poison(made) if what == "schema" else None
        toc.write(FileStorage(str(folder)), "MAIN")
    reseal(tmp_path / "index", folder)
    if what == "schema":
        assert [hit.stored_item.item.title for hit in WhooshIndex(tmp_path / "index").search(everything()).hits]
    else:
        with pytest.raises(DamagedIndex):
            WhooshIndex(tmp_path / "index").search(everything())
    assert not made.exists()


def everything() -> Any:
    """The query that finds all."""
    from indexer.index.query import All

    return All()


def reseal(where: Path, folder: Path) -> None:
    """Write the manifest that the files, as they are now, should have."""
    kept = Generations(where)
    manifest = msgspec.json.decode(
        msgspec.json.decode((folder / "MANIFEST.json").read_bytes(), type=generations._ManifestFile).manifest,
        type=generations.Manifest,
    )
    (folder / "MANIFEST.json").unlink()
    kept.publish(folder, fingerprint=manifest.fingerprint, meetings=manifest.meetings, items=manifest.items, known={})


def test_no_module_of_whoosh_that_reads_an_index_keeps_a_way_to_unpickle() -> None:
    dangerous = (pickle, pickle.load, pickle.loads, pickle.Unpickler)
    found = [
        f"{name}.{attribute}"
        for name, module in list(sys.modules.items())
        if name.startswith("whoosh")
        for attribute, value in vars(module).items()
        if any(value is each for each in dangerous)
    ]
    assert found == []


def test_numbers_lists_and_sets_are_read() -> None:
    value = {"a": [1, 2.5, "text", None, (True, {1, 2})]}
    assert loads(pickle.dumps(value)) == value
    assert load(io.BytesIO(pickle.dumps(value | {"b": b"bytes"}))) == value | {"b": b"bytes"}


def test_the_error_names_what_was_not_allowed() -> None:
    with pytest.raises(ForbiddenPickle, match=r"posix\.system"):
        loads(b"cposix\nsystem\n(S'true'\ntR.")
