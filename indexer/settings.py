"""Where things are: the folders that every part of the program shares."""

from __future__ import annotations

from pathlib import Path

import msgspec

from indexer.register import OrganRule


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The folders in use, the defaults being those of a checkout, and who answers for the page.

    The `register` is a clerk's own file of organs and persons; `organs` are lines of the same kind among the settings.
    `operator` and `contact` (an e-mail address) stand in the page's accessibility statement. `base_url` is where
    readers find the page: what it says of its own address begins so, and it answers to no other host than that of
    `base_url` and the `trusted_hosts`, where any are named.
    """

    minutes: Path = Path("data/minutes")
    archive: Path = Path("data/meetings")
    index: Path = Path("data/index")
    register: Path = Path("data/register.toml")
    organs: tuple[OrganRule, ...] = ()
    operator: str = ""
    contact: str = ""
    base_url: str = ""
    trusted_hosts: tuple[str, ...] = ()

    @property
    def ocr(self) -> Path:
        """Where the text that OCR has read is kept, so that no page is read twice."""
        return self.archive / "OCR"
