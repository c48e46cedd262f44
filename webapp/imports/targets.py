"""What a column of a file can be mapped to, beside the fields that an administrator has added."""

from dataclasses import dataclass

from webapp.fields.builtin import BUILTIN, PRIMARY


@dataclass(frozen=True)
class Target:
    """A place for a cell's value. `key` is what mappings store; several columns may share a `many`."""

    key: str
    section: str
    label: str
    type: str = "text"
    many: bool = False

    @property
    def path(self) -> str:
        """As people write and read it: "Primary info › City"."""
        return f"{self.section} › {self.label}"


RECORD, COMPANY = "Record", "Company"
_JOINED = frozenset({"first", "last", "email", "phone", "street"})

BUILT_IN = {
    target.key: target
    for target in (
        Target("name", PRIMARY, "Name"),
        *(Target(f.name, PRIMARY, f.label, f.type, f.name in _JOINED) for f in BUILTIN),
        Target("kind", RECORD, "Kind"),
        Target("status", RECORD, "Status"),
        Target("owner", RECORD, "Owner"),
        Target("tags", RECORD, "Tags", many=True),
        Target("note", RECORD, "Note", many=True),
        Target("created", RECORD, "Created", "moment"),
        Target("company.website", COMPANY, "Website", "link"),
        Target("company.industry", COMPANY, "Industry"),
        Target("company.street", COMPANY, "Street"),
        Target("company.city", COMPANY, "City"),
    )
}
