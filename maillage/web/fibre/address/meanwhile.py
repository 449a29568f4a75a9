"""What to do until fibre is there: what can be tried, the nearest first, and who helps to pay."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from maillage.kernel import french
from maillage.observatory.address_sheet import AddressSheet
from maillage.observatory.point.fixed import Offer
from maillage.observatory.point.mobile import Site
from maillage.web.fibre import words
from maillage.web.fibre.best import SATELLITE, speed

FIXED_4G, RADIO = "4GF", "THDR"


@dataclass(frozen=True, slots=True)
class Step:
    """Something to try: what it is, what to know of it."""

    title: str
    words: str


def _offers(sheet: AddressSheet, technology: str) -> list[Offer]:
    offers = {offer: None for premises in sheet.premises for offer in premises.offers}
    return [offer for offer in offers if offer.technology == technology]


def _chez(offers: Iterable[Offer]) -> str:
    """« 100 Mbit/s ou plus chez Nordnet et Starlink (1 000 Go par mois) »."""
    by_speed: dict[str, list[str]] = {}
    for offer in offers:
        note = words.note(offer)
        name = french.typographic(offer.operator_name) + (f" ({note})" if note else "")
        by_speed.setdefault(speed(offer), []).append(name)
    return f"{french.THIN}; ".join(f"{down} chez {french.listed(names)}" for down, names in by_speed.items())


def nearest_sites(sites: Sequence[Site]) -> str:
    """« Orange et Free Mobile à 2,5 km, SFR à 4,9 km »."""
    by_distance: dict[str, list[str]] = {}
    for site in sites:
        by_distance.setdefault(words.distance_words(site.distance), []).append(french.typographic(site.operator))
    return ", ".join(f"{french.listed(names)} à {away}" for away, names in by_distance.items())


def _box(sheet: AddressSheet) -> Step | None:
    """A box that receives 4G."""
    declared, sites = _offers(sheet, FIXED_4G), [site for site in sheet.sites if site.has_4g or site.has_5g]
    if not declared and not sites:
        return None
    said = f"Annoncée ici{french.THIN}: {_chez(declared)}. " if declared else ""
    if sites:
        said += f"Sites 4G les plus proches{french.THIN}: {nearest_sites(sites)}. "
    return Step("Essayez une box 4G", f"{said}Demandez un essai{french.THIN}: un site proche n’est pas une couverture.")


def steps(sheet: AddressSheet) -> list[Step]:
    """What can be tried, the best first."""
    radio = _offers(sheet, RADIO)
    sky = sorted(_offers(sheet, SATELLITE), key=lambda offer: -words.RANKS.get(offer.down, -1))
    tried = [
        Step("Le THD radio", f"{_chez(radio)}.") if radio else None,
        _box(sheet),
        Step("Le satellite", f"{_chez(sky)}. Il faut une antenne tournée vers le ciel.") if sky else None,
    ]
    return [step for step in tried if step]


def none_declared(sheet: AddressSheet) -> bool:
    """Whether offers are known, and none of them is by radio, 4G or satellite."""
    offers = [offer for premises in sheet.premises for offer in premises.offers]
    return bool(offers) and not any(offer.technology in words.WAITING for offer in offers)
