"""The data. A journalist, a developer or another operator comes to take figures away; leaves with the file, the address
of the API that gives them, or the frame that shows them.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.territory import Ref
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import IndicatorSheet
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.observe.donnees.files import lists
from maillage.web.words.forecast import INDICATOR
from maillage.web.words.theme import theme_words

LONGEST = 100
"""Signs of a place that is typed."""


@dataclass(frozen=True, slots=True)
class File:
    """An indicator to take away: its title, its page, its theme, its last period, its files and who publishes it."""

    title: str
    page: str
    theme: str
    period: str
    publishers: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """An address of the API made for a reader: what was typed, where it leads, what is wrong with it (or nothing)."""

    place: str
    indicator: str
    address: str = ""
    said: str = ""
    refused: str = ""


@public
def page(request: HttpRequest) -> HttpResponse:
    """What is published, to take away."""
    source = observatory(request)
    loaded = [sheet for sheet in source.indicators() if sheet.loaded]
    sources = [sheet for sheet in source.sources() if sheet.deliveries and not sheet.reserved]
    region = source.release.region
    context = {
        "held": _held(len(loaded), len(sources), sum(each.kept for sheet in sources for each in sheet.deliveries)),
        "files": [_file(source, sheet) for sheet in loaded],
        "lists": lists(),
        "licences": sorted({french.typographic(sheet.licence) for sheet in sources}),
        "sheets": loaded,
        "trial": _trial(request, source, loaded),
        "examples": _examples(region),
    }
    return render(request, "observe/donnees/donnees.html", context)


def _held(indicators: int, sources: int, rows: int) -> str:
    """« 17 indicateurs de 29 sources, 4 016 384 lignes »."""
    lines = french.counted(rows, "ligne gardée", "lignes gardées")
    return f"{french.counted(indicators, 'indicateur')}, {french.counted(sources, 'source')}, {lines}"


def _file(source: Observatory, sheet: IndicatorSheet) -> File:
    indicator = sheet.indicator
    whole = source.series(indicator.name, source.release.region, sheet.periods[-1])
    publishers = sorted({origin.publisher for value in whole for origin in value.origins}, key=alphabetical)
    files = tuple((form.upper(), reverse("indicator.file", args=[indicator.name, form])) for form in ("csv", "xlsx"))
    drawn = ("GeoJSON", f"{reverse('indicator.geojson', args=[indicator.name])}?niveau=commune")
    return File(
        french.typographic(indicator.title),
        reverse("indicator", args=[indicator.name]),
        theme_words(indicator.theme),
        sheet.periods[-1].label,
        french.typographic(_few(publishers)),
        (*files, drawn),
    )


def _few(publishers: list[str]) -> str:
    """« Arcep », « Arcep et 3 autres »."""
    if len(publishers) < 2:
        return "".join(publishers)
    return f"{publishers[0]} et {french.counted(len(publishers) - 1, 'autre')}"


def _examples(region: Ref) -> list[tuple[str, str]]:
    """What one may ask of the API, and the address that answers."""
    place = [region.level, region.code]
    return [
        ("Tous les chiffres de la région", reverse("api:territory_indicators", args=place)),
        ("Un indicateur, toutes les communes", f"{reverse('api:values', args=[INDICATOR])}?level=commune"),
        ("Chercher un territoire par son nom", f"{reverse('api:search')}?q=saint"),
    ]


def _trial(request: HttpRequest, source: Observatory, sheets: list[IndicatorSheet]) -> Trial:
    """The address that gives an indicator of a place typed by its name."""
    place = request.GET.get("lieu", "").strip()
    name = request.GET.get("indicateur", INDICATOR)
    if not place:
        return Trial("", name)
    if len(place) > LONGEST:
        return Trial(place[:LONGEST], name, refused=f"{LONGEST} signes au plus : écrivez le nom du territoire seul.")
    sheet = next((sheet for sheet in sheets if sheet.indicator.name == name), None)
    if sheet is None:
        return Trial(place, INDICATOR, refused="Cet indicateur n’est pas publié : choisissez-en un dans la liste.")
    hits = source.search(place, 1)
    if not hits:
        return Trial(place, name, refused="Aucun territoire de ce nom ici : vérifiez l’orthographe.")
    territory = hits[0].territory
    address = reverse("api:series", args=[name, territory.ref.level, territory.ref.code])
    said = f"{french.typographic(sheet.indicator.title)}, {french.typographic(territory.name)}"
    return Trial(place, name, address, said)
