"""The form of a process while it is put together: every button sends all of it, and it comes back changed.

Nothing is kept before Save. The steps travel signed, so that only what was checked comes back, and in the
order in which they stand, which dragging one has changed already.
"""

from functools import cached_property

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import MultiDict

from webapp.blueprints.groups.group_page.field_step import FieldStep
from webapp.groups.models import Group
from webapp.inputs import order_wanted
from webapp.processes.models import Process
from webapp.processes.standing import JOIN, LEAVE
from webapp.processes.steps import STEPS, step_of, steps_of
from webapp.processes.steps.field import FillField
from webapp.processes.steps.step import BadStep, Step, Where
from webapp.users.viewer import Viewer

MOMENTS = {JOIN: "joins", LEAVE: "leaves"}


class ProcessForm:
    """`at` is the number of the step that stands in the editor to be changed, 0 for a new one.

    `error` says what is wrong, `about` with which input.
    """

    def __init__(self, group: Group, viewer: Viewer, posted: MultiDict, process: Process | None = None):
        self.group, self.viewer, self.posted, self.process = group, viewer, posted, process
        self.where = Where(viewer, group.office_id)
        self.name = posted.get("name", process.name if process else "")
        self.moment = process.moment if process else posted.get("moment", JOIN)
        if self.moment not in MOMENTS:
            self.moment = JOIN
        self.steps = self._posted_steps()
        if process and "name" not in posted:
            self.steps = steps_of(process.steps)
        self.kind = posted.get("kind", "")
        self.at = self._number("at")
        self.changing: Step | None = None
        self.error = self.about = ""

    @property
    def action(self) -> str:
        base = f"/groups/{self.group.id}/processes"
        return f"{base}/{self.process.id}" if self.process else base

    @property
    def kinds(self) -> list[type[Step]]:
        """The steps that the viewer may add."""
        return [step for step in STEPS.values() if self.viewer.can(step.permission)]

    @property
    def editor(self) -> type[Step] | None:
        """The kind of step whose inputs are shown."""
        return next((step for step in self.kinds if step.name == self.kind), None)

    @cached_property
    def field_step(self) -> FieldStep:
        return FieldStep(self.posted, self.changing if isinstance(self.changing, FillField) else None)

    def options(self, ask: str):
        """What can be chosen for an input of the editor."""
        return self.editor.options(ask, self.where)

    def answer(self, ask: str) -> str:
        """What stands in an input of the editor."""
        if self.changing is None:
            return self.posted.get(f"a-{ask}", "")
        value = self.changing.kept[ask]
        return {"stage": "none", "owner": "nobody", "to": "owner"}[ask] if value is None else str(value)

    def sealed(self, step: Step) -> str:
        """The step as it travels in the form."""
        return self._seal.dumps(step.kept)

    def turn(self) -> None:
        """Do what the pressed button says, other than saving."""
        if number := self._number("remove"):
            self.steps = [step for n, step in enumerate(self.steps, 1) if n != number]
            self.at = 0
        elif (number := self._number("change")) and number <= len(self.steps):
            self.at, self.changing = number, self.steps[number - 1]
            self.kind = self.changing.name
        elif self.posted.get("do") == "add":
            self._add()
        elif self.posted.get("do") == "leave":
            self.at, self.kind = 0, ""
        elif "move" in self.posted:
            numbers = list(range(1, len(self.steps) + 1))
            self.steps = [self.steps[n - 1] for n in order_wanted(numbers)]

    def settle_editor(self) -> bool:
        """Take what stands in the editor before saving; False when that cannot be taken."""
        if self.editor and any(self.posted.get(f"a-{ask.name}") for ask in self.editor.asks):
            self._add()
        return not self.error

    def _add(self) -> None:
        if self.editor is None:
            self.error, self.about = "Choose what the step does.", "kind"
            return
        try:
            step = self._read()
        except BadStep as lack:
            self.error, self.about = str(lack), lack.about
            return
        if 0 < self.at <= len(self.steps):
            self.steps[self.at - 1] = step
        else:
            self.steps.append(step)
        self.at, self.kind = 0, ""

    def _read(self) -> Step:
        if self.editor is FillField:
            return self.field_step.read()
        answers = {ask.name: self.posted.get(f"a-{ask.name}", "") for ask in self.editor.asks}
        return self.editor.read(answers, self.where)

    @property
    def _seal(self) -> URLSafeSerializer:
        return URLSafeSerializer(current_app.secret_key, salt=f"steps of group {self.group.id}")

    def _posted_steps(self) -> list[Step]:
        found = []
        for text in self.posted.getlist("step"):
            try:
                found.append(step_of(self._seal.loads(text)))
            except BadSignature:
                continue
        return found

    def _number(self, name: str) -> int:
        text = self.posted.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
