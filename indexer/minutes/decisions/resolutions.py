"""Resolutions: which sentences of an item's parts are its decisions, and which of those below a decision are none.

Labels cut an item into parts; a sentence may say otherwise. What stands below "Beslut" goes on until somebody reserves
himself or is disqualified. Where no heading says what was decided, the sentences in which the organ acts do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from indexer.minutes.decisions.acts import Act, ActReading, Organ, is_aside, reading_of
from indexer.minutes.decisions.sentences import Sentence, sentences
from indexer.minutes.lines.folded_text import fold
from indexer.minutes.lines.labels import Label
from indexer.minutes.lines.lines import Line, ends_a_sentence
from indexer.minutes.lines.worded_labels import leads_to_another, proposes


class SectionDraft(msgspec.Struct, frozen=True):
    """A section while it is read: what it means, its heading, and the lines behind the label (the first one cut)."""

    kind: str
    heading: str
    lines: tuple[Line, ...]
    is_proposed: bool = False
    """Whether a decision only proposes something to the organ above."""


_KINDS = {
    Act.DECIDES: "decision",
    Act.PROPOSES: "proposal",
    Act.RESERVES: "reservation",
    Act.IS_DISQUALIFIED: "disqualified",
    Act.NOTES: "note",
}
_ASIDE_BELOW = frozenset(("decision", "proposal", "ballot", "other"))
"""Sections below whose text a reservation or a note may stand without a heading of its own."""
_NEVER_DECIDE = frozenset(("decision", "reservation", "disqualified", "note", "recipients", "earlier", "attachments"))
"""Sections whose sentences decide nothing, or all of whose lines do."""
_ABSORBING = frozenset(("decision", "proposal", "reservation", "note"))
"""What an unfinished sentence leads up to is of its kind."""
_ABOVE = "|".join(map(fold, ("fullmäktige", "styrelsen", "nämnden", "stämman", "årsmötet")))
_BEHIND_ABOVE = rf"(?: att)?(?: {fold('beslut')}\w*)?(?: att)?(?: {fold('följande')})?"
_LEADS_UP_TO_OTHERS = re.compile(
    rf"(?:\b(?:{'|'.join(map(fold, ('föreslå', 'föreslår', 'föreslog')))})(?: att| {fold('för')})? \w*(?:{_ABOVE})"
    rf"|\b\w*(?:{_ABOVE}) {fold('föreslås')}){_BEHIND_ABOVE}:$"
)
_HEADS_OTHERS = re.compile(
    rf"(?:(?P<whose>[^\W\d_]+)s )?{fold('förslag')} {fold('till')} (?:{fold('beslut')} i )?\w*(?:{_ABOVE})"
    rf"(?:s? {fold('beslut')})?:?"
)
"""A line among the clauses that says to whom those below it are proposed."""
_LEADS_UP_TO_OWN = re.compile(rf"\b{fold('beslut')}(?:ar|ade|as|ades)\b[^:]*:$|\b{fold('för egen del')}[^:]*:$")
_PROPOSES = re.compile(rf"\b(?:{'|'.join(map(fold, ('föreslå', 'föreslår', 'föreslog', 'föreslås', 'hemställer')))})\b")
_ONLY_PROPOSES = re.compile(
    rf"(?:att )?(?:{fold('föreslå')}|{fold('hemställa')} hos)(?: {fold('för')})? \w*(?:{_ABOVE}){_BEHIND_ABOVE}\W*"
)
_OWN_AGAIN = re.compile(rf"\b(?:{fold('för egen del')}|{fold('för sin del')})\b")


def is_of_another(label: Label, organ: Organ) -> bool:
    """Whether a heading names another organ's decision: "Kommunfullmäktiges beslut" in a board's minutes."""
    found = None if proposes(label.label) else _OWNER.search(label.label)
    return found is not None and organ.is_another(found["who"])


_OWNER = re.compile(r"(?P<who>[^\W\d_]+)s beslut$")


def is_verb_label(label: Label) -> bool:
    """Whether a label says who decides ("Styrelsen beslutar"), and is no heading such as "Styrelsens beslut"."""
    return _VERB.search(label.label) is not None


_VERBS = ("beslutar", "beslutade", "beslöt", "besluter", "enades", "ställer", "föreslår")
_VERB = re.compile(rf"\b(?:{'|'.join(map(fold, _VERBS))})\b")


def told_apart(texts: Sequence[str], *, is_proposed: bool) -> Iterator[tuple[str, bool]]:
    """The clauses of a decision, each with whether it is only proposed; one that says nothing but to whom those behind
    it are proposed ("att föreslå kommunfullmäktige") is none.
    """
    for text in texts:
        folded = fold(text)
        if _ONLY_PROPOSES.fullmatch(folded) and text is not texts[-1]:
            is_proposed = True
            continue
        is_proposed = is_proposed and not _OWN_AGAIN.search(folded)
        yield text, is_proposed


def led_to_by(lines: Sequence[Line]) -> str | None:
    """Whose words an unfinished sentence at the end of some lines leads up to, as the kind of a section, where they are
    not the organ's: "Bo Ek reserverar sig till förmån för sitt yrkande:".
    """
    *_, last = sentences(lines[-_MOST_LEADING:]) if lines else (None,)
    if last is None or last.is_finished:
        return None
    act = is_aside(last)
    return _KINDS[act] if act else leads_to_another(last.folded)


_MOST_LEADING = 4


def resolved(drafts: Sequence[SectionDraft], organ: Organ) -> Iterator[SectionDraft]:
    """The parts of an item, with the sentences that decide, propose or reserve apart from those that tell."""
    labelled = [draft.heading for draft in drafts if draft.kind == "decision" and draft.heading]
    is_headed = any(not _is_verb(heading) for heading in labelled)
    above = SectionDraft("", "", ())
    for draft in drafts:
        if draft.kind == "decision":
            is_proposed = _PROPOSES.search(fold(f"{draft.heading} {_lead(draft)}")) is not None
            is_proposed = is_proposed or proposes(fold(draft.heading)) or _is_for_another(draft, above, organ)
            above = msgspec.structs.replace(draft, is_proposed=is_proposed)
            for part in _by_lead(above, organ):
                yield from _without_asides(part)
        elif draft.kind in _ASIDE_BELOW and (is_headed or _is_answered(draft, labelled)):
            yield from _without_asides(draft)
        elif draft.kind in _NEVER_DECIDE or is_headed:
            yield draft
        else:
            yield from _by_sentence(draft, organ)


def _is_for_another(draft: SectionDraft, above: SectionDraft, organ: Organ) -> bool:
    """Whether "Kommunfullmäktige beslutar" words what a board proposes, which the decision's heading above says."""
    *_, whose, verb = ("", "", *fold(draft.heading).split())
    if verb != fold("beslutar"):
        return False
    is_theirs = above.is_proposed and (whose in fold(above.heading) or organ.is_another(whose))
    return is_theirs or (bool(above.heading) and not above.lines and organ.is_another(whose))


