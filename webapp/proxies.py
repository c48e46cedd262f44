"""Who asks, when the request comes through proxies."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def prepare(app: Flask) -> None:
    """Believe as many entries of X-Forwarded-For and -Proto as MUSTER_PROXY_HOPS says, and none otherwise.

    Never X-Forwarded-Host: addresses are made of MUSTER_BASE_URL.
    """
    hops = int(app.config["SETTINGS"]["MUSTER_PROXY_HOPS"])
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)
