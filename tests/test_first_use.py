"""First use: what many threads meet at the first moment is made before there are threads.

msgspec 0.22 makes the decoder of a type when `decode(..., type=T)` is first called, and two threads that do it at once
end the process (SIGSEGV). So every Decoder and Encoder is made at import, and no call names a type.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.settings import Settings
from tests.conftest import ROOT

SOURCES = [path for top in ("indexer", "search_ui") for path in sorted((ROOT / top).rglob("*.py"))]


def lazy(source: str) -> Iterator[str]:
    """The calls in a source that decode by a type, or make a Decoder or an Encoder whenever a function runs."""
    tree = ast.parse(source)
    within = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
    }
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            by_type = call.func.attr == "decode" and any(keyword.arg == "type" for keyword in call.keywords)
            if by_type or (call.func.attr in {"Decoder", "Encoder"} and id(call) in within):
                yield ast.unparse(call)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_decoder_and_encoder_is_made_at_import(path: Path) -> None:
    assert list(lazy(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "msgspec.json.decode(data, type=Meeting)",
        "decoder.decode(data, type=Meeting)",
        "def read(data):\n    return msgspec.json.Decoder(Meeting).decode(data)",
        "write = lambda: msgspec.json.Encoder()",
    ],
)
def test_a_lazy_one_is_noticed(source: str) -> None:
    assert len(list(lazy(source))) == 1


PROGRAM = """
import sys, threading
from pathlib import Path
sys.setswitchinterval(1e-6)
from indexer.settings import Settings
from search_ui.search.service import Search
from search_ui.answer import Question
where = Path(sys.argv[1])
search = Search(Settings(archive=where / "meetings", index=where / "index"))
barrier, failed = threading.Barrier(16), []

def meet():
    barrier.wait()
    try:
        answer = search.answer(Question(query="möte"))
        for hit in answer.hits[:2]:
            search.item(hit.id), search.meeting(hit.meeting.id)
        search.persons(), search.suggest("m"), search.status()
    except BaseException as error:
        failed.append(repr(error))

threads = [threading.Thread(target=meet) for _ in range(16)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(failed)
"""


@pytest.mark.parametrize("attempt", range(4))
def test_sixteen_threads_that_meet_everything_at_the_first_moment_all_get_it(shipped: Settings, attempt: int) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", PROGRAM, str(shipped.index.parent)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "[]", "")
