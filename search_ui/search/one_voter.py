"""One voter: what a vote beside a person or a party asks for: that it was they who voted so.

    röst:nej parti:M                    somebody of M voted no, and not just somebody in an item in which M acts
    röst:nej person:"Anna Ek"           Anna Ek voted no

A person must be named in full: of "Ek" the index does not know who votes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.index.query import Filter, Phrase, Query
from indexer.model import VoteOption
from indexer.record.register_keys import BALLOT, by_person, of_party
from indexer.swedish.persons import person_slug


def of_one_voter(parts: Iterable[Query]) -> Iterator[Filter]:
    """For each vote among parts that must all be met the filters that say whose it was."""
    parts = tuple(parts)
    people = (person_slug(" ".join(one.words)) for one in parts if isinstance(one, Phrase) and one.zone == "person")
    names = tuple(filter(None, people))
    for vote in map(VoteOption, _values(parts, "vote")):
        for party in _values(parts, "party"):
            yield Filter(BALLOT, (of_party(vote, party),))
        for name in names:
            yield Filter(BALLOT, (by_person(vote, name),))


def _values(parts: Iterable[Query], name: str) -> Iterator[str]:
    """The values that filters of a name ask for, each for itself."""
    return (part.values[0] for part in parts if isinstance(part, Filter) and part.name == name)
