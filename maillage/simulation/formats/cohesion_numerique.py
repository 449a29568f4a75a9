"""Operators of « Cohésion numérique des territoires » by département, as a table: one row an operator.

Quirks kept: lines end as on Windows, technologies are words joined by « et », a département with a radio network of an
EPCI has an operator that says THD radio. Sites are those of nobody.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from maillage.simulation.addresses import plain
from maillage.simulation.eligibility import radio_epci
from maillage.simulation.formats import Written
from maillage.simulation.world.model import World

PERIOD, OBTAINED_ON = "2026-03-01", "2026-03-04"
HEADER = (
    "insee_dep",
    "insee_reg",
    "dep",
    "rang",
    "operateur",
    "technologie",
    "site",
    "prise_en_charge_superieure_300e",
)
LISTED = (
    ("Dyrun", "4G", False),
    ("Nordnet", "Satellite et 4G", True),
    ("Numérisat", "Satellite et 4G", True),
    ("Orange", "4G", False),
    ("SKYSAT", "Satellite", True),
    ("SFR", "4G", False),
)
WITH_RADIO = {"Nordnet": "Satellite et 4G et THD radio"}
RADIO_ONLY = ("Xankom", "4G et THD radio", True)


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file, département after département."""
    cog, path = world.cog, folder / "cohesion-numerique_operateurs_par_departement.csv"
    radio = set(cog.departement[radio_epci(world)[cog.epci]].tolist())
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADER)
        for rank in sorted(range(len(cog.departements)), key=cog.departements.__getitem__):
            where = (cog.departements[rank], cog.regions[cog.region_of[rank]], cog.departement_names[rank])
            for place, (name, networks, more) in enumerate(_listed(rank in radio), 1):
                site = f"https://{plain(name).lower()}.example.org/"
                writer.writerow((*where, place, name, networks, site, "Oui" if more else "Non"))
    yield Written("cohesion_numerique", PERIOD, path, OBTAINED_ON)


def _listed(radio: bool) -> list[tuple[str, str, bool]]:
    """The operators of a département, by name."""
    if not radio:
        return list(LISTED)
    return [(name, WITH_RADIO.get(name, networks), more) for name, networks, more in LISTED] + [RADIO_ONLY]
