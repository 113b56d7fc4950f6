"""Segments: documents gathered, written with their tables, and read in place, whatever engine keeps them."""
