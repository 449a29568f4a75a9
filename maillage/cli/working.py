"""`maillage work`: the large files that pages are asked for, prepared apart from the server.

Who comes: whoever runs the platform on more than one machine, or wants to see it work; it leaves with Ctrl-C.
"""

from argparse import Namespace
from pathlib import Path

from maillage.cli.arguments import Commands
from maillage.observatory.door import verify


def declare(commands: Commands) -> None:
    """The command of this file."""
    commands.add_parser(
        "work",
        help="préparer les grands fichiers demandés",
        description="Préparer les grands fichiers demandés sur les pages, jusqu’à Ctrl-C. « maillage serve » et "
        "« maillage up » le font déjà, sauf avec --no-work. Plusieurs peuvent tourner : chaque travail est fait une "
        "fois, et celui d’un processus tué est repris.",
    ).set_defaults(run=work)


def work(home: Path, options: Namespace) -> None:
    """Do the jobs of a home."""
    # Imported here: the other commands must not wait for Django to start.
    from maillage.config.serve import open_home
    from maillage.config.work import work as do_jobs

    # A damaged release is known before any file is made of it.
    verify(home)
    open_home(home)
    do_jobs()
