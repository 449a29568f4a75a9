"""The cost of what remains. Somebody who must find the money (syndicat, département, Région) asks « combien pour finir
la fibre ? »; they leave with an interval, the assumptions behind it, which they can change, and the file.
"""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.observatory.costs import INDICATOR, Cost, Estimate, Remaining, estimate, remaining
from maillage.web.exports.table import Kind, Measure
from maillage.web.fibre import bar
from maillage.web.fibre.cost import picture
from maillage.web.fibre.cost.access import access, guard
from maillage.web.fibre.cost.asked import EVERYONE, FIELDS, SHARE, Line, assumptions, lines
from maillage.web.fibre.cost.groups import GROUPS, Group, grouped, money
from maillage.web.fibre.where import IN
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.filters import Filter
from maillage.web.words.held import finding

UNKNOWN = "—"
BY = tuple((name, french.capital(words)) for name, words in GROUPS.items())
PARTS = (
    ("build", "construire", "Construire"),
    ("connect", "raccorder", "Raccorder"),
    ("total", "ensemble", "Ensemble"),
)
SIDES = (("low", "bas"), ("central", "central"), ("high", "haut"))
MISSING = "Il faut les locaux et les locaux raccordables par commune de « Ma carte fibre »."


def _remaining(asked: Asked) -> tuple[Period | None, list[Remaining]]:
    """What remains in the part asked; no quarter when nothing is loaded."""
    if "remaining" not in asked.memory:
        asked.memory["remaining"] = remaining(observatory(asked.request), asked["dans"].ref)
    found: tuple[Period | None, list[Remaining]] = asked.memory["remaining"]
    return found


def _supposed(asked: Asked) -> list[Line]:
    if "supposed" not in asked.memory:
        asked.memory["supposed"] = lines(asked)
    supposed: list[Line] = asked.memory["supposed"]
    return supposed


def _rows(asked: Asked) -> list[Group]:
    _, remains = _remaining(asked)
    for rest in remains:
        if rest.origin:
            asked.drawn(rest.origin)
    return _groups(asked)


def _groups(asked: Asked) -> list[Group]:
    """What remains, group by group."""
    if "groups" not in asked.memory:
        costs = assumptions(_supposed(asked), asked[SHARE])
        asked.memory["groups"] = grouped(observatory(asked.request), asked["par"], _remaining(asked)[1], costs)
    groups: list[Group] = asked.memory["groups"]
    return groups


def _share(asked: Asked) -> str:
    return f"{french.number(float(asked[SHARE]), 2)} %"


def _criteria(asked: Asked) -> tuple[tuple[str, str], ...]:
    period, _ = _remaining(asked)
    return (
        ("Territoire", asked["dans"].name),
        ("Par", GROUPS[asked["par"]]),
        ("Trimestre", period.label if period else ""),
        *((line.words, f"{line.line} ({line.source})") for line in _supposed(asked)),
        ("Part des locaux raccordés", f"{_share(asked)} ({EVERYONE})"),
    )


def _context(asked: Asked) -> dict[str, Any]:
    """The answer for the whole part asked, and the form of the assumptions."""
    source = observatory(asked.request)
    period, remains = _remaining(asked)
    kept = {name: asked.texts[name] for name in ("dans", "par") if asked.texts[name]}
    context: dict[str, Any] = {
        "bar": bar.shown(asked.request, "cost"),
        "place": asked["dans"],
        "supposed": _supposed(asked),
        "share": f"{asked[SHARE]:f}".replace(".", ","),
        "share_name": SHARE,
        "share_source": EVERYONE,
        "reset": f"{reverse('cost')}?{urlencode(kept)}",
        "period": period,
    }
    if period is None:
        return context
    whole = estimate(remains, assumptions(_supposed(asked), asked[SHARE]))
    names = {origin.source for rest in remains if rest.origin for origin in rest.origin.origins}
    return context | {
        "whole": whole,
        "drawn": picture.drawn(_groups(asked), asked["par"], asked["dans"]),
        "headline": finding(_headline(whole)),
        "low": money(whole.total.shown.low),
        "high": money(whole.total.shown.high),
        "central": money(whole.total.shown.central),
        "build": _between(whole.build),
        "connect": _between(whole.connect),
        "indicator": INDICATOR,
        "deliveries": frozenset(
            (origin.source, origin.period) for rest in remains if rest.origin for origin in rest.origin.origins
        ),
        "sheets": [source.source(name) for name in sorted(names)],
    }


