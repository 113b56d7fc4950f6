"""Storage: the archive of parsed meetings, and how a file is replaced so that no crash leaves half of it."""
