"""The addresses of forecasts."""

from django.urls import path, re_path

from maillage.web.addresses import FORM
from maillage.web.fibre.forecasts import view

urlpatterns = [
    path("previsions", view.page, name="forecasts"),
    re_path(rf"^previsions\.{FORM}$", view.file, name="forecasts.file"),
]
