"""A second factor: codes and recovery codes that work once each."""

import pytest
from sqlalchemy import select

from tests.at_once import at_once
from tests.authenticator import Phone, given_second_factor
from tests.world import NOW
from webapp.db import db
from webapp.users.half_sign_in import HalfSignIn, begin, find
from webapp.users.one_time_code import new_seed, secret_of
from webapp.users.recovery_codes import NUMBER, RecoveryCode, codes_left, make_codes
from webapp.users.second_factor import (
    SecondFactor,
    Way,
    has_second_factor,
    set_up,
    set_up_under_another,
    standing_of,
    switch_off,
    users_without,
    way_of,
)
from webapp.users.session import sessions_of

pytestmark = pytest.mark.usefixtures("nobody_signed_in")


@pytest.fixture
def phone(world):
    return given_second_factor(world.mona.id)


@pytest.fixture
def way(app, world):
    """way(typed) gives how Mona showed who she is, and commits."""

    def shown(typed, *, now=NOW, key=app.secret_key):
        found = way_of(world.mona.id, typed, key=key, now=now)
        db.session.commit()
        return found

    return shown


def test_it_counts_only_once_a_code_was_right(app, world):
    seed = new_seed()
    given = {"key": app.secret_key, "now": NOW, "but_session": 0}
    assert set_up(world.mona.id, seed, "000 00", **given) is None
    assert not has_second_factor(world.mona.id)
    assert world.mona.id in {user.id for user in users_without()}


def test_a_code_works_once(phone, way):
    assert way(phone.code()) is Way.CODE
    assert way(phone.code()) is None


def test_a_code_from_before_the_last_one_works_no_more(phone, way):
    assert way(phone.code(off=30)) is Way.CODE
    assert way(phone.code()) is None
    assert way(phone.code(off=60), now=NOW + 60) is Way.CODE


def test_of_twenty_at_once_with_the_same_code_one_gets_in(app, phone, world):
    code = phone.code()

    def try_it():
        with app.app_context():
            way = way_of(world.mona.id, code, key=app.secret_key, now=NOW)
            db.session.commit()
            return way

    assert sorted(at_once(20, try_it), key=str) == [None] * 19 + [Way.CODE]


def test_of_twenty_at_once_with_the_same_recovery_code_one_gets_in(app, phone, world):
    def try_it():
        with app.app_context():
            way = way_of(world.mona.id, phone.recovery_codes[0], key=app.secret_key, now=NOW)
            db.session.commit()
            return way

    assert sorted(at_once(20, try_it), key=str) == [None] * 19 + [Way.RECOVERY]
    assert codes_left(world.mona.id) == NUMBER - 1


def test_a_recovery_code_works_once_however_it_is_written(phone, way):
    first, second = phone.recovery_codes[:2]
    assert way(first.upper().replace("-", " ")) is Way.RECOVERY
    assert way(first) is None
    assert way(f" {second.replace('-', '')} ") is Way.RECOVERY


def test_new_recovery_codes_end_the_old_ones(phone, way, world):
    fresh = make_codes(world.mona.id)
    db.session.commit()
    assert len(set(fresh)) == NUMBER
    assert way(phone.recovery_codes[0]) is None
    assert way(fresh[0]) is Way.RECOVERY


def test_a_recovery_code_of_somebody_else_is_none(phone, way, world):
    others = given_second_factor(world.jonas.id)
    assert way(others.recovery_codes[0]) is None
    assert way(others.code()) is None


def test_the_rows_hold_neither_the_secret_nor_a_recovery_code(phone):
    tables = SecondFactor.__table__, RecoveryCode.__table__
    stored = repr([db.session.execute(select(table)).all() for table in tables])
    for secret in (phone.secret, *phone.recovery_codes):
        assert secret not in stored


def test_under_another_key_codes_do_not_work_but_recovery_codes_do(phone, way, app):
    assert set_up_under_another(app.secret_key) == 0
    assert set_up_under_another("another key") == 1
    assert way(phone.code(), key="another key") is None
    assert way(phone.recovery_codes[0], key="another key") is Way.RECOVERY


def test_setting_up_anew_ends_the_old_one_other_sessions_and_half_sign_ins(app, phone, way, world):
    world.client(app, world.mona)
    kept = sessions_of(world.mona.id)[0].id
    world.client(app, world.mona)
    half = begin(world.mona.id, stays=False, now=NOW)
    seed = new_seed()
    old, phone.secret = phone.code(), secret_of(seed, key=app.secret_key)
    set_up(world.mona.id, seed, phone.code(), key=app.secret_key, now=NOW, but_session=kept)
    db.session.commit()
    assert way(old) is None
    assert way(phone.code(off=30)) is Way.CODE
    assert [session.id for session in sessions_of(world.mona.id)] == [kept]
    assert find(half, now=NOW) is None


def test_switched_off_nothing_of_it_is_left(phone, way, world):
    assert switch_off(world.mona.id)
    assert not switch_off(world.mona.id)
    db.session.commit()
    assert standing_of(world.mona.id) is None
    assert way(phone.code()) is None
    assert way(phone.recovery_codes[0]) is None


def test_setting_up_twice_at_once_leaves_one(app, world):
    seed = new_seed()
    secret = secret_of(seed, key=app.secret_key)

    def set_it_up():
        with app.app_context():
            given = {"key": app.secret_key, "now": NOW, "but_session": 0}
            codes = set_up(world.mona.id, seed, Phone(secret).code(), **given)
            db.session.commit()
            return len(codes)

    assert at_once(4, set_it_up) == [NUMBER] * 4
    assert codes_left(world.mona.id) == NUMBER


def test_a_half_sign_in_lapses(app, world):
    token = begin(world.mona.id, stays=True, now=NOW)
    db.session.commit()
    assert find(token, now=NOW + 599).stays
    assert find(token, now=NOW + 600) is None
    assert token not in repr(db.session.execute(select(HalfSignIn.__table__)).all())
