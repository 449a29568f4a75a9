"""Names of columns, parameters and files in a text that is read: they stand in `<code>`."""

import re
from html import escape

from django.utils.safestring import SafeString

from maillage.kernel import french

_NAME = re.compile(r"\b[a-zA-Z]\w*_\w+(?:\.[\w-]+)*")


def marked(text: str) -> SafeString:
    """The text, escaped, its names in `<code>`."""
    return SafeString(_NAME.sub(r"<code>\g<0></code>", escape(french.typographic(text))))
