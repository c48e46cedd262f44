"""Parts of pages that depend on nothing but their arguments are drawn once and kept.

A page of fifty people has six statuses and one menu; drawing each anew took half of its time.
"""

from functools import lru_cache

from flask import Flask, get_template_attribute, render_template
from flask.templating import Environment as FlaskEnvironment
from jinja2 import Template
from jinja2.runtime import Macro
from markupsafe import Markup

KEPT = frozenset(f"components/{name}.html" for name in ("avatar", "icon", "pill"))
"""The components whose macros a page calls by the dozen with the same few plain values."""


class KeepingTemplate(Template):
    """Keeps what the macros of those components made of their arguments."""

    def make_module(self, *args, **kwargs):
        module = super().make_module(*args, **kwargs)
        if self.name in KEPT:
            macros = {name: part for name, part in vars(module).items() if isinstance(part, Macro)}
            vars(module).update({name: _keep(macro) for name, macro in macros.items()})
        return module


_keep = lru_cache(maxsize=1_024, typed=True)  # typed, since text and Markup of the same letters are equal


class Environment(FlaskEnvironment):
    """Gives every template a copy of the globals, which are all known before the first one is loaded.

    Jinja's own ChainMap made each import of a macro compare all of their names in Python: a tenth of a page
    with many parts.
    """

    template_class = KeepingTemplate

    def make_globals(self, d):
        return {**self.globals, **(d or {})}


def prepare(app: Flask) -> None:
    """Offer `drawn(template, macro, …)` and `fixed(template)` to templates."""
    app.jinja_env.globals.update(drawn=drawn, fixed=fixed)


@lru_cache(maxsize=2_048, typed=True)
def drawn(template: str, macro: str, *values) -> Markup:
    """What a macro makes of these values, which must be hashable and say everything that it shows."""
    return Markup(get_template_attribute(template, macro)(*values))


@lru_cache
def fixed(template: str) -> Markup:
    """A template that shows nothing but assets."""
    return Markup(render_template(template))
