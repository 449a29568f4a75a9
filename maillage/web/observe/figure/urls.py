"""The addresses of figure."""

from django.urls import re_path

from maillage.web.addresses import NAME, TERRITORY
from maillage.web.observe.figure import export, view

urlpatterns = [
    re_path(rf"^territoires/{TERRITORY}/{NAME}/lignes\.(?P<form>csv|xlsx)$", export.lines, name="figure.lines_file"),
    re_path(
        rf"^territoires/{TERRITORY}/{NAME}/communes\.(?P<form>csv|xlsx)$", export.communes, name="figure.communes_file"
    ),
    re_path(rf"^territoires/{TERRITORY}/{NAME}$", view.page, name="figure"),
]
