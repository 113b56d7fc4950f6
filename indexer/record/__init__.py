"""The record: what came of it. Pure functions over the archive's meetings, which know nothing of index or page."""
