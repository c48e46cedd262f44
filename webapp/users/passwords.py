"""Passwords: argon2id, at least ten characters, none of the common ones, no composition rules."""

from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's second choice for argon2id: 19 MiB, two passes, one lane; keeps the web process small.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
LEAST = 10
MOST = 1024
ADVICE = f"Use at least {LEAST} characters; a few words in a row are easy to remember."


class WeakPassword(ValueError):
    """Says in words what is wrong with the password."""


def check_strength(password: str) -> None:
    """Raise WeakPassword unless the password may be used."""
    if len(password) < LEAST:
        raise WeakPassword(ADVICE)
    if len(password) > MOST:
        raise WeakPassword(f"Use at most {MOST} characters.")
    if password.casefold() in _common():
        raise WeakPassword("This password is among the most common ones; choose another.")
    if len(set(password)) < 4:
        raise WeakPassword("Use more than three different characters.")


def hash_password(password: str) -> str:
    """The argon2id hash in PHC form; takes some 30 ms, so never inside a transaction."""
    return _hasher.hash(password)


def matches(hashed: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; as slow for a missing hash as for a real one."""
    try:
        return _hasher.verify(hashed or _nobody(), password) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")


@cache
def _common() -> frozenset[str]:
    return frozenset((Path(__file__).parent / "common_passwords.txt").read_text().split())
