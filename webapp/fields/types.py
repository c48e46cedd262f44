"""The types that a field may have."""

CUSTOM_TYPES = (
    "text",
    "long text",
    "number",
    "date",
    "yes/no",
    "choice",
    "several choices",
    "e-mail",
    "phone",
    "link",
    "country",
    "state",
)
"""What an administrator chooses from; the built-in fields have a few of their own (builtin.py)."""
