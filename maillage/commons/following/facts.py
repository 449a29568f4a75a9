"""What the observatory knows of a place, in words, and what of it changed since it was last told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from maillage.commons.places import Place
from maillage.kernel.fixed import COPPER, SPEEDS, TECHNOLOGIES, state_name
from maillage.kernel.french import WIDE, day, with_unit
from maillage.observatory.door import Observatory

UNKNOWN = "inconnu"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known of a place: its title, its words as shown, and the page where it is."""

    name: str
    title: str
    words: str
    page: str


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is not what was told. `before` is empty for one that was never told."""

    title: str
    before: str
    now: str
    page: str


def facts(source: Observatory, place: Place) -> list[Fact]:
    """What is known of a place today: of an address, its building, its offers and its copper; of a commune, its
    figures and its copper."""
    own = _building(source, place) + _offers(source, place) if place.key else _figures(source, place)
    return own + _copper(source, place)


def _figures(source: Observatory, place: Place) -> list[Fact]:
    """The last value of each indicator that has one here."""
    figures = []
    for line in source.profile(place.commune):
        if not line.values:
            continue
        indicator, last = line.sheet.indicator, line.values[-1]
        shown = UNKNOWN if last.value is None else with_unit(last.value, indicator.unit, indicator.decimals)
        page = reverse("figure", args=["commune", place.commune.code, indicator.name])
        figures.append(Fact(indicator.name, indicator.title, shown, page))
    return figures


def _building(source: Observatory, place: Place) -> list[Fact]:
    """How far fibre has come in the building of the address, and by when its operator must be done."""
    spot = source.addresses.place(place.key)
    fixed = source.nearby.fixed
    premises = fixed.premises(spot.longitude, spot.latitude, place.key)
    buildings, sure = fixed.buildings_of(spot.longitude, spot.latitude, premises)
    if not buildings:
        return []
    nearest = buildings[0]
    which = "dans l’immeuble" if sure else "dans l’immeuble le plus proche"
    state = state_name(nearest.state, nearest.exchange_state)
    known = [Fact("fibre", f"Fibre {which}", state, place.page)]
    if nearest.complete_by is not None:
        title = "Date limite pour que tout le quartier soit raccordable"
        known.append(Fact("completude", title, day(nearest.complete_by), place.page))
    return known


def _offers(source: Observatory, place: Place) -> list[Fact]:
    """What each operator sells there with each technology: its fastest class."""
    spot = source.addresses.place(place.key)
    best: dict[tuple[str, str], int] = {}
    ranks = list(SPEEDS)
    for premises in source.nearby.fixed.premises(spot.longitude, spot.latitude, place.key):
        for offer in premises.offers:
            if offer.down in SPEEDS:
                key = (offer.operator, offer.technology)
                best[key] = max(best.get(key, 0), ranks.index(offer.down))
    return [
        Fact(
            f"offre {operator} {technology}",
            f"{source.nearby.operator(operator)}, {TECHNOLOGIES.get(technology, technology)}",
            f"{SPEEDS[ranks[rank]]}{WIDE}Mbit/s",
            place.page,
        )
        for (operator, technology), rank in sorted(best.items())
    ]


def _copper(source: Observatory, place: Place) -> list[Fact]:
    """The end of the copper network, when somebody said something of it."""
    ground = source.nearby.ground.of(place.commune)
    if ground is None or not ground.copper:
        return []
    words = COPPER.get(ground.copper, ground.copper)
    if ground.copper_ends_on is not None:
        words = f"{words}, {day(ground.copper_ends_on)}"
    return [Fact("cuivre", "Réseau cuivre (téléphone, ADSL)", words, place.page)]


def as_told(known: list[Fact]) -> dict[str, Any]:
    """Facts as a subscription remembers them."""
    return {fact.name: {"title": fact.title, "words": fact.words} for fact in known}


def changes(remembered: Mapping[str, Mapping[str, str]], known: list[Fact], page: str) -> list[Change]:
    """What differs between what was told and what is known; what is known no more says so, and leads to `page`."""
    differences = [
        Change(fact.title, remembered[fact.name]["words"] if fact.name in remembered else "", fact.words, fact.page)
        for fact in known
        if fact.name not in remembered or remembered[fact.name]["words"] != fact.words
    ]
    names = {fact.name for fact in known}
    gone = [entry for name, entry in remembered.items() if name not in names and entry["words"] != UNKNOWN]
    return differences + [Change(entry["title"], entry["words"], UNKNOWN, page) for entry in gone]