def _is_answered(draft: SectionDraft, labelled: Sequence[str]) -> bool:
    """Whether a label says elsewhere in the item what was decided of what is proposed."""
    return draft.kind == "proposal" and bool(labelled)


def _by_lead(draft: SectionDraft, organ: Organ) -> Iterator[SectionDraft]:
    """The parts of a decision, cut at each line between its clauses that says to whom those behind it are proposed, or
    that the organ decides them itself.
    """
    begun, is_proposed = 0, draft.is_proposed
    for at, line in enumerate(draft.lines):
        start = _start_of_sentence(draft.lines, at)
        headed = _HEADS_OTHERS.fullmatch(line.folded)
        if headed and not (headed["whose"] and organ.is_another(headed["whose"])):
            yield _part(draft, begun, at, is_proposed=is_proposed)
            begun, is_proposed = at + 1, True
            continue
        if not line.text.rstrip().endswith(":") or start <= begun:
            continue
        said = fold(" ".join(each.text for each in draft.lines[start : at + 1]))
        if _LEADS_UP_TO_OTHERS.search(said) or (is_proposed and _LEADS_UP_TO_OWN.search(said)):
            yield _part(draft, begun, start, is_proposed=is_proposed)
            begun, is_proposed = start, _LEADS_UP_TO_OTHERS.search(said) is not None
    yield _part(draft, begun, len(draft.lines), is_proposed=is_proposed)


