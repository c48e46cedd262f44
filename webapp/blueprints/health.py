"""`/livez`, `/readyz`, `/metrics`: for whoever watches Muster from outside. None tells of people."""

import hmac

from flask import Blueprint, Response, abort, current_app, request

from webapp import clock
from webapp.operations.metrics import metrics_text
from webapp.operations.readiness import readiness

bp = Blueprint("health", __name__)

LOOPBACK = ("127.0.0.1", "::1")


@bp.get("/livez")
def livez():
    """The process answers; the database is not asked."""
    return {"alive": True}


@bp.get("/readyz")
def readyz():
    """200 when every check is well, 503 and the reasons otherwise."""
    found = readiness(instance=current_app.instance_path, now=clock.now())
    ready = not any(found.values())
    checks = {name: why or "ok" for name, why in found.items()}
    return {"ready": ready, "checks": checks}, 200 if ready else 503


@bp.get("/metrics")
def metrics():
    """Prometheus' text format, for programs on this machine or with the token of MUSTER_METRICS_TOKEN."""
    token = current_app.config["SETTINGS"]["MUSTER_METRICS_TOKEN"]
    if not (_has(token) if token else _is_local()):
        abort(404)
    return Response(metrics_text(now=clock.now()), mimetype="text/plain")


def _has(token: str) -> bool:
    return hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())


def _is_local() -> bool:
    return request.remote_addr in LOOPBACK and "X-Forwarded-For" not in request.headers
