"""Templates without their indentation: what makes them readable here is not sent to readers."""

import re
from typing import Any

from django.template.loaders import filesystem

INDENTATION = re.compile(r"\s*\n\s*")


class Loader(filesystem.Loader):
    """Reads a template; of a page, each line without the spaces around it, and no empty line. A mail is as written."""

    def get_contents(self, origin: Any) -> str:
        """The text of a template. Raises TemplateDoesNotExist."""
        contents: str = super().get_contents(origin)
        return INDENTATION.sub("\n", contents) if origin.name.endswith(".html") else contents
