"""The addresses of figure."""

from django.urls import re_path

from maillage.web.addresses import NAME, NO_THEME, PERIOD, RELEASE, TERRITORY
from maillage.web.lists.routes import routes
from maillage.web.observe.figure import cited, export, view

urlpatterns = [
    *routes(export.LINES),
    *routes(export.COMMUNES),
    re_path(rf"^territoires/{TERRITORY}/{NO_THEME}{NAME}$", view.page, name="figure"),
    re_path(rf"^publications/{RELEASE}/{TERRITORY}/{NAME}/{PERIOD}$", cited.page, name="figure.cited"),
]
