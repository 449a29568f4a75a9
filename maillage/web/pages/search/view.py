"""Search. Somebody typed a name, a code, a postcode or a subject; they leave on a territory or an indicator."""

import unicodedata

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from maillage.observatory.door import Observatory
from maillage.observatory.sheets import IndicatorSheet
from maillage.web.access import public
from maillage.web.asked import LONGEST_QUERY
from maillage.web.observe import observatory

MOST = 40


def folded(text: str) -> str:
    """Without accents, capitals or punctuation: « Éligibles » → « eligibles »."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    letters = (c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    return " ".join("".join(letters).split())


def indicators_about(source: Observatory, text: str) -> list[IndicatorSheet]:
    """The indicators whose title, theme or definition hold every word typed."""
    words = folded(text).split()
    if not words:
        return []
    found = []
    for sheet in source.indicators():
        one = sheet.indicator
        told = folded(f"{one.title} {one.theme} {one.definition} {one.name}")
        if all(word in told for word in words):
            found.append(sheet)
    return found


@public
def page(request: HttpRequest) -> HttpResponse:
    """The answers; a single one is opened at once."""
    source = observatory(request)
    text = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    hits = source.search(text, MOST) if text else []
    sheets = indicators_about(source, text)
    if len(hits) == 1 and not sheets:
        ref = hits[0].territory.ref
        return redirect(f"/territoires/{ref.level}/{ref.code}")
    context = {"text": text, "hits": hits, "sheets": sheets, "most": MOST}
    return render(request, "search/search.html", context)
