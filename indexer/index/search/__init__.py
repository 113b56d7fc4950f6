"""Search: a query over the segments of one generation becomes scored items in order, with their facets."""
