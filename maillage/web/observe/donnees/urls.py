"""The addresses of data."""

from django.urls import path

from maillage.web.observe.donnees import view

urlpatterns = [path("donnees", view.page, name="donnees")]
