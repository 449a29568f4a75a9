"""The arguments of `maillage`: each folder of this room is a family of commands, and declares theirs.

What runs a command is only imported once it is asked for: the help, or an argument that is wrong, waits for nothing.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from maillage import __version__, cli
from maillage.cli.arguments import Commands, FrenchParser
from maillage.kernel.registry import packages


class Family(Protocol):
    """What the `__init__.py` of a family holds. Its `run.py` holds a function for each of its commands, of its name."""

    __name__: str
    RANK: int
    """Its place in the help."""

    def declare(self, commands: Commands) -> None:
        """Add its commands, and their arguments."""
        ...


def families() -> list[Family]:
    """The families of commands, in the order of the help."""
    return sorted((cast(Family, family) for family in packages(cli).values()), key=lambda family: family.RANK)


def build_parser() -> ArgumentParser:
    """Every command and its arguments."""
    parser = FrenchParser(
        prog="maillage",
        description="Observer la stratégie numérique d’un territoire : des fichiers officiels aux chiffres, "
        "avec leur source et leur date.",
        epilog="Territoires : commune:25056, epci:200065647, groupement:SCOT01, departement:25, region:27.\n"
        "Périodes : 2018-T1, 2024-S1, 2025, 2025-03-31.\n"
        "Tout est écrit dans MAILLAGE_HOME (par défaut var/).\n"
        "Codes de sortie : 0 réussi, 2 usage ou nom inconnu, 3 données en défaut (la publication d’avant\n"
        "reste servie), 4 réseau.",
    )
    parser.add_argument("--version", action="version", version=f"maillage {__version__}", help="afficher la version")
    commands = parser.add_subparsers(title="commandes", metavar="commande", dest="command", required=True)
    for family in families():
        before = set(commands.choices)
        family.declare(commands)
        for command in commands.choices.keys() - before:
            commands.choices[command].set_defaults(family=family.__name__)
    return parser


def running(options: Namespace) -> Callable[[Path, Namespace], None]:
    """What runs the command of these arguments, for a home."""
    run: Callable[[Path, Namespace], None] = getattr(import_module(f"{options.family}.run"), options.command)
    return run
