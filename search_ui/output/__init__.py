"""Output: answers and meetings as JSON, CSV, JSON-LD and text for a terminal."""
