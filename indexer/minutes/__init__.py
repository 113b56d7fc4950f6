"""Minutes: Pages become a Meeting, by one tolerant parser fed by declared house styles."""
