"""The house styles that the parser knows, one a file; `_example.py` leads through the writing of a new one."""

from __future__ import annotations

from indexer.minutes.styles.association import ASSOCIATION
from indexer.minutes.styles.fullmaktige import FULLMAKTIGE
from indexer.minutes.styles.kommundirektorer import KOMMUNDIREKTORER
from indexer.minutes.styles.notes import NOTES
from indexer.minutes.styles.numbered import NUMBERED
from indexer.minutes.styles.style import Style

STYLES: tuple[Style, ...] = (KOMMUNDIREKTORER, FULLMAKTIGE, ASSOCIATION, NUMBERED, NOTES)
"""In the order in which they are tried: of two that fit a text as well, the first is taken."""
