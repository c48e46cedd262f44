"""Asking for one's password once more before what a thief of an open browser would do first.

`@proven` stands below `@allowed_to` on such a view. Who gave their password in this session within ten
minutes is not asked. For who is, the form that asks carries what they typed, and nothing of it is lost.
"""

from functools import wraps

from wtforms import PasswordField

from webapp import auth, clock, errors
from webapp.inputs import Form
from webapp.stale_forms import form_again
from webapp.users.session import is_proven, note_proof
from webapp.users.signing_in import TooManyTries, Tries, who_signs_in

WORDS = errors.Words("Is it you?", "Type your password once more; what you entered is kept.")


class ProofForm(Form):
    """Its field's name holds “password”, so that it is never among what is kept of a form."""

    proof_password = PasswordField("Your password", default="")


def proven(view):
    """A writing view that runs only when the password was given lately, or with this very form."""

    @wraps(view)
    def after_proof(*args, **kwargs):
        return _question(clock.now()) or view(*args, **kwargs)

    return after_proof


def check(form: Form, name: str, now: int) -> None:
    """Let the form refuse its field of that name unless it holds the password of who is signed in.

    Before the session's first query, since it hashes.
    """
    viewer = auth.viewer()
    tries = Tries(viewer.email, auth.address(), known=f"session {viewer.session_id}")
    try:
        tries.count(now)
    except TooManyTries:
        form.refuse("That was tried too often. Wait a quarter of an hour.", name)
        return
    if who_signs_in(viewer.email, form[name].data) != viewer.id:
        form.refuse("This is not your present password.", name)
        return
    tries.succeeded(now)
    note_proof(viewer.session_id, now)


def _question(now: int):
    if is_proven(auth.viewer().session_id, now):
        return None
    form = ProofForm()
    if form.proof_password.raw_data:
        check(form, "proof_password", now)
        if not form.errors:
            return None
    return form_again(WORDS, "proof.html", form=form), 422 if form.errors else 401
