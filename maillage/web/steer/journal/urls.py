"""The addresses of journal."""

from django.urls import path, re_path

from maillage.web.addresses import FORM
from maillage.web.steer.journal import view

urlpatterns = [
    path("piloter/journal", view.page, name="journal"),
    re_path(rf"^piloter/journal\.{FORM}$", view.file, name="journal.file"),
]
