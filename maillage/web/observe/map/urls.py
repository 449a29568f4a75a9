"""The addresses of map."""

from django.urls import path, re_path

from maillage.web.addresses import RELEASE
from maillage.web.observe.map import files, view

urlpatterns = [
    path("carte", view.page, name="map"),
    path("carte/morceau", view.part, name="map.part"),
    path("carte/valeurs.json", view.values, name="map.values"),
    path("carte/film.json", view.film, name="map.film"),
    re_path(rf"^cartes/{RELEASE}/noms\.json$", view.names, name="map.names"),
    re_path(r"^carte/calques/(?P<name>[a-z_]{1,40})\.json$", view.overlay, name="map.overlay"),
    re_path(r"^carte\.(?P<form>svg|png|pdf)$", files.taken, name="map.file"),
    re_path(rf"^cartes/{RELEASE}/carte\.svg$", files.picture, name="map.picture"),
]
