"""Checksum: the last digit of a personnummer, by which a mistyped one is told."""

from __future__ import annotations


def luhn(digits: str) -> int:
    """Luhn's checksum of a row of digits, 0 when the last one is right."""
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(digits))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10
