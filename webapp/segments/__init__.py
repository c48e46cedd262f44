"""Segments: categories chosen by hand, and the reminders of their members."""
