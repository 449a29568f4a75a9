"""The addresses of search."""

from django.urls import path

from maillage.web.observe.search import view

urlpatterns = [
    path("recherche", view.page, name="search"),
    path("recherche.json", view.suggested, name="search.suggested"),
    path("piloter/recherche", view.mine, name="search.mine"),
    path("piloter/recherche.json", view.mine_suggested, name="search.mine_suggested"),
]
