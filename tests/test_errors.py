"""Errors answer with words, as a page or as a toast."""

from flask import abort

from webapp.errors import WORDS


def test_a_missing_page_says_so_calmly(anybody):
    answer = anybody.get("/nowhere")
    assert answer.status_code == 404
    assert WORDS[404].title in answer.text
    assert "Traceback" not in answer.text


def test_a_part_that_fails_leaves_the_page_and_shows_a_toast(anybody):
    answer = anybody.get("/nowhere", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert answer.status_code == 404
    assert 'hx-swap-oob="afterbegin:#toasts"' in answer.text
    assert "<html" not in answer.text


def test_a_page_that_breaks_still_answers_in_words(app, anybody):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/breaks")
    def breaks():
        raise RuntimeError("secret detail")

    answer = anybody.get("/breaks")
    assert answer.status_code == 500
    assert WORDS[500].title in answer.text
    assert "secret detail" not in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


def test_an_error_says_what_the_view_told_it(app, anybody):
    @app.get("/refused")
    def refused():
        abort(409, "Mona changed the status to Dead.")

    answer = anybody.get("/refused")
    assert answer.status_code == 409
    assert "Mona changed the status to Dead." in answer.text


def test_a_wrong_method_names_the_right_ones(anybody):
    answer = anybody.open("/", method="TRACE")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
