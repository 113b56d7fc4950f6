"""Engines: what keeps an index: Whoosh's segments in generations on disk, or one segment in memory."""
