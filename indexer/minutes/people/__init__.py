"""People: who attended, and who signed."""
