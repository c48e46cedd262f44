"""`muster serve`"""

import gc
import os
import signal
import sys
import threading
from functools import partial

import click
from flask import current_app
from flask.cli import with_appcontext

from webapp import logs
from webapp.jobs.runner import release
from webapp.migrations import require_current
from webapp.operations import web_server
from webapp.operations.first_run import setup_token
from webapp.operations.supervisor import Supervisor
from webapp.users.own_company import company_card

DRAIN_SECONDS = 20
JOBS_SECONDS = 8
JOBS_COMMAND = [sys.executable, "-m", "webapp", "jobs", "--supervised"]


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(0, web_server.LAST_PORT))
@click.option("--no-jobs", is_flag=True, help="Start no jobs process; another one runs them.")
@with_appcontext
def command(host: str, port: int, no_jobs: bool) -> None:
    """Serve Muster, with a process for the jobs beside it.

    It ends within 30 seconds of SIGTERM or Ctrl-C, after answering what it had begun.
    """
    logs.configure()
    require_current()
    listener = web_server.listen(host, port)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    app = current_app._get_current_object()
    url = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{listener.getsockname()[1]}"
    app.config["SETTINGS"].served_at(url)
    os.environ["MUSTER_BASE_URL"] = app.config["SETTINGS"]["MUSTER_BASE_URL"]  # for the jobs process
    supervisor = None if no_jobs else Supervisor(JOBS_COMMAND, when_ended=partial(release, app))
    if supervisor:
        supervisor.start()
    click.echo(f"Muster is on {url} — Ctrl-C ends it.")
    if company_card() is None:
        token = setup_token(current_app.secret_key)
        click.echo(f"Set it up at {url}/setup?token={token}")
        click.echo(f"The one-time setup token is {token}")
    gc.freeze()  # What the start made stays for good; collecting it over and over took a twentieth of a page.
    web_server.serve(app, listener, stop, drain_seconds=DRAIN_SECONDS)
    if supervisor:
        supervisor.stop(JOBS_SECONDS)
