"""Who somebody is by email and password, and how often that may be tried.

Both are read beside the session, so that nobody holds the write lock while a password is hashed.
"""

from dataclasses import dataclass

from sqlalchemy import select

from webapp.db import aside
from webapp.db.throttle import give_back, tries
from webapp.users.passwords import matches
from webapp.users.user import User, normal_email

WINDOW_SECONDS = 15 * 60
TRIES_FROM_ONE_ADDRESS = 100
TRIES_OF_ONE_ACCOUNT = 50
TRIES_OF_BOTH = 10


class TooManyTries(Exception):
    """Wait until the window of 15 minutes is over."""


@dataclass(frozen=True)
class Tries:
    """The limits that one try of one browser counts against; codes (`what`) are counted apart from passwords.

    A browser that signed in to this account before (`known`, its random name) has a limit of its own:
    whoever guesses at the account from elsewhere never locks its owner out.
    """

    email: str
    address: str
    known: str = ""
    what: str = "sign-in"

    @property
    def limits(self) -> dict[str, int]:
        """The most tries in a window, by the name under which they are counted."""
        account = normal_email(self.email)[:100]
        if self.known:
            return {f"{self.what} known {self.known} {account}": TRIES_OF_BOTH}
        return {
            f"{self.what} both {self.address} {account}": TRIES_OF_BOTH,
            f"{self.what} from {self.address}": TRIES_FROM_ONE_ADDRESS,
            f"{self.what} of {account}": TRIES_OF_ONE_ACCOUNT,
        }

    def count(self, now: int) -> None:
        """Count this try, before it is known whether it succeeds; raises TooManyTries."""
        counted = {name: tries(name, per_seconds=WINDOW_SECONDS, now=now) for name in self.limits}
        if any(counted[name] > most for name, most in self.limits.items()):
            raise TooManyTries

    def succeeded(self, now: int) -> None:
        """Take the try back: a whole office behind one address may sign in at nine."""
        for name in self.limits:
            give_back(name, per_seconds=WINDOW_SECONDS, now=now)


def who_signs_in(email: str, password: str) -> int | None:
    """The id of the active user with this email and password, None for nobody; takes as long either way."""
    with aside() as connection:
        found = connection.execute(
            select(User.id, User.password_hash).where(
                User.email_norm == normal_email(email), User.deactivated_at.is_(None)
            )
        ).first()
    return found.id if matches(found and found.password_hash, password) else None
