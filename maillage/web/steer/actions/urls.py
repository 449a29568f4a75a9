"""The addresses of actions."""

from django.urls import path, re_path

from maillage.web.addresses import ACTION, TOKEN
from maillage.web.lists.routes import routes
from maillage.web.steer.actions import (
    bulk,
    calendar,
    editing,
    exchange,
    listing,
    parts,
    places,
    reply,
    sent,
    sheet,
    update,
)

urlpatterns = [
    *routes(listing.ACTIONS),
    path("piloter/actions/vues", listing.keep, name="actions.views"),
    path("piloter/actions/nouvelle", editing.new, name="actions.new"),
    path("piloter/actions/lot", bulk.several, name="actions.bulk"),
    path("piloter/actions/echange", exchange.exchange, name="actions.workbook"),
    re_path(r"^piloter/actions/echange/(?P<digest>[0-9a-f]{22})$", sent.sent, name="actions.sent"),
    path("piloter/actions/echange.xlsx", exchange.given, name="actions.workbook_file"),
    re_path(rf"^piloter/actions/{ACTION}$", sheet.action_page, name="actions.sheet"),
    re_path(rf"^piloter/actions/{ACTION}/historique$", sheet.history, name="actions.history"),
    re_path(rf"^piloter/actions/{ACTION}/modifier$", editing.edit, name="actions.edit"),
    re_path(rf"^piloter/actions/{ACTION}/dupliquer$", editing.copy, name="actions.copy"),
    re_path(rf"^piloter/actions/{ACTION}/mettre-a-jour$", update.update, name="actions.update"),
    re_path(
        rf"^piloter/actions/{ACTION}/(?P<part>etapes|risques|documents|effets)$", parts.parts, name="actions.parts"
    ),
    path("piloter/calendrier", calendar.timeline, name="actions.calendar"),
    path("piloter/carte", places.drawn, name="actions.map"),
    re_path(rf"^repondre/action/{TOKEN}$", reply.action, name="actions.reply"),
]
