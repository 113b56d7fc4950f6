"""Drawing: times as bars, on a scale on which ten times as long is always as far."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

LEFT: Final = 110
WIDTH: Final = 560
BAR: Final = 11
GAP: Final = 12
TOP: Final = 56
LEAST: Final = 0.1
COLORS: Final = ("#0b57a4", "#8a8f98", "#c9ccd1", "#3f8f5f", "#c2571a", "#7b4fa3")
"""The first is ours; all are told apart in grey too, by their order."""


def bars(times: Mapping[str, Mapping[str, float]], title: str) -> str:
    """An SVG with a group of bars a class, a bar for each of those asked, milliseconds beside each."""
    names = list(dict.fromkeys(name for those in times.values() for name in those))
    most = max(max(those.values()) for those in times.values())
    decades = math.ceil(math.log10(max(most, 1.0) / LEAST))
    height = TOP + len(times) * (len(names) * BAR + GAP) + 24

    def x(milliseconds: float) -> float:
        return LEFT + WIDTH * max(0.0, math.log10(max(milliseconds, LEAST) / LEAST)) / decades

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 60} {height}" role="img" '
        f'font-family="sans-serif" font-size="10"><title>{title}</title>'
        f'<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="{LEFT}" y="16" font-size="13">{title}</text>',
    ]
    for place, (name, color) in enumerate(zip(names, COLORS, strict=False)):
        at = LEFT + 95 * place
        parts.append(f'<rect x="{at}" y="26" width="10" height="10" fill="{color}"/>')
        parts.append(f'<text x="{at + 14}" y="35">{name}</text>')
    for decade in range(decades + 1):
        at = x(LEAST * 10**decade)
        parts.append(f'<path d="M{at:.0f} {TOP - 8}V{height - 16}" stroke="#ddd"/>')
        parts.append(f'<text x="{at:.0f}" y="{height - 4}" text-anchor="middle">{LEAST * 10**decade:g}</text>')
    y = TOP
    for kind, those in times.items():
        parts.append(f'<text x="{LEFT - 8}" y="{y + len(names) * BAR / 2 + 3:.0f}" text-anchor="end">{kind}</text>')
        for name, color in zip(names, COLORS, strict=False):
            if name in those:
                end = x(those[name])
                parts.append(
                    f'<rect x="{LEFT}" y="{y}" width="{max(1, end - LEFT):.0f}" height="{BAR - 2}" fill="{color}"/>'
                )
                parts.append(f'<text x="{end + 4:.0f}" y="{y + BAR - 3}" font-size="8">{those[name]:.1f}</text>')
            y += BAR
        y += GAP
    return "\n".join((*parts, "</svg>", ""))
