"""Server: the tools over standard input and output, by the package `mcp`.

What a tool answers is JSON that has passed the gate; what is wrong is a sentence, marked as an error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from typing import Any, Final, cast

import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.types import CallToolResult, JSONRPCMessage, TextContent, ToolAnnotations
from mcp.types import Tool as ToolDescription
from pydantic import ValidationError

import indexer
from indexer.errors import ProtokollError
from indexer.messages import swedish
from indexer.settings import Settings
from search_ui.assistant.tools import TOOLS, Asked, AssistantTools
from search_ui.output import gate
from search_ui.search.registers import Registers
from search_ui.search.service import Search

INVALID_REQUEST: Final = -32600
"""How JSON-RPC says that something is no message of its."""


def serve(settings: Settings) -> None:
    """Answer an assistant until it closes its end."""
    anyio.run(_served, _server(AssistantTools(Registers(Search(settings)), settings.base_url)))


def _server(tools: AssistantTools) -> Server[None]:
    """The server of some tools."""
    server: Server[None] = Server("protokoll", indexer.__version__, swedish("assistant.instructions"))

    @server.list_tools()  # type: ignore[no-untyped-call, untyped-decorator]
    async def listed() -> list[ToolDescription]:
        return [
            ToolDescription(
                name=tool.name,
                description=tool.description,
                inputSchema=tool.schema,
                annotations=ToolAnnotations(readOnlyHint=True, openWorldHint=False),
            )
            for tool in TOOLS
        ]

    @server.call_tool()  # type: ignore[untyped-decorator]
    async def called(name: str, asked: Asked) -> CallToolResult:
        try:
            return _result(gate.json_text(tools.ask(name, asked)))
        except ProtokollError as error:
            return _result(gate.plain(error.text("sv")), wrong=True)

    return server


def _result(said: gate.Released, *, wrong: bool = False) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=said.decode())], isError=wrong)


async def _served(server: Server[None]) -> None:
    """Serve over copies of our own streams, since the package closes what it is given."""
    with (
        os.fdopen(os.dup(sys.stdin.fileno()), encoding="utf-8", errors="replace") as asked,
        os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as answered,
    ):
        answers = anyio.wrap_file(answered)
        messages = cast("anyio.AsyncFile[str]", _messages(anyio.wrap_file(asked), answers))
        async with stdio_server(messages, answers) as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())


async def _messages(asked: anyio.AsyncFile[str], answers: anyio.AsyncFile[str]) -> AsyncIterator[str]:
    """The lines that are messages; any other line is answered with a sentence, which the package has none for."""
    refusal: dict[str, Any] = {"code": INVALID_REQUEST, "message": swedish("assistant.no_message")}
    async for line in asked:
        try:
            JSONRPCMessage.model_validate_json(line)
        except ValidationError:
            await answers.write(gate.json_line({"jsonrpc": "2.0", "id": None, "error": refusal}).decode())
            await answers.flush()
        else:
            yield line
