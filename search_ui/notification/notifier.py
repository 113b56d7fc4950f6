"""Notifier: a round: which meetings are new, what in them each watch asks for, and whether its letter was taken.

A letter is written down as begun, sent, and written down as taken. A round that was broken off between is followed by
one that sends the same letter again, under the same Message-ID: nothing is lost, and a mail server or reader that knows
the letter shows it once. What was withdrawn meanwhile is not in it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from indexer.errors import LetterRefused, NoMailServer, NoMailSettings, ProtokollError
from indexer.messages import Message, message
from indexer.storage.file_lock import exclusive
from indexer.storage.ledger import Ledger, Told, ended, read_ledger, write_ledger
from search_ui.notification.delivery import Deliver, mail_server
from search_ui.notification.letter import Letter, letter
from search_ui.notification.watches import Watch, read_watches
from search_ui.search.arrivals import Arrival
from search_ui.search.service import Search

LOCK: Final = "NOTIFY.LOCK"
NEEDED: Final = ("mail_server", "mail_from", "base_url")


class NotifyReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a round did: how many letters were taken, about how many items, and what went wrong, to be told."""

    letters: int = 0
    items: int = 0
    problems: tuple[Message, ...] = ()


def notify(search: Search) -> NotifyReport:
    """Tell every watch of what came since it was told last, as often as it wants to be.

    Raises NoMailSettings, BadWatches when the file of watches cannot be read, and IndexBusy when another round takes
    too long. A letter that is not taken is tried again in the next round, and told.
    """
    settings = search.settings
    if missing := [name for name in NEEDED if not getattr(settings, name)]:
        raise NoMailSettings(missing)
    watches, wrong = read_watches(settings.watches)
    with (
        exclusive(settings.archive / LOCK),
        mail_server(settings.mail_server, settings.mail_from, settings.mail_password) as deliver,
    ):
        ledger, lost = read_ledger(settings.archive)
        told = Round(search, deliver, ledger)
        told.problems += [*wrong, *([message("notify.ledger_lost")] if lost else ())]
        told.run(watches)
    return NotifyReport(letters=told.letters, items=told.items, problems=tuple(told.problems))


class Round:
    """One round: what there is to tell, from the ledger as it was to the ledger as it is."""

    def __init__(self, search: Search, deliver: Deliver, ledger: Ledger) -> None:
        self.search, self.deliver, self.ledger = search, deliver, ledger
        self.letters = self.items = 0
        self.problems: list[Message] = []
        self._today = search.today()
        self._meetings = tuple(search.archive().arrivals())

    def run(self, watches: Sequence[Watch]) -> None:
        """Tell each watch that nobody has ended; when there is no mail server, no more than that."""
        over = ended(self.search.settings.archive)
        going = [watch for watch in watches if watch.id not in over]
        self._keep(self.ledger.met(self._meetings).watching(watch.id for watch in going))
        for watch in going:
            told = self.ledger.watches[watch.id]
            if not _is_due(watch, told, self._today):
                continue
            try:
                self._tell(watch, told)
            except LetterRefused as error:
                self.problems.append(error.message)
            except NoMailServer as error:
                self.problems.append(error.message)
                return
            except ProtokollError as error:
                self.problems.append(message("notify.not_answered", query=_about(watch), reason=error.message))

    def _tell(self, watch: Watch, told: Told) -> None:
        """Tell a watch of what is new; what a letter was begun for is told first, in the same letter."""
        for upto in dict.fromkeys((told.sending or self.ledger.round, self.ledger.round)):
            new = self._new_for(watch, told, upto)
            if new is None:
                self.problems.append(message("notify.too_slow", query=_about(watch)))
                return
            if new:
                self._put(watch, msgspec.structs.replace(told, sending=upto))
                self.deliver(self._letter(watch, told, upto, new))
                self.letters, self.items = self.letters + 1, self.items + len(new)
            told = Told(round=upto, key=told.key, day=self._today.isoformat() if new else told.day)
            self._put(watch, told)

    def _new_for(self, watch: Watch, told: Told, upto: int) -> Sequence[Arrival] | None:
        """What a watch is to be told of; None when there was no time to find all of it."""
        self.search.conditions.begin()
        new = self.search.arrivals_in(watch.question, self.ledger.new_for(told, self._meetings, upto))
        return None if self.search.conditions.interrupted() else new

    def _letter(self, watch: Watch, told: Told, upto: int, new: Sequence[Arrival]) -> Letter:
        """The letter to a watch."""
        settings = self.search.settings
        return letter(
            to=watch.mail,
            sender=settings.mail_from,
            base_url=settings.base_url,
            about=_about(watch),
            new=new,
            mark=f"{watch.id} {told.key} {told.round} {upto}",
            key=told.key,
            when=time.time(),
        )

    def _put(self, watch: Watch, told: Told) -> None:
        """Keep how far a watch has been told."""
        self._keep(self.ledger.put(watch.id, told))

    def _keep(self, ledger: Ledger) -> None:
        """Keep the ledger, if it is another."""
        if ledger != self.ledger:
            write_ledger(self.search.settings.archive, ledger)
            self.ledger = ledger


def _is_due(watch: Watch, told: Told, today: date) -> bool:
    """Whether a watch is to be told today; what was begun is finished at once."""
    if told.sending or not told.day:
        return True
    return today >= date.fromisoformat(told.day) + timedelta(days=watch.days)


def _about(watch: Watch) -> str:
    """What a watch is about, as its reader would say it."""
    values = (value for values in watch.question.filters.values() for value in values)
    return ", ".join(filter(None, (watch.question.query, *values)))
