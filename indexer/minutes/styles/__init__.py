"""House styles: one declared style a file."""
