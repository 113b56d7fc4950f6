"""Rename: meetings get the id and the name of the organ that all files together tell them to be of.

When a file arrives that prints what its neighbours lack, those are renamed in the archive, their files unread. What was
withdrawn of them stays out: it is known by the id that the minutes alone would give, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

import msgspec

from indexer.errors import DamagedArchive, WithdrawnMeeting
from indexer.model import AgendaItem, Meeting, PrintedOrgan
from indexer.pipeline.organs import CODES, NamedOrgan, OrganEvidence, named_organs
from indexer.pipeline.persons import called
from indexer.pipeline.plan import ParsedFile, as_printed, ids_of
from indexer.pipeline.scan import READER, Changes, Failure, FoundFile
from indexer.register import OrganRule, Register
from indexer.storage.archive import Archive, FileRecord, StagedMeeting
from indexer.storage.withdrawals import Withdrawal, without


def renamed(meeting: Meeting, id: str) -> Meeting:
    """The meeting with another id, its items' and decisions' made from it."""
    before = len(meeting.id)

    def item(old: AgendaItem) -> AgendaItem:
        return msgspec.structs.replace(
            old,
            id=id + old.id[before:],
            items=tuple(map(item, old.items)),
            decisions=tuple(msgspec.structs.replace(each, id=id + each.id[before:]) for each in old.decisions),
        )

    return msgspec.structs.replace(meeting, id=id, items=tuple(map(item, meeting.items)))


def with_organ(meeting: Meeting, organ: NamedOrgan) -> Meeting:
    """The meeting as that of an organ, with what is said of it; as its minutes print it where that says the same."""
    printed = meeting.as_printed
    other = renamed(meeting, f"{organ.slug}/{meeting.id.partition('/')[2]}")
    remarks = [remark for remark in meeting.remarks if remark.code not in CODES]
    told = PrintedOrgan(id=printed.id, organization=organ.organization, authority=organ.authority)
    is_as_printed = told == printed and printed.id.startswith(f"{organ.slug}/")
    return msgspec.structs.replace(
        other,
        organization=organ.organization,
        authority=organ.authority,
        printed=None if is_as_printed else printed,
        apart=organ.apart,
        remarks=(*remarks, *organ.remarks),
    )


class Renaming:
    """The files that were read and those that were known, each under the name that all of them give it."""

    def __init__(self, archive: Archive, register: Register, rules: Sequence[OrganRule], changes: Changes) -> None:
        self._archive = archive
        self._register = register
        self._rules = (*rules, *register.organs)
        self._out = {*changes.gone, *changes.withdrawn}

    def named(self, parsed: Sequence[ParsedFile]) -> tuple[list[ParsedFile], list[ParsedFile]]:
        """The files that were read, their meetings renamed, and those known ones whose meetings are called otherwise.

        Where a meeting is, so named, what was withdrawn, its file has an error instead. A file that is refused tells
        nothing of its neighbours, so these are looked at again.
        """
        refused: dict[str, ParsedFile] = {}
        while True:
            left = [refused.get(one.file.path, one) for one in parsed]
            organs = self._organs(left)
            more = {path: refusal for path, refusal in self._withheld(left, organs) if path not in refused}
            if not more:
                break
            refused |= more
        read = {one.file.path for one in parsed}
        known = [
            renamed
            for path, record in self._archive.files.items()
            if path in organs and path not in read and record.meeting and not record.error
            for renamed in self._renamed(path, record, organs[path])
        ]
        return [self._named(one, organs) for one in left], known

    def _organs(self, parsed: Iterable[ParsedFile]) -> dict[str, NamedOrgan]:
        """The organ of each file, read or known."""
        read = {one.file.path: one for one in parsed}
        files = [
            OrganEvidence(path=path, name=one.file.name, printed=one.meeting.printed)
            for path, one in read.items()
            if one.meeting and one.meeting.printed
        ]
        files += [
            OrganEvidence(path=path, name=record.name, printed=record.printed)
            for path, record in self._archive.files.items()
            if record.printed and path not in self._out and not (path in read and read[path].meeting)
            if path not in read or record.meeting
        ]
        return named_organs(files, self._rules)

    def _withheld(
        self, parsed: Iterable[ParsedFile], organs: Mapping[str, NamedOrgan]
    ) -> Iterator[tuple[str, ParsedFile]]:
        """The files that hold, under the name of another organ, what was withdrawn."""
        for one in parsed:
            if one.meeting and one.meeting.printed:
                organ = organs[one.file.path].slug
                refusal = withheld(one.file, one.meeting, organ, self._archive)
                if refusal:
                    yield one.file.path, ParsedFile(file=one.file, error=Failure.of(refusal), waits=refusal.waits)

    def _named(self, one: ParsedFile, organs: Mapping[str, NamedOrgan]) -> ParsedFile:
        """A file that was read, its meeting renamed."""
        if one.meeting is None or one.file.path not in organs:
            return one
        organ, staged = organs[one.file.path], one.meeting
        meeting = self._archive.staged(staged)
        other = self._told(meeting, organ)
        if other != meeting:
            staged = self._archive.stage(other, path=one.file.path, reader=READER)
        staged = msgspec.structs.replace(staged, named=self._sign(organ))
        return msgspec.structs.replace(one, meeting=staged)

    def _sign(self, organ: NamedOrgan) -> str:
        """What changes when a meeting is to be called otherwise: its organ, or the persons of the register."""
        return sha256(msgspec.json.encode((organ, self._register.persons))).hexdigest()[:16]

    def _renamed(self, path: str, record: FileRecord, organ: NamedOrgan) -> Iterator[ParsedFile]:
        """A known file, if its meeting is another one's now."""
        if record.named == self._sign(organ):
            return
        try:
            meeting = self._archive.meeting(record.meeting or "")
        except DamagedArchive:
            return
        other = self._told(renamed(meeting, meeting.as_printed.id), organ)
        staged = self._archive.stage(other, path=path, reader=record.reader)
        staged = msgspec.structs.replace(staged, named=self._sign(organ))
        file = FoundFile(path, record.name, record.sha256)
        yield ParsedFile(file=file, reader=record.reader, meeting=staged)

    def _told(self, meeting: Meeting, organ: NamedOrgan) -> Meeting:
        """A meeting as that of an organ, its persons as the register calls them, without what was withdrawn of it."""
        other = with_organ(meeting, organ)
        other = without(other, parts_withdrawn(other, self._archive.withdrawals))
        return called(other, self._register.persons)


