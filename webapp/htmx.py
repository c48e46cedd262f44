"""The only place that reads or writes HX-* headers.

htmx 4 says in HX-Request-Type whether it wants a whole page ('full', also for boosted links) or a part
('partial'); a history restore always gets a whole page.
"""

import json

from flask import Flask, Response, make_response, redirect, render_template, request
from htmx_flask import Htmx
from werkzeug.urls import iri_to_uri

_htmx = Htmx()


def prepare(app: Flask) -> None:
    """Give requests their `htmx` and answers the Vary header that caches need."""
    _htmx.init_app(app)

    @app.after_request
    def vary(response: Response) -> Response:
        response.vary.add("HX-Request-Type")
        return response


def wants_part() -> bool:
    """Whether the answer is swapped into the page instead of being one."""
    return (
        bool(request.htmx)
        and request.headers.get("HX-Request-Type") == "partial"
        and not request.headers.get("HX-History-Restore-Request")
    )


def render(page: str, part: str, **context) -> str:
    """The partial template for a htmx request, else the whole page."""
    return render_template(part if wants_part() else page, **context)


def go_to(path: str, status: int = 303) -> Response:
    """Send the browser to another page of Muster; a part's request makes the whole browser go there."""
    if wants_part():
        response = make_response("", 200)
        response.headers["HX-Location"] = iri_to_uri(path)
        return response
    return redirect(path, status)


def load_page(path: str, status: int = 200) -> Response:
    """Make the whole browser load a page, for a part's request that cannot be answered in place."""
    response = make_response("", status)
    response.headers["HX-Redirect"] = iri_to_uri(path)
    return response


def trigger(response, event: str, value: str | None = None) -> Response:
    """Let the page's scripts hear an event when this answer arrives, maybe with a `detail.value`."""
    response = make_response(response)
    response.headers["HX-Trigger"] = event if value is None else json.dumps({event: value})
    return response


def retarget(response: Response | str, target: str, swap: str = "innerHTML", status: int = 200) -> Response:
    """Swap this answer in elsewhere than the request asked for."""
    response = make_response(response, status)
    response.headers["HX-Retarget"] = target
    response.headers["HX-Reswap"] = swap
    return response


def replace_url(response: Response | str, path: str) -> Response:
    """Show another address in the browser instead of the present one, without an entry in its history."""
    response = make_response(response)
    response.headers["HX-Replace-Url"] = iri_to_uri(path)
    return response
