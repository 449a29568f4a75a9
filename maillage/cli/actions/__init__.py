"""`maillage actions`: the actions as a workbook, out and back.

Who comes: whoever runs the platform, with a spreadsheet of actions; leaves with each cell that is wrong, or with the
actions written.
"""

from pathlib import Path

from maillage.cli.arguments import Commands

RANK = 8


def declare(commands: Commands) -> None:
    """The commands of this folder."""
    parser = commands.add_parser(
        "actions",
        help="sortir les actions en classeur, ou en vérifier et en écrire un",
        description="Sortir toutes les actions dans un classeur XLSX, ou en lire un : tout est vérifié d’abord, et à "
        "la moindre erreur rien n’est écrit.",
        epilog="Exemple : maillage actions export actions.xlsx, puis maillage actions import actions.xlsx --apply",
    )
    parser.add_argument("action", choices=("import", "export"), help="export : écrire le classeur ; import : le lire")
    parser.add_argument("file", type=Path, metavar="fichier", help="le classeur XLSX")
    parser.add_argument(
        "--apply", action="store_true", help="écrire ce que le classeur demande, s’il n’a aucune erreur"
    )
