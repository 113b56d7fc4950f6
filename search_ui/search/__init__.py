"""Search: a question and an index become an Answer."""
