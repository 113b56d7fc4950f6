"""Proposals: whatever heading or sentence carries one, and however it is set, it never comes out as a decision.

Every drawn item has a proposal with the word *tjugoett* in it and, where something was decided, a decision with the
word *trettiotvå*: no decision has the first, and one has the second.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.minutes import parse
from indexer.model import Pages

ORGANS = [
    ("Kommunstyrelsen", "Brunna kommun"),
    ("Socialnämnden", "Brunna kommun"),
    ("Direktionen", "Räddningsförbundet Norra Viken"),
    ("Styrelsen", "Brunna hembygdsförening"),
    ("Stadsstyrelsen", "Nyby stad"),
    ("Årsmötet", "Brunna båtklubb"),
]
PROPOSAL_HEADINGS = """Förslag till beslut
Beslutsförslag
Förvaltningens förslag till beslut
Tjänsteskrivelsens förslag
Tjänstemannaförslag
Ordförandens beslutsförslag
Arbetsutskottet föreslår ORGAN besluta
Förvaltningschefen föreslår att ORGAN beslutar följande
ORGAN föreslås besluta
ORGAN föreslås fatta följande beslut
Föredragandens förslag till beslut
Bildningsdirektörens förslag
Beredarens förslag
Motionens att-satser
Motionärernas yrkanden
Yrkande
Bo Ek (S) yrkar
Bo Ek (S) med instämmande av Eva Ask (M) yrkar
Bo Ek (S) föreslår att ORGAN beslutar
Tilläggsyrkande från Bo Ek (S)
Avslagsyrkande
Motförslag
Hemställan
Rekommendation till beslut
Utkast till beslut
Föreslaget beslut
Beslut som föreslås
Förslag till ORGANs beslut
Förslag till beslut enligt tjänsteskrivelse
Förslag till ställningstagande
Liggande förslag
Proposed decision
Draft resolution
Päätösehdotus
Beslutsförslag / Päätösehdotus
Alternativ 1
Förslag som avslogs
Skriftlig reservation
Reservation från Bo Ek (S)
Protokollsanteckning från Bo Ek (S)
Särskilt yttrande
Tidigare behandling""".splitlines()
PROPOSED = [
    "att höja taxan med tjugoett kronor,\natt uppdra åt förvaltningen att återkomma",
    "ORGAN beslutar att höja taxan med tjugoett kronor.",
    "ORGAN beslutar\natt höja taxan med tjugoett kronor.",
    "ORGAN beslutar:\n1. Taxan höjs med tjugoett kronor.\n2. Förvaltningen får i uppdrag att återkomma.",
    "ORGAN beslutar att höja taxan.\n\nORGAN beslutar att uppdra tjugoett saker åt förvaltningen.",
    "ORGAN beslutar för egen del\natt anta den.\n\nORGAN föreslår kommunfullmäktige besluta\natt ha tjugoett mål.",
    "ORGAN antar taxan.\n\nORGAN uppdrar åt förvaltningen att göra tjugoett saker.",
    "1. Taxan höjs med tjugoett kronor.\n2. Förvaltningen får i uppdrag att återkomma.",
    "- att höja taxan med tjugoett kronor\n- att ge förvaltningen i uppdrag att återkomma",
    "Att godkänna taxan.\n\nAtt uppdra tjugoett saker åt förvaltningen.",
    "Godkänna tjugoett mål",
    "De tjugoett målen godkänns.",
    "Rapporten om tjugoett mål läggs till handlingarna.",
]
DECISION_HEADINGS = ["Beslut", "Beslut:", "BESLUT", "**Beslut**", "ORGAN beslutar", "ORGANs beslut:", "ORGAN beslutade"]
DECIDED = [
    "att avslå de trettiotvå sidorna",
    "De trettiotvå sidorna avslås.",
    "1. Ansökan avslås.\n2. De trettiotvå sidorna återremitteras.",
    "ORGAN beslutar att avslå de trettiotvå sidorna.",
]
Setting = Callable[[str, str], str]
SETTINGS: dict[str, Setting] = {
    "on its line": lambda heading, text: f"{heading}\n{text}",
    "above a gap": lambda heading, text: f"{heading}\n\n{text}",
    "in capitals": lambda heading, text: f"{heading.upper()}\n{text}",
    "before a colon": lambda heading, text: f"{heading}: {text}",
    "before a dash": lambda heading, text: f"{heading} – {text}",
    "bold": lambda heading, text: f"**{heading}:** {text}",
    "Markdown": lambda heading, text: f"### {heading}\n\n{text}",
    "underlined": lambda heading, text: f"{heading}\n{'-' * len(heading)}\n{text}",
    "behind a bullet": lambda heading, text: f"- {heading}: {text}",
    "in a column": lambda heading, text: f"{heading}   " + ("\n" + " " * (len(heading) + 3)).join(text.split("\n")),
    "in a table": lambda heading, text: f"| {heading} | {' '.join(text.split())} |",
}
SENTENCES = """Förvaltningen föreslår att ORGAN beslutar att köpa tjugoett stolar.
Förvaltningen föreslår ORGAN besluta att köpa tjugoett stolar.
I motionen yrkas att ORGAN köper tjugoett stolar.
Bo Ek (S) yrkar bifall till de tjugoett kraven.
Bo Ek (S) vill att ORGAN godkänner tjugoett mål.
Beredningen rekommenderar att ORGAN beslutar om tjugoett mål.
Beslutsförslaget lyder: ORGAN beslutar att köpa tjugoett stolar.
ORGAN föreslås besluta att godkänna tjugoett mål.
ORGAN ska besluta om tjugoett mål.
Kulturnämnden beslutade att köpa tjugoett stolar.
Ordföranden finner att ORGAN godkänner tjugoett mål.
Till kassör föreslås den tjugoett år gamla Eva Ask.
Det föreslås att ORGAN godkänner tjugoett mål.
Bo Ek lämnade följande förslag:||ORGAN beslutar att köpa tjugoett stolar.
Bo Ek (S) lämnade följande protokollsanteckning:||ORGAN beslutar att köpa tjugoett stolar.
Följande förslag förelåg:|1. De tjugoett stolarna köps.|2. Stolarna köps inte.
Bo Ek (S) reserverar sig till förmån för eget yrkande:||att köpa tjugoett stolar
Arbetsutskottet föreslår ORGAN besluta:||att godkänna tjugoett mål||att köpa stolar""".splitlines()
BEFORE = ["", "Bakgrund\nTaxan har varit densamma i tio år.\n\n", "Förvaltningen har utrett frågan.\n\n"]
MARKS = ["§ {}", "{}.", "## § {}"]


def decisions(organ: tuple[str, str], mark: str, body: str) -> list[str]:
    """What is decided in minutes of three items, the second with a text of its own."""
    name, authority = organ
    told = "Ordföranden redogör för ärendet."
    bodies = [told, body.replace("ORGAN", name), told]
    items = "\n\n".join(f"{mark.format(n)} Ärende nummer {n}\n\n{text}" for n, text in enumerate(bodies, start=11))
    head = f"{authority}\n{name}\nSammanträdesprotokoll 2024-05-14\n\nNärvarande: Bo Ek (S), Eva Ask (M)\n\n"
    pages = Pages(file="moete.txt", sha256="0" * 64, media_type="text/plain", text=f"{head}{items}\n")
    return [decision.text for item in parse(pages).meeting.walk() for decision in item.decisions]


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(ORGANS),
    st.sampled_from(MARKS),
    st.sampled_from(BEFORE),
    st.sampled_from(PROPOSAL_HEADINGS),
    st.sampled_from(sorted(SETTINGS)),
    st.sampled_from(PROPOSED),
    st.sampled_from(DECISION_HEADINGS) | st.none(),
    st.sampled_from(DECIDED),
)
def test_what_stands_under_a_proposals_heading_is_never_decided_and_what_stands_under_a_decisions_is(
    organ: tuple[str, str],
    mark: str,
    before: str,
    heading: str,
    setting: str,
    proposed: str,
    decision: str | None,
    decided: str,
) -> None:
    answer = f"\n\n{decision}\n{decided}" if decision else ""
    found = decisions(organ, mark, before + SETTINGS[setting](heading.replace("ORGAN", organ[0]), proposed) + answer)
    assert not any("tjugoett" in clause for clause in found)
    assert any("trettiotvå" in clause for clause in found) == bool(decision)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(ORGANS),
    st.sampled_from(DECISION_HEADINGS),
    st.sampled_from(DECIDED),
    st.sampled_from(PROPOSAL_HEADINGS),
    st.sampled_from(sorted(SETTINGS)),
    st.sampled_from(PROPOSED),
)
def test_a_proposal_below_the_decision_is_not_decided_either(
    organ: tuple[str, str], decision: str, decided: str, heading: str, setting: str, proposed: str
) -> None:
    proposal = SETTINGS[setting](heading.replace("ORGAN", organ[0]), proposed)
    found = decisions(organ, "§ {}", f"{decision}\n{decided}\n\n{proposal}")
    assert not any("tjugoett" in clause for clause in found)
    assert any("trettiotvå" in clause for clause in found)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("before", [*BEFORE, "Taxan har varit densamma i tio år. ", "Bakgrund\n"])
@pytest.mark.parametrize("organ", [ORGANS[0], ORGANS[5]])
def test_a_sentence_about_a_proposal_decides_nothing(organ: tuple[str, str], before: str, sentence: str) -> None:
    body = before + sentence.replace("|", "\n")
    assert decisions(organ, "§ {}", body) == []
    assert decisions(organ, "§ {}", f"{body}\n\nBeslut\nDe trettiotvå sidorna avslås.") == [
        "De trettiotvå sidorna avslås."
    ]


def test_a_heading_that_is_said_again_with_beslut_behind_it_is_a_proposals() -> None:
    body = "Paus\n\n1. Att ta tjugoett minuters paus\n\nPaus: Beslut\n\n1. Att avslå de trettiotvå sidorna"
    assert decisions(ORGANS[5], "§ {}", body) == ["Att avslå de trettiotvå sidorna"]


def test_a_decision_ends_where_a_line_apart_heads_other_text() -> None:
    text = "Efter två år som kassör skriver jag nu min sista rapport om föreningens ekonomi."
    assert decisions(ORGANS[5], "§ {}", f"Beslut\n\n1. Att ta en paus\n\nKassör\n{text}") == ["Att ta en paus"]
