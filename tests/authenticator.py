"""A phone with an authenticator, for tests of the second factor."""

from dataclasses import dataclass, field

from flask import current_app
from pyotp import TOTP

from tests.world import NOW
from webapp import clock
from webapp.db import db
from webapp.users.one_time_code import STEP_SECONDS, new_seed, secret_of
from webapp.users.second_factor import set_up


@dataclass
class Phone:
    """An authenticator that holds the secret of a user's second factor, and the recovery codes on paper."""

    secret: str
    recovery_codes: list[str] = field(default_factory=list)

    def code(self, *, off: int = 0) -> str:
        """What it shows when its clock is `off` by so many seconds."""
        return TOTP(self.secret).generate_otp((clock.now() + off) // STEP_SECONDS)

    def wrong_code(self) -> str:
        """Six digits that it shows neither now nor around now."""
        near = {self.code(off=off) for off in (-30, 0, 30)}
        return next(code for code in ("123456", "654321", "111111", "222222") if code not in near)


def given_second_factor(user_id: int) -> Phone:
    """Set a second factor up for the user, an hour ago; commits."""
    seed, key, at = new_seed(), current_app.secret_key, NOW - 3600
    phone = Phone(secret_of(seed, key=key))
    with clock.frozen(at):
        codes = set_up(user_id, seed, phone.code(), key=key, now=at, but_session=0)
    db.session.commit()
    return Phone(phone.secret, codes)
