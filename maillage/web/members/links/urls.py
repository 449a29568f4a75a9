"""The addresses of links."""

from django.urls import re_path

from maillage.web.addresses import KEY
from maillage.web.members.links import view

urlpatterns = [
    re_path(
        r"^piloter/liens/(?P<kind>[a-z]{1,30})/(?P<key>[0-9]{1,18})/(?P<sort>[a-z]{1,30})$", view.page, name="links"
    ),
    re_path(rf"^piloter/liens/{KEY}/retirer$", view.untie, name="links.untie"),
]
