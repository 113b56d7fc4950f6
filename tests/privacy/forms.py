"""Forms: how minutes, scanners and programs write a personnummer, and the numbers that only look like one.

A form makes a text of twelve digits. All numbers are of nobody: days, serials and checksums are made by chance.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import product
from typing import Final

from indexer.privacy.checksum import luhn

Form = Callable[[str], str]

DASHES: Final = (
    *("-", "\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}", "\N{FIGURE DASH}", "\N{EN DASH}", "\N{EM DASH}"),
    *("\N{MINUS SIGN}", "\N{SMALL HYPHEN-MINUS}", "\N{FULLWIDTH HYPHEN-MINUS}", "\N{HYPHEN BULLET}"),
)
SPACES: Final = (
    *(" ", "\t", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"),
    *("\N{THIN SPACE}", "\N{FIGURE SPACE}", "\N{EM SPACE}"),
)
OTHERS: Final = ("+", "/", ".", "_", ":")
UNSEEN: Final = (
    *("\N{SOFT HYPHEN}", "\N{ZERO WIDTH SPACE}", "\N{ZERO WIDTH NON-JOINER}"),
    *("\N{WORD JOINER}", "\N{ZERO WIDTH NO-BREAK SPACE}", "\N{LEFT-TO-RIGHT MARK}", "\x02"),
)
LINE_ENDS: Final = ("\n", "\r\n", " \n", "\n   ", "\N{LINE SEPARATOR}", "\f")
OCR: Final = ("0O", "0o", "1l", "1I", "5S", "8B", "0O1l5S8B")
"""Digits, each followed by what OCR makes of it."""
WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")


def with_checksum(nine: str) -> str:
    """Nine digits and the tenth that makes them right."""
    return next(nine + digit for digit in "0123456789" if luhn(nine + digit) == 0)


def twelve(day: date, serial: int, *, samordning: bool = False) -> str:
    """The twelve digits of nobody."""
    ten = with_checksum(f"{day:%y%m}{day.day + 60 * samordning:02}{serial:03}")
    return f"{day.year // 100}{ten}"


def forms() -> dict[str, Form]:
    """Every form by a name that says how it looks."""
    centuries = (True, False)
    listed: list[tuple[Callable[..., str], Mapping[str, object]]] = [
        *(
            (_halves, {"century": c, "sign": s})
            for c, s in product(centuries, (*DASHES, *SPACES, *OTHERS, "", *UNSEEN))
        ),
        *((_halves, {"century": c, "sign": s}) for c, s in product(centuries, LINE_ENDS)),
        *(
            (_halves, {"century": c, "sign": f"{around}{s}{around}"})
            for c, s, around in product(centuries, "-–+/", (" ", "\N{NO-BREAK SPACE}", "\n"))
        ),
        *((_halves, {"century": c, "sign": s + end}) for c, s, end in product(centuries, "-–+/", LINE_ENDS)),
        *((_halves, {"century": c, "sign": end + s}) for c, s, end in product(centuries, "-–+/", LINE_ENDS)),
        *(
            (_date_first, {"century": c, "inner": i, "sign": s})
            for c, i, s in product(centuries, "-./ –\N{NO-BREAK SPACE}", "- /.")
        ),
        *(
            (_each_apart, {"century": c, "inner": i, "sign": s})
            for c, i, s in product(centuries, " \N{NO-BREAK SPACE}.-\t", ("", "-", " - "))
        ),
        *(
            (_in_pairs, {"century": c, "sign": s, "day": d})
            for c, s, d in product(centuries, (" ", "-", " - "), centuries)
        ),
        *((_broken, {"at": at, "end": end}) for at, end in product((3, 4, 5, 7, 10, 11), ("\n", "-\n", "\r\n"))),
        *((_with_unseen, {"at": at, "unseen": unseen}) for at, unseen in product((3, 6, 8, 10), UNSEEN)),
        *(
            (_scanned, {"century": c, "sign": s, "letters": letters})
            for c, s, letters in product(centuries, ("-", " ", ""), OCR)
        ),
        *((_wide, {"century": c}) for c in centuries),
        *((_within, {"before": before, "after": after}) for before, after in SURROUNDINGS),
        (_taxed, {}),
    ]
    return {f"{form.__name__} {named}": partial(form, **named) for form, named in listed}


SURROUNDINGS: Final = (("pnr", ""), ("(", ")"), ("", "s"), ("nr.", "."), ("/", "/"), ("A ", ", kap."), ("'", "'"))


def _day(digits: str, century: bool) -> str:
    return digits[0 if century else 2 : 8]


def _halves(digits: str, *, century: bool, sign: str) -> str:
    return f"{_day(digits, century)}{sign}{digits[8:]}"


def _date_first(digits: str, *, century: bool, inner: str, sign: str) -> str:
    return f"{digits[0 if century else 2 : 4]}{inner}{digits[4:6]}{inner}{digits[6:8]}{sign}{digits[8:]}"


def _each_apart(digits: str, *, century: bool, inner: str, sign: str) -> str:
    return f"{inner.join(_day(digits, century))}{sign or inner}{inner.join(digits[8:])}"


def _in_pairs(digits: str, *, century: bool, sign: str, day: bool) -> str:
    first = _day(digits, century)
    return f"{_pairs(first) if day else first}{sign}{_pairs(digits[8:])}"


def _broken(digits: str, *, at: int, end: str) -> str:
    dashed = f"{digits[:8]}-{digits[8:]}"
    cut = at if at <= 8 else at + 1
    return f"{dashed[2:cut]}{end}{dashed[cut:]}"


def _with_unseen(digits: str, *, at: int, unseen: str) -> str:
    dashed = f"{digits[:8]}-{digits[8:]}"
    return f"{dashed[:at]}{unseen}{dashed[at:]}"


def _scanned(digits: str, *, century: bool, sign: str, letters: str) -> str:
    return _halves(digits, century=century, sign=sign).translate(str.maketrans(letters[::2], letters[1::2]))


def _wide(digits: str, *, century: bool) -> str:
    return _halves(digits, century=century, sign="-").translate(WIDE)


def _within(digits: str, *, before: str, after: str) -> str:
    return f"{before}{_halves(digits, century=False, sign='-')}{after}"


def _taxed(digits: str) -> str:
    return f"SE{digits[2:]}01"


CUES: Final = (
    *("personnummer", "Personnummer:", "personnumret", "personnr.", "pers.nr", "persnr", "pnr", "p.nr"),
    *("samordningsnummer", "född", "född:", "(född", "födda", "f.", "födelsedatum", "Fo\u0308dd"),
)


def told_forms() -> dict[str, Form]:
    """A day alone, told to be somebody's birthday."""
    return {f"{cue} {form.__name__}": partial(_told, cue=cue, form=form) for cue, form in product(CUES, DAYS_ALONE)}


