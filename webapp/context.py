"""What every template may use: who is signed in, the company, what its records are called, the time."""

from flask import Flask, current_app, g

from webapp import auth, clock
from webapp.criteria.asking import Asker
from webapp.formatting import USUAL_DATES, date_style
from webapp.users.own_company import CompanyCard, Labels


def prepare(app: Flask) -> None:
    """Offer `viewer`, `told`, `theme`, `own_company`, `labels`, `zone` and `now` to templates."""

    @app.context_processor
    def known() -> dict:
        asks = "asks_nothing" not in g
        viewer, company = (auth.viewer(), the_company()) if asks else (None, None)
        return {
            "viewer": viewer,
            "told": auth.opened().told if viewer else 0,
            "theme": viewer.theme if viewer else "auto",
            "own_company": company,
            "labels": company.labels if company else Labels({}),
            "zone": company.time_zone if company else "UTC",
            "now": clock.now(),
        }

    @app.teardown_request
    def write_dates_as_usual(_error) -> None:
        date_style.set(USUAL_DATES)


def the_company() -> CompanyCard | None:
    """The company's card, read once a request (setup.py asks in each); None before the set-up."""
    if "company" not in g:
        g.company = auth.opened().company
        if g.company:
            date_style.set(g.company.date_format)
    return g.company


def the_asker() -> Asker:
    """Who asks in this request, with the company's zone and country."""
    company = the_company()
    return Asker(auth.viewer(), clock.now(), company.time_zone, company.country)


def base_url() -> str:
    """The address that people type, to which mails link; without a slash at its end."""
    return current_app.config["SETTINGS"]["MUSTER_BASE_URL"]


def ask_nothing() -> None:
    """Let templates of this request do without the database, which may be what just failed."""
    g.asks_nothing = True
