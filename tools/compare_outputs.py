"""Compare what two versions of the program print: every verb and every page, over the same minutes.

    python tools/compare_outputs.py record BEFORE data/minutes ...     in the checkout of the one version
    python tools/compare_outputs.py record AFTER data/minutes ...      in that of the other
    python tools/compare_outputs.py compare BEFORE AFTER               exit status 1 when anything differs

Records `parse` of every file, the JSON of some questions, every export, and each page that links lead to from the
start page. Whatever differs from run to run (seconds, moments, names of temporary folders, addresses of static files)
is written in a form that does not. What a remark has besides its place and text is left out of the comparison.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path.cwd()))

QUESTIONS = (
    "krisberedskap", "film", "budget", "skola trafik", "förskola", '"social hållbarhet"', "Jan Björinge", "mötet",
    "upphandlign", "bygg*", "*rapport", "kvinojourer~", "beslut:uppdrag", "typ:uppdrag", "2024", "maj 2025", "§ 12",
    "organ:kommundirektörsmöte kvalitet", "budget -film", "skola ELLER vård", '"kommun direktör"~5', "???", "", "och",
    "person:andersson", "titel:motion", "KS 2024/00123", "zzzz", "forskola", "datum:2023..2024 personal", "felprefix:x",
)  # fmt: skip
MOST_PAGES = 4000
_VOLATILE = (
    (re.compile(r'"seconds": [\d.]+'), '"seconds": 0'),
    (re.compile(re.escape(tempfile.gettempdir()) + r"/[\w.-]+"), "TMP"),
    (re.compile(r"(gen-\d{6})-[0-9a-f]{12}"), r"\1"),
    (re.compile(r"\?v=[\w-]+"), "?v="),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|\+\d\d:\d\d)?"), "MOMENT"),
    (re.compile(r"\d{1,2} \w+ 20\d\d(,| klockan| kl\.?) \d\d[.:]\d\d"), "MOMENT"),
)
_LINK = re.compile(r'href="(/[^"#]*)')


def main(arguments: list[str]) -> int:
    """Record or compare, as the arguments say; the exit status."""
    match arguments:
        case ["record", out, *folders] if folders:
            for number, folder in enumerate(folders):
                _record(Path(out) / f"{number}-{Path(folder).name}", Path(folder))
            return 0
        case ["compare", before, after]:
            differences = list(_differences(Path(before), Path(after)))
            print(*differences, sep="\n", end="\n" if differences else "")
            print(f"{len(differences)} of {len(_files(Path(before)) | _files(Path(after)))} outputs differ")
            return bool(differences)
    print(__doc__)
    return 2


def _record(out: Path, folder: Path) -> None:
    """Write every output of the program over the minutes in a folder."""
    with tempfile.TemporaryDirectory() as made:
        where = ["--index", f"{made}/index", "--archive", f"{made}/archive"]
        _write(out / "index", _run([*where, "index", str(folder), "--format", "json"]))
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            _write(out / "parse" / file.relative_to(folder), _run(["parse", str(file), "--format", "json"]))
        for number, question in enumerate(QUESTIONS):
            for form in ("json", "text", "csv"):
                _write(out / "search" / f"{number}.{form}", _run([*where, "search", "--format", form, "--", question]))
        for form in ("jsonl", "csv", "jsonld"):
            _write(out / "export" / form, _run([*where, "export", "--format", form]))
        _write(out / "check", _run([*where, "check"]))
        for address, answer in _pages(Path(made)):
            _write(out / "pages" / (quote(address, safe="=&?").replace("%2F", "_") or "_")[:200], answer)


def _run(arguments: list[str]) -> str:
    """What the command prints, and its exit status."""
    from click.testing import CliRunner

    from search_ui.cli import verbs

    result = CliRunner().invoke(verbs, arguments, catch_exceptions=True)
    return f"{result.output}\nexit {result.exit_code}\n"


def _pages(made: Path) -> Iterator[tuple[str, str]]:
    """Each page that links lead to, with what stands in it."""
    from indexer.settings import Settings
    from search_ui.web import create_app

    settings = Settings(index=made / "index", archive=made / "archive")
    client = create_app(settings).test_client()
    seeds = ["/", *(f"/?q={quote(question)}" for question in QUESTIONS), "/api", "/openapi.json", "/sitemap.xml"]
    waiting, met = deque(seeds), set(seeds)
    for _ in range(MOST_PAGES):
        if not waiting:
            return
        address = waiting.popleft()
        answer = client.get(address)
        text = answer.get_data().decode("utf-8", "replace")
        yield address, f"{answer.status}\n{text}"
        if address.count("&") < 1 and "html" in (answer.content_type or ""):
            links = [unescape(link) for link in _LINK.findall(text)]
            fresh = [link for link in links if link not in met and link.count("&") < 2 and "/static/" not in link]
            met.update(fresh)
            waiting.extend(dict.fromkeys(fresh))


def _write(path: Path, text: str) -> None:
    """Keep one output, without what differs from run to run."""
    for pattern, instead in _VOLATILE:
        text = pattern.sub(instead, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    if text.startswith("200 OK\n{"):
        text = "200 OK\n" + json.dumps(_without_new_fields(json.loads(text[7:])), ensure_ascii=False, indent=2) + "\n"
    with contextlib.suppress(ValueError):
        first, _, rest = text.rpartition("\nexit ")
        if first.lstrip().startswith("{"):
            text = json.dumps(_without_new_fields(json.loads(first)), ensure_ascii=False, indent=1) + f"\nexit {rest}"
    path.write_text(text, encoding="utf-8")


def _without_new_fields(value: object) -> object:
    """The value, its remarks with their place and text alone."""
    match value:
        case dict():
            if "text" in value and "code" in value:
                value = {name: each for name, each in value.items() if name in {"start", "end", "text"}}
                if value.keys() == {"text"}:
                    return value["text"]
            return {name: _without_new_fields(each) for name, each in value.items()}
        case list():
            return [_without_new_fields(each) for each in value]
    return value


def _differences(before: Path, after: Path) -> Iterator[str]:
    """A line for each output that is not the same in both, with where it first differs."""
    for name in sorted(_files(before) | _files(after)):
        old, new = (path.read_text("utf-8") if path.is_file() else "" for path in (before / name, after / name))
        if old != new:
            lines = zip(io.StringIO(old), io.StringIO(new), strict=False)
            first = next(((was.strip(), now.strip()) for was, now in lines if was != now), ("its length", ""))
            yield f"{name}: {first[0][:120]!r} -> {first[1][:120]!r}"


def _files(folder: Path) -> set[str]:
    """The outputs recorded in a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
