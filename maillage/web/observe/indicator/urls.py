"""The addresses of indicator."""

from django.urls import re_path

from maillage.web.addresses import FORM, NAME
from maillage.web.observe.indicator import export, geojson, view

urlpatterns = [
    re_path(rf"^indicateurs/{NAME}$", view.page, name="indicator"),
    re_path(rf"^indicateurs/{NAME}\.{FORM}$", export.file, name="indicator.file"),
    re_path(rf"^indicateurs/{NAME}/classement\.{FORM}$", export.ranking, name="indicator.ranking_file"),
    re_path(rf"^indicateurs/{NAME}\.geojson$", geojson.file, name="indicator.geojson"),
]
