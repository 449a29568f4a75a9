"""The addresses of slips."""

from django.urls import path, re_path

from maillage.web.addresses import FORM
from maillage.web.fibre.slips import view

urlpatterns = [
    path("engagements", view.page, name="slips"),
    re_path(rf"^engagements\.{FORM}$", view.file, name="slips.file"),
]
