"""An amount in euros, as people type it."""

from typing import Any

from django import forms

from maillage.kernel.errors import UsageError
from maillage.steering.money.amounts import parse, typed


class Amount(forms.CharField):
    """An amount, as people type it."""

    def clean(self, value: Any) -> Any:
        """The amount, exact. Raises ValidationError."""
        text = super().clean(value)
        try:
            return parse(text)
        except UsageError as error:
            raise forms.ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        """The amount as a field holds it."""
        return value if isinstance(value, str) else typed(value)
