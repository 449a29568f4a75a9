"""An amount in euros, as people type it."""

from typing import Any

from maillage.steering.money import amounts
from maillage.web.forms.form import Number


class Amount(Number):
    """An amount, exact."""

    @staticmethod
    def parse(text: str) -> Any:
        """What a text says. Raises UsageError."""
        return amounts.parse(text)

    @staticmethod
    def typed(value: Any) -> str:
        """An amount as people type it."""
        return amounts.typed(value)
