"""One's second factor: setting it up with an authenticator, recovery codes, switching it off.

Until it is set up nothing is stored: the form itself holds the seed, signed, for an hour.
"""

import segno
from flask import Blueprint, abort, current_app, flash, render_template, request
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeTimedSerializer
from markupsafe import Markup
from wtforms import HiddenField

from webapp import auth, clock, context
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.htmx import go_to, wants_part
from webapp.inputs import Form, one_line
from webapp.messaging.account_mail import mail_second_factor
from webapp.proof import proven
from webapp.stale_forms import MUST_SET_UP, form_again
from webapp.users import recovery_codes, second_factor
from webapp.users.one_time_code import address_of, new_seed, secret_of
from webapp.users.user import User

bp = Blueprint("second_factor", __name__, url_prefix="/second-factor")

SET_UP_SECONDS = 3600
PAGE = "/account/second-factor"
OPEN_BEFORE = frozenset({"sign_in", "sign_in_code", "account.second_factor", "logo", "health"})


class SetUpForm(Form):
    setup = HiddenField()
    code = one_line("Code that the app shows now", missing="Type the six digits that the app shows.", most=60)


@bp.before_app_request
def only_setting_up_where_one_is_required():
    if request.endpoint == "static" or request.blueprint in OPEN_BEFORE:
        return None
    if not auth.opened().owes_second_factor:
        return None
    if request.method in auth.READING:
        return go_to(auth.path_with_next(PAGE, auth.own_path(request.full_path.rstrip("?"))))
    if wants_part():
        abort(403, MUST_SET_UP.sentence)
    return form_again(MUST_SET_UP), 403


@bp.get("")
@allowed_to()
def show():
    standing = second_factor.standing_of(current_user.id)
    if standing is None:
        return _set_up_page(SetUpForm(), new_seed())
    required = second_factor.is_required()
    return render_template("account/second_factor/show.html", standing=standing, required=required)


@bp.get("/new")
@allowed_to()
def new():
    return _set_up_page(SetUpForm(), new_seed())


@bp.post("")
@allowed_to()
@proven
def create():
    form, now = SetUpForm(), clock.now()
    seed = _seed_in(form.setup.data)
    if seed is None:
        form.refuse("This took more than an hour. Scan the new picture and type its code.", "code")
        return _set_up_page(form, new_seed()), 422
    if not form.validate():
        return _set_up_page(form, seed), 422
    key, but = current_app.secret_key, current_user.session_id
    codes = second_factor.set_up(current_user.id, seed, form.code.data, key=key, now=now, but_session=but)
    if codes is None:
        form.refuse("That is not its code now. Wait for the next one, or set the phone's clock.", "code")
        return _set_up_page(form, seed), 422
    _tell("second factor set up", "a second factor was set up for your account", now)
    db.session.commit()
    return _codes_page(codes)


@bp.post("/recovery-codes")
@allowed_to()
@proven
def renew_codes():
    if second_factor.standing_of(current_user.id) is None:
        abort(409, "Set up your second factor first; recovery codes come with it.")
    codes = recovery_codes.make_codes(current_user.id)
    _tell("recovery codes made", "new recovery codes were made for your account", clock.now())
    db.session.commit()
    return _codes_page(codes)


@bp.post("/off")
@allowed_to()
@proven
def destroy():
    if second_factor.is_required():
        abort(409, "Your administrator requires a second factor. Set up another one instead.")
    if second_factor.switch_off(current_user.id, but_session=current_user.session_id):
        _tell("second factor switched off", "the second factor of your account was switched off", clock.now())
        db.session.commit()
        flash("Your password alone opens your account again.")
    return go_to("/account")


def _tell(noted: str, happened: str, now: int) -> None:
    auth.note(noted)
    user = db.session.get_one(User, current_user.id)
    mail_second_factor(user, happened, base_url=context.base_url(), now=now)


def _seed_in(signed: str | None) -> str | None:
    """The seed of a form that this user got within the hour."""
    try:
        user_id, seed = _signer().loads(signed or "", max_age=SET_UP_SECONDS)
    except BadSignature:
        return None
    return seed if user_id == current_user.id else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt="set up a second factor")


def _set_up_page(form: SetUpForm, seed: str) -> str:
    form.setup.data = _signer().dumps([current_user.id, seed])
    secret = secret_of(seed, key=current_app.secret_key)
    address = address_of(secret, account=current_user.email, company=context.the_company().name)
    picture = segno.make_qr(address, error="m").svg_inline(light="#fff", omitsize=True, svgclass="qr")
    return render_template(
        "account/second_factor/new.html",
        form=form,
        picture=Markup(picture),
        address=address,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        owed=auth.opened().owes_second_factor,
        following=_following(),
    )


def _codes_page(codes: list[str]) -> str:
    return render_template("account/second_factor/codes.html", codes=codes, following=_following())


def _following() -> str:
    return auth.own_path(request.args.get("next"), PAGE)
