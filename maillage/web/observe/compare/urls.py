"""The addresses of compare."""

from django.urls import path, re_path

from maillage.web.addresses import FORM
from maillage.web.observe.compare import export, view

urlpatterns = [
    path("comparer", view.page, name="compare"),
    re_path(rf"^comparer\.{FORM}$", export.file, name="compare.file"),
]
