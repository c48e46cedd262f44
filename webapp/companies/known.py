"""Which texts of companies may name somebody."""

from webapp.activity.knowing import may_name
from webapp.companies.models import Company


def register() -> None:
    """The notes on a company may be about somebody there. Its name is its own."""
    may_name(Company.notes)
