"""Doers: who is to do something by a clause that does not say uppdrag.

    att ordföranden och Anna Ek kontaktar regionen          ordföranden | Anna Ek
    Tekniska nämnden ska anlägga en lekplats                Tekniska nämnden
    Ansvarig: kassören                                      kassören
    Rutin för attest | Ekonomichefen | 2024-02-29           Ekonomichefen

What somebody tells at the meeting, and what a rule says of an organ ("Nämnden ska bestå av"), is no task.
"""

from __future__ import annotations

import re
from functools import cache

from indexer.minutes.decisions.groups import all_doers
from indexer.minutes.words import words

_NO_SUBJECT = re.compile(r"\b(?:om|att|till|åt|som|med|från|är|har|inte|den\s+\d)\b|\d{4}", re.IGNORECASE)
"""What does not stand among the words of who does something."""
_RULED = re.compile(r"\s(?:vara|ha|få|bli|gälla|kunna|bestå|utgöra|omfatta|ingå|betraktas|\w+s)$", re.IGNORECASE)
"""What a rule says that somebody shall be or have, and what shall be done to them."""
_RESPONSIBLE = re.compile(
    r"\b(?:huvud)?ansvar(?:ig|iga|igt|ar)?(?:\s[\w/]+){0,2}:\s*"
    r"(?P<who>[^.:;|]+?)(?=\s+(?:huvud)?ansvariga?\b|\s+mål:|[.;|]|$)",
    re.IGNORECASE,
)
_ROW = re.compile(r"[^|]{3,200}\|(?P<who>[^|]{2,120})\|[^|]*\d[^|]*")
_WITH_OTHERS = re.compile(
    r",?\s+(?:i\s+(?:nära\s+)?(?:samverkan|samarbete|samråd|dialog)\s+med|tillsammans\s+med|senast|före|innan|under|"
    r"inför|årligen|löpande|regelbundet|kvartalsvis|halvårsvis|månadsvis|skyndsamt|omgående|"
    r"inom\s+(?:\d|ett|en|två|tre|fyra|fem|sex|åtta|nio|tio|tolv)|"
    r"(?:till|vid)\s+(?:nästa|nästkommande|kommande|mötet|sammanträdet|den\s+\d|\w+möte|\w+sammanträde))(?!\w).*$",
    re.IGNORECASE,
)
"""With whom, and when, it is to be done."""


def doers_of(clause: str) -> tuple[str, ...]:
    """Those whom a clause says what they are to do, each as printed; none where it is no task."""
    if row := _ROW.fullmatch(clause.strip(" |")):
        return all_doers(row["who"])
    if responsible := list(_RESPONSIBLE.finditer(clause)):
        return tuple(one for match in responsible for one in all_doers(_WITH_OTHERS.sub("", match["who"])))
    match = _THEN_SHALL.match(clause) or _shall().match(clause) or _does().match(clause)
    if match is None or _NO_SUBJECT.search(_WITH_OTHERS.sub("", match["who"])):
        return ()
    doers = all_doers(_WITH_OTHERS.sub("", match["who"]))
    if match.re is not _does():
        return () if _RULED.search(match.group()) else doers
    is_told = match["that"] is None and _told().search(match.group())
    return () if is_told else doers


_WHO = r"(?:[-–•]\s*)?(?P<that>att\s+)?(?P<who>(?:[^.:;|”\"()]|\([A-ZÅÄÖ]\w{0,3}\)){2,160}?)\s+"
_THEN_SHALL = re.compile(
    r"(?:till|inför|senast|under|innan|före)\s[^.;]{3,60}?\sska(?:ll)?\s+(?P<who>[^.:;|”\"()]{2,80}?)\s+[^\W\d_]+?(?:a|å|e|s|o)\b",
    re.IGNORECASE,
)
"""The same behind the time: "Till nästa möte ska ordföranden kontakta regionen"."""


@cache
def _shall() -> re.Pattern[str]:
    """Somebody who shall, or may come back with, something."""
    when = (
        r"\s+(?:senast|därför|även|också|skyndsamt|omgående|sedan|årligen|löpande|regelbundet|kvartalsvis|halvårsvis|"
        r"månadsvis|varje\s+(?:år|månad|kvartal|halvår))"
    )
    between = rf"(?:{when}|\s+(?:i|till|inom|inför|före|senast)\s[^.;]{{3,80}}?)?"
    return re.compile(
        rf"{_WHO}(?:(?:ska|skall|skulle){between}\s+(?:ha\s+(?:[\w-]+\s+){{1,4}}(?:klar|färdig)\w*|[^\W\d_]+?(?:a|å|e|s|o))|"
        rf"f[åa]r{between}\s+(?:återkomma|redovisa|ta\s+fram|utreda|komplettera))\b",
        re.IGNORECASE,
    )


@cache
def _does() -> re.Pattern[str]:
    """Somebody and what they do, as clauses say it in the present tense."""
    return re.compile(rf"{_WHO}{_any('deeds')}\b", re.IGNORECASE)


@cache
def _told() -> re.Pattern[str]:
    """What somebody does at the meeting or before it, unless "att" says that it was decided."""
    return re.compile(rf"\s{_any('told')}$", re.IGNORECASE)


def _any(heading: str) -> str:
    return f"(?:{'|'.join(phrase.replace(' ', chr(92) + 's+') for phrase in words('kinds')[heading])})"
