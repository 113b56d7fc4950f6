"""Reworded: a question that is answered in other words than those it was asked in, and said so."""

from __future__ import annotations

from enum import Enum, auto

import msgspec


class Rewording(Enum):
    """Why a question was reworded: a word was misspelt, or it is a sentence that asks for certain items."""

    CORRECTED = auto()
    READ = auto()
    NEWEST = auto()
    VOTES = auto()


class RewordedQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What a question is read as, in the query language; `as_typed` asks for just what was typed.

    Where it asks for what is latest (NEWEST), the newest answers come first; `who` is whose vote is asked for (VOTES).
    """

    text: str
    as_typed: str
    why: Rewording = Rewording.CORRECTED
    who: str = ""
