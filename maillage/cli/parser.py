"""The arguments of `maillage`: each file declares those of its commands."""

import argparse

from maillage import __version__
from maillage.cli import actions, mailing, organisations, people, reading, simulating, strategies, up, working, writing
from maillage.cli.arguments import FrenchParser

FAMILIES = (up, reading, writing, simulating, people, organisations, strategies, actions, mailing, working)
"""In the order of the help."""


def build_parser() -> argparse.ArgumentParser:
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
    for family in FAMILIES:
        family.declare(commands)
    return parser
