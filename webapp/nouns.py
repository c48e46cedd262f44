"""What the nouns tell each other at the start, so that none has to import its users."""

from flask import Flask


def prepare(_app: Flask) -> None:
    """Register what can be reversed and what can be asked for."""
