"""Parts of pages that depend on nothing but their arguments are drawn once and kept.

A page of fifty people has six statuses and one menu; drawing each anew took half of its time.
"""

import secrets
from functools import lru_cache

from flask import Flask, get_template_attribute, render_template
from flask.templating import Environment as FlaskEnvironment
from jinja2 import Template
from jinja2.runtime import Macro
from markupsafe import Markup, escape

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
    """Offer `drawn(template, macro, …)`, `drawn_around(…)` and `fixed(template)` to templates."""
    app.jinja_env.globals.update(drawn=drawn, drawn_around=drawn_around, fixed=fixed)


@lru_cache(maxsize=2_048, typed=True)
def drawn(template: str, macro: str, *values) -> Markup:
    """What a macro makes of these values, which must be hashable and say everything that it shows."""
    return Markup(get_template_attribute(template, macro)(*values))


class Stencil:
    """What a macro drew around texts that are others each time, such as a name, an address or a token."""

    def __init__(self, drawn: str):
        self._pieces = drawn.split(_MARK)
        self._names = self._pieces[1::2]

    def around(self, **texts: str) -> Markup:
        """The part with these texts in their places, escaped."""
        escaped = {name: text if type(text) is Markup else escape(text) for name, text in texts.items()}
        pieces = self._pieces.copy()
        pieces[1::2] = [escaped[name] for name in self._names]
        return Markup("".join(pieces))


@lru_cache(maxsize=2_048, typed=True)
def stencil(template: str, macro: str, names: tuple[str, ...], *values) -> Stencil:
    """As `drawn`, around texts of these names, with which the macro can do nothing but write them out."""
    marks = {name: f"{_MARK}{name}{_MARK}" for name in names}
    return Stencil(str(get_template_attribute(template, macro)(*values, **marks)))


def drawn_around(template: str, macro: str, *values, **texts: str) -> Markup:
    """What a macro makes of these values and, without drawing anew, of texts that are others each time."""
    return stencil(template, macro, tuple(texts), *values).around(**texts)


_MARK = secrets.token_hex(12)
"""Stands around the names of texts; nobody can guess it, and so type it into a value."""


@lru_cache
def fixed(template: str) -> Markup:
    """A template that shows nothing but assets."""
    return Markup(render_template(template))
