"""How a kept file is given back: as a file to keep, never as a page of the site."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from maillage.directory.uploads.names import cleaned

CLOSED = "default-src 'none'; sandbox; frame-ancestors 'none'"


def given(content: bytes, media: str, name: str) -> HttpResponse:
    """The answer that gives a file: its type is `media`, and browsers neither guess another nor open it here."""
    stem, _, ending = name.rpartition(".")
    response = HttpResponse(content, content_type=media)
    said = content_disposition_header(as_attachment=True, filename=cleaned(f"{stem}.{ending}", ending))
    response["Content-Disposition"] = str(said)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = CLOSED
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
