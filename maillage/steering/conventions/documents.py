"""A document joined to a convention: a whole PDF, of a bounded weight, judged by its content and not by its name."""

from maillage.kernel.errors import UsageError
from maillage.kernel.french import size

HEAVIEST = 10_000_000
HEAD, TAIL, WITHIN = b"%PDF-", b"%%EOF", 1024


def checked(content: bytes) -> bytes:
    """The same bytes. Raises UsageError for anything but a whole PDF of at most 10 MB."""
    if len(content) > HEAVIEST:
        raise UsageError(f"Le document pèse {size(len(content))} : {size(HEAVIEST)} au plus.")
    if not content.startswith(HEAD) or TAIL not in content[-WITHIN:] or b"startxref" not in content:
        raise UsageError("Ce fichier n’est pas un PDF entier.")
    return content
