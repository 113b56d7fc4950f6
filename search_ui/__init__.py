"""From a question to an answer: query, search, excerpts, formats, and the two faces, cli and web."""