def _part(draft: SectionDraft, start: int, end: int, *, is_proposed: bool) -> SectionDraft:
    return SectionDraft(draft.kind, "" if start else draft.heading, draft.lines[start:end], is_proposed)


def _start_of_sentence(lines: Sequence[Line], at: int) -> int:
    """Where the sentence begins that ends on a line."""
    start = at
    while start and at - start < _MOST_LEADING and not ends_a_sentence(lines[start - 1].text):
        start -= 1
    return start


def _lead(draft: SectionDraft) -> str:
    """The words before a list of clauses: "Kommunstyrelsen beslutar föreslå kommunfullmäktige följande:"."""
    first = next(sentences(draft.lines), None)
    leads_up = first is not None and not first.is_finished and not first.is_clause and not first.is_listed
    return first.text if first is not None and leads_up else ""


def _is_verb(heading: str) -> bool:
    return _VERB.search(fold(heading)) is not None


def _without_asides(draft: SectionDraft) -> Iterator[SectionDraft]:
    """A part cut where an aside begins; what follows an aside in its own paragraph is still told by it."""
    kind, lines = draft.kind, list[Line]()
    first = draft
    told = list(sentences(draft.lines))
    for n, sentence in enumerate(told):
        if draft.kind == "proposal" and kind != "ballot" and _PUTS.search(sentence.folded):
            yield from _drafted(first, kind, lines)
            kind, lines = "ballot", list(sentence.lines)
            continue
        if kind == "ballot" and draft.kind == "proposal":
            lines += sentence.lines
            continue
        if draft.kind == "decision" and n and sentence.begins_a_paragraph and _RECEIVED.match(sentence.folded):
            yield from _drafted(first, kind, lines)
            yield SectionDraft("other", "", _joined([line for one in told[n:] for line in one.lines]))
            return
        may_be = n and not sentence.is_clause and not sentence.is_listed
        act = is_aside(sentence) if may_be and (draft.kind != "ballot" or sentence.begins_a_paragraph) else None
        if act is not None and _KINDS[act] != kind:
            yield from _drafted(first, kind, lines)
            kind, lines = _KINDS[act], []
        elif act is None and kind != draft.kind and sentence.begins_a_paragraph:
            yield from _drafted(first, kind, lines)
            kind, lines = "note" if draft.kind == "decision" else draft.kind, []
        lines += sentence.lines
    yield from _drafted(first, kind, lines)


def _words(*listed: str) -> str:
    """A pattern over folded text for any of some words."""
    return f"(?:{'|'.join(map(fold, listed))})"


_PUTS = re.compile(
    rf"^{fold('ordföranden')} {_words('ställer', 'ställde', 'finner', 'fann', 'frågar', 'frågade')}\b"
    rf"|\b{_words('omröstning', 'votering')} {_words('begärs', 'begärdes', 'begäres', 'om')}\b"
    rf"|\b{_words('röstar')} {_words('ja', 'nej')}\b"
)
"""What says how proposals are put to the vote, and is none of them."""
_LISTS = ("inkommit", "inkom", "anmälts", "anmäls", "anmäldes", "redovisas", "redovisades", "föreligger", "delges")
_RECEIVED = re.compile(rf"{fold('följande')} .*\b{_words(*_LISTS)}\b[^:]*:$")
"""A sentence behind a decision that lists what the decision was about."""


def _drafted(draft: SectionDraft, kind: str, lines: Sequence[Line]) -> Iterator[SectionDraft]:
    """Some lines of a part as one of their own; what is of another kind has no heading."""
    if kind == draft.kind and (lines or draft.heading):
        yield msgspec.structs.replace(draft, lines=_joined(lines))
    elif lines:
        yield SectionDraft(kind, "", _joined(lines))


