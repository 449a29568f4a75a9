"""The addresses of rollout."""

from django.urls import path, re_path

from maillage.web.addresses import FORM
from maillage.web.fibre.rollout import view

urlpatterns = [
    path("deploiement", view.page, name="rollout"),
    re_path(rf"^deploiement\.{FORM}$", view.file, name="rollout.file"),
]
