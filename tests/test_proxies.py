import pytest
from flask import request, request_started

from tests.schema import app_on


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        ("0", "198.51.100.7", "127.0.0.1"),
        ("1", "198.51.100.7", "198.51.100.7"),
        ("1", "made up, 198.51.100.7", "198.51.100.7"),
        ("2", "made up, 198.51.100.7, 192.0.2.1", "198.51.100.7"),
    ],
)
def test_only_the_proxies_one_has_are_believed(database_url, tmp_path, hops, forwarded, address):
    seen = []

    def note(_app):
        seen.append((request.remote_addr, request.host))

    with app_on(database_url, tmp_path, MUSTER_PROXY_HOPS=hops) as app:
        request_started.connect(note, app)
        headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Host": "e.com"}
        app.test_client().get("/livez", headers=headers)
    assert seen == [(address, "localhost")]
