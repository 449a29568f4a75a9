"""The addresses of orientation."""

from django.urls import re_path

from maillage.web.addresses import SLUG
from maillage.web.steer.orientation import view

urlpatterns = [
    re_path(rf"^strategies/{SLUG}/orientations/(?P<element>[0-9A-Za-z._-]{{1,40}})$", view.page, name="orientation")
]
