"""Notifier: letters to a real mail server. Each new item reaches each watch once, whatever is broken off between."""

from __future__ import annotations

import email
import os
import re
import shutil
import signal
import socket
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiosmtpd.controller import Controller

from indexer.errors import BadWatches, NoMailSettings
from indexer.index import open_index
from indexer.pipeline.ingest import ingest
from indexer.pipeline.purge import withdraw
from indexer.settings import Settings
from indexer.storage.ledger import COPY, LEDGER
from search_ui.notification.notifier import NotifyReport, notify
from search_ui.search.service import Search
from search_ui.web import create_app
from tests.minutes_text import minutes
from tests.stress.disk import disk, in_child, killed

TODAY = date(2024, 9, 2)
ANNA, BO, REFUSED = "anna@example.org", "bo@example.org", "ingen@example.org"


class Mailbox:
    """What a mail server has taken; it refuses one address, and may kill who sends, before or after it has taken."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.killing: Path | None = None
        self.takes_it = True

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address == REFUSED:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.takes_it:
            letter = email.message_from_bytes(envelope.content, policy=default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
        if self.killing:
            os.kill(int(self.killing.read_text()), signal.SIGKILL)
        return "250 taken"

    def items(self, to: str) -> Counter[str]:
        """The items that somebody was told of, in letters that are not the same letter."""
        once = {letter["Message-ID"]: letter for letter in self.letters if letter["To"] == to}
        return Counter(line for letter in once.values() for line in _links(letter))


def _links(letter: EmailMessage) -> list[str]:
    """The items that a letter leads to."""
    return re.findall(r"https://protokoll\.example\.org/arende/(\S+)", letter.get_content())


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def settings(tmp_path: Path, mailbox: Mailbox) -> Iterator[Settings]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    (tmp_path / "minutes").mkdir()
    yield Settings(
        minutes=tmp_path / "minutes",
        archive=tmp_path / "meetings",
        index=tmp_path / "index",
        watches=tmp_path / "watches.toml",
        mail_server=f"smtp://127.0.0.1:{port}",
        mail_from="protokoll@example.org",
        base_url="https://protokoll.example.org",
    )
    server.stop()


def put(settings: Settings, day: str, word: str) -> str:
    (settings.minutes / f"{day}.txt").write_text(minutes(day, f"Om {word}", f"Förslag om {word}."), "utf-8")
    ingest(settings, open_index(settings.index), [settings.minutes])
    return f"pahittade-namnden/{day}/2"


def watch(settings: Settings, *entries: tuple[str, str, str]) -> None:
    lines = (f'[[watch]]\nmail = "{mail}"\nquery = "{query}"\noften = "{often}"\n' for mail, query, often in entries)
    settings.watches.write_text("\n".join(lines), "utf-8")


def tell(settings: Settings, day: date = TODAY) -> NotifyReport:
    return notify(Search(settings, today=lambda: day))


def codes(report: NotifyReport) -> list[str]:
    return [problem.code for problem in report.problems]


def test_a_new_watch_is_told_of_what_comes_and_not_of_what_was_there(settings: Settings, mailbox: Mailbox) -> None:
    put(settings, "2024-05-02", "simhallen")
    watch(settings, (ANNA, "simhallen", "each"), (BO, "bryggan", "each"))
    assert tell(settings) == NotifyReport()
    new = put(settings, "2020-01-02", "simhallen")
    assert tell(settings) == NotifyReport(letters=1, items=1)
    assert (mailbox.items(ANNA), mailbox.items(BO)) == ({new: 1}, {})
    letter = mailbox.letters[0]
    assert letter["Subject"] == "simhallen: ett nytt ärende"
    assert "Påhittade nämnden, 2020-01-02" in letter.get_content()
    assert tell(settings) == NotifyReport()


def test_who_wants_to_know_weekly_is_told_weekly_and_of_everything(settings: Settings, mailbox: Mailbox) -> None:
    put(settings, "2024-01-01", "bryggan")
    watch(settings, (ANNA, "simhallen", "daily"), (BO, "simhallen", "weekly"))
    tell(settings)
    new = []
    for number in range(1, 10):
        new.append(put(settings, f"2024-05-0{number}", "simhallen"))
        tell(settings, TODAY + timedelta(days=number // 2))
    tell(settings, TODAY + timedelta(days=20))
    assert mailbox.items(ANNA) == mailbox.items(BO) == dict.fromkeys(new, 1)
    counts = Counter(letter["To"] for letter in mailbox.letters)
    assert (counts[ANNA], counts[BO]) == (6, 2)


def test_a_server_that_is_down_and_an_address_that_is_refused_are_told_and_nothing_is_lost(
    settings: Settings, mailbox: Mailbox
) -> None:
    put(settings, "2024-01-01", "bryggan")
    watch(settings, (REFUSED, "simhallen", "daily"), (ANNA, "simhallen", "daily"))
    tell(settings)
    new = [put(settings, "2024-05-01", "simhallen")]
    down = msgspec.structs.replace(settings, mail_server="smtp://127.0.0.1:1")
    assert codes(tell(down)) == ["error.no_mail_server"]
    new.append(put(settings, "2024-05-02", "simhallen"))
    report = tell(settings)
    assert (codes(report), report.items) == (["error.letter_refused"], 2)
    assert "550 no such user" in report.problems[0].text("sv")
    assert mailbox.items(ANNA) == dict.fromkeys(new, 1)
    watch(settings, (ANNA, "simhallen", "daily"))
    assert tell(settings) == NotifyReport()


def _prepared(settings: Settings) -> list[str]:
    put(settings, "2024-01-01", "bryggan")
    watch(settings, (ANNA, "simhallen", "each"), (BO, "simhallen", "each"))
    tell(settings)
    return [put(settings, "2024-05-01", "simhallen"), put(settings, "2024-05-02", "simhallen")]


@pytest.mark.slow
def test_a_round_that_is_killed_at_any_event_loses_nothing_and_tells_nothing_twice(
    settings: Settings, mailbox: Mailbox, tmp_path: Path
) -> None:
    new = _prepared(settings)
    kept = shutil.copytree(settings.archive, tmp_path / "kept")
    with disk(settings.archive) as events:
        tell(settings)
    assert len(events) > 10
    for at in range(len(events)):
        shutil.rmtree(settings.archive)
        shutil.copytree(kept, settings.archive)
        mailbox.letters.clear()

        def broken_off(at: int = at) -> None:
            with disk(settings.archive, at=at, then=killed):
                tell(settings)

        assert in_child(broken_off) == -signal.SIGKILL
        assert codes(tell(settings)) == []
        later = put(settings, "2024-05-03", "simhallen")
        tell(settings)
        assert mailbox.items(ANNA) == mailbox.items(BO) == dict.fromkeys([*new, later], 1), at
        (settings.minutes / "2024-05-03.txt").unlink()


@pytest.mark.parametrize("takes_it", [True, False])
def test_who_is_killed_while_the_server_takes_a_letter_sends_the_same_letter_again(
    settings: Settings, mailbox: Mailbox, tmp_path: Path, *, takes_it: bool
) -> None:
    new = _prepared(settings)
    mailbox.killing, mailbox.takes_it = tmp_path / "pid", takes_it

    def sending() -> None:
        (tmp_path / "pid").write_text(str(os.getpid()))
        tell(settings)

    assert in_child(sending) == -signal.SIGKILL
    mailbox.killing, mailbox.takes_it = None, True
    new.append(put(settings, "2024-05-03", "simhallen"))
    tell(settings)
    assert mailbox.items(ANNA) == mailbox.items(BO) == dict.fromkeys(new, 1)


def test_a_letter_that_is_sent_again_has_nothing_of_what_was_withdrawn_meanwhile(
    settings: Settings, mailbox: Mailbox
) -> None:
    new = _prepared(settings)
    tell(msgspec.structs.replace(settings, mail_server="smtp://127.0.0.1:1"))
    withdraw(settings, new[0].rpartition("/")[0])
    tell(settings)
    assert mailbox.items(ANNA) == {new[1]: 1}


def test_a_ledger_is_read_from_its_copy_and_when_both_are_gone_that_is_told(settings: Settings) -> None:
    _prepared(settings)
    (settings.archive / LEDGER).write_bytes(b"{}")
    assert tell(settings).letters == 2
    for name in (LEDGER, COPY):
        (settings.archive / name).write_bytes(b"")
    put(settings, "2024-05-03", "simhallen")
    assert codes(tell(settings)) == ["notify.ledger_lost"]
    assert tell(settings) == NotifyReport()


def test_the_link_in_a_letter_ends_what_its_reader_gets_once_the_reader_is_sure(
    settings: Settings, mailbox: Mailbox
) -> None:
    _prepared(settings)
    tell(settings)
    letter = next(letter for letter in mailbox.letters if letter["To"] == ANNA)
    address = letter["List-Unsubscribe"].strip(" <>").removeprefix("https://protokoll.example.org")
    assert f"https://protokoll.example.org{address}" in letter.get_content().replace("\n", "")
    client = create_app(settings).test_client()
    first = client.get(address, base_url=settings.base_url)
    assert (first.status_code, "Ja, sluta skicka" in first.text, first.headers["Cache-Control"]) == (
        200,
        True,
        "no-store",
    )
    put(settings, "2024-06-01", "simhallen")
    tell(settings)
    assert len(mailbox.items(ANNA)) == 3
    assert "Klart." in client.get(f"{address}?svar=ja", base_url=settings.base_url).text
    put(settings, "2024-06-02", "simhallen")
    tell(settings)
    assert (len(mailbox.items(ANNA)), len(mailbox.items(BO))) == (3, 4)
    assert client.get("/sluta-bevaka/gissat", base_url=settings.base_url).status_code == 404


def test_what_is_wrong_with_a_watch_is_told_and_the_others_are_read(settings: Settings, mailbox: Mailbox) -> None:
    _prepared(settings)
    entries = settings.watches.read_text("utf-8")
    settings.watches.write_text(
        f'{entries}\n[[watch]]\nmail = "a@example.org\\nBcc: b@example.org"\nquery = "x"\nofta = "daily"\n', "utf-8"
    )
    report = tell(settings)
    assert (codes(report), report.letters) == (["notify.bad_watch"], 2)
    assert report.problems[0].args["parts"] == ("ofta", "mail")
    settings.watches.write_text("[[watch]\n", "utf-8")
    with pytest.raises(BadWatches):
        tell(settings)
    with pytest.raises(NoMailSettings) as missing:
        tell(msgspec.structs.replace(settings, base_url=""))
    assert "base_url" in missing.value.text("sv")


def test_a_letter_shows_no_personnummer_and_no_header_of_its_own(settings: Settings, mailbox: Mailbox) -> None:
    put(settings, "2024-01-01", "bryggan")
    watch(settings, (ANNA, "simhallen", "each"))
    tell(settings)
    put(settings, "2024-05-01", "simhallen 19811228-9874\nBcc: x@example.org")
    tell(settings)
    letter = mailbox.letters[0]
    assert "9874" not in letter.as_string()
    assert letter["Bcc"] is None
