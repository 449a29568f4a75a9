"""The addresses of source."""

from django.urls import re_path

from maillage.web.addresses import FORM, NAME
from maillage.web.observe.source import export, view

urlpatterns = [
    re_path(rf"^sources/{NAME}$", view.page, name="source"),
    re_path(rf"^sources/{NAME}/lignes\.{FORM}$", export.file, name="source.lines_file"),
]
