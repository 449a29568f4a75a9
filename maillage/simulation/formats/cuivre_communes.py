"""The calendar of the closure of the copper network, as data.economie.gouv.fr exports three of its columns.

Quirks kept: codes without their leading zero, a sentence to inhabitants that alone tells the state, no date where
nothing is planned.
"""

from collections.abc import Iterator
from pathlib import Path

from maillage.simulation.copper import CLOSED, NOT_YET, PLANNED, closures
from maillage.simulation.formats import Written
from maillage.simulation.world.model import World

PERIOD, OBTAINED_ON = "2026-09-01", "2026-09-02"
HEADER = "code_insee;fermeture_technique;output_usager\n"
SENTENCES = {
    CLOSED: "Le réseau cuivre est déjà fermé dans votre commune depuis le {day}.",
    PLANNED: "L’arrêt du réseau cuivre est prévu dans votre commune au plus tard le {day}.",
    NOT_YET: "L’arrêt du réseau cuivre n’est pas encore prévu dans votre commune.",
}


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file."""
    path = folder / "fermeture-reseau-cuivre.csv"
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write(HEADER)
        for closure in closures(world):
            sentence = SENTENCES[closure.state].format(day=f"{closure.day:%d/%m/%Y}" if closure.day else "")
            code = world.cog.codes[closure.commune].lstrip("0")
            out.write(f"{code};{closure.day or ''};{sentence}\n")
    yield Written("cuivre_communes", PERIOD, path, OBTAINED_ON)
