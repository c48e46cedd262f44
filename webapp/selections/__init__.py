"""Selections: groups and criteria combined in three plain steps, saved by name."""
