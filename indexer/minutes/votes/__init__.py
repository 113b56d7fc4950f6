"""Votes: the ballots that an item tells of, out of sentences, tables and lists at the end of the minutes."""

from indexer.minutes.votes.appended import count_remarks, opens_a_list, with_appended_lists
from indexer.minutes.votes.ballots import BallotText, votes_in

__all__ = ["BallotText", "count_remarks", "opens_a_list", "votes_in", "with_appended_lists"]
