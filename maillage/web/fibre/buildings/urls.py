"""The addresses of buildings."""

from django.urls import path

from maillage.web.fibre.buildings import view
from maillage.web.fibre.buildings.listing import LISTED
from maillage.web.lists.routes import routes

urlpatterns = [path("carte/immeubles", view.page, name="buildings"), *routes(LISTED)]
