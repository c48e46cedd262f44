"""What a watched page may not do is noticed."""

import pytest

from tests.browser.conftest import watching

ANOTHER_HOST = """(address) => new Promise((done) => {
    const image = new Image();
    image.onerror = () => done();
    image.src = address;
})"""
SCRIPT_ERROR = "() => new Promise((done) => setTimeout(() => { setTimeout(done); throw Error('Oh'); }))"


@pytest.mark.parametrize(
    ("deed", "argument", "noticed"),
    [
        (ANOTHER_HOST, "http://example.com/dot.png", "another host: http://example.com/dot.png"),
        (ANOTHER_HOST, "http://192.0.2.1/dot.png", "another host: http://192.0.2.1/dot.png"),
        (SCRIPT_ERROR, None, "script error: Oh"),
        ("() => console.error('Oh')", None, "console: Oh"),
    ],
)
def test_it_is_noticed(page, server_url, deed, argument, noticed):
    page.goto("about:blank")
    with pytest.raises(AssertionError, match=noticed):
        _watch(page, server_url, deed, argument)


def _watch(page, server_url, deed, argument):
    with watching(page, server_url):
        page.evaluate(deed, argument)
