"""Commands for those who build the project."""
