"""Votes: ballots, what their sides stood for, and who voted how, in the wordings and layouts that minutes use."""

import pytest

from indexer.minutes import parse
from indexer.minutes.votes import BallotText, votes_in
from indexer.model import Meeting, Pages, Vote, VoteOption


def parsed(text: str) -> Meeting:
    pages = Pages(file="protokoll.txt", sha256="0", media_type="text/plain", text=text)
    return parse(pages).meeting


def the_vote(text: str, heading: str = "Omröstning") -> Vote:
    (vote,) = votes_in(BallotText(heading, text))
    return vote


def names(vote: Vote, option: str) -> list[str]:
    return [f"{voter.name} ({voter.party})" for voter in vote.voting(VoteOption(option))]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Omröstningen utfaller med 40 Ja mot 29 Nej. 12 ledamöter avstår från att rösta.", (40, 29, 12)),
        ("Omröstningen utfaller med 40 Ja mot 29 Nej. Tre ledamöter avstår. 1 ledamot är frånvarande.", (40, 29, 3)),
        ("Omröstningen utfaller så att 41 ledamöter röstar ja, 33 röstar nej och 2 avstår.", (41, 33, 2)),
        ("Ja-röster: 20\nNej-röster: 10", (20, 10, None)),
        ("Ja: 6 Nej: 3 Avstår: 2", (6, 3, 2)),
        ("Ja 12, nej 3, avstår 1", (12, 3, 1)),
        ("För beslutet avgavs 8 000 röster och mot beslutet 2 500 röster.", (8000, 2500, None)),
        ("Votering: 3 för propositionen, 1 emot, 1 nedlagd.", (3, 1, 1)),
        (
            "Då understöddes ordförandens förslag av 4 medlemmar (Ask, Ek) och Alms förslag av 2 (Alm, Lo).",
            (4, 2, None),
        ),
        ("Med sju ja-röster mot fyra nej-röster bifalls förslaget.", (7, 4, None)),
        ("Utfallet blir 6 ja,\n2 nej och 1 som avstår.", (6, 2, 1)),
        (
            "Omröstningen gav 41 ja-röster, 35 nej-röster och 1 ledamot som avstår från att rösta, bilaga 2.",
            (41, 35, 1),
        ),
        ("Resultatet blev 8 ja-röster, 5 nej-röster och 2 nedlagda röster.", (8, 5, 2)),
        ("Tolv ledamöter röstar ja, nio röstar nej och en lägger ned sin röst.", (12, 9, 1)),
        ("Med 7 röster mot 4 avslås yrkandet.", (7, 4, None)),
        ("Röstsiffrorna blev 7-4.", (7, 4, None)),
        ("Bifall med 6 mot 5 röster.", (6, 5, None)),
        ("20 röster för bifall och 12 röster för avslag.", (20, 12, None)),
        ("För återremiss röstar 3 och emot röstar 2.", (3, 2, None)),
        ("Förslaget får 31 röster för och 30 röster mot.", (31, 30, None)),
        ("Vid voteringen röstade 7 för bifall till förslaget och 4 röstade för avslag.", (7, 4, None)),
        ("Förslaget antogs med 12 röster för, 3 emot och 2 nedlagda.", (12, 3, 2)),
        ("Resultat: Ja 31, Nej 14, Frånvarande 0, Avstår 0", (31, 14, 0)),
        ("Votering 2\nJa-röster: 5\nNej-röster: 4", (5, 4, None)),
        ("Antal röster\nJa    Nej    Avstår\n40    29     12", (40, 29, 12)),
    ],
)
def test_figures_are_read_in_every_usual_wording(text: str, figures: tuple[int, int, int | None]) -> None:
    vote = the_vote(text)
    assert (vote.yes, vote.no, vote.abstained) == figures


@pytest.mark.parametrize(
    "text",
    [
        "Förslaget har fått 102 röster.",
        "Röstlängden fastställs till 24 röster.",
        "Till rösträknare väljs Bo Ek och Eva Alm.",
        "Nämnden beslutade den 3 maj 2021 med 7 röster mot 4 att köpa huset.",
        "Efter att listan skickades ut har tre personer tackat nej.",
        "Kommunen har 12 skolor och 4 förskolor.",
    ],
)
def test_other_figures_are_no_ballot(text: str) -> None:
    assert votes_in(BallotText("Bakgrund", text, is_certain=False)) == ()