def _headline(whole: Estimate) -> str:
    """« De 14 à 38 M€ pour finir la fibre »; empty where what remains is unknown."""
    if not whole.known:
        return ""
    if not whole.premises:
        return "Il ne reste rien à construire"
    return french.typographic(french.capital(f"{_between(whole.total)} pour finir la fibre"))


def _between(cost: Cost) -> str:
    low, high = money(cost.shown.low), money(cost.shown.high)
    return low if low == high else f"{low} à {high}"


def _name(group: Group) -> Shown:
    address = reverse("territory", args=[group.level, group.code]) if group.level and group.code else ""
    return Shown(group.name, address)


def _amount(part: str, name: str, label: str, side: str, words: str) -> Column:
    def amount(group: Group) -> Measure:
        shown = getattr(getattr(group.costing, part).shown, side)
        return Measure(float(shown) if group.costing.known else None, "€", 0)

    def said(group: Group) -> str:
        return money(getattr(getattr(group.costing, part).shown, side)) if group.costing.known else ""

    central = name == "ensemble" and side == "central"
    return Column(
        f"{name}_{words}",
        f"{label}, {words}",
        f"{label}, coût {words}, deux chiffres significatifs",
        Kind.NUMBER,
        cell=amount,
        show=said,
        first=central,
        head="Central" if central else "",
        blank=UNKNOWN,
        answers=central,
    )


def _interval(part: str, name: str, label: str) -> Column:
    def said(group: Group) -> str:
        return _between(getattr(group.costing, part)) if group.costing.known else ""

    def central(group: Group) -> Any:
        return getattr(group.costing, part).shown.central if group.costing.known else None

    words = f"{label} : du coût bas au coût haut"
    return Column(
        name, label, words, Kind.NUMBER, show=said, order=central, filed=False, blank=UNKNOWN, cell=lambda _: None
    )


COUNTS = (
    Column("communes", "Communes", "Communes du groupe", Kind.NUMBER, cell="costing.communes", first=False),
    Column(
        "communes_inconnues",
        "Communes inconnues",
        "Sans compte de locaux : hors du coût",
        Kind.NUMBER,
        cell="costing.unknown",
        first=False,
    ),
    Column(
        "locaux_restants",
        "Locaux restants",
        "Locaux moins locaux raccordables",
        Kind.NUMBER,
        cell=lambda group: group.costing.premises if group.costing.known else None,
        blank=UNKNOWN,
    ),
    Column(
        "locaux_sans_densite",
        "Sans densité",
        "Locaux restants hors du coût",
        Kind.NUMBER,
        cell=lambda group: group.costing.uncosted if group.costing.known else None,
        first=False,
        blank=UNKNOWN,
    ),
    Column(
        "locaux_listes_au_moins",
        "Listés, au moins",
        "Minimum des immeubles ciblés, signés ou en cours de déploiement",
        Kind.NUMBER,
        cell="costing.at_least",
        head="Dont listés, au moins",
        blank=UNKNOWN,
    ),
)


def _columns(asked: Asked) -> tuple[Column, ...]:
    said = " ; ".join([*(line.line for line in _supposed(asked)), f"Part raccordée : {_share(asked)}"])
    return (
        Column("code", "Code", "Code du territoire, vide pour une classe ou une zone", first=False),
        Column(
            "groupe",
            "Groupe",
            "Densité, zone, département, EPCI ou commune, selon la vue",
            width=40,
            cell="name",
            show=_name,
            head=french.capital(GROUPS[asked["par"]]),
        ),
        *COUNTS,
        *(_interval(part, name, label) for part, name, label in PARTS),
        *(_amount(part, name, label, side, words) for part, name, label in PARTS for side, words in SIDES),
        Column(
            "hypotheses",
            "Hypothèses",
            "Ce qui a été supposé, en euros par local",
            width=80,
            cell=lambda _: said,
            first=False,
        ),
    )


COST = Listing(
    name="cost",
    address="cout",
    files="cout/estimation",
    access=access,
    guard=guard,
    title="Coût de ce qui reste à construire",
    file="cout_fibre",
    template="fibre/cost/cost.html",
    context=_context,
    criteria=_criteria,
    missing=lambda asked: "" if _remaining(asked)[0] else MISSING,
    filters=(IN, Filter("par", "Par", options=BY, usual="densite", narrows=False), *FIELDS),
    rows=_rows,
    columns=_columns,
    size=50,
)
