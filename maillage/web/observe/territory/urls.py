"""The addresses of territory."""

from django.urls import re_path

from maillage.web.addresses import TERRITORY
from maillage.web.lists.routes import routes
from maillage.web.observe.territory import curve_file, export, view

urlpatterns = [
    re_path(rf"^territoires/{TERRITORY}$", view.page, name="territory"),
    re_path(rf"^territoires/{TERRITORY}/courbe\.(?P<form>svg|png|pdf)$", curve_file.file, name="territory.curve"),
    *routes(export.FIGURES),
    *routes(export.SERIES),
]
