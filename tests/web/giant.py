"""Minutes as long as those of a large council: 200 paragraphs, one of them 30,000 letters, ballots of 81 names."""

from __future__ import annotations

import msgspec

from indexer.model import AgendaItem, Attendance, Decision, DecisionKind, Meeting, Section, Vote, VoteOption, Voter
from tests.invented import item, meeting

LONG_TITLE = (
    "Redovisning av hamnnämndens uppdrag att revidera riktlinjen för bryggor med tillägg av bryggor till och från"
    " båtplatser inklusive definition av målgrupper samt en plan för när den nya riktlinjen ska börja gälla i hela"
    " kommunen och dess bolag"
)
KINDS = tuple(DecisionKind)
SYLLABLES = ("brygg", "hamn", "båt", "segel", "fyr", "sjö", "lots", "kaj", "farled", "varv")
FAMILY_NAMES = ("Granlund", "Åkerlind", "Ekdal", "Hult", "Öberg", "Vik")


def words(number: int, seed: int) -> str:
    """So many words, none of them twice in a row."""
    said = (f"{SYLLABLES[(seed + n) % 10]}{SYLLABLES[(seed + 3 * n + n // 10) % 10]}en" for n in range(number))
    return " ".join(said)


def giant() -> Meeting:
    """A meeting of 200 paragraphs."""
    return meeting(
        item("Upprop", number="§ 1"),
        item("Val av justerare", number="§ 2"),
        *(_ordinary(number) for number in range(3, 200)),
        _longest(),
        organ="Kommunfullmäktige i Granby med Norra Hamnens och Södra Skärgårdens kommundelar",
        number="12",
        date="2024-06-19",
        attendance=tuple(
            Attendance(name=f"{chr(65 + n % 26)}la {FAMILY_NAMES[n % 6]}{n}", party="XYZ"[n % 3]) for n in range(81)
        ),
    )


def _ordinary(number: int) -> AgendaItem:
    title = LONG_TITLE if number % 10 == 0 else f"Bryggan vid {words(4, number)}"
    made = item(title, words(60, number), number=f"§ {number}", reference=f"KS 2024/{number:05}")
    clause = Decision(id="", text=f"Bryggan ska {words(30, number)}.", kind=KINDS[number % len(KINDS)])
    return msgspec.structs.replace(made, decisions=(clause,))


def _longest() -> AgendaItem:
    points = "\n".join(f"{n}. Nämnden för {words(45, n)} får i uppdrag att bygga bryggan." for n in range(1, 41))
    table = "\n".join(f"Post {n}    {n * 1000}    {n * 2000}" for n in range(1, 30))
    text = f"§ 200\nBudget för bryggan\nBeslut\n{points}\nYrkanden\n{words(600, 5)}\nTabell\n{table}\n"
    made = item("Budget för bryggan", number="§ 200")

    def section(kind: str, heading: str) -> Section:
        start = text.index(f"\n{heading}\n") + len(heading) + 2
        ends = [end for other in ("Yrkanden", "Tabell") if (end := text.find(f"\n{other}\n", start)) > 0]
        return Section(kind=kind, heading=heading, start=start, end=min(ends, default=len(text)))

    clauses = tuple(
        Decision(id="", text=point.partition(" ")[2], kind=DecisionKind.ASSIGNED) for point in points.split("\n")
    )
    voters = tuple(
        Voter(name=f"{chr(65 + n % 26)}la {FAMILY_NAMES[n % 6]}{n}", vote=tuple(VoteOption)[n % 4], party="XYZ"[n % 3])
        for n in range(81)
    )
    vote = Vote(
        text="Omröstning begärs.",
        yes=40,
        no=21,
        abstained=20,
        yes_means=words(9, 1),
        no_means=words(9, 2),
        voters=voters,
    )
    sections = (section("decision", "Beslut"), section("proposal", "Yrkanden"), section("other", "Tabell"))
    return msgspec.structs.replace(
        made, text=text, end=len(text), sections=sections, decisions=clauses, votes=(vote,), reference="KS 2024/99999"
    )
