"""The addresses of indicators."""

from django.urls import path, re_path

from maillage.web.addresses import FORM
from maillage.web.observe.indicators import export, view

urlpatterns = [
    path("indicateurs", view.page, name="indicators"),
    re_path(rf"^indicateurs\.{FORM}$", export.file, name="indicators.file"),
]
