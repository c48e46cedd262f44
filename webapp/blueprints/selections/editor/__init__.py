"""Putting a selection together: its name, and the three steps as rows of the filter builder."""
