"""Assignees: who gets a task, also where several get it together, and where the word uppdrag is not used.

    Förskolenämnden, kulturnämnden och Higab AB får i uppdrag att ...      Förskolenämnden | kulturnämnden | Higab AB
    att uppdra åt socialchefen att återkomma                               socialchefen
    Ärendet återremitteras till tekniska nämnden för komplettering         tekniska nämnden
    att ordföranden kontaktar regionen                                     ordföranden

With whom they are to do it, and what is only a report on a task that was given before, is not among them.
"""

from __future__ import annotations

import re

from indexer.minutes.decisions.doers import doers_of
from indexer.minutes.decisions.groups import all_doers, entries

_WITH_OTHERS = (
    r"i\s+(?:nära\s+)?(?:samverkan|samarbete|samråd|dialog)\s+med|tillsammans\s+med|genom|med\s+stöd\s+av|"
    r"inom\s+ramen|utifrån|enligt"
)
_WHOM = r"(?P<who>(?:[^.:;”\"]|:(?=\d)){2,600}?)"
_END = r"(?=,?\s+att\b|[.:;”\"]|$)"
_GETS = re.compile(
    r"\s(?:får|fick|ges|gavs|ska(?:ll)?\s+få)"
    rf"(?:,?\s+(?:också|även|därför|dessutom|vidare|tillsammans|gemensamt)|,?\s+(?:{_WITH_OTHERS})[^.;]{{3,200}}?)?"
    r"\s+i\s+(?:uppdrag|uppgift)\b|"
    r"\s(?:åläggs|ålades|uppmanas|uppmanades|anmodas|anmodades|ombeds|ombads|uppdras|uppdrogs(?!\s+åt)|tillskrivs|"
    r"(?:får|ges)\s+ansvar(?:et)?\s+för)\s+(?!åt\b|till\b)(?=\w)",
    re.IGNORECASE,
)
"""What stands behind those who get a task."""
_GIVEN = (
    re.compile(rf"\b(?:ge|ger|gav)\s+(?!i\s+uppdrag){_WHOM}\s+i\s+upp(?:drag|gift)\b", re.IGNORECASE),
    re.compile(rf"\bi\s+uppdrag\s+(?:åt|till)\s+{_WHOM}{_END}", re.IGNORECASE),
    re.compile(
        rf"(?:\b(?:uppdra(?:r|s|gs|ges)?|uppdrogs?)|^(?:att\s+)?uppdrag|\buppdrag(?:et)?\s+(?:ges|lämnas|går|gavs))\s+"
        rf"(?:åt|till)\s+{_WHOM}{_END}",
        re.IGNORECASE,
    ),
    re.compile(rf"\bhemställ(?:er|de)?\s+(?:till|hos)\s+{_WHOM}\s+att\b", re.IGNORECASE),
    re.compile(rf"^(?:att\s+)?ber?\s+{_WHOM}\s+(?:om\s+)?att\s", re.IGNORECASE),
)
"""What stands around them."""
_REFERRED = re.compile(r"\b(?:åter(?:remitter|förvis)|remitter)\w+\b[^.;:]{0,400}", re.IGNORECASE)
_REFERRED_TO = re.compile(
    r"\still\s+(?P<who>[^.;:]{2,400}?)(?=,?\s+(?:för\s(?:att|(?:[^\W\d_]+\s)?"
    r"(?:yttrande|svar|utred|kompletter|bered|hand|vidare|ny|ställ|synpunkt|genom|omarbet|omtag|revid|juster|förtydlig|"
    r"kostnad|beräkn|översyn|bearbet|anal|fördjup|pröv|remiss|gransk|uppdater|belys|förank|klargör|klarlägg|redovis|"
    r"uppfölj|fortsatt|ytterlig|mer\b|en\b|ett\b))\w*|som|med|i\s(?!sam)|enligt|att|utifrån|då|eftersom)\b|$)",
    re.IGNORECASE,
)
_WHAT_FOR = re.compile(
    r"(?<=[^\W\d_]{3})((?:kontor|bolag|förbund|sekretariat|kansli|utskott|förvaltning|chef|direktör|nämnd|styrelse|beredning)"
    r"(?:et|en|n)?)\s+för\s.*$",
    re.IGNORECASE,
)
"""What somebody whose name is whole is to do: "kommunledningskontoret för samordning", not "nämnden för teknik"."""
_BEFORE = re.compile(
    r"[.;”\"]\s|:\s|\b(?:och|samt|om)\s+att\s|\b(?:avslås|bifalls|besvarad|godkänns|bordläggs),?\s+(?:och|samt)\s"
)
"""Where what stands before "får i uppdrag" begins at the latest."""
_LONGEST = 600
_LEAD = re.compile(r"^(?:(?:att|ge|dessutom|därutöver|samt|och)\s+)+", re.IGNORECASE)
_WHICH = re.compile(r"\b(?:till|åt|hos)\s+(?P<who>[^,]+?),?\s+som$", re.IGNORECASE)
_WITH = re.compile(rf",?\s+(?:{_WITH_OTHERS}|som)\b.*$", re.IGNORECASE)
"""With whom, or through whom, the task is to be done: they did not get it."""
_ALSO_GETS = re.compile(r"\s+(?:tilldelas|beviljas|ansvarar|utses)\b.*\b(?:och|samt)$", re.IGNORECASE)
"""What they get besides: "Nämnden tilldelas 1 mnkr och får i uppdrag"."""
AMENDED = re.compile(
    r"\b(?:ändras|utgår|ersätts|läggs\s+till)\s+(?:till\b|(?:följande\s+)?(?:meningen?|texten?|stycket?|lydelsen?)\b)[^.]{0,20}[:”\"“]?\s.*$"
    r"|\bföljande\s+(?:nya\s+)?lydelse\b.*$",
    re.IGNORECASE,
)
"""The wording of a text that is changed, which gives nobody a task: "I 18 § ändras meningen: Nämnden ska ..."."""
_MOVED = (
    r"(?:\w*motion|medborgarförslag|e-förslag|\w*yrkande|\w*förslag|\w*initiativ)(?:e?n|e?t)?\b"
    r"(?:\s+(?:från|av)\s[^.;]{2,60}?)?\s+(?:om\s+)?att\s"
)
_ITS_WORDS = r"(?:(?!\b(?:och|samt)\s+att\b)[^.;])"
_UNGRANTED = re.compile(
    rf"\b{_MOVED}{_ITS_WORDS}{{1,600}}?(?=\s(?:avsl[åo]\w*|avvisa\w*|anse[rs]?\b|ansågs|förklaras|besvara\w*|bordl[äa]\w*|"
    rf"återremitter\w*|(?:bifalls|bifölls)\s+inte|föll|faller|noteras|antecknas)\b)"
    rf"|\b(?P<fate>(?:avsl[åo]|avvisa|bordl[äa]|anse)\w*)\s+(?:\w+\s+){{0,3}}{_MOVED}{_ITS_WORDS}+",
    re.IGNORECASE,
)
"""What is asked for in a motion or a proposal that is not granted, which gives nobody a task."""
_QUOTED = re.compile(r"[”“\"][^”“\"]{1,1500}[”“\"]")
_REPORTS = re.compile(
    r"^(?:(?!\bi\suppdrag\b)[^.;]){0,200}?\b(?:(?:del|slut)?redovisning|återrapportering|rapportering)(?:en|ar|arna)?\s+av\s"
    r"[^.;]{0,120}?\buppdrag(?:et|en)?\b|^[^.;]{0,200}s\s+uppdrag\b[^.;]{0,20}\s(?:givet|att)\b|"
    r"^uppdraget\b[^.;]{0,80}\s(?:om\s+att|till)\b|\bförklaras\s+(?:som\s+)?(?:fullgjor|genomför|slutför|avslutad|verkställ)",
    re.IGNORECASE,
)
"""The words of a report on a task: "Redovisning av uppdraget att", "nämndens uppdrag att ... förklaras fullgjort"."""


