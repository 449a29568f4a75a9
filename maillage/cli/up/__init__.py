"""`maillage up` and `maillage serve`: an observatory built from official files, and served.

Who comes: whoever runs the platform; leaves with an observatory served at a printed address, or with the
sentence that says what is wrong and what to do.
"""

from argparse import ArgumentParser
from pathlib import Path

from maillage.cli.arguments import Commands

RANK = 1


def declare(commands: Commands) -> None:
    """The commands of this folder."""
    parser = commands.add_parser(
        "up",
        help="construire l’observatoire et le servir",
        description="Construire l’observatoire, à partir d’un dossier de fichiers officiels (--from) ou en les "
        "téléchargeant (--region), puis le servir. Sans option : une région de démonstration, fictive, écrite "
        "sur place et sans réseau.",
    )
    parser.add_argument(
        "--from", dest="folder", type=Path, metavar="DOSSIER", help="dossier de fichiers officiels déjà téléchargés"
    )
    parser.add_argument(
        "--manifest",
        type=Path,
        metavar="FICHIER",
        help="CSV source,period,path,date_obtained (par défaut DOSSIER/manifest.csv)",
    )
    parser.add_argument(
        "--region", metavar="CODE", help="code INSEE de la région servie (27 : Bourgogne-Franche-Comté)"
    )
    parser.add_argument(
        "--without", action="append", default=[], metavar="SOURCE", help="laisser une source de côté (répétable)"
    )
    parser.add_argument("--no-serve", action="store_true", help="construire, puis s’arrêter")
    _add_address(parser)
    parser = commands.add_parser(
        "serve", help="servir la dernière publication", description="Servir la dernière publication."
    )
    _add_address(parser)


def _add_address(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="ADRESSE", help="adresse d’écoute (par défaut 127.0.0.1)"
    )
    parser.add_argument("--port", type=int, default=8000, metavar="PORT", help="port d’écoute (par défaut 8000)")
    parser.add_argument(
        "--no-work",
        action="store_true",
        help="ne pas préparer ici les grands fichiers demandés : « maillage work » tourne à part",
    )
