"""Settings › Erased people: when somebody was erased and by whom, and whether an address is one of theirs."""

from flask import Blueprint, render_template
from wtforms import ValidationError

from webapp import auth, context
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.htmx import go_to
from webapp.inputs import Form, number_in, one_line
from webapp.people.contact_points import normalise_email, normalise_phone
from webapp.suppressions.checking import lift, suppressed
from webapp.suppressions.keeping import REASONS, erasures
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("suppressions", __name__, url_prefix="/suppressions")


class AddressForm(Form):
    address = one_line("E-mail or phone", missing="Type an e-mail or a phone number.")

    def validate_address(self, field):
        """As `norm`; a phone without a country is one of the company's."""
        try:
            if "@" in field.data:
                _, self.norm = normalise_email(field.data)
            else:
                _, self.norm = normalise_phone(field.data, context.the_company().country)
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None


@bp.get("")
@allowed_to(Permission.ERASE_PEOPLE)
def index():
    return _page(AddressForm(formdata=None))


@bp.post("/check")
@allowed_to(Permission.ERASE_PEOPLE)
def check():
    """A post although it only asks: the address is not to stand in logs and histories."""
    form = AddressForm()
    if not form.validate():
        return _page(form), 422
    return _page(form, found=suppressed([form.norm]).get(form.norm, 0), checked=form.norm)


@bp.post("/lift")
@allowed_to(Permission.ERASE_PEOPLE)
def destroy():
    form = AddressForm()
    if not form.validate():
        return _page(form), 422
    if suppressed([form.norm]):
        lift([form.norm])
        auth.note("suppression lifted", "an address typed in the settings")
        db.session.commit()
        say("The address is no longer suppressed.")
    return go_to("/settings/suppressions")


def _page(form: AddressForm, found: int = 0, checked: str = "") -> str:
    lines, following = erasures(number_in("before"))
    return render_template(
        "settings/suppressions.html",
        form=form,
        found=found,
        checked=checked,
        lines=lines,
        following=following,
        reasons=REASONS,
    )
