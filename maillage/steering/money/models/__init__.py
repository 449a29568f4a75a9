"""One noun per file."""

from maillage.steering.money.models.envelope import Envelope, Programme
from maillage.steering.money.models.funding import Funding, State
from maillage.steering.money.models.line import BudgetLine, Kind

__all__ = ["BudgetLine", "Envelope", "Funding", "Kind", "Programme", "State"]
