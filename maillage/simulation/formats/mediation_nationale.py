"""Places of digital mediation in the national standard 1.0.2: thirty-two columns, commas, every cell quoted.

Quirks kept: several values joined by `|` in a cell, opening hours as OpenStreetMap writes them, a commune code that
may be missing, a presentation that may run over two lines.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes.places import commune_siren
from maillage.simulation.mergers import published_as
from maillage.simulation.world.calendars import quarter_of
from maillage.simulation.world.mobile import degrees
from maillage.simulation.world.model import World
from maillage.simulation.world.place_lists import NATIONAL, dates
from maillage.simulation.world.place_signs import address, as_written, telephone
from maillage.simulation.world.place_types import FABRIQUE, MEDIATION, SERVICE, TIERS_LIEU, goes_round

HEADER = (
    "id pivot nom commune code_postal code_insee adresse complement_adresse latitude longitude typologie telephone "
    "courriels site_web horaires presentation_resume presentation_detail source itinerance structure_parente date_maj "
    "services publics_specifiquement_adresses prise_en_charge_specifique frais_a_charge "
    "dispositif_programmes_nationaux formations_labels autres_formations_labels modalites_acces "
    "modalites_accompagnement fiche_acces_libre prise_rdv"
).split()
TYPES = {
    MEDIATION: ("BIB", "CCAS", "MUNI", "ASSO", "CSC"),
    TIERS_LIEU: ("TIERS_LIEUX", "TIERS_LIEUX|ASSO"),
    FABRIQUE: ("TIERS_LIEUX|ASSO", "TIERS_LIEUX"),
}
SERVICES = (
    "Aide aux démarches administratives",
    "Maîtrise des outils numériques du quotidien",
    "Utilisation sécurisée du numérique",
    "Accès internet et matériel informatique",
)
HOURS = (
    "Mo-Fr 09:00-12:00,14:00-18:00",
    "Tu-Sa 10:00-12:30,14:00-18:00",
    "Mo-Th 08:30-12:00,13:30-17:00; Fr 08:30-12:00",
    "",
)
SUMMARY = "Accueil de tous les publics.\nSur place et à distance."


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file for each date."""
    for day in dates(NATIONAL, world.history()):
        path = folder / f"mediation-numerique-{day:%Y%m%d}.csv"
        there = world.places.on(NATIONAL, day)
        towns = published_as(world, quarter_of(day))[world.places.commune[there]].tolist()
        longitudes, latitudes = degrees(world.places.x[NATIONAL, there], world.places.y[NATIONAL, there])
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
            writer.writerow(HEADER)
            for place, town, longitude, latitude in zip(there.tolist(), towns, longitudes, latitudes, strict=True):
                row = _row(world, place, town, day) | {"latitude": str(latitude), "longitude": str(longitude)}
                writer.writerow([row.get(column, "") for column in HEADER])
        yield Written("mediation_nationale", day.isoformat(), path, (day + timedelta(days=1)).isoformat())


def _row(world: World, place: int, commune: int, day: date) -> dict[str, str]:
    """The cells that are not blank, but the position; `commune` is the one that holds the place on that day."""
    places, cog = world.places, world.cog
    form, code = int(places.form[place]), cog.codes[commune]
    number = telephone(places, place)
    known = max(date.fromordinal(int(places.opened[place])), day - timedelta(days=form % 500))
    services = sorted({SERVICES[form % 4], SERVICES[form // 4 % 4]})
    return {
        "id": f"fictif_{place + 1}",
        "pivot": f"{commune_siren(code)}{form % 90_000:05d}" if form % 2 else "0" * 14,
        "nom": as_written(places, place, NATIONAL, world.names[int(places.commune[place])]),
        "commune": world.names[commune],
        "code_postal": cog.postcodes[commune],
        "code_insee": code if form % 5 else "",
        "adresse": address(places, place),
        "telephone": f"+33{number[1:].replace(' ', '')}" if number else "",
        "courriels": f"accueil-{place + 1}@example.org" if form % 3 else "",
        "site_web": f"https://lieu-{place + 1}.example.org" if form % 2 else "",
        "horaires": HOURS[form // 6 % len(HOURS)],
        "presentation_resume": SUMMARY if form % 13 == 0 else "",
        "source": "Territoire fictif",
        "date_maj": known.isoformat(),
        "services": "|".join(services),
        "frais_a_charge": "Gratuit",
        "modalites_acces": "Se présenter|Téléphoner" if number else "Se présenter",
        "modalites_accompagnement": "Accompagnement individuel",
        **_nature(int(places.kind[place]), form),
    }


def _nature(kind: int, form: int) -> dict[str, str]:
    """What tells a France Services (its type or its programme) and a tiers-lieu from the others."""
    if kind == SERVICE:
        by_type = form % 3 > 0
        nature = {
            "typologie": "RFS" if by_type else "MUNI",
            "itinerance": "Itinérant|Fixe" if goes_round(kind, form) else "Fixe",
        }
        return nature | {"dispositif_programmes_nationaux": "" if by_type else "Aidants Connect|France Services"}
    return {
        "typologie": TYPES[kind][form // 11 % len(TYPES[kind])],
        "itinerance": "Fixe" if form % 4 else "",
        "dispositif_programmes_nationaux": "Conseillers numériques" if form % 2 else "",
    }
