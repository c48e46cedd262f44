"""A mail from its folder of templates: `subject.txt`, `text.txt`, `html.html`."""

from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).parent.parent / "templates" / "mail"

_templates = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=lambda name: bool(name) and name.endswith(".html"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Letter(NamedTuple):
    """What the reader gets."""

    subject: str
    text: str
    html: str


def compose(message: str, **values: object) -> Letter:
    """The letter of a message; a value that its templates name but nobody gave is an error.

    The subject is one line whatever the values hold.
    """
    subject, text, html = (
        _templates.get_template(f"{message}/{part}").render(values)
        for part in ("subject.txt", "text.txt", "html.html")
    )
    return Letter(" ".join(subject.split()), text.strip() + "\n", html)
