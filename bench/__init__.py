"""Benchmarks: `make bench` runs them all and prints ratios to a peer measured in the same run."""