def parts_withdrawn(meeting: Meeting, withdrawals: Iterable[Withdrawal]) -> list[Withdrawal]:
    """What was withdrawn of a meeting, known by its ids and by the bytes it was read from."""
    ids, printed = (ids_of(id, meeting.number, meeting.start) for id in (meeting.id, meeting.as_printed.id))
    return [
        one
        for one in withdrawals
        if not one.whole
        if meeting.source.sha256 in one.files or any(map(one.is_of, ids, printed))
    ]


def withheld(file: FoundFile, meeting: StagedMeeting, organ: str, archive: Archive) -> WithdrawnMeeting | None:
    """Why a file is not taken though it was read: as a meeting of the organ with this slug it was withdrawn."""
    printed = meeting.printed.id if meeting.printed else meeting.id
    id = f"{organ}/{printed.partition('/')[2]}"
    ids = [ids_of(each, meeting.number, meeting.start) for each in (id, printed)]
    pairs = list(zip(*ids, strict=True))
    if (known := archive.files.get(file.path)) and known.meeting:
        pairs = [pair for pair in pairs if known.meeting in pair] or pairs
    for one in archive.withdrawals:
        for own, other in pairs:
            if one.is_of(own, other) and (one.whole or (one.position and file.sha256 not in one.files)):
                return WithdrawnMeeting(file.name, own, one.day, whole=one.whole)
    return None


def withdrawals_renamed(archive: Archive, records: Mapping[str, FileRecord]) -> tuple[Withdrawal, ...]:
    """The withdrawals, those of parts of meetings that these records call otherwise under their new ids."""
    others = {
        before.meeting: (now.meeting, as_printed(now.meeting, now.printed))
        for path, before in archive.files.items()
        if (now := records.get(path)) and before.meeting and now.meeting and now.printed
        if before.meeting != now.meeting and before.printed and before.printed.id == now.printed.id
    }
    out = []
    for one in archive.withdrawals:
        moved = next((to for id, to in others.items() if not one.whole and one.is_of(id, id)), None)
        out.append(one.renamed(*moved) if moved else one)
    return tuple(out)
