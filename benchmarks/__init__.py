"""Benchmarks: the measurements behind docs/relevance.md and docs/performance.md. The tests run none of them."""
