"""`maillage organisation` and `maillage member`: who may challenge, who must answer, who steers.

Who comes: whoever runs the platform, to let a collectivité or an operator in; leaves with the organisation known and
its people able to sign in by e-mail, at /piloter/connexion.
"""

from argparse import Namespace
from pathlib import Path

from maillage.cli.arguments import Commands
from maillage.kernel.errors import UsageError

NOBODY = "personne"


def declare(commands: Commands) -> None:
    """The commands of this file."""
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
    parser.set_defaults(run=organisation)


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
    parser.set_defaults(run=member)


def organisation(home: Path, options: Namespace) -> None:
    """Open an organisation, or change what is known of it."""
    # Imported here: the other commands must not wait for Django to start.
    from maillage.config.serve import open_home

    open_home(home)
    from maillage.directory.joining import Described, describe

    described = Described(options.kind, options.territory, options.email, options.siren)
    record, new = describe(options.name, described)
    where = record.territory or "aucun territoire"
    print(f"{'Organisation ouverte' if new else 'Organisation changée'} : {record.name} ({where}).")


def member(home: Path, options: Namespace) -> None:
    """Give somebody a role in an organisation, or take it back."""
    from maillage.config.serve import open_home

    open_home(home)
    from maillage.directory import joining

    if options.strategy:
        from maillage.steering.strategies.models import Strategy

        known = list(Strategy.objects.values_list("slug", flat=True))
        if options.strategy not in known:
            raise UsageError(f"Stratégie « {options.strategy} » inconnue. Stratégies : {', '.join(known) or 'aucune'}.")
    if options.action == "remove":
        _remove(options)
        return
    held = joining.join(options.email, options.organisation, options.role, options.strategy)
    what = f", pour {held.strategy}" if held.strategy else ""
    print(f"{held.person.email} : {held}{what}. Connexion par courriel, à l’adresse /piloter/connexion du site.")


def _remove(options: Namespace) -> None:
    """Take the roles back, what the person answers for being given to another, or to nobody when that is said."""
    from django.db import transaction

    from maillage.directory import joining
    from maillage.directory.models import Membership, User
    from maillage.steering import handing

    strategy = options.strategy or None
    held = joining.roles(options.email, options.organisation, strategy)
    person = held[0].person
    holding = handing.held_by(person)
    stays = Membership.objects.filter(person=person).exclude(pk__in=[role.pk for role in held]).exists()
    if holding and not options.to and not stays:
        lines = [f"  {label} : {', '.join(things)}" for label, things in holding.lines()]
        raise UsageError(
            "\n".join(
                [
                    f"{person.email} répond encore de ce qui suit. Dites à qui le remettre : --to ADRESSE, "
                    f"ou --to {NOBODY}.",
                    *lines,
                ]
            )
        )
    to = None
    if options.to and options.to != NOBODY:
        to = User.objects.filter(email=options.to.strip().lower(), is_active=True).exclude(pk=person.pk).first()
        if to is None:
            raise UsageError(f"{options.to} n’a pas de compte ici.")
    with transaction.atomic():
        if options.to:
            handing.hand_over(person, to, None)
        joining.leave(options.email, options.organisation, strategy)
    print(f"{options.email} n’a plus de rôle dans {options.organisation}.")
    if holding and options.to:
        print(f"Ce dont cette personne répondait est remis à {to or 'personne'}.")
