import http.client
import threading

import pytest
from flask import Flask

from webapp.operations import web_server


@pytest.fixture
def slow():
    """An app whose one page waits until it is told to go on; and its two signals."""
    app = Flask(__name__)
    app.config["SETTINGS"] = {"MUSTER_PROXY_HOPS": "0"}
    asked, go_on = threading.Event(), threading.Event()

    @app.get("/")
    def page():
        asked.set()
        go_on.wait(10)
        return "x" * 2_000_000

    return app, asked, go_on


def test_what_was_asked_before_the_stop_is_answered_whole(slow):
    app, asked, go_on = slow
    listener, stop = web_server.listen("127.0.0.1", 0), threading.Event()
    address = listener.getsockname()
    server = threading.Thread(
        target=web_server.serve, args=(app, listener, stop), kwargs={"drain_seconds": 10}
    )
    server.start()
    connection = http.client.HTTPConnection(*address, timeout=10)
    connection.request("GET", "/")
    assert asked.wait(10)
    stop.set()
    go_on.set()
    assert len(connection.getresponse().read()) == 2_000_000
    connection.close()
    server.join(10)
    assert not server.is_alive()


def test_an_idle_connection_does_not_hold_up_the_stop(slow):
    app, _, _ = slow
    listener, stop = web_server.listen("127.0.0.1", 0), threading.Event()
    connection = http.client.HTTPConnection(*listener.getsockname(), timeout=10)
    connection.connect()
    stop.set()
    web_server.serve(app, listener, stop, drain_seconds=10)
    connection.close()


def test_it_stops_at_once_while_it_waits_for_somebody_to_ask(slow, monkeypatch):
    app, _, _ = slow
    waits, loop = threading.Event(), web_server.wasyncore.loop

    def wait(*arguments, **named):
        waits.set()
        loop(*arguments, **named)

    monkeypatch.setattr(web_server.wasyncore, "loop", wait)
    monkeypatch.setattr(web_server, "LOOP_SECONDS", 600)
    listener, stop = web_server.listen("127.0.0.1", 0), threading.Event()
    server = threading.Thread(
        target=web_server.serve, args=(app, listener, stop), kwargs={"drain_seconds": 10}, daemon=True
    )
    server.start()
    assert waits.wait(10)
    stop.set()
    server.join(10)
    assert not server.is_alive()


def test_a_taken_port_is_told():
    with web_server.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(web_server.CannotListen, match=f"Port {port} is taken"):
            web_server.listen("127.0.0.1", port)


def test_instead_of_the_last_port_the_one_before_is_named(monkeypatch):
    with web_server.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(web_server, "LAST_PORT", port)
        with pytest.raises(web_server.CannotListen, match=f"--port {port - 1} "):
            web_server.listen("127.0.0.1", port)


def test_an_unknown_host_is_told():
    with pytest.raises(web_server.CannotListen, match=r"no-such-host\.invalid"):
        web_server.listen("no-such-host.invalid", 5000)
