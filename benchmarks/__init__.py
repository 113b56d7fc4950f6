"""Benchmarks: the measurements behind docs/relevance.md and docs/performance.md. The test command runs none of them."""
