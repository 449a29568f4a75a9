"""A PDF kept in the database, and the field of a form that asks for it."""

from typing import Any

from django import forms
from django.db import models

from maillage.kernel.errors import UsageError
from maillage.kernel.french import size
from maillage.steering.conventions.documents import HEAVIEST, checked


class PdfInput(forms.FileField):
    """Gives the bytes sent, checked; nothing sent keeps those that are there."""

    widget = forms.FileInput(attrs={"accept": "application/pdf"})

    def to_python(self, data: Any) -> bytes | None:  # type: ignore[override]
        """The bytes. Raises ValidationError for anything but a whole PDF."""
        sent = super().to_python(data)
        if sent is None:
            return None
        try:
            # One byte more than allowed is enough to refuse it.
            return checked(sent.read(HEAVIEST + 1))
        except UsageError as error:
            raise forms.ValidationError(str(error)) from None


class PdfField(models.BinaryField):  # type: ignore[type-arg]
    """The bytes of a PDF, which forms ask as a file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"editable": True, **kwargs})

    def formfield(self, **kwargs: Any) -> Any:
        """The field of a form."""
        options: dict[str, Any] = {
            "form_class": PdfInput,
            "help_text": f"{size(HEAVIEST)} au plus. Rien de choisi : garder le document qui est là.",
            "error_messages": {"required": "Choisissez un fichier PDF.", "empty": "Ce fichier est vide."},
        }
        return super().formfield(**options | kwargs)
