"""Putting selections together in three steps, keeping them, and freezing them to lists."""
