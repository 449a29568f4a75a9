"""`maillage mail` and `maillage purge`: what leaves by e-mail, and what is forgotten.

Who comes: a timer, after each publication and then every day; it leaves with the counts of what was done.
"""

from maillage.cli.arguments import Commands

RANK = 9


def declare(commands: Commands) -> None:
    """The commands of this folder."""
    commands.add_parser(
        "mail",
        help="envoyer les courriels dus",
        description="Envoyer ce qui est dû : à qui suit un lieu, ce que la publication y change ; aux communes, les "
        "signalements qui les concernent ; à qui attend une réponse, sa réponse ; aux membres, ce qui les "
        "attend et leurs avis. Rien ne part deux fois. À lancer "
        "après chaque publication, puis chaque jour.",
    )
    commands.add_parser(
        "purge",
        help="effacer les données personnelles qui ont servi",
        description="Effacer les suivis non confirmés ou non renouvelés, les adresses des signalements répondus, les "
        "textes et les photos jamais montrés, les sessions finies. À lancer chaque jour.",
    )
