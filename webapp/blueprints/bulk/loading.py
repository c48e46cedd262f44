"""The people whom somebody chose, and the question about them, as pages load them."""

from flask import request
from werkzeug.datastructures import MultiDict

from webapp import auth, clock
from webapp.blueprints.bulk.questions import QUESTIONS, Question
from webapp.blueprints.loaders import deny, load_or_404
from webapp.bulk.choosing import choice_for
from webapp.bulk.models import BulkChoice
from webapp.users.permission import Permission

CHANGING = (Permission.EDIT_PEOPLE, Permission.DELETE_PEOPLE)
CHOOSING = (*CHANGING, Permission.EXPORT)
"""Whoever may do any of the actions may choose people for one."""


def load_choice(choice_id: int) -> BulkChoice:
    """One's own choice of the last day, else 404."""
    return load_or_404(choice_for(auth.viewer(), choice_id, now=clock.now()))


def load_question(choice_id: int, name: str, answers: MultiDict) -> Question:
    """The question of this name about a choice; 404 for none, 403 for what one may not do."""
    question = load_or_404(QUESTIONS.get(name))
    if not auth.viewer().can(question.permission):
        deny(f"{request.method} {request.path}")
    return question(load_choice(choice_id), auth.viewer(), answers)
