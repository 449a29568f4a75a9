"""The roll-out, for technicians. Somebody comes asking « où en est chaque opérateur, et qui est en retard ? »;
they leave with a table of buildings by state, group by group and quarter by quarter, and its file.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.kernel.territory import Level
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.observatory.rollout import STATES, Counted
from maillage.web.exports.table import Kind, Measure
from maillage.web.fibre.quarters import quarters
from maillage.web.fibre.where import IN, communes
from maillage.web.fibre.words import STATES as STATE_WORDS
from maillage.web.fibre.words import ZONES
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing
from maillage.web.lists.filters import Filter

SOURCE = "arcep_cartefibre_immeubles"
GROUPS = {"epci": "EPCI", "commune": "commune", "operateur": "opérateur", "zone": "zone", "trimestre": "trimestre"}
BY = tuple((name, french.capital(words)) for name, words in GROUPS.items())
UNKNOWN = "—"
MISSING = (
    "Aucune liste d’immeubles de « Ma carte fibre » n’a été chargée : elle se charge avec la commande "
    "« maillage load arcep_cartefibre_immeubles »."
)


class Line(NamedTuple):
    """A group, and its buildings."""

    name: str
    counts: Counted


def _namer(source: Observatory, group: str) -> Callable[[str, str, str], str]:
    """The group of a commune, an operator and a zone, in words."""
    if group == "operateur":
        return lambda commune, operator, zone: source.nearby.operator(operator)
    if group == "zone":
        return lambda commune, operator, zone: ZONES[zone][0] if zone in ZONES else "Zone inconnue"
    known = {commune.ref.code: commune for commune in source.territories(Level.COMMUNE)}
    if group == "commune":
        return lambda commune, operator, zone: known[commune].name
    names = {territory.ref: territory.named for territory in source.territories(Level.EPCI)}

    def epci(commune: str, operator: str, zone: str) -> str:
        return next((names[ref] for ref in known[commune].parents if ref in names), "Sans EPCI")

    return epci


def lines(source: Observatory, group: str, inside: set[str], period: Period) -> list[Line]:
    """The groups, by name; by quarter, oldest first."""
    if group == "trimestre":
        quarters = source.rollout.periods()
        every = [(quarter, source.rollout.counted(lambda *_: "", inside, quarter)) for quarter in quarters]
        return [Line(quarter.label, counts.get("", Counted())) for quarter, counts in every]
    groups = source.rollout.counted(_namer(source, group), inside, period)
    return [Line(name, groups[name]) for name in sorted(groups, key=alphabetical)]


def _rows(asked: Asked) -> list[Line]:
    source, period = observatory(asked.request), asked["periode"]
    asked.deliveries.add((SOURCE, period.code))
    if "lines" not in asked.memory:
        inside = {commune.ref.code for commune in communes(source, asked["dans"])}
        asked.memory["lines"] = lines(source, asked["par"], inside, period)
    found: list[Line] = asked.memory["lines"]
    return found


def _context(asked: Asked) -> dict[str, Any]:
    """What the page says besides."""
    period = asked["periode"]
    return {
        "place": asked["dans"],
        "period": period,
        "group": asked["par"],
        "sheet": observatory(asked.request).source(SOURCE),
        "unsized": sum(line.counts.unsized for line in _rows(asked)) if period else 0,
    }


def _state(state: str) -> Column:
    words, meaning = STATE_WORDS[state]
    return Column(
        state.replace(" ", "_"),
        words,
        f"Immeubles : {meaning}",
        Kind.NUMBER,
        cell=lambda line: line.counts.buildings.get(state, 0),
    )


def _share(line: Line) -> Measure:
    return Measure(None if line.counts.share is None else 100 * line.counts.share, "%", 1)


def _columns(asked: Asked) -> tuple[Column, ...]:
    return (
        Column(
            "groupe",
            "Groupe",
            "EPCI, commune, opérateur, zone ou trimestre, selon la vue",
            width=36,
            cell="name",
            head=french.capital(GROUPS[asked["par"]]),
        ),
        *(_state(state) for state in STATES),
        Column(
            "locaux_au_moins",
            "Locaux, au moins",
            "Somme des minimums des classes de taille",
            Kind.NUMBER,
            cell="counts.premises",
        ),
        Column(
            "part_raccordable",
            "Raccordables (%)",
            "Part des immeubles non abandonnés",
            Kind.NUMBER,
            cell=_share,
            head="Raccordables",
            blank=UNKNOWN,
        ),
        Column(
            "en_retard", "En retard", "Immeubles dont le délai de complétude est passé", Kind.NUMBER, cell="counts.late"
        ),
        Column(
            "sans_taille",
            "Sans taille",
            "Immeubles absents des locaux : classe de taille inconnue",
            Kind.NUMBER,
            cell="counts.unsized",
            first=False,
        ),
    )


ROLLOUT = Listing(
    name="rollout",
    address="deploiement",
    title="Avancement de la fibre",
    file="deploiement",
    template="fibre/rollout/rollout.html",
    context=_context,
    empty=("Aucun immeuble ici", "Les listes des opérateurs n’en ont aucun dans ce territoire."),
    missing=lambda asked: "" if asked["periode"] else MISSING,
    filters=(
        IN,
        Filter("par", "Par", options=BY, usual="epci", narrows=False),
        quarters(lambda source: source.rollout.periods()),
    ),
    rows=_rows,
    columns=_columns,
    size=1_000,
)
