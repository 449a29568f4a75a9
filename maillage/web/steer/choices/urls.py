"""The addresses of what is proposed while one types."""

from django.urls import re_path

from maillage.web.addresses import PK, SLUG
from maillage.web.steer.choices import view

urlpatterns = [
    re_path(r"^piloter/choix/(?P<kind>[a-z]{1,20})$", view.proposed, name="choices"),
    re_path(rf"^piloter/choix/orientations/{SLUG}$", view.nodes, name="choices.nodes"),
    re_path(rf"^piloter/choix/liens/{SLUG}$", view.bonds, name="choices.bonds"),
    re_path(rf"^piloter/choix/reunions/{PK}/organisations$", view.owners, name="choices.owners"),
    re_path(rf"^piloter/choix/reunions/{PK}/personnes$", view.in_charge, name="choices.in_charge"),
]
