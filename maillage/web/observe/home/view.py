"""Home. Anybody comes, with a question about an address or a territory; they leave by one of three doors.

On the way they see how much fibre the region has, what moved in the last release, and how old its figures are.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from maillage.commons.editorial import published
from maillage.kernel import french
from maillage.kernel.territory import Level
from maillage.kernel.themes import ENJEUX
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import IndicatorSheet, SourceSheet
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.observe.home.answer import answer, last_of
from maillage.web.observe.home.doors import plate, spot, strips
from maillage.web.words.explained import explained
from maillage.web.words.forecast import INDICATOR
from maillage.web.words.headlines import headlines
from maillage.web.words.held import held
from maillage.web.words.theme import theme_words

CHANGES = 8


@dataclass(frozen=True, slots=True)
class Change:
    """Something this publication brings, in words, and the page that shows it."""

    words: str
    detail: str
    address: str


@dataclass(frozen=True, slots=True)
class Freshness:
    """A theme, and the period its latest figures describe."""

    theme: str
    period: str


def _mapped(source: Observatory) -> list[IndicatorSheet]:
    """What the map may show, the best first: premises with fibre, shares of every commune, then the rest."""
    loaded = [sheet for sheet in source.indicators() if sheet.loaded and not sheet.indicator.concerns_label]
    fibre = [sheet for sheet in loaded if sheet.indicator.name == INDICATOR]
    shares = [sheet for sheet in loaded if sheet.indicator.unit == "%" and sheet not in fibre]
    return [*fibre, *shares, *(sheet for sheet in loaded if sheet.indicator.unit != "%")]


def _freshness(source: Observatory) -> Iterator[Freshness]:
    """The latest period of each theme that is measured."""
    loaded = [sheet for sheet in source.indicators() if sheet.loaded]
    for enjeu in ENJEUX:
        for theme in enjeu.themes:
            periods = [sheet.periods[-1] for sheet in loaded if sheet.indicator.theme == theme]
            if periods:
                last = max(periods, key=lambda period: period.end)
                yield Freshness(theme_words(theme), last.label)


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


def _held(source: Observatory, sources: list[SourceSheet]) -> str:
    """« 17 indicateurs, 29 sources, 4 millions de lignes gardées »."""
    indicators = sum(sheet.loaded for sheet in source.indicators())
    rows = sum(delivery.kept for sheet in sources for delivery in sheet.deliveries)
    fed = sum(bool(sheet.deliveries) for sheet in sources)
    counts = (french.counted(indicators, "indicateur"), french.counted(fed, "source"))
    return f"{', '.join(counts)}, {french.counted(rows, 'ligne gardée', 'lignes gardées')}."


@public
def page(request: HttpRequest) -> HttpResponse:
    """The home page."""
    source = observatory(request)
    region, sources = source.territory(source.release.region), source.sources()
    mapped = _mapped(source)
    context = {
        "texts": published.home_texts(),
        "region": region,
        "answer": answer(last_of(source), timezone.localdate()),
        "spot": spot(source),
        "plate": plate(source, mapped),
        "strips": strips(source, mapped[0]) if mapped else None,
        "held": _held(source, sources),
        "headlines": [] if held() else explained(source.release.region, headlines(source)),
        "changes": _changes(source),
        "since": source.changes,
        "fresh": list(_freshness(source)),
        "fed": sum(bool(sheet.deliveries) for sheet in sources),
        "departements": source.territories(Level.DEPARTEMENT),
    }
    return render(request, "observe/home/home.html", context)
