"""Home. Anybody comes, with a question about a territory; they leave on the page that answers it.

On the way they see what the region looks like, four of its figures, and how fresh everything is.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from maillage.commons.editorial import published
from maillage.kernel import french
from maillage.kernel.territory import Level
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import IndicatorSheet, ProfileLine, SourceSheet
from maillage.web.drawing.constellation import WIDTH, frame
from maillage.web.drawing.scale import Scale, scale
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory, release_key
from maillage.web.words.portrait import key_figures
from maillage.web.words.reading import read, shown

CHANGES = 8


@dataclass(frozen=True, slots=True)
class Example:
    """A question, its answer in a few words, and the page that gives it in full."""

    question: str
    answer: str
    address: str


@dataclass(frozen=True, slots=True)
class Door:
    """A way in: its name, what is behind with live figures, and its address."""

    title: str
    figures: str
    address: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something this publication brings, in words, and the page that shows it."""

    words: str
    detail: str
    address: str


@dataclass(frozen=True, slots=True)
class Freshness:
    """A loaded source, what it describes and how old that is."""

    sheet: SourceSheet
    period: str
    obtained: str
    age: str


@dataclass(frozen=True, slots=True)
class Plate:
    """The map of the home page: an indicator over the communes of the region."""

    sheet: IndicatorSheet
    scale: Scale
    address: str
    width: int
    height: int


def _mapped(lines: list[ProfileLine]) -> ProfileLine | None:
    """The first share of every commune that is loaded, one with a target before the others: it reads best on a map."""
    known = [line for line in lines if line.last]
    shares = [line for line in known if line.sheet.indicator.unit == "%"]
    every = [line for line in shares if not line.sheet.indicator.concerns_label]
    aimed = [line for line in every if line.sheet.indicator.target]
    return next(iter([*aimed, *every, *shares, *known]), None)


def _plate(source: Observatory, line: ProfileLine) -> Plate | None:
    sheet = frame(source.territory(source.release.region))
    if sheet is None:
        return None
    period = line.sheet.periods[-1]
    layer = source.layer(line.sheet.indicator.name, Level.COMMUNE, period)
    total = source.territory(source.release.region).communes
    classes = scale(line.sheet.indicator, layer.values(), total)
    address = reverse("pictures.plate", args=[release_key(source), line.sheet.indicator.name])
    return Plate(line.sheet, classes, address, WIDTH, sheet.height)


def _examples(source: Observatory, line: ProfileLine | None) -> list[Example]:
    """Three questions one may ask here, with their answers of today."""
    communes = source.territories(Level.COMMUNE)
    if line is None or not communes:
        return []
    indicator, period = line.sheet.indicator, line.sheet.periods[-1]
    title = french.typographic(indicator.title)
    largest = max(communes, key=lambda commune: commune.population or 0)
    examples = []
    values = source.series(indicator.name, largest.ref, period)
    if values:
        examples.append(
            Example(
                f"Où en est {french.typographic(largest.name)}{french.THIN}?",
                f"{shown(indicator, values[-1])} — {french.initial(title)}",
                reverse("territory", args=["commune", largest.ref.code]),
            )
        )
    best, _ = source.ranking(indicator.name, Level.EPCI, period, limit=1)
    if best:
        examples.append(
            Example(
                f"Quelle intercommunalité est en tête{french.THIN}?",
                f"{french.typographic(best[0].territory.named)}, {shown(indicator, best[0].value)}",
                f"{reverse('indicator', args=[indicator.name])}?niveau=epci",
            )
        )
    return examples


def _sources_example(sources: list[SourceSheet]) -> Example:
    loaded = [sheet for sheet in sources if sheet.deliveries]
    aside = sum(delivery.refused for sheet in loaded for delivery in sheet.deliveries)
    answer = f"{french.counted(len(loaded), 'source')}, {french.counted(aside, 'ligne')} mises de côté"
    if aside < 2:
        answer = french.counted(len(loaded), "source")
    return Example(f"D’où viennent ces chiffres{french.THIN}?", answer, reverse("sources"))


