"""Home. Anybody comes, with a question about a territory; they leave on the page that answers it.

On the way they see what the region looks like, four of its figures, and how fresh everything is.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.territory import Level
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import IndicatorSheet, ProfileLine, SourceSheet
from maillage.web.access import public
from maillage.web.constellation import WIDTH, frame
from maillage.web.observe import observatory, release_key
from maillage.web.reading import Figure, read, shown
from maillage.web.scale import Scale, scale

FIGURES = 4


@dataclass(frozen=True, slots=True)
class Example:
    """A question, its answer in a few words, and the page that gives it in full."""

    question: str
    answer: str
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
    """The first share of every commune that is loaded: it is what reads best on a map."""
    told = [line for line in lines if line.last]
    shares = [line for line in told if line.sheet.indicator.unit == "%"]
    every = [line for line in shares if not line.sheet.indicator.concerns_label]
    return next(iter([*every, *shares, *told]), None)


def _plate(source: Observatory, line: ProfileLine) -> Plate | None:
    sheet = frame(source.territory(source.release.region))
    if sheet is None:
        return None
    period = line.sheet.periods[-1]
    layer = source.layer(line.sheet.indicator.name, Level.COMMUNE, period)
    total = source.territory(source.release.region).communes
    classes = scale(line.sheet.indicator, layer.values(), total)
    address = f"/cartes/{release_key(source)}/{line.sheet.indicator.name}.svg"
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
                f"/territoires/commune/{largest.ref.code}",
            )
        )
    best, _ = source.ranking(indicator.name, Level.EPCI, period, limit=1)
    if best:
        examples.append(
            Example(
                f"Quelle intercommunalité est en tête{french.THIN}?",
                f"{french.typographic(best[0].territory.name)}, {shown(indicator, best[0].value)}",
                f"/indicateurs/{indicator.name}?niveau=epci",
            )
        )
    return examples


def _sources_example(sources: list[SourceSheet]) -> Example:
    loaded = [sheet for sheet in sources if sheet.deliveries]
    aside = sum(delivery.refused for sheet in loaded for delivery in sheet.deliveries)
    answer = f"{french.counted(len(loaded), 'source')}, {french.counted(aside, 'ligne')} mises de côté"
    if aside < 2:
        answer = french.counted(len(loaded), "source")
    return Example(f"D’où viennent ces chiffres{french.THIN}?", answer, "/sources")


def _living(lines: list[ProfileLine], source: Observatory) -> list[Figure]:
    """Up to four figures of the region, one theme after the other rather than four of the same."""
    told = [line for line in lines if line.last and line.last.value is not None]
    by_theme: dict[str, list[ProfileLine]] = {}
    for line in told:
        by_theme.setdefault(line.sheet.indicator.theme, []).append(line)
    rounds = max((len(group) for group in by_theme.values()), default=0)
    ordered = [group[rank] for rank in range(rounds) for group in by_theme.values() if rank < len(group)]
    return [read(line, source.territory) for line in ordered[:FIGURES]]


def _freshness(sources: list[SourceSheet]) -> list[Freshness]:
    """Loaded sources, those that describe the most recent time first."""
    today = timezone.localdate()
    loaded = [(sheet, sheet.last) for sheet in sources if sheet.last]
    loaded.sort(key=lambda pair: pair[1].period.end, reverse=True)
    return [
        Freshness(
            sheet,
            last.period.label,
            french.day(last.obtained_on),
            french.age((today - last.period.end).days),
        )
        for sheet, last in loaded
    ]


@public
def page(request: HttpRequest) -> HttpResponse:
    """The home page."""
    source = observatory(request)
    region = source.territory(source.release.region)
    lines = source.profile(region.ref)
    mapped = _mapped(lines)
    sources = source.sources()
    context = {
        "region": region,
        "plate": _plate(source, mapped) if mapped else None,
        "examples": [*_examples(source, mapped), _sources_example(sources)],
        "figures": _living(lines, source),
        "fresh": _freshness([sheet for sheet in sources if sheet.indicators]),
        "waiting": [sheet for sheet in sources if not sheet.deliveries],
        "references": sum(1 for sheet in sources if sheet.deliveries and not sheet.indicators),
        "departements": source.territories(Level.DEPARTEMENT),
    }
    return render(request, "home/home.html", context)
