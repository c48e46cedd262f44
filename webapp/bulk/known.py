"""Which texts of bulk actions may name somebody."""

from webapp.activity.knowing import may_name
from webapp.bulk.models import BulkChoice, BulkRun


def register() -> None:
    """The list that people were chosen from may have been a search for somebody."""
    may_name(BulkChoice.list_query, BulkChoice.back, BulkRun.answers)