def _freshness(sources: list[SourceSheet]) -> list[Freshness]:
    """Loaded sources, those that describe the most recent time first."""
    today = timezone.localdate()
    loaded = [(sheet, sheet.last) for sheet in sources if sheet.last]
    loaded.sort(key=lambda pair: pair[1].period.end, reverse=True)
    return [
        Freshness(sheet, last.period.label, french.day(last.obtained_on), french.age((today - last.period.end).days))
        for sheet, last in loaded
    ]


def _changes(source: Observatory) -> list[Change]:
    """What this publication brings against the one before: deliveries first, then the figures that moved."""
    changes = []
    for delivery in source.changes.deliveries:
        sheet = source.source(delivery.source)
        what = "Livraison remplacée" if delivery.replaces else "Nouvelle livraison"
        changes.append(
            Change(
                french.typographic(sheet.title),
                f"{what}, décrit {delivery.period.label}",
                reverse("source", args=[delivery.source]),
            )
        )
    for name, communes in source.changes.communes.items():
        title = french.typographic(source.indicator(name).indicator.title)
        detail = f"le chiffre change dans {french.counted(communes, 'commune')}"
        changes.append(Change(title, detail, reverse("indicator", args=[name])))
    return changes[:CHANGES]


def _technical(source: Observatory) -> list[Door]:
    """The doors of technicians, when their data are loaded."""
    quarters = source.rollout.periods()
    if not quarters:
        return []
    words = f"{french.counted(len(quarters), 'trimestre')} d’immeubles, jusqu’au {quarters[-1].label}"
    return [Door("Où en est la fibre", words, reverse("rollout"))]


def _doors(source: Observatory, sources: list[SourceSheet]) -> list[Door]:
    """The ways in that exist, each with figures of today."""
    loaded = [sheet for sheet in source.indicators() if sheet.loaded]
    periods = sum(len(sheet.periods) for sheet in loaded)
    region = source.release.region
    places = ", ".join(
        french.counted(len(source.territories(level)), level.label, level.plural)
        for level in (Level.COMMUNE, Level.EPCI, Level.DEPARTEMENT)
    )
    rows = sum(delivery.kept for sheet in sources for delivery in sheet.deliveries)
    fed = french.counted(sum(1 for sheet in sources if sheet.deliveries), "source")
    measured = f"{french.counted(len(loaded), 'indicateur')}, {french.counted(periods, 'date')}"
    return [
        Door("La carte", measured, reverse("map")),
        *_technical(source),
        Door("Comparer des territoires", places, reverse("compare")),
        Door(
            "Les portraits",
            "Région, départements, EPCI, communes",
            reverse("territory", args=[region.level, region.code]),
        ),
        Door("Les sources", f"{fed}, {french.counted(rows, 'ligne')} lues et gardées", reverse("sources")),
    ]


@public
def page(request: HttpRequest) -> HttpResponse:
    """The home page."""
    source = observatory(request)
    region = source.territory(source.release.region)
    lines = source.profile(region.ref)
    mapped = _mapped(lines)
    sources = source.sources()
    readings = [read(line, source.territory) for line in lines]
    context = {
        "texts": published.home_texts(),
        "region": region,
        "plate": _plate(source, mapped) if mapped else None,
        "examples": [*_examples(source, mapped), _sources_example(sources)],
        "figures": key_figures(lines, readings),
        "address": reverse("territory", args=[region.ref.level, region.ref.code]),
        "doors": _doors(source, sources),
        "changes": _changes(source),
        "since": source.changes,
        "fresh": _freshness([sheet for sheet in sources if sheet.indicators]),
        "waiting": [sheet for sheet in sources if not sheet.deliveries],
        "references": sum(1 for sheet in sources if sheet.deliveries and not sheet.indicators),
        "departements": source.territories(Level.DEPARTEMENT),
    }
    return render(request, "observe/home/home.html", context)
