"""The addresses of territory."""

from django.urls import re_path

from maillage.web.addresses import TERRITORY
from maillage.web.lists.routes import routes
from maillage.web.observe.territory import export, printed, view

urlpatterns = [
    re_path(rf"^territoires/{TERRITORY}$", view.page, name="territory"),
    *routes(export.FIGURES),
    re_path(rf"^territoires/{TERRITORY}\.pdf$", printed.file, name="territory.pdf"),
    *routes(export.SERIES),
]