def test_a_ballot_is_read_in_running_text_too() -> None:
    text = "Kassören föreslog tre prisbasbelopp. Efter rösträkning, 15 röster mot 9, beslutade stämman om två."
    (vote,) = votes_in(BallotText("", text, is_certain=False))
    assert (vote.yes, vote.no, vote.text) == (15, 9, "Efter rösträkning, 15 röster mot 9, beslutade stämman om två.")


def test_a_vote_by_calling_the_roll_is_a_ballot_without_a_heading() -> None:
    text = "Votering begäres. Vid upprop avges 3 ja och 1 nej."
    (vote,) = votes_in(BallotText("", text, is_certain=False))
    assert (vote.yes, vote.no) == (3, 1)


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        (
            'Godkänd voteringsproposition: "Ja för avslag och Nej för bifall till yrkandet\nfrån M, D och KD."',
            "avslag",
            "bifall till yrkandet från M, D och KD.",
        ),
        ("Ja-röst för avslag, nej-röst för bifall till motionen.", "avslag", "bifall till motionen"),
        (
            "Ja-röst för att ärendet avgörs i dag\nNej-röst för återremiss\n",
            "att ärendet avgörs i dag",
            "återremiss",
        ),
        ("Ja till ordförandens förslag.\nNej till Bo Eks förslag.", "ordförandens förslag", "Bo Eks förslag"),
        (
            "Den som röstar för styrelsens förslag röstar ja, den som röstar för Bo Eks yrkande röstar nej.",
            "styrelsens förslag",
            "Bo Eks yrkande",
        ),
        (
            "Den som vill bifalla förslaget röstar ja. Den det ej vill röstar nej. Vinner nej är det avslaget.",
            "bifalla förslaget",
            "det avslaget",
        ),
        (
            "De som understöder direktörens förslag röstar JA och de som understöder Eks förslag röstar NEJ.",
            "understöder direktörens förslag",
            "understöder Eks förslag",
        ),
        ("Ja = bifall till nämndens förslag, nej = avslag\nResultat", "bifall till nämndens förslag", "avslag"),
        ("Ja för alfa, nej för beta.", "alfa", "beta"),
        ("JA = bifall till förslaget\nNEJ = avslag", "bifall till förslaget", "avslag"),
        ("Nej-röst innebär bifall till Eks yrkande, ja-röst innebär avslag.", "avslag", "bifall till Eks yrkande"),
        ("Ja-röster (öppet hela sommaren): 7\nNej-röster (stängt i juli): 4", "öppet hela sommaren", "stängt i juli"),
        ("3 röster för uthyrning och 2 för försäljning, beslutade rådet", "uthyrning", "försäljning"),
    ],
)
def test_what_yes_and_no_meant_is_told_as_the_minutes_say_it(text: str, yes: str, no: str) -> None:
    vote = the_vote(
        f"{text}\nOmröstningen utfaller med 7 ja-röster mot 4 nej-röster." if "3 röster" not in text else text
    )
    assert (vote.yes_means, (vote.no_means or "").rstrip(".")) == (yes, no.rstrip("."))


def test_a_roll_call_in_sentences_names_each_voter_with_party_and_vote() -> None:
    vote = the_vote(
        'Godkänd voteringsproposition: "Ja för bifall till Dan Östs yrkande och Nej för avslag."\n'
        "Axel Ask (M), Berit Ek (S), tjänstgörande ersättarna Cilla\nAlm (V) och Lo von Berg\n(MP) samt ordföranden "
        "Dan Öst (S) röstar Ja (5).\nEva Berg (SD) och Fia Li (SD) röstar Nej (2). "
        "Gun Hed (C) avstår från att rösta (1)."
    )
    assert (vote.yes, vote.no, vote.abstained) == (5, 2, 1)
    assert names(vote, "yes") == ["Axel Ask (M)", "Berit Ek (S)", "Cilla Alm (V)", "Lo von Berg (MP)", "Dan Öst (S)"]
    assert names(vote, "no") == ["Eva Berg (SD)", "Fia Li (SD)"]
    assert names(vote, "abstained") == ["Gun Hed (C)"]


