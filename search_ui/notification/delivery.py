"""Delivery: letters to a mail server, over SMTP."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from indexer.errors import LetterRefused, NoMailServer
from search_ui.notification.letter import Letter

TIMEOUT_S: Final = 30.0
PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Deliver(Protocol):
    """What takes letters."""

    def __call__(self, letter: Letter) -> None:
        """Hand a letter over; LetterRefused when it is not wanted, NoMailServer when nobody takes any."""


@contextmanager
def mail_server(address: str, sender: str, password: str = "") -> Iterator[Deliver]:
    """Within this, letters are taken by the server at an address such as `smtp+starttls://user@mail.example.org`.

    Nothing is connected before the first letter. A connection that broke is made anew for the next letter.
    """
    open_connection: list[smtplib.SMTP] = []

    def deliver(letter: Letter) -> None:
        try:
            if not open_connection:
                open_connection.append(_connected(address, password))
            open_connection[0].sendmail(sender, [letter.to], letter.content)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            _close(open_connection)  # what a server says to the next letter is not what it said to this
            raise LetterRefused(letter.to, _reply(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            _close(open_connection)
            raise NoMailServer(urlsplit(address).hostname or address, _reply(error)) from error

    try:
        yield deliver
    finally:
        _close(open_connection)


def _connected(address: str, password: str) -> smtplib.SMTP:
    """A connection to a server, logged in where the address names a user."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    context = ssl.create_default_context()
    connection: smtplib.SMTP = (
        smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=context)
        if parts.scheme == "smtps"
        else smtplib.SMTP(host, port, timeout=TIMEOUT_S)
    )
    try:
        if parts.scheme == "smtp+starttls":
            connection.starttls(context=context)
        if parts.username:
            connection.login(unquote(parts.username), password)
    except BaseException:
        connection.close()
        raise
    return connection


def _close(connections: list[smtplib.SMTP]) -> None:
    """Say goodbye to a server, if it still listens."""
    while connections:
        with suppress(OSError, smtplib.SMTPException):
            connections.pop().quit()


def _reply(error: Exception) -> str:
    """What a server said, or why it could not be reached."""
    said: object
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    else:
        return str(getattr(error, "strerror", None) or error or type(error).__name__)
    return f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
