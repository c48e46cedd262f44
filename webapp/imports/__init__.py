"""Bringing people in from a file: read, guess, map, rehearse, apply, undo."""
