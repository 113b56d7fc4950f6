"""What the command ends with that is neither 0 (found or done), 1 (nothing found) nor 2 (an error)."""

NOT_ALL_DONE = 3
"""Some files were not indexed, or some letters not sent, each of which is named; the others were."""
BUSY = 75
"""Another process is indexing. EX_TEMPFAIL of sysexits.h: try again later."""
INTERRUPTED = 130
"""What a shell gives as the exit status of a program that Ctrl-C ended."""
