"""Responses: how what has passed the gate is sent; no view makes a response in another way."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import chain, islice
from typing import cast

from flask import Response, render_template, send_file, stream_with_context

from search_ui.output import gate


def page(template: str, status: int = 200, /, **values: object) -> Response:
    """A page, made by a template."""
    return _sent(gate.page(render_template(template, **values)), "text/html", status)


def json(value: object, status: int = 200, mimetype: str = "application/json") -> Response:
    """A value as indented JSON."""
    return _sent(gate.pretty_json(value), mimetype, status)


def stream(pieces: Iterator[gate.Released], mimetype: str, name: str) -> Response:
    """A file to keep that is sent as it is made, all of the generation that the request reads.

    Its first piece is made at once, so that what goes wrong at the beginning is answered as an error.
    """
    first = tuple(islice(pieces, 1))
    return Response(stream_with_context(chain(first, pieces)), headers=attachment(name), mimetype=mimetype)


def body(content: gate.Released, mimetype: str, status: int = 200, headers: Mapping[str, str] = {}) -> Response:
    """Content that is not a page."""
    return _sent(content, mimetype, status, headers)


def file(data: bytes, media_type: str, name: str, *, shown: bool) -> Response:
    """A file as it arrived, or a part of it; `shown` in the browser, or handed over to be kept."""
    content, charset = gate.original(data, media_type)
    response = send_file(
        io.BytesIO(content),
        mimetype=media_type,
        as_attachment=not shown,
        download_name=gate.file_name(name),
        conditional=True,
        etag=sha256(content).hexdigest(),
    )
    if charset:
        response.headers["Content-Type"] = f"{media_type}; charset={charset}"
    return response


def sent(response: Response) -> gate.Released:
    """What a response of ours sends, as it is to be given again."""
    return cast(gate.Released, response.get_data())


def again(content: gate.Released, content_type: str, headers: Mapping[str, str]) -> Response:
    """What was sent before, given again."""
    return Response(content, content_type=content_type, headers=headers)


def attachment(name: str) -> dict[str, str]:
    """The header that has a browser keep what is sent as a file of this name."""
    return {"Content-Disposition": f'attachment; filename="{gate.file_name(name)}"'}


def _sent(content: gate.Released, mimetype: str, status: int, headers: Mapping[str, str] = {}) -> Response:
    return Response(content, status, headers, mimetype=mimetype)
