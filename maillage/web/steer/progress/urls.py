"""The addresses of progress."""

from django.urls import path, re_path

from maillage.web.addresses import ACTION, SLUG
from maillage.web.lists.routes import routes
from maillage.web.steer.progress import view
from maillage.web.steer.progress.listing import FIGURES, FOLLOWED

urlpatterns = [
    path("suivi", view.public_page, name="progress.public"),
    re_path(rf"^strategies/{SLUG}/suivi$", view.page, name="progress"),
    *routes(FOLLOWED),
    *routes(FIGURES),
    re_path(rf"^strategies/{SLUG}/actions/{ACTION}$", view.action_page, name="progress.action"),
]
