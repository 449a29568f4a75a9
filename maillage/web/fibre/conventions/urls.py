"""The addresses of conventions."""

from django.urls import path, re_path

from maillage.web.addresses import FORM
from maillage.web.fibre.conventions import view

urlpatterns = [
    path("conventions", view.page, name="conventions"),
    re_path(rf"^conventions\.{FORM}$", view.file, name="conventions.file"),
    re_path(rf"^conventions/sans\.{FORM}$", view.without, name="conventions.without_file"),
    re_path(r"^conventions/(?P<number>[0-9]{1,9})$", view.convention_page, name="conventions.sheet"),
    re_path(
        r"^conventions/(?P<number>[0-9]{1,9})/document-(?P<rank>[0-9]{1,9})\.pdf$",
        view.document,
        name="conventions.document",
    ),
]
