"""Jumping: from a few letters to a person, a list, a page or a deed."""
