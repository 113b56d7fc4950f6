"""Lines: the text cut into lines, which of them carry content, and which labels they begin with."""
