"""The addresses of decisions."""

from django.urls import path, re_path

from maillage.web.addresses import FORM, PK
from maillage.web.steer.decisions import view

urlpatterns = [
    path("piloter/decisions", view.listed, name="decisions"),
    re_path(rf"^piloter/decisions\.{FORM}$", view.taken, name="decisions.file"),
    re_path(rf"^piloter/decisions/{PK}$", view.decision_page, name="decisions.sheet"),
    re_path(rf"^piloter/decisions/{PK}/abandonner$", view.drop, name="decisions.drop"),
]
