"""The first moment: every kind of page, asked by sixteen threads at once of a process that has answered nothing yet."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

import pytest

from indexer.settings import Settings
from tests.conftest import ROOT

PROGRAM: Final = """
import sys, threading
from pathlib import Path
sys.setswitchinterval(1e-6)
from indexer.settings import Settings
from search_ui.web import create_app
where = Path(sys.argv[1])
app = create_app(Settings(minutes=where / "minutes", archive=where / "meetings", index=where / "index"))
item, meeting = "barnnamnden/2024-04-19/2", "barnnamnden/2024-04-19"
paths = ["/", "/?q=skolskjuts", "/moten", "/personer", "/status", "/hjalp", "/atom.xml?q=skol*",
    "/search.json?q=motion", "/search.csv?q=lampor", "/suggest.json?q=sko",
    f"/arende/{item}?q=skolskjuts", f"/mote/{meeting}", "/halsa",
    f"/items/{item}.json", "/sitemap-1.xml", f"/original/{meeting}"]
barrier, wrong = threading.Barrier(len(paths)), []

def ask(number):
    client = app.test_client()
    barrier.wait()
    for turn in range(3):
        path = paths[(number + turn) % len(paths)]
        with client.get(path, buffered=True) as answer:
            if answer.status_code != 200:
                wrong.append((path, answer.status_code))

threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(paths))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(wrong)
"""


@pytest.mark.slow
@pytest.mark.parametrize("attempt", range(3))
def test_sixteen_threads_that_ask_every_page_at_the_first_moment_are_all_answered(
    invented_settings: Settings, attempt: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", PROGRAM, str(invented_settings.index.parent)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr[-2000:]
