"""Who is not signed in and posts what forms without a token would."""

import pytest


@pytest.fixture
def visitor(app, world):
    """A browser without CSRF, to try many times."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()
