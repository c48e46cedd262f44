"""Parts of pages that depend on nothing but their arguments are drawn once and kept.

A page of fifty people has six statuses and one menu; drawing each anew took half of its time.
"""

from functools import lru_cache

from flask import Flask, get_template_attribute, render_template
from markupsafe import Markup


def prepare(app: Flask) -> None:
    """Offer `drawn(template, macro, …)` and `fixed(template)` to templates."""
    app.jinja_env.globals.update(drawn=drawn, fixed=fixed)


@lru_cache(maxsize=2_048)
def drawn(template: str, macro: str, *values) -> Markup:
    """What a macro makes of these values, which must be hashable and say everything that it shows."""
    return Markup(get_template_attribute(template, macro)(*values))


@lru_cache
def fixed(template: str) -> Markup:
    """A template that shows nothing but assets."""
    return Markup(render_template(template))
