"""The addresses of demonstration."""

from django.urls import path, re_path

from maillage.web.members.demonstration import view

urlpatterns = [
    path("piloter/demonstration/entrer", view.enter, name="demonstration.enter"),
    path("piloter/demonstration/courriels", view.letters, name="demonstration.letters"),
    re_path(
        r"^piloter/demonstration/courriels/(?P<key>[0-9A-Za-z._-]{1,200})$", view.letter, name="demonstration.letter"
    ),
    path("piloter/demonstration/recommencer", view.restart, name="demonstration.restart"),
]
