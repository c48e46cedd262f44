"""The codes of an authenticator."""

from urllib.parse import parse_qs, urlsplit

import pytest

from webapp.users.one_time_code import address_of, mark_of, new_seed, secret_of, steps_of

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""12345678901234567890, of RFC 6238's appendix B, whose codes have two digits more in front."""
KEY, OTHER_KEY = "a key of the server", "another key"


@pytest.mark.parametrize(
    ("at", "code"),
    [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")],
)
def test_the_codes_are_those_of_the_standard(at, code):
    assert steps_of(code, RFC_SECRET, now=at) == [at // 30]


@pytest.mark.parametrize("off", [-30, 0, 30])
def test_a_clock_may_be_half_a_minute_off(off):
    assert steps_of("005924", RFC_SECRET, now=1_234_567_890 + off)


@pytest.mark.parametrize("off", [-61, 60])
def test_a_clock_that_is_a_minute_off_is_wrong(off):
    assert not steps_of("005924", RFC_SECRET, now=1_234_567_890 + off)


@pytest.mark.parametrize("typed", ["005 924", " 005924\t", "005-924"])
def test_blanks_and_hyphens_do_not_matter(typed):
    assert steps_of(typed, RFC_SECRET, now=1_234_567_890)


@pytest.mark.parametrize("typed", ["", "05924", "0005924", "oo5924", "٠٠٥٩٢٤", "005924x", "-", "1e5"])
def test_whatever_is_not_six_digits_is_no_code(typed):
    assert not steps_of(typed, RFC_SECRET, now=1_234_567_890)


def test_the_secret_is_of_the_seed_and_of_the_servers_key():
    seed = new_seed()
    assert secret_of(seed, key=KEY) == secret_of(seed, key=KEY)
    assert secret_of(seed, key=KEY) not in (secret_of(seed, key=OTHER_KEY), secret_of(new_seed(), key=KEY))
    assert mark_of(KEY) != mark_of(OTHER_KEY)


def test_what_the_picture_holds_is_what_authenticators_read():
    parts = urlsplit(address_of(RFC_SECRET, account="mona@example.com", company="Harbour & Keller: Boston"))
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert parse_qs(parts.query) == {"secret": [RFC_SECRET], "issuer": ["Muster Harbour & Keller  Boston"]}
