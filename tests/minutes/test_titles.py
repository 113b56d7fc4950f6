"""Titles: where they stand beside the number, the diary number and the text, in layouts that print them elsewhere."""

from __future__ import annotations

from indexer.minutes import parse
from indexer.model import AgendaItem, Pages

HEAD = "Brunna kommun\nTekniska nämnden\nSammanträdesprotokoll 2024-05-14\n\nNärvarande: Bo Ek (S), Eva Ask (M)\n\n"


def items(body: str) -> tuple[AgendaItem, ...]:
    pages = Pages(file="protokoll.txt", sha256="0", media_type="text/plain", text=HEAD + body)
    return parse(pages).meeting.items


def test_a_diary_number_in_the_left_column_is_no_part_of_the_text_beside_it() -> None:
    (item, _) = items(
        "TN § 23        Avgifter 2025\n\nDnr 2024/41    Förvaltningschefen föreslår nämnden besluta\n\n"
        "               att höja avgifterna.\n\n               Nämnden beslutar\n\n"
        "               att sänka avgifterna.\n\nTN § 24        Rapporter\n\n               Nämnden beslutar\n\n"
        "               att lägga dem till handlingarna.\n"
    )
    assert (item.title, item.reference) == ("Avgifter 2025", "2024/41")
    assert [decision.text for decision in item.decisions] == ["att sänka avgifterna."]


def test_a_title_goes_on_in_its_column_beside_the_text() -> None:
    (item, _) = items(
        "                 § 6\n\nAnsökan från     Föreningen har ansökt om bidrag till en\n"
        "Brunna           ny orgel i kyrkan, som är gammal och\nOrgelvänner      sliten.\n\n"
        "                 Nämnden beslöt att bevilja bidraget.\n\n"
        "                 § 7\n\nRapporter        Inga rapporter fanns att\n                 behandla i dag.\n"
    )
    assert item.title == "Ansökan från Brunna Orgelvänner"
    assert [decision.text for decision in item.decisions] == ["att bevilja bidraget."]


def test_a_title_stands_above_its_diary_number_and_above_the_way_of_its_matter() -> None:
    first, second, third = items(
        "Godkännande av protokollet\n\nTN 14.05.2024 § 41\n\nBeslut: Protokollet godkändes.\n\n"
        "Sammanslagning av förråden\n\nBR/342/12.00/2024\n\nTN 12.03.2024 § 27\n\nBeslut: Ärendet bordlades.\n\n"
        "TN 14.05.2024 § 42\n\nFörråden har setts över.\n\nBeslut: Förråden slogs samman.\n\n"
        "Delgivningar\n\nBR/350/12.00/2024\n\nTN 14.05.2024 § 43\n\nBeslut: Antecknades.\n"
    )
    assert [item.title for item in (first, second, third)] == [
        "Godkännande av protokollet",
        "Sammanslagning av förråden",
        "Delgivningar",
    ]
    assert [decision.text for decision in second.decisions] == ["Förråden slogs samman."]


def test_lines_in_capitals_head_the_items_where_nothing_else_does() -> None:
    body = (
        "VAL AV JUSTERARE\n\nBo Ek valdes.\n\nFRÅGA OM AVGIFTEN\nDen är låg.\n\nMOTION OM GRUS\n\nMotionen avslogs.\n"
    )
    assert [item.title for item in items(body)] == ["VAL AV JUSTERARE", "FRÅGA OM AVGIFTEN", "MOTION OM GRUS"]


def test_what_the_archive_files_a_matter_under_is_no_title() -> None:
    (item, _) = items(
        "MBN § 55          Dnr 2024-000198  236\n\nBrygga på Hagby 1:27\n\nBESLUT\nDispens ges.\n\n"
        "MBN § 56          Dnr 2024-000199  002\n\nMeddelanden\n\nBESLUT\nDe noteras.\n"
    )
    assert (item.title, item.reference) == ("Brygga på Hagby 1:27", "2024-000198 236")


def test_a_roman_one_ends_a_title_and_the_preposition_does_not() -> None:
    (item, _) = items("1. Yttrande\n   Budget I\nYttrandet delades ut. Nämnden tog del av det.\n\n2. Övrigt\nInget.\n")
    assert item.title == "Yttrande Budget I"


def test_a_table_is_read_column_by_column() -> None:
    first, second, third = items(
        "Nr    Ärende                    Beslut                     Ansvarig\n\n"
        "1     Mötets öppnande           Bo Ek justerar.\n\n"
        "2     Byte av lönesystem        Avtalet förlängs med       Eva Ask\n"
        "      Förslag: Nytt system      ett år.\n      köps.\n\n"
        "3     Övrigt\n      Inget fanns att ta upp.\n"
    )
    assert [item.title for item in (first, second, third)] == ["Mötets öppnande", "Byte av lönesystem", "Övrigt"]
    assert [[one.text for one in item.decisions] for item in (first, second, third)] == [
        ["Bo Ek justerar."],
        ["Avtalet förlängs med ett år."],
        [],
    ]
    assert [proposal.text for proposal in second.proposals] == ["Nytt system köps."]


def test_a_title_goes_on_below_the_number_at_its_right() -> None:
    first, second, _ = items(
        "Motion från Alva Påhittad (V) om avgiftsfri                  § 65\nsimskola för alla barn\nDnr 2023-00877\n\n"
        "Nämndens beslut\nMotionen avslås.\n\n"
        "Val                                                          § 66\nDnr 2024-00003\n\nNämndens beslut\n"
        "Bo Ek (S) väljs.\n\n"
        "Rapport                                                      § 67\n\nNämndens beslut\nRapporten godkänns.\n"
    )
    assert (first.title, first.number) == ("Motion från Alva Påhittad (V) om avgiftsfri simskola för alla barn", "§ 65")
    assert (second.title, second.reference) == ("Val", "2024-00003")
