"""The addresses of the web half."""

from django.urls import URLPattern, URLResolver, path, re_path

from maillage.commons.editorial.published import NAMES as EDITORIAL
from maillage.web import files
from maillage.web.api.operations import api_patterns
from maillage.web.asked import LEVEL_PATTERN
from maillage.web.exports import compare as compare_export
from maillage.web.exports import figure as figure_export
from maillage.web.exports import geojson as geojson_export
from maillage.web.exports import indicator as indicator_export
from maillage.web.exports import lists as list_export
from maillage.web.exports import portrait as portrait_export
from maillage.web.exports import source as source_export
from maillage.web.exports import territory as territory_export
from maillage.web.pages.address import view as address
from maillage.web.pages.api import view as api_pages
from maillage.web.pages.challenge import sign_in
from maillage.web.pages.challenge import view as challenge
from maillage.web.pages.compare import view as compare
from maillage.web.pages.editorial import view as editorial
from maillage.web.pages.embed import guide as embed_guide
from maillage.web.pages.embed import view as embed
from maillage.web.pages.figure import view as figure
from maillage.web.pages.follow import view as follow
from maillage.web.pages.forecasts import view as forecasts
from maillage.web.pages.home import view as home
from maillage.web.pages.indicator import view as indicator
from maillage.web.pages.indicators import view as indicators
from maillage.web.pages.map import files as map_files
from maillage.web.pages.map import view as map_page
from maillage.web.pages.report import view as report
from maillage.web.pages.rollout import view as rollout
from maillage.web.pages.search import view as search
from maillage.web.pages.source import view as source
from maillage.web.pages.sources import view as sources
from maillage.web.pages.territory import view as territory
from maillage.web.pages.ui import view as ui
from maillage.web.pages.white import view as white

TERRITORY = rf"(?P<level>{LEVEL_PATTERN})/(?P<code>[0-9A-Za-z]{{1,9}})"
NAME = r"(?P<name>[a-z0-9_]{1,80})"
FORM = r"(?P<form>csv|xlsx)"
NUMBER = r"(?P<number>[0-9]{4}-[0-9]{1,9})"
TOKEN = r"(?P<token>[0-9A-Za-z:_-]{1,200})"
RELEASE = r"(?P<release>[0-9]+-[0-9]{14})"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.page),
    path("recherche", search.page),
    re_path(rf"^territoires/{TERRITORY}$", territory.page),
    re_path(rf"^territoires\.{FORM}$", list_export.territories),
    re_path(rf"^territoires/{TERRITORY}\.{FORM}$", territory_export.file),
    re_path(rf"^territoires/{TERRITORY}\.pdf$", portrait_export.file),
    re_path(rf"^territoires/{TERRITORY}/{NAME}/lignes\.(?P<form>csv|xlsx)$", figure_export.lines),
    re_path(rf"^territoires/{TERRITORY}/{NAME}/communes\.(?P<form>csv|xlsx)$", figure_export.communes),
    re_path(rf"^territoires/{TERRITORY}/{NAME}$", figure.page),
    path("adresse", address.point),
    re_path(r"^adresse/(?P<key>[0-9A-Za-z_-]{5,60})$", address.page),
    path("deploiement", rollout.page),
    re_path(rf"^deploiement\.{FORM}$", rollout.file),
    path("previsions", forecasts.page),
    re_path(rf"^previsions\.{FORM}$", forecasts.file),
    path("zones-blanches", white.page),
    re_path(rf"^zones-blanches\.{FORM}$", white.file),
    path("indicateurs", indicators.page),
    re_path(rf"^indicateurs/{NAME}$", indicator.page),
    re_path(rf"^indicateurs\.{FORM}$", list_export.indicators),
    re_path(rf"^indicateurs/{NAME}\.{FORM}$", indicator_export.file),
    re_path(rf"^indicateurs/{NAME}/classement\.{FORM}$", indicator_export.ranking),
    re_path(rf"^indicateurs/{NAME}\.geojson$", geojson_export.file),
    path("comparer", compare.page),
    re_path(rf"^comparer\.{FORM}$", compare_export.file),
    path("integrer", embed_guide.page),
    path("integrer.js", embed.host_script),
    re_path(rf"^integrer/carte/{NAME}$", embed.map_frame),
    re_path(rf"^integrer/graphique/{NAME}/{TERRITORY}$", embed.chart_frame),
    re_path(rf"^integrer/territoire/{TERRITORY}$", embed.card_frame),
    path("integrer/recherche", embed.search_frame),
    path("sources", sources.page),
    re_path(rf"^sources/{NAME}$", source.page),
    re_path(rf"^sources\.{FORM}$", list_export.sources),
    re_path(rf"^sources/{NAME}/lignes\.{FORM}$", source_export.file),
    re_path(rf"^graphiques/{NAME}/{TERRITORY}\.(?P<form>svg|png|pdf)$", files.chart),
    re_path(rf"^graphiques/{NAME}/{TERRITORY}\.{FORM}$", territory_export.series),
    path("carte", map_page.page),
    path("carte/morceau", map_page.part),
    path("carte/valeurs.json", map_page.values),
    re_path(r"^carte/calques/(?P<name>[a-z_]{1,40})\.json$", map_page.overlay),
    re_path(r"^carte\.(?P<form>svg|png|pdf)$", map_files.taken),
    re_path(rf"^cartes/{RELEASE}/carte\.svg$", map_files.picture),
    re_path(rf"^cartes/{RELEASE}/fond\.svg$", files.ground),
    re_path(rf"^cartes/{RELEASE}/{NAME}\.svg$", files.plate),
    re_path(rf"^tuiles/{RELEASE}/territoires\.pmtiles$", files.tiles),
    re_path(rf"^(?P<name>{'|'.join(EDITORIAL)})$", editorial.page),
    path("suivre", follow.page),
    path("suivre/envoye", follow.sent),
    re_path(rf"^suivre/confirmer/{TOKEN}$", follow.confirm),
    re_path(rf"^suivre/prolonger/{TOKEN}$", follow.keep),
    re_path(rf"^suivre/arreter/{TOKEN}$", follow.stop),
    path("signaler", report.page),
    re_path(rf"^signaler/{NUMBER}$", report.answer),
    re_path(rf"^signaler/{NUMBER}\.jpg$", report.photo),
    path("contestations", challenge.page),
    re_path(rf"^contestations/operateurs\.{FORM}$", challenge.operators),
    path("contestations/espace", challenge.space),
    re_path(rf"^contestations/espace\.{FORM}$", challenge.taken),
    path("contestations/deposer", challenge.deposit),
    re_path(r"^contestations/(?P<number>[0-9]{4}-C[0-9]{1,9})$", challenge.one),
    path("contestations/connexion", sign_in.ask),
    re_path(rf"^contestations/connexion/{TOKEN}$", sign_in.enter),
    path("contestations/deconnexion", sign_in.leave),
    path("ui/", ui.page),
    re_path(r"^ui/(?P<name>[a-z-]{1,40})$", ui.component),
    path("api/v1/", api_pages.page),
    path("api/v1/openapi.json", api_pages.openapi),
    path("api/v1/", api_patterns()),
]

handler400 = "maillage.web.pages.errors.view.refused"
handler403 = "maillage.web.pages.errors.view.closed"
handler404 = "maillage.web.pages.errors.view.not_found"
handler500 = "maillage.web.pages.errors.view.broken"