def test_voters_are_counted_where_no_figure_is_printed() -> None:
    vote = the_vote("Axel Ask (M) och Berit Ek (S) röstar ja medan Eva Berg (SD) röstar nej.")
    assert (vote.yes, vote.no, vote.abstained) == (2, 1, None)


@pytest.mark.parametrize(
    "text",
    [
        "Ja-röster: Axel Ask (M), Berit Ek (S)\nNej-röster: Eva Berg (SD)",
        "Ja röstar Axel Ask (M) och Berit Ek (S).\nNej röstar Eva Berg (SD).",
        "Följande ledamöter röstade ja: Axel Ask (M) och Berit Ek (S). Följande röstade nej: Eva Berg (SD).",
        "Ja (2):\nAxel Ask (M)\nBerit Ek (S)\nNej (1):\nEva Berg (SD)\n",
        "Vid omröstningen avgavs 2 JA-röster (Axel Ask (M), Berit Ek (S)) och 1 NEJ-röst (Eva Berg (SD)).",
        "Ja: M: Axel Ask; S: Berit Ek\nNej: SD: Eva Berg",
        "Namn           Ja   Nej  Avst\nAxel Ask (M)   X\nBerit Ek (S)   X\nEva Berg (SD)       X",
        "Ledamot\tParti\tJa\tNej\nAxel Ask\tM\tX\t\nBerit Ek, vice ordf.\tS\tX\t\nEva Berg\tSD\t\tX\n",
        "| Namn | Ja | Nej |\n|---|---|---|\n| Axel Ask (M) | x | |\n| Berit Ek (S) | x | |\n| Eva Berg (SD) | | x |",
        "Moderaterna\nAxel Ask     Ja\nSocialdemokraterna\nBerit Ek     Ja\nSverigedemokraterna\nEva Berg     Nej",
        "Axel Ask (M)   Ja      Eva Berg (SD)   Nej\nBerit Ek (S)   Ja",
        "Efter upprop:\nJa-röster\nModeraterna: Axel Ask\nSocialdemokraterna: Berit Ek\nNej-röster\nSD: Eva Berg",
        "Ja (2)         Nej (1)\nAxel Ask (M)   Eva Berg (SD)\nBerit Ek (S)\n",
        "Ja-röst lämnas av: Axel Ask (M) och Berit Ek (S). Nej-röst lämnas av: Eva Berg (SD).",
        "Ask, Axel (M)   Ja\nEk, Berit (S)   Ja\nBerg, Eva (SD)   Nej",
        "Ja\nAsk, Axel (M)\nEk, Berit (S)\n\nNej\nBerg, Eva (SD)",
        "1. Axel Ask (M): Ja\n2. Berit Ek (S): Ja\n3. Eva Berg (SD): Nej",
    ],
)
def test_a_roll_call_is_read_in_every_layout(text: str) -> None:
    vote = the_vote(text)
    assert names(vote, "yes") == ["Axel Ask (M)", "Berit Ek (S)"]
    assert names(vote, "no") == ["Eva Berg (SD)"]
    assert (vote.yes, vote.no) == (2, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Två röstar ja: Axel Ask (M), Berit Ek (S). En röstar nej: Eva Berg (SD). En avstår: Gun Hed (C).",
        "Två ledamöter röstar ja: Axel Ask (M), Berit Ek (S)\nEn ledamot röstar nej: Eva Berg (SD)\n"
        "En ledamot avstår: Gun Hed (C)",
        "Två röstar ja, Axel Ask (M) och Berit Ek (S).\nEn röstar nej, Eva Berg (SD). En avstår, Gun Hed (C).",
        "Ja: Axel Ask (M), Berit Ek (S)  Nej: Eva Berg (SD)  Avstår: Gun Hed (C)",
        "Ja: Axel Ask (M), Berit Ek (S) Nej: Eva Berg (SD) Avstår: Gun Hed (C)",
        "JA: Axel Ask (M), Berit Ek (S)\tNEJ: Eva Berg (SD)\tAVSTÅR: Gun Hed (C)",
        "Ja (2): Axel Ask (M), Berit Ek (S)   Nej (1): Eva Berg (SD)   Avstår (1): Gun Hed (C)",
        "Ja | Axel Ask (M), Berit Ek (S) | Nej | Eva Berg (SD) | Avstår | Gun Hed (C)",
        "Ja: Axel Ask (M), Berit Ek (S)\nNej: Eva Berg (SD)\nAvstår från att rösta gör Gun Hed (C).",
        "Ja: Axel Ask (M), Berit Ek (S)\nNej: Eva Berg (SD)\nFöljande ledamöter avstår: Gun Hed (C).",
        "Röstar ja gör Axel Ask (M) och Berit Ek (S). Röstar nej gör Eva Berg (SD). Avstår gör Gun Hed (C).",
        "För ja röstar: Axel Ask (M), Berit Ek (S). För nej röstar: Eva Berg (SD). Från att rösta avstår Gun Hed (C).",
        "Axel Ask (M) ja, Eva Berg (SD) nej, Berit Ek (S) ja och Gun Hed (C) avstår.",
        "Två röstar ja: Axel Ask (M), Berit Ek (S)\nEn röstar nej: Eva Berg (SD)\nAvstår: Gun Hed (C)\nÖvriga går.",
    ],
)
def test_a_roll_call_with_abstentions_is_read_in_every_wording(text: str) -> None:
    vote = the_vote(text)
    assert names(vote, "yes") == ["Axel Ask (M)", "Berit Ek (S)"]
    assert names(vote, "no") == ["Eva Berg (SD)"]
    assert names(vote, "abstained") == ["Gun Hed (C)"]
    assert len(vote.voters) == 4


