"""Every public page of the site, derived from its routes: a page that is added is checked as the others are.

A route is a page when its address has no extension; what people write, and the areas of members, have tests of their
own, and `test_every_page.py` walks through the demonstration as they do.
"""

import re
from collections.abc import Iterator

from django.urls import URLPattern, reverse

from maillage.commons.editorial.published import NAMES as EDITORIAL
from maillage.web.declared import doors
from maillage.web.gate.access import Access, declared, within
from maillage.web.urls import urlpatterns

FTTH = "taux_locaux_raccordables_ftth"
MAP = f"/indicateurs/{FTTH}?niveau=commune&periode=2018-T1"
COMPARED = f"/comparer?t=epci:200069052&t=departement:25&i={FTTH}&i=sites_4g_par_operateur"
# Read by a script or by a machine, whatever their address looks like; shown in development only (test_design.py); or
# that leads to another page.
NOT_PAGES = {"map.part", "machines.health", "ui", "ui.component", "progress.public"}
# What the sample release holds, for the routes that name it.
ARGUMENTS: dict[str, list[tuple[str, ...]]] = {
    "territory": [
        ("commune", "25547"),
        ("epci", "200069052"),
        ("groupement", "PMNFC"),
        ("departement", "25"),
        ("region", "27"),
    ],
    "figure": [("epci", "200069052", FTTH)],
    "indicator": [(FTTH,)],
    "source": [("arcep_ftth_2018",)],
    "address": [("25056_1001_00012_bis",)],
    "meanwhile": [("25547",), ("25056",)],
    "editorial": [(name,) for name in EDITORIAL],
    "embed.map": [(FTTH,)],
    "embed.chart": [(FTTH, "region", "27")],
    "embed.card": [("departement", "25")],
    "embed.fibre": [("departement", "25")],
}
# Other ways to ask for a page, which go through all of its template.
QUERIES: dict[str, list[str]] = {
    "search": ["/recherche?q=mont", "/recherche?q=zzzz"],
    "indicator": [MAP, "/indicateurs/taux_communes_3500_open_data?niveau=departement"],
    "compare": [COMPARED],
    "buildings": ["/carte/immeubles?lon=6.8628&lat=47.6379&operateur=SFR0"],
    "address.point": ["/adresse?lon=6.8628&lat=47.6379", "/adresse?lon=6.0215&lat=47.2466"],
    "rollout": ["/deploiement?par=trimestre"],
    "listed": ["/immeubles?quoi=retard", "/immeubles?dans=departement:90&quoi=abandonne"],
    "slips": ["/engagements?par=trimestre", "/engagements?par=convention"],
    "forecasts": ["/previsions?etat=historique_court"],
    "white": ["/zones-blanches?seuil=100", "/zones-blanches?seuil=4"],
    "cost": ["/cout?par=commune&dans=departement:90&peu_dense_bas=1000"],
    "follow": ["/suivre?q=mont", "/suivre?q=zzzz", "/suivre?adresse=25056_1001_00012"],
    "follow.sent": ["/suivre/envoye?commune=25547"],
    "report": [f"/signaler?commune=25547&indicateur={FTTH}"],
}
# Pages that are nothing without a question.
ASKED = {"address.point", "follow.sent"}
WRONG = ["/nulle/part", "/territoires/commune/99999"]
MEASURED = {"level", "code", "name", "key"}
EXTENSION = re.compile(r"\\?\.(\(\?P<form>|[a-z]{2,8}\$?$)")


def routes() -> Iterator[URLPattern]:
    """The routes that show a page to everybody, from what the release holds."""
    for route in urlpatterns:
        if not isinstance(route, URLPattern) or route.name is None or route.name in NOT_PAGES:
            continue
        address = str(route.pattern).lstrip("^")
        signed_in = any(within(f"/{address}", door.path) for door in doors() if address != door.name)
        shown = declared(route.callback) in (Access.PUBLIC, Access.WRITING)
        measured = set(route.pattern.regex.groupindex) <= MEASURED
        if shown and measured and not signed_in and not EXTENSION.search(address):
            yield route


def addresses(route: URLPattern) -> list[str]:
    """Where a page is shown: KeyError when nothing says what its parameters may be."""
    name = str(route.name)
    if name in ASKED:
        return QUERIES[name]
    arguments = ARGUMENTS[name] if route.pattern.regex.groups else [()]
    return [*(reverse(name, args=values) for values in arguments), *QUERIES.get(name, [])]


PAGES = {str(route.name): addresses(route) for route in routes()}
PAGES["sign_in"] = [reverse(f"sign_in.{door.name}") for door in doors()]
FRAMES = {name: shown for name, shown in PAGES.items() if name.startswith("embed.") or name.endswith(".frame")}
EVERY = [address for name, shown in PAGES.items() if name not in FRAMES for address in shown] + WRONG
FRAMED = [address for shown in FRAMES.values() for address in shown]
