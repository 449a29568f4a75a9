"""The addresses of the list of buildings."""

from django.urls import path

from maillage.web.fibre.listed import picture
from maillage.web.fibre.listed.listing import LISTED
from maillage.web.lists.routes import routes

urlpatterns = [*routes(LISTED), path("immeubles/<str:release>/carte.svg", picture.picture, name="listed.picture")]
