"""The addresses of targets."""

from django.urls import path, re_path

from maillage.web.addresses import PK, SHEET, TOKEN
from maillage.web.lists.routes import routes
from maillage.web.steer.targets import entry, reply, sheet
from maillage.web.steer.targets.listing import PUBLIC, TARGETS
from maillage.web.steer.targets.values import VALUES

urlpatterns = [
    *routes(TARGETS),
    path("piloter/indicateurs/nouveau", sheet.new, name="targets.new"),
    re_path(rf"^piloter/indicateurs/{SHEET}$", sheet.sheet_page, name="targets.sheet"),
    re_path(rf"^piloter/indicateurs/{SHEET}/modifier$", sheet.edit, name="targets.edit"),
    re_path(rf"^piloter/indicateurs/{SHEET}/cibles$", sheet.targets, name="targets.aims"),
    re_path(rf"^piloter/indicateurs/{SHEET}/saisie$", entry.entry, name="targets.entry"),
    re_path(rf"^piloter/indicateurs/{SHEET}/demander$", sheet.ask, name="targets.ask"),
    re_path(rf"^piloter/indicateurs/{SHEET}/propositions/{PK}$", sheet.decide, name="targets.decide"),
    *routes(VALUES),
    re_path(rf"^repondre/valeur/{TOKEN}$", reply.value, name="targets.reply"),
    *routes(PUBLIC),
]