def assignees_of(clause: str) -> tuple[str, ...]:
    """Those who get the task that a clause gives, each as printed; none where it names nobody or gives no task."""
    clause = unreported(clause)
    phrase = _LEAD.sub("", _phrase(clause).strip(" ,"))
    if which := _WHICH.search(phrase):
        phrase = which["who"]
    phrase = _WITH.sub("", _ALSO_GETS.sub("", phrase)).strip(' ,”"')
    return entries(phrase) if phrase else doers_of(clause) or _referred_to(clause)


def _referred_to(clause: str) -> tuple[str, ...]:
    """Those whom a matter is sent to for more work or for an opinion."""
    for referral in _REFERRED.finditer(clause):
        for start in (match.start() for match in re.finditer(r"\still\s", referral.group())):
            match = _REFERRED_TO.match(referral.group(), start)
            if match is None or " till " in match["who"]:
                continue
            if doers := all_doers(_WHAT_FOR.sub(r"\1", _WITH.sub("", match["who"]))):
                return doers
    return ()


def is_told_to_act(clause: str) -> bool:
    """Whether a clause gives somebody a task; to ask for an opinion or for more work is none."""
    return bool(_GETS.search(clause) or any(pattern.search(clause) for pattern in _GIVEN) or doers_of(clause))


