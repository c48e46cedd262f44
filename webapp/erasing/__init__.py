"""Telling somebody all that is known about them, and erasing them for good."""
