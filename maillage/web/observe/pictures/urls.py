"""The addresses of pictures."""

from django.urls import re_path

from maillage.web.addresses import NAME, RELEASE, TERRITORY
from maillage.web.observe.pictures import view

urlpatterns = [
    re_path(rf"^graphiques/{NAME}/{TERRITORY}\.(?P<form>svg|png|pdf)$", view.chart, name="pictures.chart"),
    re_path(rf"^cartes/{RELEASE}/fond\.svg$", view.ground, name="pictures.ground"),
    re_path(rf"^cartes/{RELEASE}/{NAME}\.svg$", view.plate, name="pictures.plate"),
    re_path(rf"^tuiles/{RELEASE}/territoires\.pmtiles$", view.tiles, name="pictures.tiles"),
    re_path(rf"^tuiles/{RELEASE}/immeubles\.pmtiles$", view.building_tiles, name="pictures.building_tiles"),
]
