"""The addresses of territory."""

from django.urls import re_path

from maillage.web.addresses import FORM, NAME, TERRITORY
from maillage.web.observe.territory import export, listing, printed, view

urlpatterns = [
    re_path(rf"^territoires/{TERRITORY}$", view.page, name="territory"),
    re_path(rf"^territoires\.{FORM}$", listing.file, name="territory.list_file"),
    re_path(rf"^territoires/{TERRITORY}\.{FORM}$", export.file, name="territory.file"),
    re_path(rf"^territoires/{TERRITORY}\.pdf$", printed.file, name="territory.pdf"),
    re_path(rf"^graphiques/{NAME}/{TERRITORY}\.{FORM}$", export.series, name="territory.series_file"),
]
