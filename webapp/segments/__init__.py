"""Segments: categories chosen by hand, and the reminders of who was not contacted for too long."""
