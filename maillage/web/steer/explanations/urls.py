"""The addresses of explanations."""

from django.urls import path, re_path

from maillage.web.addresses import PK
from maillage.web.steer.explanations import view

urlpatterns = [
    path("piloter/titres", view.page, name="explanations"),
    path("piloter/titres/expliquer", view.sign, name="explanations.sign"),
    path("piloter/titres/periode-electorale", view.turn, name="explanations.turn"),
    re_path(rf"^piloter/titres/{PK}/retirer$", view.withdraw, name="explanations.withdraw"),
]
