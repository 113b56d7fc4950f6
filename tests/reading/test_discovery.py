"""Finding: plain files only, in a stable order, and whatever cannot be read is told."""

from __future__ import annotations

import codecs
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import UnreadableFile
from indexer.reading import find

NOBODY = 65534


def names(root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in find(root) if isinstance(path, Path)]


def problems(root: Path) -> list[str]:
    return [str(found).replace(f"{root}/", "") for found in find(root) if isinstance(found, UnreadableFile)]


def fill(root: Path, *files: str) -> None:
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("Protokoll")


@contextmanager
def without_rights() -> Iterator[None]:
    """As a user who may not read everything: root gives up its rights for a while.

    Python loads code pages when they are first needed, which it could not do then.
    """
    codecs.lookup("cp437"), codecs.lookup("cp850")
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "a/2.pdf", "a/1.pdf", "A.docx", "å.txt")
    assert names(tmp_path) == ["A.docx", "a/1.pdf", "a/2.pdf", "b.txt", "å.txt"]


def test_hidden_files_and_leftovers_are_passed_over(tmp_path: Path) -> None:
    fill(
        tmp_path,
        ".hidden",
        ".git/x.txt",
        "~$p.docx",
        "p.txt~",
        "#p.txt#",
        "p.txt.swp",
        "p.tmp",
        "p.pdf.part",
        "Thumbs.db",
    )
    assert list(find(tmp_path)) == []


def test_a_root_that_is_a_file_is_that_file(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    assert list(find(tmp_path / "a.txt")) == [tmp_path / "a.txt"]


def test_a_root_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path / "x") == [f"{tmp_path}/x: There is no such file or folder. Look at the name."]


def test_a_root_may_be_a_link(tmp_path: Path) -> None:
    fill(tmp_path, "real/a.txt")
    (tmp_path / "link").symlink_to("real")
    assert names(tmp_path / "link") == ["a.txt"]


def test_links_are_not_followed_and_those_that_lead_out_are_told(tmp_path: Path) -> None:
    fill(tmp_path, "root/a.txt", "elsewhere/b.txt")
    root = tmp_path / "root"
    (root / "again.txt").symlink_to("a.txt")
    (root / "loop").symlink_to(".")
    (root / "nowhere").symlink_to("nowhere")
    (root / "out").symlink_to("../elsewhere")
    (root / "passwd.txt").symlink_to("/etc/passwd")
    assert names(root) == ["a.txt"]
    assert [line.partition(". ")[0] for line in problems(root)] == [
        "nowhere: It is a link that leads nowhere",
        "out: It is a link out of the folder, and such links are not followed",
        "passwd.txt: It is a link out of the folder, and such links are not followed",
    ]


def test_a_pipe_is_told_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert problems(tmp_path) == ["pipe.txt: It is a pipe, not a file. Put the minutes themselves here."]


def test_names_that_are_not_utf_8_or_break_the_line_are_told_as_escapes(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/m\xf6te.txt")).write_text("x")
    (tmp_path / "två\nrader.txt").write_text("x")
    assert [line.partition(":")[0] for line in problems(tmp_path)] == ["m\\xf6te.txt", "två\\nrader.txt"]


def test_a_folder_without_rights_is_told_and_the_rest_is_found() -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        fill(root, "a.txt", "locked/b.txt", "z.txt")
        root.chmod(0o755)
        (root / "locked").chmod(0)
        with without_rights():
            assert names(root) == ["a.txt", "z.txt"]
            assert problems(root) == [
                "locked: This user may not look into the folder. Ask its owner for the right to read it."
            ]
        (root / "locked").chmod(0o755)
