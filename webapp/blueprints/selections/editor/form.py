"""What a selection has beside its steps."""

from wtforms import BooleanField

from webapp.inputs import Form, one_line
from webapp.selecting.keeping import LONGEST_NAME


class SelectionForm(Form):
    name = one_line("Name", missing="Give it a name.", most=LONGEST_NAME)
    shared = BooleanField("Share it with everybody")

    @property
    def given(self) -> dict:
        """What it is to be, for the verbs."""
        return {"name": self.name.data, "shared": self.shared.data}