@pytest.mark.parametrize("who", ["Fyra", "En", "Sju", "Tjugotvå", "Samtliga", "Alla", "Ingen", "Övriga"])
def test_a_word_for_how_many_is_nobodys_name(who: str) -> None:
    votes = votes_in(BallotText("Omröstning", f"{who} röstar ja. {who} röstar nej. {who} avstår. Utfall: 4 ja, 3 nej."))
    assert all(not vote.voters for vote in votes)


def test_surnames_alone_are_voters_as_printed() -> None:
    vote = the_vote("Med 2 ja-röster (Ask, Ek-Lund) mot 3 nej-röster (Berg, Li, Osmanovic) avslås yrkandet.")
    assert [voter.name for voter in vote.voters] == ["Ask", "Ek-Lund", "Berg", "Li", "Osmanovic"]


def test_a_cross_whose_column_is_lost_is_nobodys_vote() -> None:
    vote = the_vote(
        "Ledamot   Ja   Nej   Avstår\nAxel Ask (M)   X\nBerit Ekman (S)   X\nEva Li (S)   X\nSigvard Liman (C)   X\n"
        "Summa   2   1   1"
    )
    assert (vote.yes, vote.no, vote.abstained, vote.voters) == (2, 1, 1, ())


def test_several_ballots_of_one_item_keep_their_own_voters_and_meanings() -> None:
    first, second = votes_in(
        BallotText("Propositionsordning", "Ordföranden finner bifall. Omröstning begärs."),
        BallotText(
            "Omröstning",
            'Godkänd voteringsproposition: "Ja för avgörande i dag och Nej för återremiss."\n'
            "Axel Ask (M) och Berit Ek (S) röstar Ja (2).\nEva Berg (SD) röstar Nej (1).",
        ),
        BallotText("Propositionsordning", "Ordföranden finner bifall till förslaget. Omröstning begärs."),
        BallotText(
            "Omröstning",
            'Godkänd voteringsproposition: "Ja för bifall och Nej för avslag."\n'
            "Axel Ask (M) och Berit Ek (S) röstar Ja (2).\nEva Berg (SD) röstar Nej (1).",
        ),
    )
    assert (first.yes_means, first.no_means) == ("avgörande i dag", "återremiss")
    assert (second.yes_means, second.no_means) == ("bifall", "avslag")
    assert names(first, "yes") == names(second, "yes") == ["Axel Ask (M)", "Berit Ek (S)"]


