"""`maillage organisation` and `maillage member`: who may challenge, who must answer, who steers.

Who comes: whoever runs the platform, to let a collectivité or an operator in; leaves with the organisation known and
its people able to sign in by e-mail, at /piloter/connexion.
"""

from maillage.cli.arguments import Commands

RANK = 6


def declare(commands: Commands) -> None:
    """The commands of this folder."""
    _declare_organisation(commands)
    _declare_member(commands)


def _declare_organisation(commands: Commands) -> None:
    parser = commands.add_parser(
        "organisation",
        help="ouvrir une organisation : collectivité, opérateur…",
        description="Ouvrir une organisation, ou changer ce qu’on en sait : ce qui n’est pas donné reste tel quel.",
        epilog='Exemple : maillage organisation "Département du Doubs" --territory departement:25',
    )
    parser.add_argument("name", metavar="nom", help="son nom, le même partout")
    parser.add_argument(
        "--kind",
        choices=("collectivite", "operateur", "equipe", "autre"),
        help="sa nature (collectivite à l’ouverture)",
    )
    parser.add_argument("--territory", metavar="TERRITOIRE", help="où ses membres agissent, par exemple departement:25")
    parser.add_argument("--email", metavar="ADRESSE", help="où lui écrire (contestations, signalements)")
    parser.add_argument("--siren", metavar="SIREN", help="son SIREN, neuf chiffres")


def _declare_member(commands: Commands) -> None:
    parser = commands.add_parser(
        "member",
        help="donner ou reprendre un rôle dans une organisation",
        description="Donner à une personne un rôle dans une organisation, ou le reprendre. Elle se connecte par un "
        "lien reçu à son adresse, sans mot de passe.",
        epilog='Exemple : maillage member add prenom.nom@exemple.fr --organisation "Département du Doubs"',
    )
    parser.add_argument("action", choices=("add", "remove"), help="add : donner ; remove : reprendre")
    parser.add_argument("email", metavar="adresse", help="adresse électronique, qui sert à se connecter")
    parser.add_argument("--organisation", required=True, metavar="NOM", help="nom de l’organisation")
    parser.add_argument(
        "--role",
        choices=("lecteur", "contributeur", "pilote", "secretaire", "equipe", "administrateur"),
        default="contributeur",
        help="lecteur : voir ; contributeur : écrire ; pilote : ses actions ; secretaire : les comités ; equipe : la "
        "stratégie ; administrateur : donner des rôles (par défaut contributeur)",
    )
    parser.add_argument(
        "--strategy", default="", metavar="STRATEGIE", help="pour cette stratégie seulement (son nom court)"
    )
    parser.add_argument(
        "--to",
        default="",
        metavar="ADRESSE",
        help="avec remove : à qui remettre ce dont la personne répond (actions, décisions, sièges), ou « personne »",
    )
