"""The best that can be had at an address, in words, and how far fibre is from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from maillage.kernel import french
from maillage.kernel.fixed import SPEEDS, TECHNOLOGIES
from maillage.observatory.point.fixed import Offer, Premises
from maillage.web.fibre.words import RANKS
from maillage.web.words.pieces import Words

SATELLITE, COPPER, FIBRE = "SAT", "CU", "FO"
LEAST = {"INEL": 0.0, "HD05": 0.5, "HD3": 3.0, "BHD8": 8.0, "THD30": 30.0, "THD100": 100.0, "THD1G": 1000.0}
"""The least speed of each class, in Mbit/s."""
FULL = LEAST["THD1G"]
"""The speed of a whole bar: that of fibre."""
SHORTEST = 0.8
"""A bar is seen, however slow: percent."""
BY = {
    "FO": "la fibre",
    "COAX": "le câble",
    "CU": "le cuivre (ADSL)",
    "THDR": "le THD radio",
    "HDR": "la radio",
    "4GF": "la 4G fixe",
    "SAT": "le satellite",
}
"""What one says « par » before."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The best of a technology: its name, its speed in words, who sells it, until when; its length from 0 to 100, and
    its paint. `here` is false of what one cannot have."""

    technology: str
    speed: str
    sellers: str
    until: str
    length: float
    paint: str
    here: bool = True


def speed(offer: Offer) -> str:
    """« 3 Mbit/s ou plus »."""
    words = SPEEDS.get(offer.down, offer.down)
    if not words.endswith(" ou plus"):
        return f"{words}{french.WIDE}Mbit/s"
    return f"{french.typographic(words.removesuffix(' ou plus'))}{french.WIDE}Mbit/s ou plus"


def _offers(premises: Iterable[Premises]) -> list[Offer]:
    return [offer for building in premises for offer in building.offers]


def fastest(offers: Iterable[Offer]) -> list[Offer]:
    """Those of the best class of speed."""
    every = list(offers)
    best = max((RANKS.get(offer.down, -1) for offer in every), default=-1)
    return [offer for offer in every if RANKS.get(offer.down, -1) == best]


def sold_by(offers: Iterable[Offer]) -> str:
    """« Orange, Free et SFR »."""
    return french.listed([french.typographic(name) for name in dict.fromkeys(offer.operator_name for offer in offers)])


def best(premises: Sequence[Premises]) -> Words:
    """The fastest that can be had without satellite, in a sentence; nothing when no offer is known."""
    every = _offers(premises)
    ground = fastest(offer for offer in every if offer.technology != SATELLITE)
    if not ground:
        return (("Aucune offre", True), (" n’est déclarée ici, sans compter le satellite.", False)) if every else ()
    if ground[0].down == "INEL":
        return (("Moins de 0,5 Mbit/s", True), (" : aucune offre ne fait mieux, sans compter le satellite.", False))
    ways = french.listed([BY.get(name, name) for name in dict.fromkeys(offer.technology for offer in ground)])
    return ((speed(ground[0]), True), (f" par {ways}, sans compter le satellite.", False))


def _bar(technology: str, offers: Sequence[Offer], copper_ends: date | None) -> Bar:
    top = fastest(offers)
    until = ""
    if technology == COPPER and copper_ends is not None:
        until = f"Jusqu’au {french.day(copper_ends)}"
    return Bar(
        technology=TECHNOLOGIES.get(technology, technology),
        speed=speed(top[0]),
        sellers=sold_by(top),
        until=until,
        length=max(100 * LEAST.get(top[0].down, 0) / FULL, SHORTEST),
        paint={SATELLITE: "sky", COPPER: "copper", FIBRE: "fibre"}.get(technology, "air"),
    )


def bars(premises: Sequence[Premises], missing: bool, copper_ends: date | None) -> list[Bar]:
    """The best of each technology, the fastest first, satellite after those of the ground; then fibre where it is
    `missing`."""
    by_technology: dict[str, list[Offer]] = {}
    for offer in _offers(premises):
        by_technology.setdefault(offer.technology, []).append(offer)
    drawn = [(name == SATELLITE, _bar(name, offers, copper_ends)) for name, offers in by_technology.items()]
    shown = [bar for _, bar in sorted(drawn, key=lambda each: (each[0], -each[1].length))]
    if shown and missing and FIBRE not in by_technology:
        fibre = f"{french.number(FULL)}{french.WIDE}Mbit/s"
        shown.append(Bar("Fibre", fibre, "Pas encore ici", "", 100, "missing", here=False))
    return shown