def is_about_a_task(clause: str) -> bool:
    """Whether a clause only says more of the task that the clause before it gives: "Uppdraget ska redovisas i juni"."""
    return _ABOUT_A_TASK.match(_NUMBER.sub("", clause)) is not None


def recurs(clause: str) -> bool:
    """Whether a clause asks for reports that come again and again: "Redovisning sker årligen, första gången i maj"."""
    return is_about_a_task(clause) and _FIRST_TIME.search(clause) is not None


def unreported(clause: str) -> str:
    """A clause without its number, what it quotes, and its sentences that only report on a task given before."""
    clause = _NUMBER.sub("", _QUOTED.sub("”", without_ungranted(AMENDED.sub("", clause))))
    return " ".join(sentence for sentence in _SENTENCE_END.split(clause) if not _REPORTS.search(sentence))


def without_ungranted(clause: str) -> str:
    """A clause without what was asked for in vain: "Motionen om att ge nämnden i uppdrag att ... avslås"."""
    return _UNGRANTED.sub(lambda asked: asked["fate"] or "", clause)


_ABOUT_A_TASK = re.compile(
    r"(?:att\s+)?(?:(?:uppdraget|uppdragen|utredningen|arbetet|redovisningen|återrapporteringen|rapporten|förslaget)\s+ska(?:ll)?\b|"
    r"(?:åter|läges|slut)?(?:rapport(?:ering)?|redovisning|uppföljning)(?:en)?\s+(?:till\s+[\w-]+\s+)?(?:ska(?:ll)?|sker|görs|lämnas|ges)\b)",
    re.IGNORECASE,
)
_FIRST_TIME = re.compile(r"\b(?:första\s+gången|med\s+(?:start|början))\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.”])\s+(?=[A-ZÅÄÖ])")
_NUMBER = re.compile(r"^(?:\d{1,2}[.)]|[a-zåäö]{1,2}[.)]|[•–-])\s+")


def _phrase(clause: str) -> str:
    """The words that name who gets the task, "" if none do."""
    if gets := _GETS.search(clause):
        before = clause[max(0, gets.start() - _LONGEST) : gets.start()]
        return before[max((edge.end() for edge in _BEFORE.finditer(before)), default=0) :]
    return next((given["who"] for pattern in _GIVEN if (given := pattern.search(clause))), "")
