"""The place a form is about, as an address of the site says it, and the choice of one when it says nothing."""

from typing import Any

from django.http import HttpRequest

from maillage.commons import places
from maillage.commons.places import Place
from maillage.kernel.territory import Level
from maillage.observatory.door import Observatory
from maillage.web.forms.asked import LONGEST_QUERY


def asked_place(request: HttpRequest, source: Observatory) -> Place | None:
    """The place given by `adresse` or `commune`, None when neither is. Raises UsageError when it is nowhere here."""
    values: Any = request.POST if request.method == "POST" else request.GET
    if key := values.get("adresse", ""):
        return places.address(source, key)
    code = values.get("commune", "")
    return places.commune(source, code) if code else None


def choice(request: HttpRequest, source: Observatory, page: str) -> dict[str, Any]:
    """What parts/choose.html shows: the words typed, and the communes found with the address of the form for each."""
    text = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    hits = source.search(text, limit=20) if text else []
    communes = [hit.territory for hit in hits if hit.territory.ref.level is Level.COMMUNE]
    ways = [(f"{page}?commune={commune.ref.code}", commune.name, ", ".join(commune.postcodes)) for commune in communes]
    return {"page": page, "text": text, "ways": ways}
