"""The addresses of strategies."""

from django.urls import path, re_path

from maillage.web.addresses import FORM, PK, SLUG
from maillage.web.steer.strategies import files, view

urlpatterns = [
    path("strategies", view.page, name="strategies"),
    re_path(rf"^strategies\.{FORM}$", files.listed, name="strategies.file"),
    re_path(rf"^strategies/liens\.{FORM}$", files.links, name="strategies.links_file"),
    re_path(rf"^strategies/{SLUG}$", view.strategy_page, name="strategies.strategy"),
    re_path(rf"^strategies/{SLUG}\.(?P<form>csv|xlsx|json)$", files.branches, name="strategies.strategy_file"),
    re_path(rf"^strategies/{SLUG}/editions/{PK}$", view.edition, name="strategies.edition"),
    re_path(
        rf"^strategies/{SLUG}/editions/{PK}\.(?P<form>csv|xlsx|json)$", files.branches, name="strategies.edition_file"
    ),
    re_path(rf"^strategies/{SLUG}/editions/{PK}/changements\.{FORM}$", files.changes, name="strategies.changes_file"),
]
