"""The addresses of notices."""

from django.urls import path, re_path

from maillage.web.addresses import KEY
from maillage.web.members.notices import leaving, view

urlpatterns = [
    path("piloter/avis", view.page, name="notices"),
    path("piloter/avis/lus", view.read, name="notices.read_all"),
    re_path(rf"^piloter/avis/{KEY}/lu$", view.read, name="notices.read"),
    path("piloter/compte/courriels", view.choose, name="notices.choose"),
    re_path(r"^avis/quitter/(?P<token>[0-9A-Za-z:_-]{1,400})$", leaving.page, name="notices.leave"),
]
