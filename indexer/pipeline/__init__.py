"""Pipeline: what happens to files of minutes: they are found, parsed on all cores, archived, indexed, and withdrawn."""
