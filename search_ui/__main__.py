"""`python -m search_ui` is the command `protokoll`."""

from search_ui.cli import main

main()
