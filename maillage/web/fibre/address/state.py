"""Whether fibre is there, in a sentence, and what that means of the copper that closes."""

from dataclasses import dataclass
from datetime import date

from maillage.kernel import french
from maillage.observatory.address_sheet import AddressSheet
from maillage.observatory.point.fixed import REACH, Building
from maillage.observatory.point.within import READY
from maillage.web.drawing.states import GROUP_OF
from maillage.web.fibre import words
from maillage.web.words.copper import SOON, Copper, closed, closes
from maillage.web.words.pieces import Words

FIBRE = "FO"
SAID = {
    "cible": ("Pas encore de fibre.", "Elle est prévue ; les travaux n’ont pas commencé."),
    "signe": ("Pas encore de fibre.", "L’accord est signé ; les travaux n’ont pas commencé."),
    "en cours de deploiement": ("Pas encore de fibre.", "Les travaux sont en cours."),
    "raccordable demande": ("La fibre est là, sur demande.", "L’opérateur finit la ligne quand un abonné le demande."),
    "deploye": ("La fibre est là.", ""),
    "abandonne": ("Pas de fibre prévue.", "L’opérateur a renoncé à équiper cet immeuble."),
}
"""What is said of a building in each state: what to remember, what to know."""
SHUT_EXCHANGE = ("Bientôt la fibre.", "Elle arrive à l’immeuble ; l’armoire du quartier n’est pas encore ouverte.")
UNKNOWN_STATE = ("État inconnu.", words.UNKNOWN_STATE[1])
UNKNOWN = "Nous ne savons pas si la fibre est là."
MOST = 5
"""Operators named at most."""


@dataclass(frozen=True, slots=True)
class State:
    """Whether fibre is there. `own` are the buildings it is said of, `sentence` says it, `mark` is their group in
    pictures (empty when unknown).

    `ready`: fibre can be ordered now; `there`: it can, or will be finished once somebody asks; `missing`: surely not
    yet. Where nothing is known, none of them.
    """

    own: tuple[Building, ...]
    sentence: Words
    mark: str
    ready: bool
    there: bool
    missing: bool


def state(sheet: AddressSheet) -> State:
    """The state of fibre at a spot: that of its own buildings, or of the nearest one where no address was asked."""
    own = tuple(sheet.buildings if sheet.sure else sheet.buildings[:1] if not sheet.spot.key else ())
    sellers = _sellers(sheet)
    ready = [building for building in own if words.is_connectable(building)]
    there = [building for building in own if words.is_connectable(building) or _on_demand(building)]
    if len(ready) not in (0, len(own)):
        sentence = _some(len(ready), len(own), sellers)
    elif own:
        sentence = _own(own[0], sellers, sheet)
    else:
        sentence = _unknown(sheet, sellers)
    return State(
        own=own,
        sentence=sentence,
        mark=GROUP_OF.get(own[0].state, "") if own else "",
        ready=bool(own) and len(ready) == len(own),
        there=bool(there),
        missing=bool(own) and not there and all(building.state in SAID for building in own),
    )


def _on_demand(building: Building) -> bool:
    return building.state in READY and building.state != words.CONNECTABLE


def _sellers(sheet: AddressSheet) -> str:
    """« Orange, Free et SFR »: who sells fibre there; empty when nobody says so."""
    offers = [offer for premises in sheet.premises for offer in premises.offers if offer.technology == FIBRE]
    names = [french.typographic(name) for name in dict.fromkeys(offer.operator_name for offer in offers)]
    if len(names) > MOST:
        names = [*names[: MOST - 1], french.counted(len(names) - MOST + 1, "autre")]
    return french.listed(names)


def _sold(sellers: str, verb: str, verbs: str) -> str:
    return f" {sellers} {verbs if ' et ' in sellers else verb}."


def _own(building: Building, sellers: str, sheet: AddressSheet) -> Words:
    """What is said of a building."""
    shut = words.state_words(building) == words.CLOSED_EXCHANGE
    lead, sentence = SHUT_EXCHANGE if shut else SAID.get(building.state, UNKNOWN_STATE)
    said = french.typographic(f" {sentence}")
    if words.is_connectable(building):
        if sellers:
            said = _sold(sellers, "la vend ici", "la vendent ici")
        elif "premises" in sheet.loaded:
            said = " Aucun opérateur ne dit encore la vendre ici."
    elif sellers:
        said += _sold(f"Pourtant, {sellers}", "dit déjà la vendre ici", "disent déjà la vendre ici")
    return ((lead, True), (said, False), (_nearest(building) if not sheet.spot.key else "", False))


def _nearest(building: Building) -> str:
    return f" C’est l’immeuble connu le plus proche, à {words.distance_words(building.distance)}."


def _some(ready: int, total: int, sellers: str) -> Words:
    """Several buildings at one address, not all alike."""
    lead = f"La fibre est là pour {french.counted(ready, 'immeuble')} sur {french.number(total)}"
    sold = _sold(sellers, "la vend", "la vendent") if sellers else ""
    return ((lead, True), (f" à cette adresse.{sold}", False))


def _unknown(sheet: AddressSheet, sellers: str) -> Words:
    """What is said where no building is surely that of the spot."""
    if sheet.buildings:
        nearest = sheet.buildings[0]
        name = french.initial(words.state_words(nearest)[0])
        said = (
            f" Aucun immeuble n’est à cette adresse exacte dans les listes des opérateurs. Le plus proche, à "
            f"{words.distance_words(nearest.distance)}{french.THIN}: {name}."
        )
    elif "buildings" in sheet.loaded:
        near = french.with_unit(REACH, "mètres")
        said = f" Aucun immeuble connu à moins de {near} dans les listes des opérateurs de fibre."
    else:
        said = f" Données non chargées{french.THIN}: l’état de la fibre par immeuble."
    if sellers:
        said += _sold(f"Pourtant, {sellers}", "dit la vendre ici", "disent la vendre ici")
    return ((UNKNOWN, True), (said, False))


def copper(sheet: AddressSheet, fibre: State, today: date) -> Copper | None:
    """What is said of the end of copper; None when no date is known."""
    day = sheet.ground.copper_ends_on if sheet.ground else None
    if day is None:
        return None
    past = day < today
    start = closed(f"le {french.day(day)}") if past else closes(day)
    if fibre.missing and day <= today + SOON:
        return Copper((*start, (f"{french.THIN}: plus d’ADSL, et pas encore de fibre.", False)), alarm=True)
    if fibre.ready and not past:
        return Copper((*start, (f"{french.THIN}: prenez la fibre avant.", False)), alarm=False)
    return Copper((*start, (".", False)), alarm=False)
