"""Where one may be sent, and what every answer's headers say."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webapp.auth import own_path

HERE = "https://muster.example.com/sign-in"
TRICKS = st.sampled_from(
    [
        "/",
        "//",
        "\\",
        "%2f",
        "%5c",
        "%09",
        "\t",
        "\n",
        "\r",
        " ",
        ":",
        "@",
        "e.com",
        "https:",
        "?",
        "#",
        "..",
        ";",
    ]
)


@given(st.lists(TRICKS | st.text(max_size=3), max_size=8).map("".join))
@example("//e.com")
@example("/\\e.com")
@example("/%09/e.com")
@example("/%2f/e.com")
@example("/%5ce.com")
@example("https:e.com")
@example("/\t/e.com")
@example("/..//e.com")
@example("/.//e.com")
@example("/x/..//e.com")
def test_no_next_leads_to_another_host(path):
    there = own_path(path)
    # A browser drops tabs and line breaks and reads a backslash as a slash before it resolves.
    read = "".join(c for c in there if c not in "\t\r\n").replace("\\", "/")
    assert urlsplit(urljoin(HERE, read)).netloc == "muster.example.com"
    assert not read.startswith("//")


@pytest.mark.parametrize(
    "path", ["/people", "/people?q=a%20b&sort=name", "/people/7#notes", "/a//b", "/?x=//y"]
)
def test_a_path_of_muster_is_kept(path):
    assert own_path(path) == path


@pytest.mark.parametrize("path", [None, "", "people", "?q=1", "javascript:alert(1)", "/\x00", "/ x"])
def test_what_is_no_path_leads_to_the_start(path):
    assert own_path(path) == "/"


def test_every_page_says_how_browsers_must_treat_it(anybody):
    headers = anybody.get("/sign-in").headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for rule in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert rule in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers
