"""Decisions: the clauses of a decision, and what each of them does."""
