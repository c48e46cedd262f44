"""Parts of pages that are drawn once: what may be kept, and what is put in each time."""

import pytest
from jinja2 import DictLoader
from markupsafe import Markup

from webapp.drawing import drawn, drawn_around

PARTS = {
    "part.html": """
        {%- macro greet(word) -%}<b>{{ word }}</b>{%- endmacro -%}
        {%- macro link(word, here, name) -%}
        <a href="{{ here }}/x" title="{{ name }}">{{ word }} {{ name }}</a>
        {%- endmacro -%}
    """
}


@pytest.fixture
def parts(app, monkeypatch):
    monkeypatch.setattr(app.jinja_env, "loader", DictLoader(PARTS))
    monkeypatch.setattr(app.jinja_env, "cache", {})
    with app.test_request_context():
        yield


def test_a_part_is_drawn_around_other_texts_each_time(parts):
    for here, name in (("/people/1", "Dana"), ("/people/2", "Ines")):
        part = drawn_around("part.html", "link", "Call", here=here, name=name)
        assert part == f'<a href="{here}/x" title="{name}">Call {name}</a>'


def test_texts_are_escaped_wherever_they_stand(parts):
    part = drawn_around("part.html", "link", "Call", here="/people/1", name='"<b>')
    assert part == '<a href="/people/1/x" title="&#34;&lt;b&gt;">Call &#34;&lt;b&gt;</a>'


def test_a_text_that_is_markup_already_is_left_as_it_is(parts):
    part = drawn_around("part.html", "link", "Call", here="", name=Markup("<i>Dana</i>"))
    assert part.endswith("Call <i>Dana</i></a>")


def test_text_is_not_taken_for_markup_of_the_same_letters(parts):
    assert drawn("part.html", "greet", Markup("<i>")) == "<b><i></b>"
    assert drawn("part.html", "greet", "<i>") == "<b>&lt;i&gt;</b>"
