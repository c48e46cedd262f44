"""Numbers about this process and its jobs in Prometheus' text format."""

from collections import Counter
from collections.abc import Iterable
from threading import Lock
from typing import NamedTuple

from flask import Flask, Response
from sqlalchemy import select

from webapp.activity.setbacks import stopped_work
from webapp.db import db
from webapp.db.waits import long_waits
from webapp.imports.running import abandoned_runs
from webapp.jobs.models import JobState
from webapp.messaging.outbox import waiting_mails
from webapp.processes.figures import waiting_runs


class Metric(NamedTuple):
    """`samples` are (label's value, number); without a `label` there is one, whose label's value is ''."""

    name: str
    kind: str
    help: str
    label: str
    samples: Iterable[tuple[str, float]]


_answers: Counter[str] = Counter()
_lock = Lock()


def prepare(app: Flask) -> None:
    """Count every answer by its class of status."""
    app.after_request(_count)


def metrics_text(*, now: int) -> str:
    """Everything that is known at this moment."""
    return "".join(map(_written, _metrics(now)))


def _count(response: Response) -> Response:
    with _lock:
        _answers[f"{response.status_code // 100}xx"] += 1
    return response


def _metrics(now: int) -> Iterable[Metric]:
    queues = {"mail": waiting_mails(), "imports": abandoned_runs(now=now), "processes": waiting_runs()}
    stopped = stopped_work()
    states = db.session.scalars(select(JobState).order_by(JobState.name)).all()
    yield Metric(
        "muster_answers_total", "counter", "Answers of this process by class of status", "status",
        sorted(_answers.items()),
    )  # fmt: skip
    yield Metric(
        "muster_long_waits_total", "counter", "Transactions that waited over 100 ms to begin", "",
        [("", long_waits())],
    )  # fmt: skip
    yield Metric(
        "muster_job_success_seconds", "gauge", "When a job last went well, in seconds since 1970", "job",
        [(state.name, state.succeeded_at) for state in states],
    )  # fmt: skip
    yield Metric(
        "muster_job_failing", "gauge", "1 if a job's last round failed", "job",
        [(state.name, int(state.failed_at > state.succeeded_at)) for state in states],
    )  # fmt: skip
    yield Metric(
        "muster_stopped_work", "gauge", "Background work that has stopped and waits for somebody", "kind",
        [(kind, stopped.get(kind, 0)) for kind in ("import", "undo", "following")],
    )  # fmt: skip
    yield Metric(
        "muster_queue_waiting", "gauge", "How much waits to be done", "queue",
        [(name, number) for name, (number, _) in queues.items()],
    )  # fmt: skip
    yield Metric(
        "muster_queue_oldest_seconds", "gauge", "How long the first of them has waited", "queue",
        [(name, now - since if number else 0) for name, (number, since) in queues.items()],
    )  # fmt: skip


def _written(metric: Metric) -> str:
    lines = [f"# HELP {metric.name} {metric.help}", f"# TYPE {metric.name} {metric.kind}"]
    for value, number in metric.samples:
        labels = f'{{{metric.label}="{value}"}}' if metric.label else ""
        lines.append(f"{metric.name}{labels} {number}")
    return "\n".join(lines) + "\n"
