"""The addresses of search."""

from django.urls import path

from maillage.web.observe.search import view

urlpatterns = [path("recherche", view.page, name="search")]
