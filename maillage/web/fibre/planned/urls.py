"""The addresses of planned."""

from django.urls import path, re_path

from maillage.web.addresses import FORM
from maillage.web.fibre.planned import view

urlpatterns = [
    path("prevu", view.space, name="planned"),
    path("prevu/point", view.point, name="planned.point"),
    re_path(r"^prevu/adresse/(?P<key>[0-9A-Za-z_-]{5,60})$", view.page, name="planned.address"),
    re_path(r"^prevu/commune/(?P<code>[0-9AB]{5})$", view.commune, name="planned.commune"),
    re_path(rf"^prevu/commune/(?P<code>[0-9AB]{{5}})\.{FORM}$", view.file, name="planned.file"),
]
