"""The addresses of indicator."""

from django.urls import re_path

from maillage.web.addresses import NAME
from maillage.web.lists.routes import routes
from maillage.web.observe.indicator import export, geojson, view

urlpatterns = [
    re_path(rf"^indicateurs/{NAME}$", view.page, name="indicator"),
    *routes(export.VALUES_FILE),
    *routes(export.RANKING),
    re_path(rf"^indicateurs/{NAME}\.geojson$", geojson.file, name="indicator.geojson"),
]
