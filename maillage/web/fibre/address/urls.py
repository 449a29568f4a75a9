"""The addresses of address."""

from django.urls import path, re_path

from maillage.web.addresses import FORM
from maillage.web.fibre.address import export, view

urlpatterns = [
    path("adresse", view.point, name="address.point"),
    re_path(r"^adresse/(?P<key>[0-9A-Za-z_-]{5,60})$", view.page, name="address"),
    re_path(rf"^adresse\.{FORM}$", export.at_point, name="address.point_file"),
    re_path(rf"^adresse/(?P<key>[0-9A-Za-z_-]{{5,60}})\.{FORM}$", export.at_key, name="address.file"),
]
