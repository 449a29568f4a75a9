"""What places that help with digital life have on their sign and how lists write it, their address and telephone."""

import unicodedata

from maillage.simulation.world.names import STREETS, WAYS
from maillage.simulation.world.place_lists import FABRIQUES, NATIONAL, REGIONAL, SERVICES
from maillage.simulation.world.place_types import MEDIATION, SERVICE
from maillage.simulation.world.places import Places

FICTION = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49")
"""Beginnings of the telephone numbers the Arcep sets aside for works of fiction."""
SIGNS: tuple[tuple[str, ...], ...] = (
    (),
    ("Médiathèque", "Espace numérique", "Cyber-base", "Centre social", "Bibliothèque", "Point d'accès multimédia"),
    ("Le Comptoir", "L'Atelier partagé", "La Ruche", "Le Quai", "La Grange", "L'Étape"),
    ("La Manufacture", "La Filature", "Le Hangar", "La Forge & l'Établi"),
    ("Centre de formation", "Atelier informatique", "Club informatique", "Espace emploi", "Cyber-relais"),
)
"""Assumption: how places are called, by kind."""
NOUNS = (
    "Tilleuls Lilas Acacias Peupliers Bruyères Genêts Cèdres Érables Châtaigniers Noyers Glycines "
    "Capucines Mésanges Hirondelles Alouettes Cigales Libellules Passerelles Tisserands Potiers "
    "Vanniers Meuniers Bateliers Verriers Sabotiers Drapiers Remparts Fontenelles Lavandières Moissons "
    "Vendanges Carrières Sources Cascades Vergers Jonquilles Pervenches Coquelicots Églantines "
    "Mirabelles Cerisiers Sorbiers Aubépines Charmilles Platanes Marronniers Saules Roseaux"
).split()


def name(places: Places, place: int, town: str) -> str:
    """The name of a place of a commune called `town`, as its sign has it."""
    place = int(places.bears[place])
    kind, form = int(places.kind[place]), int(places.form[place])
    which = (int(places.commune[place]) * 7 + int(places.rank[place])) % len(NOUNS)
    round_of_names = int(places.rank[place]) // len(NOUNS)
    noun = NOUNS[which] + (f" {round_of_names + 1}" if round_of_names else "")
    if kind == SERVICE:
        return f"France services {of(town)}" + (f" Les {noun}" if places.within[place] else "")
    if kind == MEDIATION and not places.within[place]:
        return f"{SIGNS[kind][form % len(SIGNS[kind])]} {of(town)}"
    return f"{SIGNS[kind][form % len(SIGNS[kind])]} des {noun}"


def of(town: str) -> str:
    """« de Brive », « d'Avelle »."""
    return f"d'{town}" if bare(town[:1]).lower() in "aeiouyh" else f"de {town}"


def bare(text: str) -> str:
    """Without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def as_written(places: Places, place: int, which: int, town: str) -> str:
    """The name as a list writes it: capitals, no accents, « St », a word that any place may bear, or as it is."""
    plain = name(places, place, town)
    way = (int(places.form[place]) // 7 + 5 * which) % 12
    if which == FABRIQUES or way > 7:
        return plain
    if way < 2:
        return bare(plain).upper() if which == REGIONAL else plain.replace("'", "’")
    if way < 4:
        return f"L'{plain}" if plain.startswith("Espace") else f"Espace {plain}"
    if way == 4:
        return plain.replace("Saint-", "St ").replace("Sainte-", "Ste ")
    if plain.startswith("France services") and which != SERVICES:
        other = "Maison France Services" if which == NATIONAL else "Maison de services au public"
        return plain.replace("France services", other)
    return plain.replace("-", " ") if way == 5 else plain


def address(places: Places, place: int) -> str:
    """Number and street."""
    form = int(places.form[place])
    return f"{1 + form % 90} {WAYS[form % len(WAYS)]} {STREETS[form // 90 % len(STREETS)]}"


def telephone(places: Places, place: int) -> str:
    """A number of the ranges set aside for fiction, which nobody ever has; one place in four gives none."""
    form = int(places.form[place])
    return "" if form % 4 == 0 else f"{FICTION[form % 5]} {form // 100 % 100:02d} {form // 10_000 % 100:02d}"
