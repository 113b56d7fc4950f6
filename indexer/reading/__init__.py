"""Reading: a file becomes Pages of text; which module reads which file is told by READERS."""
