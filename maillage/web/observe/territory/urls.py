"""The addresses of territory."""

from django.urls import re_path

from maillage.web.addresses import TERRITORY, THEME
from maillage.web.lists.routes import routes
from maillage.web.observe.territory import curve_file, export, theme, view

urlpatterns = [
    re_path(rf"^territoires/{TERRITORY}$", view.page, name="territory"),
    re_path(rf"^territoires/{TERRITORY}/courbe\.(?P<form>svg|png|pdf|csv)$", curve_file.file, name="territory.curve"),
    re_path(rf"^territoires/{TERRITORY}/{THEME}$", theme.page, name="territory.theme"),
    *routes(export.FIGURES),
    *routes(export.SERIES),
]
