"""The six digits that an authenticator shows for half a minute (TOTP, RFC 6238), and how it is set up.

Of a second factor the database keeps only a random seed. The secret that the authenticator holds is made of
it and of the server's own secret, so that a stolen database or backup lets nobody in.
"""

import hmac
import secrets
from base64 import b32encode

from pyotp import TOTP

STEP_SECONDS = 30
STEPS_AROUND = (0, -1, 1)
"""A clock may be half a minute off."""
DIGITS = 6


def new_seed() -> str:
    """What a new second factor begins with."""
    return secrets.token_urlsafe(24)


def secret_of(seed: str, *, key: str) -> str:
    """The secret in the letters that an authenticator takes; `key` is the server's."""
    return b32encode(_made_of(key, f"second factor {seed}")[:20]).decode()


def mark_of(key: str) -> str:
    """Tells whether a second factor was set up under this key, and nothing else of the key."""
    return _made_of(key, "mark of second factors").hex()[:16]


def address_of(secret: str, *, account: str, company: str) -> str:
    """The `otpauth:` address that a QR code holds."""
    return TOTP(secret).provisioning_uri(name=account, issuer_name=f"Muster {company}".replace(":", " "))


def steps_of(typed: str, secret: str, *, now: int) -> list[int]:
    """The half minutes around now whose code this is; blanks and hyphens in it do not matter."""
    code = "".join(typed.split()).replace("-", "")
    if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
        return []
    here, codes = now // STEP_SECONDS, TOTP(secret)
    near = [here + away for away in STEPS_AROUND]
    return [step for step in near if hmac.compare_digest(codes.generate_otp(step), code)]


def _made_of(key: str, what: str) -> bytes:
    return hmac.digest(key.encode(), what.encode(), "sha256")
