"""The addresses of compare."""

from django.urls import path

from maillage.web.lists.routes import routes
from maillage.web.observe.compare import export, view

urlpatterns = [path("comparer", view.page, name="compare"), *routes(export.COMPARISON)]
