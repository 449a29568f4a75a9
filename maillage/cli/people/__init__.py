"""`maillage editor`: accounts that may write the texts of the site.

Who comes: whoever runs the platform, to let a colleague in; leaves with the account open and the address to sign in at.
The password is asked for, or read from the standard input: never given among the arguments, which others can read.
"""

from maillage.cli.arguments import Commands

RANK = 5


def declare(commands: Commands) -> None:
    """The commands of this folder."""
    parser = commands.add_parser(
        "editor",
        help="ouvrir un compte à qui rédige les textes du site",
        description="Ouvrir un compte à qui rédige les textes du site, changer son mot de passe ou le supprimer. "
        "Le mot de passe est demandé, ou lu sur l’entrée standard : il ne s’écrit jamais dans la commande.",
        epilog="Exemple : maillage editor add prenom.nom@exemple.fr",
    )
    parser.add_argument(
        "action",
        choices=("add", "password", "answers", "conventions", "offers", "remove"),
        help="add : ouvrir un compte ; password : changer le mot de passe ; answers, conventions, offers : le laisser "
        "répondre aux signalements, saisir les conventions, saisir les offres de gros ; remove : supprimer le compte",
    )
    parser.add_argument("email", metavar="adresse", help="adresse électronique, qui sert à se connecter")
