"""The addresses of figure."""

from django.urls import re_path

from maillage.web.addresses import NAME, TERRITORY
from maillage.web.lists.routes import routes
from maillage.web.observe.figure import export, view

urlpatterns = [
    *routes(export.LINES),
    *routes(export.COMMUNES),
    re_path(rf"^territoires/{TERRITORY}/{NAME}$", view.page, name="figure"),
]
