"""From files of minutes to an index: reading, minutes, swedish, index, and ingest, which tells the story."""

__version__ = "0.3.0"
