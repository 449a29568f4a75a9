"""The field of a form that asks for a file."""

from typing import Any

from django import forms

from maillage.directory.uploads.door import Purpose, admit
from maillage.kernel.errors import UsageError


class UploadField(forms.FileField):
    """Gives the file that was admitted; None when none was sent and none is required."""

    def __init__(self, purpose: Purpose, **named: Any) -> None:
        self.purpose = purpose
        messages = {"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."}
        usual: dict[str, Any] = {
            "widget": forms.FileInput(attrs={"accept": purpose.accept}),
            "error_messages": messages,
        }
        super().__init__(**usual | named)

    def to_python(self, data: Any) -> Any:
        """The file admitted. Raises ValidationError, with what to do."""
        sent = super().to_python(data)
        if sent is None:
            return None
        try:
            # One byte more than allowed is enough to refuse it.
            return admit(sent.read(self.purpose.heaviest + 1), str(sent.name), self.purpose)
        except UsageError as error:
            raise forms.ValidationError(str(error)) from None
