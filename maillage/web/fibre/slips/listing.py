"""Announced dates of the fibre, kept or not. A technician or an elected member asks « qui tient ses dates, et de
combien glissent-elles ? »; they leave with a ranking of operators, EPCI or conventions, how many buildings it rests on,
what could not be told, and its file.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.observatory.slips import Slipped
from maillage.steering.conventions import published
from maillage.steering.conventions.verdict import communes as communes_of
from maillage.web.exports.table import Kind, Measure
from maillage.web.fibre import bar
from maillage.web.fibre.postponed import months_moved, of_convention
from maillage.web.fibre.quarters import quarters
from maillage.web.fibre.where import IN, communes
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.filters import Filter

SOURCE = "arcep_cartefibre_immeubles"
GROUPS = {
    "operateur": "opérateur",
    "convention": "convention",
    "epci": "EPCI",
    "commune": "commune",
    "trimestre": "trimestre",
}
BY = tuple((name, french.capital(words)) for name, words in GROUPS.items())
UNKNOWN = "—"
FEW = 100
"""Buildings below which an average says little: it is shown, and ranked last."""


MISSING = (
    "Aucune liste d’immeubles de « Ma carte fibre » n’a été chargée : elle se charge avec la commande "
    "« maillage load arcep_cartefibre_immeubles ». Il en faut deux trimestres pour voir ce qui a bougé."
)


class Line(NamedTuple):
    """A group: its name, its address when it has a page, its counts."""

    name: str
    address: str
    slip: Slipped


def _namer(source: Observatory, group: str) -> Callable[[str, str, str], str]:
    """The reference of the group of a commune, an operator and a quarter."""
    if group == "operateur":
        return lambda commune, operator, quarter: operator
    if group == "trimestre":
        return lambda commune, operator, quarter: quarter
    if group == "commune":
        return lambda commune, operator, quarter: f"commune:{commune}"
    above = {
        commune.ref.code: next((str(ref) for ref in commune.parents if ref.level is Level.EPCI), UNKNOWN)
        for commune in source.territories(Level.COMMUNE)
    }
    return lambda commune, operator, quarter: above[commune]


def _named(source: Observatory, group: str, reference: str) -> tuple[str, str]:
    """The name of a group, and its address when it has a page."""
    if group == "operateur":
        return source.nearby.operator(reference), ""
    if group == "trimestre":
        return Period.parse(reference).label, ""
    if reference == UNKNOWN:
        return "Sans EPCI", ""
    ref = Ref.parse(reference)
    return source.territory(ref).named, reverse("territory", args=[ref.level, ref.code])


def lines(source: Observatory, group: str, inside: set[str], period: Period) -> list[Line]:
    """Name, address and counts of each group: those whose dates slipped most first; quarters, oldest first."""
    slips = source.rollout.slips
    if group == "convention":
        groups = [
            Line(convention.title, convention.page, of_convention(source, convention, period, inside))
            for convention in published.every()
            if inside & communes_of(source, convention.territories)
        ]
    else:
        counted = slips.counted(_namer(source, group), inside, None if group == "trimestre" else period)
        if group == "trimestre":
            return [Line(*_named(source, group, name), counted[name]) for name in sorted(counted)]
        groups = [Line(*_named(source, group, name), slip) for name, slip in counted.items()]
    return sorted(groups, key=lambda line: (line.slip.dates < FEW, -(line.slip.mean or 0), alphabetical(line.name)))


def _periods(asked: Asked) -> list[Period]:
    return observatory(asked.request).rollout.slips.periods()


def _inside(asked: Asked) -> set[str]:
    return {commune.ref.code for commune in communes(observatory(asked.request), asked["dans"])}


def _rows(asked: Asked) -> list[Line]:
    period = asked["periode"]
    asked.deliveries.update((SOURCE, quarter.code) for quarter in _periods(asked) if quarter.end <= period.end)
    return lines(observatory(asked.request), asked["par"], _inside(asked), period)


def _context(asked: Asked) -> dict[str, Any]:
    """What the page says of the whole part of the region."""
    source, period = observatory(asked.request), asked["periode"]
    context: dict[str, Any] = {
        "bar": bar.shown(asked.request, "slips"),
        "place": asked["dans"],
        "period": period,
        "group": asked["par"],
        "few": FEW,
        "sheet": source.source(SOURCE),
    }
    if period is None:
        return context
    total = source.rollout.slips.counted(lambda *_: "all", _inside(asked), period).get("all", Slipped())
    return context | {
        "first": period == _periods(asked)[0],
        "total": total,
        "mean": "" if total.mean is None else french.number(round(total.mean, 1), 1),
        "unjudged": total.indetermines,
    }


def _count(name: str, label: str, words: str, *, first: bool = False) -> Column:
    return Column(name, label, words, Kind.NUMBER, cell=f"slip.{name}", first=first, blank=UNKNOWN)


def _page_only(name: str, label: str, words: str) -> Column:
    return Column(name, label, words, Kind.NUMBER, cell=f"slip.{name}", filed=False, blank=UNKNOWN)


def _share(name: str, label: str, words: str) -> Column:
    def share(line: Line) -> Measure:
        value = getattr(line.slip, name)
        return Measure(None if value is None else 100 * value, "%", 1)

    return Column(name, label, words, Kind.NUMBER, cell=share, filed=False, blank=UNKNOWN)


def _columns(asked: Asked) -> tuple[Column, ...]:
    return (
        Column(
            "groupe",
            "Groupe",
            "Opérateur, convention, EPCI, commune ou trimestre, selon la vue",
            width=36,
            cell="name",
            show=lambda line: Shown(line.name, line.address),
            head=french.capital(GROUPS[asked["par"]]),
        ),
        _count("immeubles", "Immeubles", "Immeubles de la livraison"),
        _count("dates", "Avec une date", "Immeubles dont cette livraison dit une date"),
        Column(
            "glissement_moyen",
            "Glissement moyen (mois)",
            "De la première date annoncée à celle-ci",
            Kind.NUMBER,
            cell=lambda line: Measure(line.slip.mean, "mois", 1),
            show=lambda line: months_moved(line.slip.mean),
        ),
        _count("mois_cumules", "Mois cumulés", "Les mêmes mois, additionnés"),
        _count("suivis", "Suivis", "Avec une date à cette livraison et à celle d’avant"),
        _count("repousses", "Repoussés", "Dont la date est plus tardive", first=True),
        _count("avances", "Avancés", "Dont la date est plus proche", first=True),
        _count("mois", "Mois déplacés", "Mois dont elles ont bougé, additionnés"),
        _count("echus", "Date passée", "Date annoncée dont la première est passée", first=True),
        _share("waiting", "Dont pas raccordables", "Part de ceux dont la date est passée"),
        _count("non_raccordables", "Pas raccordables", "Dont pas raccordables ce trimestre"),
        _page_only("judged", "Dates jugées", "Dates passées que nous pouvons juger"),
        _share("kept", "Tenues", "Part des dates passées que nous pouvons juger"),
        _count("tenus", "Tenus", "Date passée, raccordables à la première date"),
        _count("en_retard", "En retard", "Date passée, pas raccordables à la première date"),
        _count("abandonnes", "Abandonnés", "Date passée, abandonnés depuis"),
        _count("indetermines", "Non jugés", "Date passée, sans que l’on sache ce qu’ils étaient"),
        _count("nouveaux", "Nouveaux", "Immeubles absents de la livraison d’avant", first=True),
        _count("disparus", "Disparus", "Immeubles de la livraison d’avant absents de celle-ci", first=True),
        _count("promis", "Date annoncée", "Immeubles dont une date est annoncée, ou l’a été avant", first=True),
    )


SLIPS = Listing(
    name="slips",
    address="engagements",
    title="Dates annoncées de la fibre",
    file="engagements",
    template="fibre/slips/slips.html",
    context=_context,
    empty=(
        "Rien à comparer ici",
        "Aucune convention publique ne concerne ce territoire, ou aucun immeuble n’y est connu.",
    ),
    missing=lambda asked: "" if asked["periode"] else MISSING,
    filters=(
        IN,
        Filter("par", "Par", options=BY, usual="operateur", narrows=False),
        quarters(lambda source: source.rollout.slips.periods()),
    ),
    rows=_rows,
    columns=_columns,
    size=1_000,
)
