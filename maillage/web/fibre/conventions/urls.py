"""The addresses of conventions."""

from django.urls import re_path

from maillage.web.fibre.conventions import view
from maillage.web.fibre.conventions.listing import CONVENTIONS
from maillage.web.fibre.conventions.signed import SIGNED
from maillage.web.fibre.conventions.without import WITHOUT
from maillage.web.lists.routes import routes

urlpatterns = [
    *routes(CONVENTIONS),
    *routes(SIGNED),
    *routes(WITHOUT),
    re_path(r"^conventions/(?P<number>[0-9]{1,9})$", view.convention_page, name="conventions.sheet"),
    re_path(
        r"^conventions/(?P<number>[0-9]{1,9})/document-(?P<rank>[0-9]{1,9})\.pdf$",
        view.document,
        name="conventions.document",
    ),
]
