"""`maillage simulate`: write a fictional territory in the official formats.

Who comes: whoever wants data of any size with a known truth, for a demonstration, a test or a measure; leaves with
a folder that `maillage up --from` builds, and a `truth/` folder to compare with.
"""

from pathlib import Path

from maillage.cli.arguments import Commands

RANK = 4


def declare(commands: Commands) -> None:
    """The commands of this folder."""
    parser = commands.add_parser(
        "simulate",
        help="écrire un territoire fictif dans les formats officiels",
        description="Écrire un territoire fictif, de 20 communes à un pays entier, dans les formats officiels, avec "
        "la vérité (truth/) à laquelle comparer les chiffres. Même graine, mêmes arguments : mêmes octets.",
        epilog="Exemple : maillage simulate /tmp/region --communes 400 --seed 7, puis maillage up --from /tmp/region",
    )
    parser.add_argument("folder", type=Path, metavar="dossier", help="dossier où écrire")
    parser.add_argument(
        "--communes", type=int, default=400, metavar="N", help="nombre de communes, de 20 à 36 000 (par défaut 400)"
    )
    parser.add_argument("--seed", type=int, default=2026, metavar="S", help="graine (par défaut 2026)")
    parser.add_argument(
        "--quarters", type=int, default=12, metavar="Q", help="trimestres d’histoire, de 1 à 36 (par défaut 12)"
    )
    parser.add_argument(
        "--building-quarters",
        type=int,
        default=1,
        metavar="B",
        help="derniers trimestres où écrire chaque immeuble (par défaut 1)",
    )
    parser.add_argument(
        "--dirt", type=float, default=0.0, metavar="R", help="part des lignes à abîmer, de 0 à 0.5 (par défaut 0)"
    )
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="SOURCE", help="n’écrire que ces formats (noms des sources)"
    )
