"""A fictional territory, written with the truth to compare with."""

from argparse import Namespace
from pathlib import Path

from maillage.cli.steps import Steps
from maillage.cli.words import counted, french
from maillage.kernel.errors import UsageError
from maillage.simulation.world.model import World
from maillage.simulation.write import write_territory

FEWEST, MOST = 20, 36_000
LONGEST_HISTORY = 36


def simulate(home: Path, options: Namespace) -> None:
    """Write the territory asked for."""
    if not FEWEST <= options.communes <= MOST:
        raise UsageError(f"--communes : donnez un nombre entre {FEWEST} et {french(MOST)}.")
    if not 1 <= options.quarters <= LONGEST_HISTORY:
        raise UsageError(f"--quarters : donnez un nombre de trimestres entre 1 et {LONGEST_HISTORY}.")
    if not 0 <= options.dirt <= 0.5:
        raise UsageError("--dirt : donnez une part entre 0 et 0.5 (0.01 : une ligne sur cent).")
    if options.seed < 0:
        raise UsageError("--seed : donnez un nombre entier positif.")
    if not 1 <= options.building_quarters <= options.quarters:
        raise UsageError("--building-quarters : donnez un nombre entre 1 et celui de --quarters.")
    world = World(options.communes, options.seed, options.quarters, options.building_quarters)
    steps = Steps()
    written = write_territory(options.folder, world, options.only, options.dirt, steps.step)
    people = int(world.people.population.sum())
    print(
        f"Territoire fictif écrit dans {options.folder} : {counted(options.communes, 'commune')}, "
        f"{counted(people, 'habitant')}, {counted(len(written), 'fichier')}. "
        f"Construisez-le avec « maillage up --from {options.folder} »."
    )
