"""Settings: what every part of the program is told by whoever runs it.

Where their values come from is told by `indexer.configuration`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from indexer.register import OrganRule

QUESTION_SECONDS: Final = 2.0
"""Seconds that a question may take: twice what a reader waits without losing the thread (Nielsen 1993: one second)."""


class ClusterSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How the cluster that keeps the index is reached, and how it divides the index.

    The `name` begins those of the indices, and tells one archive's from another's; where it is empty it is made of the
    folder that another engine would keep the index in. `ca` is a file with the certificates that are trusted, those of
    the system when it is None. A request that has had no answer for so many `seconds` is sent to another node.
    """

    urls: tuple[str, ...] = ("http://127.0.0.1:9200",)
    name: str = ""
    user: str = ""
    password: str = ""
    ca: Path | None = None
    seconds: float = 30.0
    shards: int = 1
    replicas: int = 1


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The folders in use, the defaults being those of a checkout, who answers for the page, and limits.

    The `register` is a clerk's own file of organs and persons; `organ` are lines of the same kind among the settings.
    `publisher` and `contact` (an e-mail address) stand in the page's accessibility statement. `base_url` is where
    readers find the page: what it says of its own address begins so, and it answers to no other host than that of
    `base_url` and the `trusted_hosts`, where any are named. `language` is the one that the command speaks, that of the
    environment when it is empty.

    `verbose` logs what is done, not only what is amiss, `log_format` is text or json, `access_log` is off, on or full:
    the last has what was asked and from where. `metrics` are counted and told at /metrics when they are wanted.
    `misses`, what several people searched for in vain, are told on the page of the status when they are wanted.

    Letters about what is new go to those in the file `watches`, from `mail_from`, by the server at `mail_server`.

    The `engine` keeps the index: whoosh in the folder, opensearch in a cluster, which the settings that begin with its
    name say how to reach (`ClusterSettings`).

    So many `processes` answer the page, as many as there are cores, at most four, when it is 0; a question is given up
    after `question_seconds`.
    """

    minutes: Path = Path("data/minutes")
    other_minutes: tuple[Path, ...] = ()
    archive: Path = Path("data/meetings")
    index: Path = Path("data/index")
    engine: str = "whoosh"
    opensearch: tuple[str, ...] = ClusterSettings().urls
    opensearch_name: str = ""
    opensearch_user: str = ""
    opensearch_password: str = ""
    opensearch_ca: Path | None = None
    opensearch_seconds: float = ClusterSettings().seconds
    opensearch_shards: int = 1
    opensearch_replicas: int = 1
    register: Path = Path("data/register.toml")
    organ: tuple[OrganRule, ...] = ()
    publisher: str = ""
    contact: str = ""
    base_url: str = ""
    trusted_hosts: tuple[str, ...] = ()
    language: str = ""
    processes: int = 0
    question_seconds: float = QUESTION_SECONDS
    verbose: bool = False
    log_format: str = "text"
    access_log: str = "off"
    metrics: bool = False
    misses: bool = False
    watches: Path = Path("data/watches.toml")
    mail_server: str = ""
    mail_from: str = ""
    mail_password: str = ""

    @property
    def cluster(self) -> ClusterSettings:
        """How the cluster is reached."""
        return ClusterSettings(
            urls=self.opensearch,
            name=self.opensearch_name,
            user=self.opensearch_user,
            password=self.opensearch_password,
            ca=self.opensearch_ca,
            seconds=self.opensearch_seconds,
            shards=self.opensearch_shards,
            replicas=self.opensearch_replicas,
        )

    @property
    def folders(self) -> tuple[Path, ...]:
        """All folders of minutes: that of one organisation, or one for each."""
        return self.minutes, *self.other_minutes

    @property
    def ocr(self) -> Path:
        """Where the text that OCR has read is kept, so that no page is read twice."""
        return self.archive / "OCR"
