"""The addresses of progress."""

from django.urls import re_path

from maillage.web.addresses import ACTION, FORM, SLUG
from maillage.web.steer.progress import view

urlpatterns = [
    re_path(rf"^strategies/{SLUG}/suivi$", view.page, name="progress"),
    re_path(rf"^strategies/{SLUG}/suivi\.{FORM}$", view.taken, name="progress.file"),
    re_path(rf"^strategies/{SLUG}/suivi/chiffres\.{FORM}$", view.figures, name="progress.figures_file"),
    re_path(rf"^strategies/{SLUG}/actions/{ACTION}$", view.action_page, name="progress.action"),
]
