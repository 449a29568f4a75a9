"""`maillage work`: the large files that pages are asked for, prepared apart from the server.

Who comes: whoever runs the platform on more than one machine, or wants to see it work; it leaves with Ctrl-C.
"""

from maillage.cli.arguments import Commands

RANK = 10


def declare(commands: Commands) -> None:
    """The command of this folder."""
    commands.add_parser(
        "work",
        help="préparer les grands fichiers demandés",
        description="Préparer les grands fichiers demandés sur les pages, jusqu’à Ctrl-C. « maillage serve » et "
        "« maillage up » le font déjà, sauf avec --no-work. Plusieurs peuvent tourner : chaque travail est fait une "
        "fois, et celui d’un processus tué est repris.",
    )
