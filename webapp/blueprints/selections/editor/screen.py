"""What the templates of the three steps read."""

from functools import cached_property

from webapp.blueprints.people.builder.screen import Offered, Screen
from webapp.blueprints.selections.editor.form import SelectionForm
from webapp.blueprints.selections.editor.posted import ASKED, WITH_SUBGROUPS, WITHOUT, asks_for_groups
from webapp.criteria.asking import Asker
from webapp.criteria.building.draft import Group, Row
from webapp.listing.address import Address
from webapp.selecting.keeping import may_change, selections_for
from webapp.selections.models import Selection
from webapp.users.own_company import Labels
from webapp.users.permission import Permission

WORDS = (
    ("Any of these", "who meet at least one line"),
    ("All of these", "who meet every line"),
    ("None of these", "nobody who meets any line"),
)


class StepsScreen(Screen):
    """The form of a selection: of a new one without `selection`, else of that one.

    `missed` says what of it is gone and was left out.
    """

    arranges = False
    asked = ASKED

    def __init__(
        self,
        form: SelectionForm,
        asker: Asker,
        labels: Labels,
        *,
        selection: Selection | None,
        missed: str = "",
        **drawn,
    ):
        super().__init__(Address(), asker, labels, **drawn)
        self.form = form
        self.selection = selection
        self.missed = missed

    @property
    def title(self) -> str:
        return self.selection.name if self.selection else "New selection"

    @property
    def path(self) -> str:
        """Where it is shown, or all are."""
        return f"/selections/{self.selection.id}" if self.selection else "/selections"

    @property
    def may_share(self) -> bool:
        return self.asker.viewer.can(Permission.EDIT_SEGMENTS)

    @property
    def others(self) -> list[Selection]:
        """Those that could mean these criteria instead of a new one, if it came with criteria."""
        if self.selection or not self.text:
            return []
        return [one for one in selections_for(self.asker.viewer) if may_change(one, self.asker.viewer)]

    @property
    def steps(self) -> list[tuple[Group, str, str]]:
        """Each step with its title and what it means."""
        return [(group, *words) for group, words in zip(self.root.children, WORDS, strict=True)]

    @property
    def list_url(self) -> str:
        """The people on their page."""
        return Address(self.text).url()

    @cached_property
    def topics(self):
        """Groups once: with or without subgroups is a tick."""
        return tuple(
            (heading, tuple((key, words) for key, words in some if key != WITHOUT))
            for heading, some in super().topics
        )

    def key(self, row: Row) -> Offered | None:
        if row.key == WITHOUT:
            return Offered(WITHOUT, ASKED[WITH_SUBGROUPS], True)
        return super().key(row)

    def asks_for_groups(self, row: Row) -> bool:
        return asks_for_groups(row)

    def with_subgroups(self, row: Row) -> bool:
        return row.key == WITH_SUBGROUPS