def _told(digits: str, *, cue: str, form: Form) -> str:
    return f"{cue} {form(digits)}"


def _six(digits: str) -> str:
    return digits[2:8]


def _eight(digits: str) -> str:
    return digits[:8]


def _iso(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"


def _dotted(digits: str) -> str:
    return f"{digits[6:8]}.{digits[4:6]}.{digits[:4]}"


def _slashed(digits: str) -> str:
    return f"{int(digits[6:8])}/{int(digits[4:6])} {digits[:4]}"


def _in_words(digits: str) -> str:
    return f"den {int(digits[6:8])} {MONTHS[int(digits[4:6]) - 1]} {digits[:4]}"


def _hidden(digits: str) -> str:
    return f"{digits[2:8]}-XXXX"


def _with_a_wrong_digit(digits: str) -> str:
    return f"{digits[2:8]}-{digits[8:11]}{(int(digits[11]) + 1) % 10}"


DAYS_ALONE: Final = (_six, _eight, _iso, _dotted, _slashed, _in_words, _hidden, _with_a_wrong_digit)


MONTHS: Final = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


def persons(seed: int, *, samordning: bool = True) -> Iterator[str]:
    """Numbers without end, of days from 1900 to 2025, some of them samordningsnummer."""
    chance = random.Random(seed)
    while True:
        day = date(1900, 1, 1) + timedelta(days=chance.randrange(46_000))
        yield twelve(day, chance.randrange(1000), samordning=samordning and chance.random() < 0.2)


def others(seed: int, many: int) -> Iterator[str]:
    """Numbers that are no person's, as minutes have them: references, amounts, telephone numbers, dates and times."""
    chance = random.Random(seed)
    kinds = (_references, _amounts, _telephones, _organizations, _dates, _accounts)
    for turn in range(many):
        yield kinds[turn % len(kinds)](chance)


def _references(chance: random.Random) -> str:
    year, serial = chance.randrange(1990, 2027), chance.randrange(1, 100_000)
    unit = chance.choice(("KS", "BUN", "SN", "MBN", "KSN", "VON", "Dnr", "dnr KS"))
    return chance.choice(
        (
            f"{unit} {year}/{serial:05}",
            f"{unit}-{year}-{serial:05}",
            f"{unit} {year}/{serial}-{chance.randrange(1, 40)}",
            f"{unit}{year}/{serial}",
            f"{unit} {year}:{serial}",
            f"{unit} {year}.{serial:04}",
            f"{unit} {year % 100:02}/{serial}",
            f"{serial}/{year}",
            f"{unit} {year}/{serial:04} {chance.randrange(100, 999)}",
            f"{unit} {chance.randrange(100, 999)}-{serial:05}-{year}",
        )
    )


def _amounts(chance: random.Random) -> str:
    amount = chance.randrange(1, 10 ** chance.randrange(3, 13))
    spaced = f"{amount:,}".replace(",", chance.choice((" ", "\N{NO-BREAK SPACE}", ".")))
    unit = chance.choice((" kr", " kronor", " tkr", " mnkr", ":-", " euro", " %"))
    return chance.choice(
        (
            f"{spaced}{unit}",
            f"{amount}{unit}",
            f"{spaced},{chance.randrange(100):02}{unit}",
            f"{spaced}–{spaced}{unit}",
            f"{spaced} {unit}, varav {spaced}{unit}",
        )
    )


def _telephones(chance: random.Random) -> str:
    def digits(many: int) -> str:
        return "".join(chance.choice("0123456789") for _ in range(many))

    mobile, area = (
        f"07{chance.choice('02369')}",
        chance.choice(("040", "046", "042", "031", "0411", "0415", "0455", "0510", "0611", "0912")),
    )
    return chance.choice(
        (
            f"{mobile}-{digits(3)} {digits(2)} {digits(2)}",
            f"{mobile} {digits(3)} {digits(2)} {digits(2)}",
            f"{mobile}-{digits(7)}",
            f"{mobile} {digits(3)} {digits(4)}",
            f"tel {mobile}{digits(7)}",
            f"+46 {mobile[1:]} {digits(3)} {digits(2)} {digits(2)}",
            f"+46{mobile[1:]}{digits(7)}",
            f"{area}-{digits(2)} {digits(2)} {digits(2)}",
            f"{area}-{digits(3)} {digits(3)}",
            f"{area} {digits(2)} {digits(2)} {digits(2)}",
            f"08-{digits(3)} {digits(3)} {digits(2)}",
            f"08-{digits(2)} {digits(2)} {digits(2)} {digits(2)}",
            f"010-{digits(3)} {digits(2)} {digits(2)}",
        )
    )


def _organizations(chance: random.Random) -> str:
    kind = f"{chance.choice('25789')}{chance.randrange(10)}{chance.randrange(2, 10)}"
    nine = f"{kind}{chance.randrange(10**6):06}"
    number = with_checksum(nine)
    return chance.choice(
        (f"org.nr {number[:6]}-{number[6:]}", f"{number[:6]}-{number[6:]}", f"16{number}", f"SE{number}01", number)
    )


def _dates(chance: random.Random) -> str:
    day = date(1990, 1, 1) + timedelta(days=chance.randrange(13_000))
    other = day + timedelta(days=chance.randrange(1, 400))
    hour, minute = chance.randrange(24), chance.randrange(60)
    return chance.choice(
        (
            f"{day}",
            f"{day} kl. {hour:02}.{minute:02}",
            f"{day} {hour:02}:{minute:02}",
            f"{day} {hour:02}.{minute:02}–{(hour + 1) % 24:02}.{minute:02}",
            f"{day}T{hour:02}:{minute:02}:00",
            f"{day}–{other}",
            f"{day} - {other}",
            f"{day} {other}",
            f"{day:%Y%m%d}-{other:%Y%m%d}",
            f"{day:%y%m%d}–{other:%y%m%d}",
            f"{day.day} {MONTHS[day.month - 1]} {day.year}",
            f"{day.day}/{day.month} {day.year}",
            f"{day:%Y%m%d}",
            f"{day:%y%m%d}",
            f"{day}, § {chance.randrange(1, 400)}",
            f"{day:%y%m%d} § {chance.randrange(1, 400)}",
            f"{day} dnr {day.year}/{chance.randrange(1, 9999)}",
        )
    )


def _accounts(chance: random.Random) -> str:
    def digits(many: int) -> str:
        return "".join(chance.choice("0123456789") for _ in range(many))

    return chance.choice(
        (
            f"bankgiro {digits(4)}-{digits(4)}",
            f"plusgiro {digits(2)} {digits(2)} {digits(2)}-{digits(1)}",
            f"ISBN 978-91-{digits(4)}-{digits(3)}-{digits(1)}",
            f"konto {digits(4)} {digits(4)} {digits(4)} {digits(4)}",
            " ".join(digits(2) for _ in range(chance.randrange(6, 14))),
            " ".join(digits(1) for _ in range(chance.randrange(13, 20))),
            f"{digits(3)} {digits(2)} Påhittad",
            f"Fastigheten Påhittad {digits(2)}:{digits(3)}",
            f"N {digits(7)}, E {digits(6)}",
            f"{digits(64)}",
            f"{digits(4)}\t{digits(3)}\t{digits(4)}\t{digits(2)}",
        )
    )


def _pairs(digits: str) -> str:
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))
