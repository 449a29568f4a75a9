"""The addresses of white."""

from django.urls import path

from maillage.web.fibre.taken import taken
from maillage.web.fibre.white import drawing
from maillage.web.fibre.white.listing import WHITE
from maillage.web.fibre.white.places import PLACES
from maillage.web.lists.routes import routes

urlpatterns = [
    *routes(WHITE),
    *taken(WHITE, drawing.MAP),
    path("zones-blanches.geojson", drawing.shapes, name="white.shapes"),
    *routes(PLACES),
    path("zones-blanches/<str:release>/carte.svg", drawing.picture, name="white.picture"),
]
