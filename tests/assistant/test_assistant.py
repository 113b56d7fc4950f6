"""An assistant asks the minutes through a server of its own, cites what it is told, and is told what went wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from indexer.settings import Settings
from tests.conftest import ROOT
from tests.record.council import indexed

mcp = pytest.importorskip("mcp")

SPRING = "bergby-kommun-kommunfullmaktige/2024-02-29"
BASE = "https://protokoll.example"


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The folders of the council's minutes."""
    return indexed(tmp_path_factory.mktemp("council"))


def talk(settings: Settings, conversation: Callable[[Any], Awaitable[None]]) -> None:
    """Hold a conversation with the command as an assistant does: in a process of its own, by the package's client."""
    from mcp.client.stdio import stdio_client

    server = mcp.StdioServerParameters(
        command=sys.executable,
        args=["-m", "search_ui", "--index", str(settings.index), "--archive", str(settings.archive), "mcp"],
        env={"PYTHONPATH": str(ROOT), "PROTOKOLL_BASE_URL": BASE, "PATH": os.environ["PATH"]},
        cwd=ROOT,
    )

    async def held() -> None:
        with anyio.fail_after(120):
            async with stdio_client(server) as (incoming, outgoing), mcp.ClientSession(incoming, outgoing) as session:
                await session.initialize()
                await conversation(session)

    anyio.run(held)


async def asked(session: Any, tool: str, **fields: Any) -> Any:
    """What a tool answers."""
    result = await session.call_tool(tool, fields)
    assert not result.isError, result.content
    return json.loads(result.content[0].text)


async def refused(session: Any, tool: str, **fields: Any) -> str:
    """What a tool says is wrong."""
    result = await session.call_tool(tool, fields)
    assert result.isError
    return str(result.content[0].text)


def test_an_assistant_finds_reads_and_cites(council: Settings) -> None:
    async def conversation(session: Any) -> None:
        listed = (await session.list_tools()).tools
        assert [tool.name for tool in listed] == ["search", "show", "matters", "votes", "assignments"]
        for tool in listed:
            assert tool.description
            assert all(field["description"] for field in tool.inputSchema["properties"].values())

        found = await asked(session, "search", query="solceller")
        assert found["total"] == 1
        hit = found["hits"][0]
        assert hit["decisions"] == ["Motionen avslås."]
        assert hit["source"] == f"{BASE}/arende/{SPRING}/p12"

        shown = await asked(session, "show", id=hit["id"])
        assert "Godkänd voteringsproposition" in shown["text"]
        assert shown["source"] == hit["source"]
        meeting = await asked(session, "show", id=SPRING)
        assert (meeting["source"], len(meeting["items"])) == (f"{BASE}/mote/{SPRING}", 2)

        matters = (await asked(session, "matters", query="cykling"))["matters"]
        assert [len(matter["items"]) for matter in matters] == [2]

        votes = await asked(session, "votes", party="V", query="solceller")
        assert votes["votes"][0]["in_words"] == "Ja 3 = avslag på motionen, Nej 1 = bifall till motionen"
        assert votes["votes"][0]["source"] == f"{BASE}/arende/{SPRING}/p12#v1"

        tasks = await asked(session, "assignments", state="reported")
        assert [task["assignees"] for task in tasks["assignments"]] == [["Tekniska nämnden"]]
        assert len((await asked(session, "search", limit=1))["hits"]) == 1

    talk(council, conversation)


def test_what_is_wrong_is_a_sentence_and_the_next_question_is_answered(council: Settings) -> None:
    async def conversation(session: Any) -> None:
        assert "Inget har id:t" in await refused(session, "show", id="bergby/2020-01-01/1")
        assert "igelkott" in await refused(session, "search", since="igelkott")
        assert "100" in await refused(session, "search", limit=100)
        assert "colour" in await refused(session, "votes", colour="red")
        assert "search" in await refused(session, "forget")
        assert (await asked(session, "search", query="cykling"))["total"] >= 1

    talk(council, conversation)


def test_without_an_index_the_assistant_is_told_what_to_do(tmp_path: Path) -> None:
    async def conversation(session: Any) -> None:
        assert "protokoll index" in await refused(session, "search", query="cykling")

    talk(Settings(archive=tmp_path / "meetings", index=tmp_path / "index"), conversation)


def test_a_line_that_is_no_message_is_answered_with_one_sentence(council: Settings) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "search_ui", "--index", str(council.index), "--archive", str(council.archive), "mcp"],
        input="{}\nigelkott\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
        check=True,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["error"]["code"] for answer in answers] == [-32600, -32600]
    assert "JSON-RPC" in answers[0]["error"]["message"]
    assert done.stderr == ""
