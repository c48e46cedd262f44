"""Logs: one JSON object a line on standard error, or plain lines where a person watches a terminal.

A request's line has its id, the user's id, method, path, status and time, and never a query or a body:
those hold people's data.
"""

import logging
import re
import secrets
import sys
import time

import structlog
from flask import Flask, Response, g, request

from webapp import auth

REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
CHATTY = ("apscheduler", "waitress", "alembic", "werkzeug")

log = structlog.get_logger("webapp.request")


def configure(*, as_json: bool | None = None) -> None:
    """Send this process's logs, those of libraries included, to standard error."""
    if as_json is None:
        as_json = not sys.stderr.isatty()
    every_line = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    # Our own lines go straight to standard error: logging would look for their caller through every frame.
    structlog.configure(
        processors=[*every_line, *_written(as_json)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=every_line,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_written(as_json)],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def prepare(app: Flask) -> None:
    """Give every request an id, which the answer carries as X-Request-Id, and write its line."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _end(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.request_id
    if request.endpoint != "static":
        log.info(
            "request",
            user=_user_id(),
            method=request.method,
            path=_path(),
            status=response.status_code,
            ms=round((time.perf_counter() - g.began) * 1000, 1),
        )
    return response


def _user_id() -> int | None:
    # Not current_user: asking it would look the session up for answers that need none.
    opened = auth.opened_already()
    return getattr(opened and (opened.behind or opened.viewer), "id", None)


def _path() -> str:
    # The token of an invitation or of a link to a new password opens an account: it is a secret.
    return request.url_rule.rule if "token" in (request.view_args or {}) else request.path


def _written(as_json: bool):
    if as_json:
        return structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)
    return (structlog.dev.ConsoleRenderer(),)
