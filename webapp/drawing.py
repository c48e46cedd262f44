"""Parts of pages that depend on nothing but their arguments are drawn once and kept.

A page of fifty people has six statuses and one menu; drawing each anew took half of its time.
"""

from functools import lru_cache

from flask import Flask, get_template_attribute, render_template
from flask.templating import Environment as FlaskEnvironment
from markupsafe import Markup


class Environment(FlaskEnvironment):
    """Gives every template a copy of the globals, which are all known before the first one is loaded.

    Jinja's own ChainMap made each import of a macro compare all of their names in Python: a tenth of a page
    with many parts.
    """

    def make_globals(self, d):
        return {**self.globals, **(d or {})}


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
