"""The addresses of map."""

from django.urls import path, re_path

from maillage.web.addresses import RELEASE
from maillage.web.forms.asked import LEVEL_PATTERN
from maillage.web.lists.routes import routes
from maillage.web.observe.map import files, view
from maillage.web.observe.map.rows import TABLE

urlpatterns = [
    path("carte", view.page, name="map"),
    path("carte/morceau", view.part, name="map.part"),
    path("carte/valeurs.json", view.values, name="map.values"),
    path("carte/film.json", view.film, name="map.film"),
    re_path(rf"^cartes/{RELEASE}/noms\.json$", view.names, name="map.names"),
    re_path(rf"^cartes/{RELEASE}/lieux-(?P<level>{LEVEL_PATTERN})\.json$", view.places, name="map.places"),
    re_path(r"^tuiles/fond-(?P<key>[0-9a-f]+-[0-9a-f]+)\.pmtiles$", view.background, name="map.background"),
    re_path(
        rf"^cartes/{RELEASE}/noms/(?P<name>[a-z_]{{1,40}})/(?P<column>[0-9]{{1,4}})/(?P<row>[0-9]{{1,4}})\.json$",
        view.written,
        name="map.written",
    ),
    re_path(r"^carte/calques/(?P<name>[a-z_]{1,40})\.json$", view.overlay, name="map.overlay"),
    re_path(r"^carte\.(?P<form>svg|png|pdf)$", files.taken, name="map.file"),
    *routes(TABLE),
    re_path(rf"^cartes/{RELEASE}/carte\.svg$", files.picture, name="map.picture"),
]
