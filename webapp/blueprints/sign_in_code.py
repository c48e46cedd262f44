"""The second page of signing in: a code of one's authenticator, or a recovery code."""

from flask import Blueprint, current_app, render_template, request

from webapp import auth, clock, context, known_browsers
from webapp.activity.audit import audit_aside
from webapp.db import db
from webapp.htmx import go_to
from webapp.inputs import Form, one_line
from webapp.messaging.account_mail import mail_second_factor
from webapp.toasts import say
from webapp.users import half_sign_in
from webapp.users.half_sign_in import Half
from webapp.users.recovery_codes import codes_left
from webapp.users.second_factor import Way, way_of
from webapp.users.signing_in import TooManyTries, Tries
from webapp.users.user import User

bp = Blueprint("sign_in_code", __name__, url_prefix="/sign-in/code")


class CodeForm(Form):
    code = one_line("Code", missing="Type the code.", most=100)


@bp.get("")
def new():
    half = auth.half_signed_in(clock.now())
    return _page(CodeForm()) if half else _afresh()


@bp.post("")
def create():
    form, now = CodeForm(), clock.now()
    half = auth.half_signed_in(now)
    if half is None:
        return _afresh()
    if not form.validate():
        return _page(form), 422
    tries = Tries(half.email, auth.address(), known_browsers.name_for(half.email), what="code")
    try:
        tries.count(now)
    except TooManyTries:
        form.refuse("That was tried too often. Wait a quarter of an hour, then sign in again.")
        return _page(form), 429
    way = way_of(half.user_id, form.code.data, key=current_app.secret_key, now=now)
    if way is None:
        db.session.rollback()  # or the note would wait for this request's own lock
        audit_aside("code refused", half.email, by_id=half.user_id, address=auth.address(), now=now)
        form.refuse("This code does not work. Each works once, and those of the app for a minute.", "code")
        return _page(form), 422
    if not half_sign_in.use(half, now=now):
        db.session.rollback()
        return _afresh()
    auth.sign_in(half.user_id, half.email, stays=half.stays, now=now, how=f"with a {way}")
    if way is Way.RECOVERY:
        _tell_of_recovery(half, now)
    db.session.commit()
    tries.succeeded(now)  # beside the session, whose lock would have kept it out
    return go_to(_following())


def _tell_of_recovery(half: Half, now: int) -> None:
    left = codes_left(half.user_id)
    happened = f"somebody signed in to your account with a recovery code; {left} of them are left"
    user = db.session.get_one(User, half.user_id)
    mail_second_factor(user, happened, base_url=context.base_url(), now=now)
    say(
        f"You have {left} recovery {'code' if left == 1 else 'codes'} left."
        if left
        else "That was your last recovery code. Make new ones under Preferences."
    )


def _afresh():
    return go_to(auth.path_with_next("/sign-in", _following()))


def _following() -> str:
    return auth.own_path(request.args.get("next"))


def _page(form: CodeForm) -> str:
    with_recovery = "recovery" in request.args
    return render_template(
        "sign_in_code.html", form=form, with_recovery=with_recovery, following=_following()
    )
