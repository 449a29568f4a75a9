"""Commands that write releases: `load`, `compute`, `publish`.

Who comes: whoever runs the platform, with an official file; leaves with what was kept and refused, or with the
sentence that says what is wrong and what to do.
"""

from pathlib import Path

from maillage.cli.arguments import Commands

RANK = 3


def declare(commands: Commands) -> None:
    """The commands of this folder."""
    parser = commands.add_parser(
        "load",
        help="charger une livraison d’une source",
        description="Charger les fichiers d’une source comme une livraison ; sans fichier, la télécharger. "
        "Rien n’est publié avant « maillage compute » puis « maillage publish ».",
    )
    parser.add_argument("source", help="nom de la source (voir « maillage sources »)")
    parser.add_argument(
        "files",
        nargs="*",
        default=[],
        type=Path,
        metavar="fichier",
        help="fichier officiel (plusieurs : une livraison en morceaux)",
    )
    parser.add_argument("--period", default="", metavar="PÉRIODE", help="période décrite, si le fichier ne la dit pas")
    parser.add_argument(
        "--obtained-on",
        default="",
        metavar="AAAA-MM-JJ",
        help="jour où le fichier a été obtenu (par défaut aujourd’hui)",
    )
    parser.add_argument("--region", metavar="CODE", help="région servie, à dire au premier chargement")
    parser.add_argument("--dry-run", action="store_true", help="dire ce qui changerait, sans rien écrire")
    parser.add_argument(
        "--problems",
        type=Path,
        metavar="FICHIER",
        help="écrire en CSV tous les problèmes : fichier, ligne, colonne, effet, raison",
    )
    parser.add_argument(
        "--accept-fewer", action="store_true", help="accepter que plus d’un dixième des lignes ait disparu"
    )
    commands.add_parser(
        "compute",
        help="calculer la prochaine publication",
        description="Calculer la prochaine publication, sans la publier.",
    )
    commands.add_parser(
        "publish",
        help="publier ce qui a été calculé",
        description="Publier ce qui a été calculé : les pages changent d’un coup.",
    )
