"""Invented people to look around with: the same ones for the same seed."""
