"""How to show our figures on another site. A webmaster comes with a page to fill; they leave with lines to paste."""

from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.errors import UnknownChoice, UsageError
from maillage.kernel.territory import LEVELS, Level, Ref, Territory
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import IndicatorSheet
from maillage.web.embedded.frames import Frame, frames
from maillage.web.forms import asked
from maillage.web.forms.asked import LONGEST_QUERY
from maillage.web.forms.pickers import territories
from maillage.web.forms.pickers.catalogue import Choice
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory

KINDS = {
    "carte": "Une carte",
    "graphique": "Une courbe",
    "fibre": "La courbe de la fibre et sa prévision",
    "territoire": "La carte de visite d’un territoire",
    "recherche": "Le champ de recherche",
}
# What each needs at a usual width (640 pixels), for pages without the script.
HEIGHTS = {"carte": 760, "graphique": 440, "fibre": 640, "territoire": 560, "recherche": 240}


@dataclass(frozen=True, slots=True)
class Sample:
    """What to paste: the address framed, what the frame is called, its height, and the lines themselves."""

    address: str
    title: str
    height: int
    code: str


def _code(request: HttpRequest, address: str, title: str, height: int) -> str:
    whole = escape(request.build_absolute_uri(address))
    script = request.build_absolute_uri(reverse("embed.script"))
    return (
        f'<iframe src="{whole}" title="{escape(title)}" width="100%" height="{height}" '
        'loading="lazy" style="border:0"></iframe>\n'
        f'<script src="{script}" async></script>'
    )


def _territory(source: Observatory, text: str) -> tuple[Territory, str, list[Choice] | None]:
    """The territory asked by its name or a code, the region without, and what names it alone; None, or those meant when
    it is not one alone."""
    known = territories.catalogue(source)
    answers = known.named(text)
    if len(answers) == 1:
        return source.territory(Ref.parse(answers[0].key)), answers[0].label, None
    return source.territory(source.release.region), text, (answers or known.near(text)) if text else None


def _asking(request: HttpRequest, choice: Choice) -> str:
    """The same page, for the territory chosen."""
    query = request.GET.copy()
    query["territoire"] = choice.label
    return f"{reverse('embed')}?{query.urlencode()}"


def _framed(request: HttpRequest, frame: Frame, place: Territory, whole: bool) -> Sample:
    """A drawing of another page, with what was chosen there."""
    chosen = dict(_kept(request, frame.name))
    query = urlencode(({} if whole else {"dans": str(place.ref)}) | chosen, safe=":")
    address = f"{reverse(frame.route)}?{query}" if query else reverse(frame.route)
    title = french.typographic(f"{frame.label}, {place.name}")
    return Sample(address, title, frame.height, _code(request, address, title, frame.height))


def _sample(request: HttpRequest, kind: str, sheet: IndicatorSheet, level: Level, place: Territory) -> Sample:
    ref, name = place.ref, sheet.indicator.name
    whole = ref.level is Level.REGION
    if kind not in KINDS:
        return _framed(request, frames()[kind], place, whole)
    query = urlencode({"niveau": level.value} | ({} if whole else {"dans": str(ref)}), safe=":")
    address = {
        "carte": f"{reverse('embed.map', args=[name])}?{query}",
        "graphique": reverse("embed.chart", args=[name, ref.level, ref.code]),
        "fibre": reverse("embed.fibre", args=[ref.level, ref.code]),
        "territoire": reverse("embed.card", args=[ref.level, ref.code]),
        "recherche": reverse("embed.search"),
    }[kind]
    indicator, named = french.typographic(sheet.indicator.title), french.typographic(place.name)
    title = {
        "carte": f"Carte{french.THIN}: {indicator}, {named}",
        "graphique": f"Courbe{french.THIN}: {indicator}, {named}",
        "fibre": f"Courbe de la fibre{french.THIN}: {named}",
        "territoire": f"{named}, chiffres du numérique",
        "recherche": "Chercher les chiffres du numérique d’un territoire",
    }[kind]
    height = HEIGHTS[kind]
    return Sample(address, title, height, _code(request, address, title, height))


def _one_of(text: str, choices: dict[str, IndicatorSheet]) -> IndicatorSheet:
    if not choices:
        raise UsageError("Aucune donnée chargée : il n’y a rien à montrer ailleurs.")
    if text and text not in choices:
        titles = {name: sheet.indicator.title for name, sheet in choices.items()}
        raise UnknownChoice(f"Indicateur « {text[:LONGEST_QUERY]} » inconnu ou sans données.", text, titles)
    return choices[text] if text else max(choices.values(), key=lambda sheet: len(sheet.periods))


def _kept(request: HttpRequest, kind: str) -> list[tuple[str, str]]:
    """What was chosen on the page of a drawing, which the form sends again."""
    asks = frames()[kind].asks if kind in frames() else ()
    return [(name, text) for name in asks if (text := request.GET.get(name, "")[:LONGEST_QUERY])]


@public
@csp_update({"frame-src": [SELF]})
def page(request: HttpRequest) -> HttpResponse:
    """The code of the view chosen, and how it looks."""
    source = observatory(request)
    kind = request.GET.get("forme", "carte")
    kinds = KINDS | {frame.name: frame.label for frame in frames().values() if frame.open(request)}
    if kind not in kinds:
        raise UnknownChoice(f"Forme « {kind[:LONGEST_QUERY]} » inconnue.", kind, kinds)
    loaded = {sheet.indicator.name: sheet for sheet in source.indicators() if sheet.loaded}
    sheet = _one_of(request.GET.get("indicateur", ""), loaded)
    # The page of a drawing names its place as it does.
    asked_place = request.GET.get("territoire", "") or request.GET.get("dans", "")
    place, text, meant = _territory(source, " ".join(asked_place.split())[:LONGEST_QUERY])
    level = asked.level(request, LEVELS, Level.COMMUNE)
    context = {
        "kinds": kinds,
        "kept": _kept(request, kind),
        "kind": kind,
        "sheets": sorted(loaded.values(), key=lambda sheet: alphabetical(sheet.indicator.title)),
        "sheet": sheet,
        "levels": [level for level in (Level.COMMUNE, Level.EPCI, Level.DEPARTEMENT) if source.territories(level)],
        "level": level,
        "text": text,
        "place": place,
        "meant": meant if meant is None else [(choice, _asking(request, choice)) for choice in meant],
        "sample": _sample(request, kind, sheet, level, place),
    }
    return render(request, "observe/embed/guide.html", context)
