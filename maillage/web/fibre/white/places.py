"""Schools, public services, care and firms, with the speed of their building: those that must not be left behind."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.territory import Level
from maillage.observatory.priority import CATEGORIES, LISTS, Priority, loaded, places
from maillage.observatory.rollout import CLASSES, FLOORS
from maillage.web.exports.table import Kind
from maillage.web.fibre.where import IN
from maillage.web.fibre.white.inventory import SOURCES, SPEED, Threshold
from maillage.web.fibre.words import STATES as STATE_WORDS
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown

UNKNOWN = "—"
CATEGORY_WORDS = {
    "ecole": "Écoles, collèges et lycées",
    "service_public": "Services publics et lieux d’aide",
    "sante": "Établissements de santé",
    "entreprise": "Entreprises de dix salariés et plus",
}
NOT_LOADED = "Il faut les offres par immeuble (Ma connexion internet)."


class Line(NamedTuple):
    """A place, the name of its commune, whether it is below the threshold: None when data cannot tell."""

    spot: Priority
    town: str
    below: bool | None
    least: Threshold

    @property
    def at_most(self) -> bool:
        """Whether it may be below it."""
        return self.spot.below(self.least.high) is True

    @property
    def group(self) -> str:
        """Those below, those that nobody knows, the others."""
        if self.at_most:
            return f"Sous {self.least.words} Mbit/s{'' if self.least.exact else ', au plus'}"
        return "Débit inconnu" if self.spot.speed is None else "Au-dessus"


def speed_words(code: str | None) -> str:
    """A class of speed, in words: « 3 à 8 Mbit/s »; empty when it is unknown."""
    if code is None:
        return ""
    low, unit = FLOORS[code], f"{french.WIDE}Mbit/s"
    above = [FLOORS[other] for other in CLASSES if FLOORS[other] > low]
    if not above:
        return f"{french.short(low)}{unit} et plus"
    if not low:
        return f"moins de {french.short(above[0])}{unit}"
    return f"{french.short(low)} à {french.short(above[0])}{unit}"


def priority(asked: Asked) -> dict[str, Any]:
    """How many of each category, how many below the threshold, which lists are missing."""
    source, spots, least = observatory(asked.request), _there(asked), asked["seuil"]
    there = loaded(source)
    return {
        "heads": [
            {"words": words, "figures": rank > 0, "address": "", "sort": ""}
            for rank, words in enumerate(("Catégorie", "Lieux", f"Sous {least.words} Mbit/s", "Débit inconnu"))
        ],
        "counts": list(_counts(spots, least)),
        "below": sum(spot.below(least.high) is True for spot in spots),
        "missing": [source.source(name) for name in LISTS if not there[name]],
        "sheets": [source.source(name) for name in LISTS if there[name]],
    }


def _counts(spots: Sequence[Priority], least: Threshold) -> Iterator[dict[str, object]]:
    for category in CATEGORIES:
        mine = [spot for spot in spots if spot.category == category]
        if mine:
            counts = (
                len(mine),
                sum(spot.below(least.high) is True for spot in mine),
                sum(spot.speed is None for spot in mine),
            )
            yield {"head": CATEGORY_WORDS[category], "address": "", "cells": [french.number(each) for each in counts]}


def _there(asked: Asked) -> list[Priority]:
    """The places of the part asked."""
    if "places" not in asked.memory:
        source = observatory(asked.request)
        inside = {commune.ref.code for commune in source.communes(asked["dans"].ref)}
        period, asked.memory["places"] = places(source, inside)
        asked.deliveries.update((name, period.code) for name in SOURCES if period)
        asked.memory["loaded"] = period is not None
    spots: list[Priority] = asked.memory["places"]
    return spots


def _missing(asked: Asked) -> str:
    _there(asked)
    return "" if asked.memory["loaded"] else NOT_LOADED


def _rows(asked: Asked) -> list[Line]:
    names = {commune.ref.code: commune.name for commune in observatory(asked.request).territories(Level.COMMUNE)}
    least, lines = asked["seuil"], []
    for spot in _there(asked):
        asked.deliveries.update((name, spot.listed) for name in spot.sources)
        below = spot.below(least.high)
        between = below and not least.exact and not spot.below(least.low)
        lines.append(Line(spot, names[spot.commune], None if between else below, least))
    return lines


def _yes(flag: bool | None) -> str:
    return "" if flag is None else "oui" if flag else "non"


def _name(line: Line) -> Shown:
    return Shown(line.spot.name or "Sans nom publié", under=(Shown(line.spot.kind),))


def _state(line: Line) -> str:
    return STATE_WORDS[line.spot.state][0] if line.spot.state in STATE_WORDS else ""


def _point(name: str, label: str) -> Column:
    return Column(
        name,
        label,
        "WGS84, degrés",
        Kind.NUMBER,
        cell=f"spot.{name}",
        show=lambda line: "" if getattr(line.spot, name) is None else french.number(getattr(line.spot, name), 5),
        first=False,
        blank=UNKNOWN,
    )


PLACES = Listing(
    name="white.places_file",
    address="zones-blanches/lieux",
    title="Écoles, services publics, santé et entreprises : débits",
    what="lieu,lieux",
    file="lieux_prioritaires",
    paged=False,
    view="white",
    mark="lieux",
    missing=_missing,
    filters=(IN, SPEED),
    criteria=lambda asked: (("Territoire", asked["dans"].name), ("Seuil", f"{asked['seuil'].words} Mbit/s")),
    rows=_rows,
    order=lambda line: (not line.at_most, line.spot.speed is not None),
    group=lambda line: line.group,
    columns=(
        Column(
            "categorie",
            "Catégorie",
            "École, service public, santé ou entreprise",
            width=30,
            cell=lambda line: CATEGORY_WORDS[line.spot.category],
            first=False,
        ),
        Column("nature", "Nature", "Ce que c’est", width=28, cell="spot.kind", first=False),
        Column(
            "nom",
            "Nom",
            "Vide quand il n’est pas publié ou que sa diffusion est partielle",
            width=40,
            cell="spot.name",
            show=_name,
            head="Lieu",
        ),
        Column("commune", "Code", "Code de la commune", cell="spot.commune", first=False),
        Column(
            "nom_commune",
            "Commune",
            "Nom de la commune",
            width=28,
            cell="town",
            show=lambda line: Shown(line.town, reverse("territory", args=["commune", line.spot.commune])),
        ),
        Column(
            "sous_seuil",
            "Sous le seuil",
            "oui ou non ; vide : inconnu",
            width=12,
            cell=lambda line: _yes(line.below),
            first=False,
        ),
        Column(
            "classe",
            "Classe",
            "Meilleure classe sans satellite, de INEL à THD1G ; vide : inconnue",
            cell=lambda line: line.spot.speed or "",
            first=False,
        ),
        Column(
            "debit",
            "Débit",
            "La classe en clair",
            width=22,
            cell=lambda line: speed_words(line.spot.speed),
            head="Meilleur débit, satellite exclu",
            order=lambda line: None if line.spot.speed is None else FLOORS[line.spot.speed],
            blank=UNKNOWN,
        ),
        Column(
            "satellite",
            "Satellite",
            "Un satellite est proposé à l’immeuble",
            width=10,
            cell=lambda line: _yes(line.spot.satellite),
        ),
        Column(
            "etat_fibre",
            "État de la fibre",
            "De l’immeuble, quand il est listé",
            width=22,
            cell="spot.state",
            show=_state,
            head="Fibre de l’immeuble",
            blank=UNKNOWN,
        ),
        Column(
            "distance",
            "Distance (m)",
            "Du lieu à l’immeuble qui lui est prêté",
            Kind.NUMBER,
            cell="spot.distance",
            first=False,
        ),
        _point("longitude", "Longitude"),
        _point("latitude", "Latitude"),
        Column(
            "listes",
            "Listes",
            "Sources du lieu",
            width=30,
            cell=lambda line: " | ".join(line.spot.sources),
            first=False,
        ),
        Column("periode_liste", "Liste de", "Ce que décrit la liste du lieu", cell="spot.listed", first=False),
    ),
)
