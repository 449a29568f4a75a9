"""The roll-out, for technicians. Somebody comes asking « où en est chaque opérateur, et qui est en retard ? »; they
leave with the answer, what changed quarter by quarter, buildings by state group by group, each number opening its own.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.observatory.listed import OVERDUE
from maillage.observatory.rollout import STATES, Counted
from maillage.web.drawing import stacked
from maillage.web.exports.table import Kind, Measure
from maillage.web.fibre import bar, counted
from maillage.web.fibre.quarters import quarters
from maillage.web.fibre.rollout import behind
from maillage.web.fibre.rollout import story as told
from maillage.web.fibre.where import BY_OPERATOR, IN, OPERATOR, PLACE, QUARTER
from maillage.web.fibre.words import STATES as STATE_WORDS
from maillage.web.fibre.words import ZONES
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.filters import Filter
from maillage.web.words.held import finding

SOURCE = "arcep_cartefibre_immeubles"
GROUPS = {"epci": "EPCI", "commune": "commune", "operateur": "opérateur", "zone": "zone", "trimestre": "trimestre"}
BY = tuple((name, french.capital(words)) for name, words in GROUPS.items())
UNKNOWN = "—"
MISSING = "Aucune liste d’immeubles de « Ma carte fibre » n’a été chargée."
BEHIND = ("signe", "abandonne")
"""States that a reader chooses to see."""
STACKED = (
    stacked.State("La fibre est là", "there"),
    stacked.State("Sur demande", "on-demand"),
    stacked.State("Travaux en cours", "works"),
    stacked.State("Travaux en cours", "works", late=True),
    stacked.State("Prévu", "planned", late=True),
    stacked.State("Prévu", "planned"),
)
"""What is drawn, from the foot up."""


class Line(NamedTuple):
    """A group: what names it in addresses (nothing when nothing does), its name, its buildings."""

    reference: str
    name: str
    counts: Counted


def _namer(source: Observatory, group: str) -> Callable[[str, str, str], str]:
    """The reference of the group of a commune, an operator and a zone."""
    if group == "operateur":
        return lambda commune, operator, zone: operator
    if group == "zone":
        return lambda commune, operator, zone: zone
    if group == "commune":
        return lambda commune, operator, zone: f"commune:{commune}"
    above = {
        commune.ref.code: next((str(ref) for ref in commune.parents if ref.level is Level.EPCI), "")
        for commune in source.territories(Level.COMMUNE)
    }
    return lambda commune, operator, zone: above[commune]


def _named(source: Observatory, group: str, reference: str) -> str:
    if group == "operateur":
        return source.nearby.operator(reference)
    if group == "zone":
        return ZONES[reference][0] if reference in ZONES else "Zone inconnue"
    if not reference:
        return "Sans EPCI"
    territory = source.territory(Ref.parse(reference))
    return territory.name if group == "commune" else territory.named


def lines(source: Observatory, group: str, inside: set[str], period: Period, operator: str = "") -> list[Line]:
    """The groups, by name; by quarter, oldest first."""
    if group == "trimestre":
        known = source.rollout.history(inside, operator)
        every = [(quarter, known.get(quarter, Counted())) for quarter in source.rollout.periods()]
        return [Line(quarter.code, quarter.label, counts) for quarter, counts in every]
    groups = source.rollout.counted(_namer(source, group), inside, period, operator)
    found = [Line(reference, _named(source, group, reference), counts) for reference, counts in groups.items()]
    return sorted(found, key=lambda line: (alphabetical(line.name), line.reference))


def _inside(asked: Asked) -> set[str]:
    return {commune.ref.code for commune in observatory(asked.request).communes(asked[PLACE].ref)}


def _rows(asked: Asked) -> list[Line]:
    source, period = observatory(asked.request), asked[QUARTER]
    asked.deliveries.add((SOURCE, period.code))
    if "lines" not in asked.memory:
        asked.memory["lines"] = lines(source, asked["par"], _inside(asked), period, asked[OPERATOR])
    found: list[Line] = asked.memory["lines"]
    return found


def _story(asked: Asked) -> told.Story | None:
    """What is told of the place asked, up to the quarter asked; nothing where it has no building."""
    source, period, inside = observatory(asked.request), asked[QUARTER], _inside(asked)
    known = source.rollout.history(inside, asked[OPERATOR])
    past = tuple((quarter, counts) for quarter, counts in known.items() if quarter.end <= period.end)
    if not past or past[-1][0] != period:
        return None
    by_commune = source.rollout.counted(lambda commune, *_: commune, inside, period, asked[OPERATOR])
    names = {each.ref.code: each.name for each in source.territories(Level.COMMUNE)}
    late: dict[str, int] = {}
    for code, counts in by_commune.items():
        late[names[code]] = late.get(names[code], 0) + counts.late
    return told.Story(past, late)


def _stacked(counts: Counted) -> tuple[int, ...]:
    """How many are in each of STACKED."""
    waiting, late = counts.buildings, counts.late_in
    works, planned = "en cours de deploiement", ("cible", "signe")
    late_planned = sum(late[state] for state in planned)
    return (
        waiting["deploye"],
        waiting["raccordable demande"],
        waiting[works] - late[works],
        late[works],
        late_planned,
        sum(waiting[state] for state in planned) - late_planned,
    )


def _context(asked: Asked) -> dict[str, Any]:
    """The answer, its drawing, what else the page says."""
    period = asked[QUARTER]
    context: dict[str, Any] = {
        "bar": bar.shown(asked.request, "rollout"),
        "place": asked[PLACE],
        "period": period,
        "operator_name": observatory(asked.request).nearby.operator(asked[OPERATOR]) if asked[OPERATOR] else "",
        "group_words": GROUPS[asked["par"]],
        "sheet": observatory(asked.request).source(SOURCE),
        "unsized": sum(line.counts.unsized for line in _rows(asked)) if period else 0,
    }
    story = _story(asked) if period else None
    if story is None:
        return context
    drawn = tuple(stacked.Quarter(french.capital(_short(quarter)), _stacked(counts)) for quarter, counts in story.drawn)
    stack = stacked.Stack(STACKED, drawn, "En retard")
    alternative = told.alternative(story, asked[PLACE].name)
    late = {**counted.chosen(context["bar"].where), counted.COUNTED: OVERDUE}
    several = asked[PLACE].ref.level is not Level.COMMUNE
    return (
        context
        | behind.drawn(context["bar"].where, period, story, late)
        | {
            "answer": finding(told.answer(story.now), "Où en est la fibre"),
            "lateness": finding(told.lateness(story.now)),
            "late": story.now.late,
            "late_address": counted.address(**late),
            "change": finding(told.change(story)),
            "concentration": finding(told.concentration(story.late_by_place)) if several else "",
            "trend": told.title(story),
            "stacked": [(quarter.code, *_stacked(counts)) for quarter, counts in story.drawn],
            "total": story.now.total,
            "given_up": story.now.buildings["abandonne"],
            "wide": SafeString(stacked.wide(stack, alternative)),
            "narrow": SafeString(stacked.narrow(stack, alternative)),
        }
    )


def _short(period: Period) -> str:
    """« juin 2026 », shorter for the months that are long."""
    return told.month(period).replace("septembre", "sept.").replace("décembre", "déc.")


def _narrowed(asked: Asked) -> Callable[[Line], dict[str, str] | None]:
    """What narrows to the buildings of a line."""
    place, group = asked[PLACE], asked["par"]
    whole = observatory(asked.request).release.region
    chosen = {PLACE: str(place.ref), OPERATOR: asked[OPERATOR], QUARTER: asked[QUARTER].code if asked[QUARTER] else ""}

    def narrowed(line: Line) -> dict[str, str] | None:
        if not line.reference:
            return None
        if group in ("epci", "commune"):
            among = str(place.ref) if group == "epci" and str(place.ref) not in (line.reference, str(whole)) else ""
            return {**chosen, PLACE: line.reference, "parmi": among}
        return {**chosen, {"operateur": OPERATOR, "zone": "zone", "trimestre": QUARTER}[group]: line.reference}

    return narrowed


def _name(asked: Asked) -> Callable[[Line], Shown]:
    def show(line: Line) -> Shown:
        ref = Ref.parse(line.reference) if asked["par"] in ("epci", "commune") and line.reference else None
        return Shown(line.name, reverse("territory", args=[ref.level, ref.code]) if ref else "")

    return show


def _share(line: Line) -> Measure:
    return Measure(None if line.counts.share is None else 100 * line.counts.share, "%", 1)


def _counts(asked: Asked) -> tuple[list[Column], Column]:
    """How buildings by state, and those that are late, are described: each number opens its own."""
    narrowed = _narrowed(asked)

    def state(state: str) -> Column:
        words, meaning = STATE_WORDS[state]
        name = state.replace(" ", "_")

        def count(line: Line) -> int:
            return line.counts.buildings.get(state, 0)

        shown, first = counted.linked(name, count, narrowed), state not in BEHIND
        return Column(name, words, f"Immeubles : {meaning}", Kind.NUMBER, cell=count, show=shown, first=first)

    def late(line: Line) -> int:
        return line.counts.late

    words = "Immeubles dont le délai de complétude est passé"
    shown = counted.linked(OVERDUE, late, narrowed)
    return [state(each) for each in STATES], Column("en_retard", "En retard", words, Kind.NUMBER, cell=late, show=shown)


PREMISES = Column(
    "locaux_au_moins",
    "Locaux, au moins",
    "Somme des minimums des classes de taille",
    Kind.NUMBER,
    cell="counts.premises",
    first=False,
)
SHARE = Column(
    "part_raccordable",
    "Raccordables (%)",
    "Part des immeubles non abandonnés",
    Kind.NUMBER,
    cell=_share,
    head="Raccordables",
    blank=UNKNOWN,
    answers=True,
)
UNSIZED = Column(
    "sans_taille",
    "Sans taille",
    "Immeubles absents des locaux : classe de taille inconnue",
    Kind.NUMBER,
    cell="counts.unsized",
    first=False,
)


def _columns(asked: Asked) -> tuple[Column, ...]:
    states, late = _counts(asked)
    group = Column(
        "groupe",
        "Groupe",
        "EPCI, commune, opérateur, zone ou trimestre, selon la vue",
        width=36,
        cell="name",
        show=_name(asked),
        head=french.capital(GROUPS[asked["par"]]),
    )
    return (group, *states, PREMISES, SHARE, late, UNSIZED)


ROLLOUT = Listing(
    name="rollout",
    address="deploiement",
    title="Avancement de la fibre",
    file="deploiement",
    template="fibre/rollout/rollout.html",
    context=_context,
    empty=("Aucun immeuble ici", "Les listes des opérateurs n’en ont aucun dans ce territoire."),
    missing=lambda asked: "" if asked[QUARTER] else MISSING,
    filters=(
        IN,
        BY_OPERATOR,
        Filter("par", "Par", options=BY, usual="epci", narrows=False),
        quarters(lambda source: source.rollout.periods()),
    ),
    rows=_rows,
    columns=_columns,
    size=1_000,
)
