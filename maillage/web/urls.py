"""The addresses of the web half."""

from django.urls import URLPattern, URLResolver, path, re_path

from maillage.web import files
from maillage.web.api.operations import api_patterns
from maillage.web.asked import LEVEL_PATTERN
from maillage.web.exports import indicator as indicator_export
from maillage.web.exports import source as source_export
from maillage.web.exports import territory as territory_export
from maillage.web.pages.api import view as api_pages
from maillage.web.pages.home import view as home
from maillage.web.pages.indicator import view as indicator
from maillage.web.pages.indicators import view as indicators
from maillage.web.pages.search import view as search
from maillage.web.pages.source import view as source
from maillage.web.pages.sources import view as sources
from maillage.web.pages.territory import view as territory

TERRITORY = rf"(?P<level>{LEVEL_PATTERN})/(?P<code>[0-9A-Za-z]{{1,9}})"
NAME = r"(?P<name>[a-z0-9_]{1,80})"
RELEASE = r"(?P<release>[0-9]+-[0-9]{14})"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.page),
    path("recherche", search.page),
    re_path(rf"^territoires/{TERRITORY}$", territory.page),
    re_path(rf"^territoires/{TERRITORY}\.csv$", territory_export.file),
    path("indicateurs", indicators.page),
    re_path(rf"^indicateurs/{NAME}$", indicator.page),
    re_path(rf"^indicateurs/{NAME}\.csv$", indicator_export.file),
    path("sources", sources.page),
    re_path(rf"^sources/{NAME}$", source.page),
    re_path(rf"^sources/{NAME}/lignes\.csv$", source_export.file),
    re_path(rf"^graphiques/{NAME}/{TERRITORY}\.svg$", files.chart),
    re_path(rf"^cartes/{RELEASE}/fond\.svg$", files.ground),
    re_path(rf"^cartes/{RELEASE}/{NAME}\.svg$", files.plate),
    re_path(rf"^tuiles/{RELEASE}/territoires\.pmtiles$", files.tiles),
    path("api/v1/", api_pages.page),
    path("api/v1/openapi.json", api_pages.openapi),
    path("api/v1/", api_patterns()),
]

handler400 = "maillage.web.pages.errors.view.refused"
handler404 = "maillage.web.pages.errors.view.not_found"
handler500 = "maillage.web.pages.errors.view.broken"
