"""Names of the operators of fixed networks (MCI, `operateur.csv`): those of fibre networks and those who sell.

Quirks kept: names that repeat under several codes, spaces after some names, codes without an interoperability code,
codes that stand for nobody.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from maillage.simulation.dates import obtained_on
from maillage.simulation.formats import Written
from maillage.simulation.world.fibre import quarter_code
from maillage.simulation.world.model import World

HEADER = ("code", "code_interop", "nom")
KNOWN = (
    ("CCC", "", "Opérateurs: données en cours de collecte"),
    ("??", "", "Inconnu"),
    ("FORM", "", "Operateur fictif ARCEP"),
    ("BOUY", "BOUY", "Bouygues Telecom"),
    ("FREE", "FREE", "Free"),
    ("FRTE", "FTEL", "Orange"),
    ("SFR0", "SFRA", "SFR"),
    ("SRR", "SRRA", "SFR"),
    ("MILK", "", "MilkyWan"),
    ("NORN", "NORD", "Nordnet "),
    ("NUAT", "", "Numerisat"),
    ("STAK", "", "Starlink"),
    ("XANK", "", "XANKOM "),
)
"""Who sells, and who exists beside them: every code that the offers bear is here."""


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file: the operators of every network, in no order, then those who sell."""
    path = folder / "operateur.csv"
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";", lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(_networks(world))
        writer.writerows(KNOWN)
    yield Written("arcep_operateurs_fixe", quarter_code(world.last), path, obtained_on(world.last))


def _networks(world: World) -> Iterator[tuple[str, str, str]]:
    """The operators of public networks (R) and of private ones on public ground (L), by département."""
    names = dict(zip(world.cog.departements, world.cog.departement_names, strict=True))
    used = [world.fibre.operators[rank] for rank in sorted(set(world.fibre.operator.tolist()))]
    for code in used:
        name = names.get(code[1:3])
        if name is not None and code[0] in "RL":
            yield code, code, f"{name} Fibre" if code[0] == "R" else f"{name} THD "
