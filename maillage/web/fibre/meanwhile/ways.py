"""What is announced in a commune beside fibre: each technology, how many premises it serves, how fast, who sells it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maillage.kernel import french
from maillage.kernel.fixed import TECHNOLOGIES
from maillage.observatory.point.fixed import Offer
from maillage.web.fibre.best import BY, COPPER, FIBRE, SATELLITE, fastest, sold_by, speed
from maillage.web.fibre.words import WAITING
from maillage.web.words.pieces import Words

Sold = Sequence[tuple[int, tuple[Offer, ...]]]
"""Premises by the offers sold in them, once for each list of offers."""


@dataclass(frozen=True, slots=True)
class Way:
    """A technology: its name, the premises it serves in words, its share of them (percent), its best speed, who sells
    it, until when; its paint."""

    name: str
    served: str
    share: float
    speed: str
    sellers: str
    until: str
    paint: str


def ways(sold: Sold, copper_ends: date | None) -> list[Way]:
    """Those that serve somebody, but for fibre: what is on the ground before satellite, the widest first."""
    total = sum(count for count, _ in sold)
    served, offers = _served(sold)
    order = sorted(served, key=lambda technology: (technology == SATELLITE, -served[technology], technology))
    return [
        Way(
            name=TECHNOLOGIES.get(technology, technology),
            served=f"{french.number(served[technology])} sur {french.counted(total, 'local', 'locaux')}",
            share=round(100 * served[technology] / total, 1),
            speed=speed(fastest(offers[technology])[0]),
            sellers=sold_by(offers[technology]),
            until=f"jusqu’au {french.day(copper_ends)}" if technology == COPPER and copper_ends else "",
            paint={SATELLITE: "sky", COPPER: "copper"}.get(technology, "air"),
        )
        for technology in order
        if technology != FIBRE and served[technology]
    ]


def _served(sold: Sold) -> tuple[dict[str, int], dict[str, list[Offer]]]:
    """The premises that each technology serves, and the offers that use it."""
    served: dict[str, int] = defaultdict(int)
    offers: dict[str, dict[Offer, None]] = defaultdict(dict)
    for count, every in sold:
        for technology in {offer.technology for offer in every}:
            served[technology] += count
        for offer in every:
            offers[offer.technology][offer] = None
    return served, {technology: [*known] for technology, known in offers.items()}


def sentence(sold: Sold) -> Words:
    """« La 4G fixe est annoncée pour 312 locaux sur 637, le satellite pour tous. »; nothing when no offer is known."""
    total = sum(count for count, _ in sold)
    served, _ = _served(sold)
    if not total or not served:
        return ()
    ground = [name for name in WAITING if name != SATELLITE and served.get(name)]
    if not ground:
        start: Words = (("Ni THD radio ni 4G fixe", True), (" n’est déclaré ici", False))
        return *start, (f"{french.THIN}; le satellite sert {_among(served[SATELLITE], total)}.", False)
    best = max(ground, key=lambda name: served[name])
    sky = f"{french.THIN}; le satellite, {_among(served[SATELLITE], total)}" if served.get(SATELLITE) else ""
    return ((f"{french.capital(BY[best])} sert ", False), (_among(served[best], total), True), (f"{sky}.", False))


def _among(count: int, total: int) -> str:
    """« 312 locaux sur 637 », « tous les locaux », « aucun local »."""
    if count == total:
        return "tous les locaux"
    return f"{french.counted(count, 'local', 'locaux')} sur {french.number(total)}" if count else "aucun local"
