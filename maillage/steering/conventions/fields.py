"""A PDF kept in the database, and the field of a form that asks for it."""

from typing import Any

from django.db import models

from maillage.directory.uploads.door import DOCUMENT
from maillage.directory.uploads.fields import UploadField
from maillage.kernel.french import size


class PdfInput(UploadField):
    """Gives the bytes sent, checked; nothing sent keeps those that are there."""

    def __init__(self, **named: Any) -> None:
        super().__init__(DOCUMENT, **named)

    def to_python(self, data: Any) -> Any:
        """The bytes. Raises ValidationError for anything but a whole PDF."""
        sent = super().to_python(data)
        return None if sent is None else bytes(sent.content)


class PdfField(models.BinaryField):  # type: ignore[type-arg]
    """The bytes of a PDF, which forms ask as a file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"editable": True, **kwargs})

    def formfield(self, **kwargs: Any) -> Any:
        """The field of a form."""
        options: dict[str, Any] = {
            "form_class": PdfInput,
            "help_text": f"{size(DOCUMENT.heaviest)} au plus. Rien de choisi : garder le document qui est là.",
            "error_messages": {"required": "Choisissez un fichier PDF.", "empty": "Ce fichier est vide."},
        }
        return super().formfield(**options | kwargs)
