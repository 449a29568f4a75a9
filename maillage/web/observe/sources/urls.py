"""The addresses of sources."""

from django.urls import path, re_path

from maillage.web.addresses import FORM
from maillage.web.observe.sources import export, view

urlpatterns = [
    path("sources", view.page, name="sources"),
    re_path(rf"^sources\.{FORM}$", export.file, name="sources.file"),
]