def _joined(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines that sentences cut apart, whole again where they are neighbours on one printed line."""
    found: list[Line] = []
    for line in lines:
        if found and found[-1].index == line.index:
            before = found[-1]
            gap = " " * (line.start - before.end)
            text, folded = f"{before.text}{gap}{line.text}", f"{before.folded}{gap}{line.folded}"
            found[-1] = msgspec.structs.replace(before, end=line.end, text=text, folded=folded)
        else:
            found.append(line)
    return tuple(found)


def _by_sentence(draft: SectionDraft, organ: Organ) -> Iterator[SectionDraft]:
    """A part without a decision's heading, cut where its sentences do something else."""
    kind, lines, absorbs = draft.kind, list[Line](), False
    is_only_told = bool(draft.heading)
    acts_already = is_led_to = False
    for n, sentence in enumerate(sentences(draft.lines)):
        if absorbs and (_goes_on(sentence, lines) or is_led_to):
            lines += sentence.lines
            is_led_to = False
            continue
        reading = reading_of(sentence, organ)
        if draft.kind == "proposal" and reading.act is Act.DECIDES and not reading.is_past:
            acts_already = acts_already or n == 0
            reading = ActReading(Act.TELLS) if acts_already else reading
        reading = _admitted(reading, sentence, draft, is_only_told=is_only_told)
        here = _KINDS.get(reading.act, draft.kind)
        if reading.act is Act.TELLS and kind == "decision" and _flows_on(sentence, lines):
            lines += sentence.lines
            continue
        if here != kind or here in ("decision", "proposal"):
            yield from _flushed(draft, kind, lines)
            kind, lines = here, []
        absorbs = here in _ABSORBING and not sentence.is_finished and not sentence.is_listed
        is_led_to = absorbs and here != "decision" and sentence.folded.endswith(":")
        lines += sentence.behind(reading.start) if reading.start else sentence.lines
        if reading.act is Act.DECIDES and _PROPOSES.search(sentence.folded) and reading.is_strong:
            yield SectionDraft(kind, "", _joined(lines), is_proposed=True)
            lines = []
    yield from _flushed(draft, kind, lines)


def _admitted(reading: ActReading, sentence: Sentence, draft: SectionDraft, *, is_only_told: bool) -> ActReading:
    """The reading, unless a part with a heading of its own, such as Bakgrund, only tells of it; what was decided of a
    proposal may stand on a line of its own directly below it.
    """
    begins = sentence.begins_a_paragraph or (draft.kind == "proposal" and _begins_a_line(sentence, draft))
    if reading.act is Act.DECIDES and is_only_told and not (reading.is_strong and begins):
        return ActReading(Act.TELLS)
    if reading.act is Act.PROPOSES and is_only_told:
        return ActReading(Act.TELLS)
    return reading


def _begins_a_line(sentence: Sentence, draft: SectionDraft) -> bool:
    """Whether a sentence begins a line of a part, and not the first."""
    first = sentence.lines[0]
    return any(line.start == first.start for line in draft.lines[1:])


def _goes_on(sentence: Sentence, lines: Sequence[Line]) -> bool:
    """Whether a sentence is a clause, or an entry of a list, of an unfinished one before it."""
    return sentence.is_clause or (sentence.is_listed and not sentence.begins_a_paragraph) or not lines


def _flows_on(sentence: Sentence, lines: Sequence[Line]) -> bool:
    """Whether a sentence begins on the line on which the one before it ended, and so tells more of it."""
    is_ballot = _BALLOT.search(sentence.folded) is not None
    return bool(lines) and sentence.lines[0].index == lines[-1].index and not is_ballot


_BALLOT = re.compile(rf"\b{fold('röster')}\b")


def _flushed(draft: SectionDraft, kind: str, lines: Sequence[Line]) -> Iterator[SectionDraft]:
    if kind == draft.kind:
        yield from _drafted(draft, kind, lines)
    elif lines:
        yield SectionDraft(kind, "", _joined(lines))
