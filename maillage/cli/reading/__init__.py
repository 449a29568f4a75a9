"""Commands that read the last release: `sources`, `indicators`, `show`.

Who comes: a technician or a re-user in a terminal, who wants a figure, its date and where it comes from;
leaves with it as words, JSON or CSV.
"""

from maillage.cli.arguments import Commands

RANK = 2


def declare(commands: Commands) -> None:
    """The commands of this folder."""
    formats = ("table", "json", "csv")
    for name, text in (
        ("sources", "les sources, leurs livraisons et leurs lignes refusées"),
        ("indicators", "les indicateurs et leurs périodes"),
    ):
        parser = commands.add_parser(name, help=text, description=f"Lister {text}.")
        parser.add_argument("--format", choices=formats, default="table", help="présentation (par défaut table)")
    parser = commands.add_parser(
        "show",
        help="afficher un indicateur pour un territoire",
        description="Afficher les valeurs d’un indicateur pour un territoire, de la plus ancienne à la plus récente.",
        epilog="Exemple : maillage show taux_locaux_raccordables_ftth departement:25 --format json",
    )
    parser.add_argument("indicator", metavar="indicateur", help="nom de l’indicateur (voir « maillage indicators »)")
    parser.add_argument("territory", metavar="territoire", help="par exemple commune:25056 ou departement:25")
    parser.add_argument("--period", metavar="PÉRIODE", help="une seule période, par exemple 2018-T1")
    parser.add_argument("--format", choices=formats, default="table", help="présentation (par défaut table)")
