"""The benchmarks: `make bench`, or `python -m tests.bench`."""