def test_numbered_ballots_in_one_text_are_several() -> None:
    first, second = votes_in(
        BallotText(
            "",
            "Omröstning 1\nNämnden prövar om det avgörs i dag. Med 7 ja-röster mot 2 nej-röster\nbeslutas så.\n\n"
            "Omröstning 2\nJa-röst för bifall, nej-röst för avslag. Utfallet blir 6 ja,\n2 nej och 1 som avstår.",
            is_certain=False,
        )
    )
    assert (first.yes, first.no, second.yes, second.no, second.abstained) == (7, 2, 6, 2, 1)
    assert (second.yes_means, second.no_means) == ("bifall", "avslag")


def test_a_result_that_is_told_twice_is_one_ballot() -> None:
    vote = the_vote("Omröstningen utfaller med 7 ja mot 4 nej.\nMed 7 ja-röster mot 4 nej-röster bifalls förslaget.")
    assert (vote.yes, vote.no) == (7, 4)


def test_a_table_may_hold_two_ballots() -> None:
    first, second = votes_in(
        BallotText(
            "Omröstning",
            "               § 12          § 13\nLedamot        Ja  Nej  Avst Ja  Nej  Avst\n"
            "Axel Ask (M)   x             x\nBerit Ek (S)       x                  x\n",
        )
    )
    assert (names(first, "no"), names(second, "abstained")) == (["Berit Ek (S)"], ["Berit Ek (S)"])


MEETING = """Kommunfullmäktige
Protokoll 2024-04-29

§ 42 Motion om frukost

Omröstning
Ja-röst för avslag, nej-röst för bifall. Omröstningen utfaller med 2 Ja mot 1 Nej. Hur var och en röstar framgår
av bilaga 2.

Beslut
Motionen avslås.

§ 43 Markanvisning

Omröstning
Omröstningen utfaller med 1 Ja mot 2 Nej. Hur var och en röstar framgår av bilaga 3.

Beslut
Markanvisningen avslås.

Omröstningslista, bilaga 2

Ledamot            Ja    Nej   Avstår
Axel Ask (M)       X
Berit Ek (S)       X
Eva Berg (SD)            X

Bilaga 3
Omröstningslista

Ja
Axel Ask (M)
Nej
Berit Ek (S)
"""


def test_a_list_behind_the_minutes_belongs_to_the_ballot_that_points_to_it() -> None:
    first, second = parsed(MEETING).items
    assert names(first.votes[0], "yes") == ["Axel Ask (M)", "Berit Ek (S)"]
    assert names(second.votes[0], "no") == ["Berit Ek (S)"]
    assert "Omröstningslista" not in second.text


def test_voters_that_are_fewer_than_the_figure_are_remarked() -> None:
    said = [remark.text for remark in parsed(MEETING).remarks]
    assert said == ["§ 43: 2 are counted as no in a ballot, but 1 is listed by name."]


def test_a_list_that_names_a_paragraph_belongs_to_its_ballot() -> None:
    text = MEETING.replace("bilaga 2", "listan").replace("Omröstningslista, listan", "Omröstningslista § 42")
    assert len(parsed(text).items[0].votes[0].voters) == 3


def test_a_list_that_may_be_anybodys_is_nobodys() -> None:
    text = MEETING.replace("bilaga 2", "listan").replace("2 Ja mot 1 Nej", "9 Ja mot 8 Nej")
    assert parsed(text).items[0].votes[0].voters == ()


def test_a_roll_call_that_begins_alike_on_every_page_is_no_page_head() -> None:
    call = "Axel Ask (M), Berit Ek (S), Cilla Alm (V), Dan Öst (S), Gun Hed (C) och"
    others = ("Lo Berg (MP)", "Siv Dal (L)", "Mats Holm (KD)", "Ingrid Rask (M)")
    text = "Kommunstyrelsen\nProtokoll 2024-04-29\n\n"
    starts = [0]
    for number, other in enumerate(others, start=1):
        text += f"§ {number} {('Skola', 'Väg', 'Bad', 'Bro')[number - 1]}\n\nOmröstning\n\n"
        starts.append(len(text))
        text += f"{call}\n{other} röstar Ja (6).\n\nBeslut\n\nFörslag {other} bifalls, skrivet för sig.\n\n"
    minutes = parse(Pages(file="protokoll.txt", sha256="0", media_type="text/plain", text=text, starts=tuple(starts)))
    assert [len(vote.voters) for item in minutes.meeting.items for vote in item.votes] == [6] * len(others)
