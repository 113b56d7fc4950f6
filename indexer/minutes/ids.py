"""Ids: names of meetings made from what they are, the same however the organ was spelled or scanned.

"Kommundirektörsmöte", "Kommundirektörmöte" and "Kommundirektorsmote" are one organ. The letters å ä ö become a a o,
and the s that Swedish puts between the parts of a compound is added where a writer left it out.
"""

from __future__ import annotations

import re
import unicodedata

from indexer.minutes.lines.folded_text import INVISIBLE
from indexer.privacy import masked

_LETTERS = str.maketrans("åäæöøðß", "aaaooos")
_SCANNED_O = re.compile(r"(?<=[^\W\d_])(?<!itt)[éó6](?=[^\W\d_])")
_MISSING_S = re.compile(r"(?:(?<=direktor)|(?<=chef))(?=mote|grupp|natverk|rad\b|traff|konferens|dag)")
_DEFINITE = re.compile(r"(?<=mote)t\b")
_LONGEST = 80


def slug(*names: str | None) -> str:
    """The words of some names as an id: ASCII, lower case, joined by hyphens; no personnummer comes into an id."""
    text = unicodedata.normalize("NFKC", masked(" ".join(name for name in names if name))).lower()
    text = "".join(c for c in text if c not in INVISIBLE)
    if not re.search("[åäö]", text):
        text = _SCANNED_O.sub("o", text)
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in text if not unicodedata.combining(c)))
    joined = _MISSING_S.sub("s", _DEFINITE.sub("", " ".join(words)))
    return joined.replace(" ", "-")[:_LONGEST].strip("-") or "organ"
