"""Letters: å, ä and ö are letters of their own; what is left when they are taken away, and pages that lost them."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """The text in lower case without any diacritics: what is left when somebody cannot type å, ä and ö."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("ø", "o").replace("æ", "a")


def slug(text: str) -> str:
    """The text as part of an address: ASCII letters and digits, a hyphen for everything else."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
