"""The addresses of shaping."""

from django.urls import path, re_path

from maillage.web.addresses import PK, SLUG
from maillage.web.lists.routes import routes
from maillage.web.steer.shaping import bonds, branches, view
from maillage.web.steer.shaping.files import EDITION

urlpatterns = [
    path("piloter/strategies", view.space, name="shaping"),
    path("piloter/strategies/nouvelle", view.new, name="shaping.new"),
    re_path(rf"^piloter/strategies/{SLUG}$", view.strategy_page, name="shaping.strategy"),
    re_path(rf"^piloter/strategies/{SLUG}/modifier$", view.sheet, name="shaping.sheet"),
    re_path(rf"^piloter/strategies/{SLUG}/historique$", view.history, name="shaping.history"),
    re_path(rf"^piloter/strategies/{SLUG}/liens$", bonds.links, name="shaping.links"),
    re_path(rf"^piloter/strategies/{SLUG}/liens/{PK}/retirer$", bonds.unlink, name="shaping.unlink"),
    re_path(rf"^piloter/strategies/{SLUG}/editions/nouvelle$", view.copy, name="shaping.copy"),
    re_path(rf"^piloter/strategies/{SLUG}/editions/{PK}$", branches.edition, name="shaping.edition"),
    *routes(EDITION),
    re_path(rf"^piloter/strategies/{SLUG}/editions/{PK}/modifier$", view.settings, name="shaping.settings"),
    re_path(rf"^piloter/strategies/{SLUG}/editions/{PK}/en-vigueur$", view.force, name="shaping.force"),
    re_path(rf"^piloter/strategies/{SLUG}/editions/{PK}/ajouter$", branches.add, name="shaping.add"),
    re_path(rf"^piloter/strategies/{SLUG}/elements/{PK}$", branches.node, name="shaping.node"),
    re_path(rf"^piloter/strategies/{SLUG}/elements/{PK}/deplacer$", branches.move, name="shaping.move"),
    re_path(rf"^piloter/strategies/{SLUG}/elements/{PK}/retirer$", branches.remove, name="shaping.remove"),
]
