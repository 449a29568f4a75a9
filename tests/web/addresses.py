"""Every page of the site, once: what each view shows, with addresses that go through all of its template."""

from maillage.web.access import walk
from maillage.web.urls import urlpatterns

FTTH = "taux_locaux_raccordables_ftth"
MAP = f"/indicateurs/{FTTH}?niveau=commune&periode=2018-T1"
COMPARED = f"/comparer?t=epci:200069052&t=departement:25&i={FTTH}&i=sites_4g_par_operateur"
# What a view answers, named by the folder and the function it is written in.
PAGES = {
    "home.page": ["/"],
    "search.page": ["/recherche", "/recherche?q=mont", "/recherche?q=zzzz"],
    "territory.page": [
        "/territoires/commune/25547",
        "/territoires/epci/200069052",
        "/territoires/groupement/PMNFC",
        "/territoires/departement/25",
        "/territoires/region/27",
    ],
    "figure.page": [f"/territoires/epci/200069052/{FTTH}"],
    "indicators.page": ["/indicateurs"],
    "indicator.page": [MAP, "/indicateurs/taux_communes_3500_open_data?niveau=departement"],
    "compare.page": ["/comparer", COMPARED],
    "sources.page": ["/sources"],
    "source.page": ["/sources/arcep_ftth_2018"],
    "map.page": ["/carte"],
    "address.page": ["/adresse/25056_1001_00012_bis"],
    "address.point": ["/adresse?lon=6.8628&lat=47.6379", "/adresse?lon=6.0215&lat=47.2466"],
    "rollout.page": ["/deploiement", "/deploiement?par=trimestre"],
    "forecasts.page": ["/previsions", "/previsions?etat=historique_court"],
    "white.page": ["/zones-blanches?seuil=100"],
    "follow.page": ["/suivre", "/suivre?q=mont", "/suivre?q=zzzz", "/suivre?adresse=25056_1001_00012"],
    "follow.sent": ["/suivre/envoye?commune=25547"],
    "report.page": ["/signaler", f"/signaler?commune=25547&indicateur={FTTH}"],
    "challenge.ask": ["/contestations/connexion"],
    "editorial.page": ["/a-propos", "/aide", "/accessibilite", "/mentions-legales", "/donnees-personnelles"],
    "embed.page": ["/integrer"],
    "api.page": ["/api/v1/"],
    "errors.page": ["/nulle/part", "/territoires/commune/99999"],
}
# Shown inside the pages of others: neither header nor foot.
FRAMES = {
    "embed.map_frame": [f"/integrer/carte/{FTTH}"],
    "embed.chart_frame": [f"/integrer/graphique/{FTTH}/region/27"],
    "embed.card_frame": ["/integrer/territoire/departement/25"],
    "embed.search_frame": ["/integrer/recherche"],
}
# Shown in development only: see test_design.py.
LIVING = {"ui.page", "ui.component"}
# What people wrote, or is led to by a mail: see test_follow_page.py, test_report_page.py and test_challenge_page.py.
WRITTEN = {
    "follow.confirm",
    "follow.keep",
    "follow.stop",
    "report.answer",
    "challenge.page",
    "challenge.space",
    "challenge.deposit",
    "challenge.one",
    "challenge.enter",
}
# What these answer is read by the map, by a machine, or kept as a file.
NOT_PAGES = {
    "map.part",
    "map.values",
    "map.overlay",
    "map.taken",
    "map.picture",
    "embed.host_script",
    "rollout.file",
    "forecasts.file",
    "white.file",
    "report.photo",
    "challenge.operators",
    "challenge.taken",
    "challenge.leave",
    "api.openapi",
}

EVERY = [address for addresses in PAGES.values() for address in addresses]
FRAMED = [address for addresses in FRAMES.values() for address in addresses]


def views() -> set[str]:
    """The views of the folder of pages that an address leads to."""
    room = "maillage.web.pages."
    return {
        f"{view.__module__.removeprefix(room).split('.')[0]}.{view.__name__}"
        for _, view in walk(urlpatterns)
        if view.__module__.startswith(room)
    }
