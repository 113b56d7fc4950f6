"""A house style to copy: name the file after the house, follow the comments, and add the style to `STYLES`."""

from __future__ import annotations

from indexer.minutes.styles import vocabulary
from indexer.minutes.styles.style import HeadingForm, Style

EXAMPLE = Style(
    # The name that is written into the meeting, and the folder in tests/minutes/ where its minutes lie. Begin there:
    # put a text in it (with invented people), run `python -m tests.minutes.expected` on it, and read what came out.
    # Where that is right without a style of its own, none is needed.
    name="example",
    # Words of the organ's name, and lines that are found in these minutes and in few others. They choose the style:
    # a line counts one, the organ's name as much as three. Write them as printed; scanned spellings find themselves.
    organs=("skogsråd", "allmänning"),
    signs=("Skogsmästaren beslutar", "Avverkning"),
    # How the items are headed, the surest form first: "§ 12", "3.", "09.15", or an unmarked line. Leave out what does
    # not occur; a form that is not there cannot be mistaken.
    forms=(HeadingForm.NUMBER, HeadingForm.BARE),
    # The headings within an item, by what they mean. Take the common ones and add the house's own: a `*` is any word,
    # so that "* avgör" is "Skogsrådet avgör" and "Stämman avgör". A heading in no list is text.
    sections={
        **vocabulary.SECTIONS,
        "decision": (*vocabulary.SECTIONS["decision"], "Skogsmästaren beslutar", "* avgör"),
        "other": (*vocabulary.SECTIONS["other"], "Avverkning"),
    },
    # Labels above names, by who stands below them, and labels of the front page, by what stands behind them.
    attendance={**vocabulary.ATTENDANCE, "guest": (*vocabulary.ATTENDANCE["guest"], "Markägare")},
    head={**vocabulary.HEAD, "place": (*vocabulary.HEAD["place"], "Samlingsplats")},
    # Whether a label may stand without its colon ("Sammanfattning Länsstyrelsen har tagit fram ...").
    run_in=False,
    # Whether every line up to the next blank one is the title, and whether any short line is a heading. Both are for
    # houses where nothing else tells; try without them first.
    titles_run_to_blank=False,
    short_lines_head=False,
    # Whether "Närvarande: Ylva, Hassan och Tom" are people; elsewhere they may be municipalities.
    first_names=False,
)
