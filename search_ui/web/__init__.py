"""Web: the page and its JSON; create_app makes it."""
