"""Until fibre is there. Somebody whose commune waits asks « en attendant, quoi ? »; they leave with what is announced
there, whom it serves, how fast, and who helps to pay.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from maillage.kernel.territory import Level, Ref
from maillage.kernel.themes import MEDIATION, MOBILE
from maillage.web.fibre.aid import helped
from maillage.web.fibre.meanwhile.ways import sentence, ways
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.words import copper
from maillage.web.words.figure_address import theme_address
from maillage.web.words.forecast import DONE, INDICATOR
from maillage.web.words.held import held
from maillage.web.words.pieces import Words

DECLARED: Words = (("Ce que les opérateurs déclarent ici, hors fibre, et pour combien de locaux.", False),)
"""What is said where nothing may be concluded."""


@public
def page(request: HttpRequest, code: str) -> HttpResponse:
    """What is announced in a commune beside fibre, and who helps to pay."""
    source, today = observatory(request), timezone.localdate()
    commune = source.territory(Ref(Level.COMMUNE, code.upper()))
    ground, nearby = source.nearby.ground, source.nearby
    known = ground.of(commune.ref)
    ends = known.copper_ends_on if known else None
    sold = nearby.fixed.sold_in(commune.ref)
    departement = next((ref.code for ref in commune.parents if ref.level is Level.DEPARTEMENT), "")
    shares = [value.value for value in source.series(INDICATOR, commune.ref) if value.value is not None]
    context = {
        "commune": commune,
        "steps": [
            (reverse("territory", args=[ref.level, ref.code]), source.territory(ref).name)
            for ref in (*reversed(commune.parents), commune.ref)
        ],
        "done": bool(shares) and shares[-1] >= DONE,
        "loaded": bool({"premises", "offers"} <= nearby.loaded),
        "sentence": DECLARED if sold and held() else sentence(sold),
        "copper": (*copper.closes(ends), (".", False)) if ends and ends >= today else None,
        "ways": ways(sold, ends if ends and ends >= today else None),
        "sold_origin": nearby.origin("offers"),
        "alternatives_origin": nearby.origin("alternatives"),
        "mobile": theme_address(commune.ref, MOBILE),
        "help": theme_address(commune.ref, MEDIATION),
        **helped(ground.alternatives(departement), today),
    }
    return render(request, "fibre/meanwhile/meanwhile.html", context)
