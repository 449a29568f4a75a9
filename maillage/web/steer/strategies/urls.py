"""The addresses of strategies."""

from django.urls import path, re_path

from maillage.web.addresses import PK, SLUG
from maillage.web.lists.routes import routes
from maillage.web.steer.strategies import files, view

urlpatterns = [
    path("strategies", view.page, name="strategies"),
    *routes(files.STRATEGIES),
    *routes(files.LINKS),
    re_path(rf"^strategies/{SLUG}$", view.strategy_page, name="strategies.strategy"),
    re_path(rf"^strategies/{SLUG}\.json$", files.document, name="strategies.strategy_document"),
    *routes(files.IN_FORCE),
    re_path(rf"^strategies/{SLUG}/editions/{PK}$", view.edition, name="strategies.edition"),
    re_path(rf"^strategies/{SLUG}/editions/{PK}\.json$", files.document, name="strategies.edition_document"),
    *routes(files.EDITION),
    *routes(files.CHANGED),
]
