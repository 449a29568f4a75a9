"""Announced dates of the fibre, kept or not. A technician or an elected member asks « qui tient ses dates, et de
combien glissent-elles ? »; they leave with what became of the dates that can be judged, the sectors whose date moved, a
ranking of operators, EPCI or conventions whose numbers open their buildings, and its file.
"""

from collections.abc import Callable
from typing import Any

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.observatory.slips import Slipped
from maillage.web.exports.table import Kind, Measure
from maillage.web.fibre import bar, counted
from maillage.web.fibre.postponed import months_moved
from maillage.web.fibre.quarters import quarters
from maillage.web.fibre.slips import picture, story
from maillage.web.fibre.slips.groups import FEW, GROUPS, UNKNOWN, Line, inside, lines, narrowed
from maillage.web.fibre.where import BY_OPERATOR, IN, OPERATOR, PLACE, QUARTER
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.filters import Filter
from maillage.web.words.held import finding, held

SOURCE = "arcep_cartefibre_immeubles"
BY = tuple((name, french.capital(words)) for name, words in GROUPS.items())
MISSING = (
    "Aucune liste d’immeubles de « Ma carte fibre » n’a été chargée. "
    "Il en faut deux trimestres pour voir ce qui a bougé."
)


def _periods(asked: Asked) -> list[Period]:
    return observatory(asked.request).rollout.slips.periods()


def _rows(asked: Asked) -> list[Line]:
    period = asked[QUARTER]
    asked.deliveries.update((SOURCE, quarter.code) for quarter in _periods(asked) if quarter.end <= period.end)
    return lines(asked)


def _context(asked: Asked) -> dict[str, Any]:
    """The answer for the place asked, what is drawn of it."""
    source, period, operator = observatory(asked.request), asked[QUARTER], asked[OPERATOR]
    shown = bar.shown(asked.request, "slips")
    context: dict[str, Any] = {
        "bar": shown,
        "place": asked[PLACE],
        "operator_name": source.nearby.operator(operator) if operator else "",
        "period": period,
        "group": asked["par"],
        "group_words": GROUPS[asked["par"]],
        "few": FEW,
        "sheet": source.source(SOURCE),
    }
    if period is None:
        return context
    within, first = inside(asked), _periods(asked)[0]
    by_commune = source.rollout.slips.counted(lambda commune, *_: commune, within, period, operator)
    total = source.rollout.slips.counted(lambda *_: "all", within, period, operator).get("all", Slipped())
    names = {code: source.territory(Ref(Level.COMMUNE, code)) for code, slip in by_commune.items() if slip.judged}
    head, news = (story.NEUTRAL, "") if held() else story.headline(total)
    return context | {
        "first": period == first,
        "total": total,
        "head": head,
        "news": news,
        "only": finding(story.only_place({name.name: by_commune[code].judged for code, name in names.items()})),
        "unjudged": story.unjudged(total),
        "unjudged_count": total.indetermines,
        "outcome": picture.outcome(shown.where, period, total),
        "moved": picture.moved(shown.where, first, period) if period != first else None,
    }


def _counts(asked: Asked) -> Callable[..., Column]:
    """How a count of buildings is described: a number that opens them."""
    of = narrowed(asked)

    def count(name: str, label: str, words: str, *, first: bool = False, what: str = "", filed: bool = True) -> Column:
        def cell(line: Line) -> int | None:
            number: int | None = getattr(line.slip, name)
            return number

        shown = counted.linked(what or f"dates_{name}", cell, of)
        return Column(name, label, words, Kind.NUMBER, cell=cell, show=shown, first=first, filed=filed, blank=UNKNOWN)

    return count


def _months(name: str, label: str, words: str) -> Column:
    return Column(name, label, words, Kind.NUMBER, cell=f"slip.{name}", first=False, blank=UNKNOWN)


def _share(name: str, label: str, words: str) -> Column:
    def share(line: Line) -> Measure:
        value = getattr(line.slip, name)
        return Measure(None if value is None else 100 * value, "%", 1)

    answers = name == "kept"
    return Column(name, label, words, Kind.NUMBER, cell=share, filed=False, blank=UNKNOWN, answers=answers)


def _columns(asked: Asked) -> tuple[Column, ...]:
    count = _counts(asked)
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
        count("immeubles", "Immeubles", "Immeubles de la livraison", what="immeubles"),
        count("dates", "Avec une date", "Immeubles dont cette livraison dit une date"),
        Column(
            "glissement_moyen",
            "Glissement moyen (mois)",
            "De la première date annoncée à celle-ci",
            Kind.NUMBER,
            cell=lambda line: Measure(line.slip.mean, "mois", 1),
            show=lambda line: months_moved(line.slip.mean),
        ),
        _months("mois_cumules", "Mois cumulés", "Les mêmes mois, additionnés"),
        count("suivis", "Suivis", "Avec une date à cette livraison et à celle d’avant"),
        count("repousses", "Repoussés", "Dont la date est plus tardive", first=True),
        count("avances", "Avancés", "Dont la date est plus proche", first=True),
        _months("mois", "Mois déplacés", "Mois dont elles ont bougé, additionnés"),
        count("echus", "Date passée", "Date annoncée dont la première est passée", first=True),
        _share("waiting", "Dont pas raccordables", "Part de ceux dont la date est passée"),
        count("non_raccordables", "Pas raccordables", "Dont pas raccordables ce trimestre"),
        count(
            "judged",
            "Dates jugées",
            "Dates passées que nous pouvons juger",
            what="dates_jugees",
            first=True,
            filed=False,
        ),
        _share("kept", "Tenues", "Part des dates passées que nous pouvons juger"),
        count("tenus", "Tenus", "Date passée, raccordables à la première date"),
        count("en_retard", "En retard", "Date passée, pas raccordables à la première date"),
        count("abandonnes", "Abandonnés", "Date passée, abandonnés depuis"),
        count("indetermines", "Non jugés", "Date passée, sans que l’on sache ce qu’ils étaient"),
        count("nouveaux", "Nouveaux", "Immeubles absents de la livraison d’avant"),
        count("disparus", "Disparus", "Immeubles de la livraison d’avant absents de celle-ci"),
        count("promis", "Date annoncée", "Immeubles dont une date est annoncée, ou l’a été avant"),
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
    missing=lambda asked: "" if asked[QUARTER] else MISSING,
    filters=(
        IN,
        BY_OPERATOR,
        Filter("par", "Par", options=BY, usual="operateur", narrows=False),
        quarters(lambda source: source.rollout.slips.periods()),
    ),
    rows=_rows,
    columns=_columns,
    size=1_000,
)
