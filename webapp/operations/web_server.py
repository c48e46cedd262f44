"""The web process: waitress on one socket, which on its way out answers what it has begun to answer."""

import ctypes
import errno
import socket
import threading
import time

from flask import Flask
from waitress import create_server, wasyncore

from webapp.refusal import Refusal

THREADS = 8
LOOP_SECONDS = 1
LAST_PORT = 65_535
M_ARENA_MAX = -8  # of glibc's malloc.h
LARGEST_BODY_BYTES = 128 * 2**20  # the app refuses smaller ones with a page of its own


class CannotListen(Refusal):
    """One sentence why the address cannot be had."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections on this address; raises CannotListen."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address, family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotListen(_taken(port)) from None
        raise CannotListen(f"Cannot listen on {host}:{port}: {error.strerror}.") from None


def _taken(port: int) -> str:
    free = port + 1 if port < LAST_PORT else port - 1
    return f"Port {port} is taken. Choose another one, such as --port {free} (or PORT={free} with make)."


def serve(app: Flask, listener: socket.socket, stop: threading.Event, *, drain_seconds: float) -> None:
    """Answer requests until `stop` is set; then take no new connections and finish those at work."""
    _share_one_heap()
    behind_proxy = app.config["SETTINGS"]["MUSTER_PROXY_HOPS"] != "0"
    connections: dict = {}
    server = create_server(
        app,
        map=connections,
        sockets=[listener],
        threads=THREADS,
        ident="Muster",
        max_request_body_size=LARGEST_BODY_BYTES,
        clear_untrusted_proxy_headers=not behind_proxy,
    )
    waking = threading.Thread(target=_wake_at, args=[stop, server.trigger], daemon=True)
    waking.start()
    while not stop.is_set():
        wasyncore.loop(LOOP_SECONDS, map=connections, count=1)
    waking.join()
    wasyncore.dispatcher.close(server)
    deadline = time.monotonic() + drain_seconds
    while time.monotonic() < deadline and any(map(_is_at_work, list(server.active_channels.values()))):
        wasyncore.loop(0.1, map=connections, count=1)
    for channel in list(server.active_channels.values()):
        channel.handle_close()
    server.task_dispatcher.shutdown(timeout=1)
    server.trigger.close()


def _wake_at(stop: threading.Event, trigger) -> None:
    """End the loop's wait for connections as soon as it is to stop; a signal does not."""
    stop.wait()
    trigger.pull_trigger()


def _share_one_heap() -> None:
    """For glibc: with a heap for each thread, eight of them keep 20 MB more than they use."""
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option:
        set_option(M_ARENA_MAX, 1)


def _is_at_work(channel) -> bool:
    return bool(channel.request or channel.requests or channel.total_outbufs_len)
