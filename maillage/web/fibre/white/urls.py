"""The addresses of white."""

from django.urls import path, re_path

from maillage.web.addresses import FORM
from maillage.web.fibre.white import drawing, files, view

urlpatterns = [
    path("zones-blanches", view.page, name="white"),
    re_path(rf"^zones-blanches\.{FORM}$", files.file, name="white.file"),
    path("zones-blanches.geojson", drawing.shapes, name="white.shapes"),
    re_path(rf"^zones-blanches/lieux\.{FORM}$", files.priority, name="white.places_file"),
    path("zones-blanches/<str:release>/carte.svg", drawing.picture, name="white.picture"),
]
