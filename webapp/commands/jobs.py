"""`muster jobs`"""

import os
import signal
import sys
import threading

import click
from flask import current_app
from flask.cli import with_appcontext

from webapp import logs
from webapp.jobs.runner import Runner
from webapp.migrations import require_current

DRAIN_SECONDS = 28


@click.command("jobs")
@click.option("--supervised", is_flag=True, hidden=True, help="End when standard input does.")
@with_appcontext
def command(supervised: bool) -> None:
    """Run what happens beside the web: imports, mail, tidying up.

    `muster serve` starts this by itself. Several may run; one works, the others stand by.
    """
    logs.configure()
    require_current()
    runner = Runner(current_app._get_current_object())

    def stop(*_):
        runner.stop.set()
        # A round that does not end in time is cut off; it comes again.
        timer = threading.Timer(DRAIN_SECONDS, os._exit, [1])
        timer.daemon = True
        timer.start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if supervised:
        threading.Thread(target=_when_input_ends, args=[stop], daemon=True).start()
    runner.work()


def _when_input_ends(stop) -> None:
    while os.read(sys.stdin.fileno(), 1024):  # not sys.stdin.read(): its lock would hold up the exit
        pass
    stop()
