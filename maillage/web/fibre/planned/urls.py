"""The addresses of planned."""

from django.urls import path, re_path

from maillage.web.fibre.planned import view
from maillage.web.fibre.planned.listing import COMMUNE, SPACE
from maillage.web.lists.routes import routes

urlpatterns = [
    *routes(SPACE),
    path("prevu/point", view.point, name="planned.point"),
    re_path(r"^prevu/adresse/(?P<key>[0-9A-Za-z_-]{5,60})$", view.page, name="planned.address"),
    *routes(COMMUNE),
]
