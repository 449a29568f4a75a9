"""The addresses of buildings."""

from django.urls import path

from maillage.web.fibre.buildings import view

urlpatterns = [path("carte/immeubles", view.page, name="buildings")]
