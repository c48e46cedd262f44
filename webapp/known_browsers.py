"""Which browser signed in to which account before: a signed cookie that opens nothing.

It only lets the owner's tries be counted apart from everybody else's (users/signing_in.py).
"""

import hashlib
import secrets

from flask import after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from webapp.users.user import normal_email

YEAR = 365 * 24 * 3600


def name_for(email: str) -> str:
    """The random name of this browser if it signed in to that account before, else ''."""
    try:
        account, name = _signer().loads(request.cookies.get(_cookie(), ""))
    except (BadSignature, ValueError):
        return ""
    return name if account == _account(email) else ""


def remember(email: str) -> None:
    """Let the answer to this request mark the browser as one that signed in to the account."""
    if name_for(email):
        return
    value = _signer().dumps([_account(email), secrets.token_urlsafe(12)])

    @after_this_request
    def mark(response):
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(
            _cookie(), value, max_age=YEAR, secure=secure, httponly=True, samesite="Strict", path="/"
        )
        return response


def _cookie() -> str:
    return current_app.config["SESSION_COOKIE_NAME"] + "-known"


def _account(email: str) -> str:
    return hashlib.sha256(normal_email(email).encode()).hexdigest()[:16]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key, salt="known-browser")
