"""The addresses of targets."""

from django.urls import path, re_path

from maillage.web.addresses import FORM, PK, SHEET, SLUG, TOKEN
from maillage.web.steer.targets import entry, files, listing, reply, sheet

urlpatterns = [
    path("piloter/indicateurs", listing.listed, name="targets"),
    re_path(rf"^piloter/indicateurs\.{FORM}$", files.listed_file, name="targets.file"),
    path("piloter/indicateurs/nouveau", sheet.new, name="targets.new"),
    re_path(rf"^piloter/indicateurs/{SHEET}$", sheet.sheet_page, name="targets.sheet"),
    re_path(rf"^piloter/indicateurs/{SHEET}/modifier$", sheet.edit, name="targets.edit"),
    re_path(rf"^piloter/indicateurs/{SHEET}/cibles$", sheet.targets, name="targets.aims"),
    re_path(rf"^piloter/indicateurs/{SHEET}/saisie$", entry.entry, name="targets.entry"),
    re_path(rf"^piloter/indicateurs/{SHEET}/demander$", sheet.ask, name="targets.ask"),
    re_path(rf"^piloter/indicateurs/{SHEET}/propositions/{PK}$", sheet.decide, name="targets.decide"),
    re_path(rf"^piloter/indicateurs/{SHEET}/valeurs\.{FORM}$", files.values_file, name="targets.values_file"),
    re_path(rf"^repondre/valeur/{TOKEN}$", reply.value, name="targets.reply"),
    re_path(rf"^strategies/{SLUG}/indicateurs$", listing.public, name="targets.public"),
    re_path(rf"^strategies/{SLUG}/indicateurs\.{FORM}$", files.public_file, name="targets.public_file"),
]
