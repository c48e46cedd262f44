"""The inputs of the dialog that sets a field, as one chooses which."""

from flask import Blueprint, abort, render_template, request

from webapp.blueprints.bulk.loading import load_question
from webapp.blueprints.bulk.questions.field import FieldQuestion
from webapp.blueprints.loaders import allowed_to
from webapp.users.permission import Permission

bp = Blueprint("bulk_field_inputs", __name__, url_prefix="/bulk/<int:choice_id>/field")


@bp.get("/input")
@allowed_to(Permission.EDIT_PEOPLE)
def show(choice_id: int):
    """The input of the field that was chosen."""
    return render_template("bulk/_field_input.html", question=_load(choice_id))


@bp.get("/states")
@allowed_to(Permission.EDIT_PEOPLE)
def choose_states(choice_id: int):
    """The input of a state, for the country that was chosen."""
    question = _load(choice_id)
    if question.field is None or not question.field.country_key:
        abort(404)
    return render_template("people/_states.html", form=question.states_of_chosen())


def _load(choice_id: int) -> FieldQuestion:
    return load_question(choice_id, FieldQuestion.name, request.args)
