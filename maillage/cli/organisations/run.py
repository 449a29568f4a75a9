"""Organisations opened, roles given and taken back, what people answered for handed to others."""

from argparse import Namespace
from pathlib import Path

from maillage.config.serve import open_home
from maillage.kernel.errors import UsageError

NOBODY = "personne"


def organisation(home: Path, options: Namespace) -> None:
    """Open an organisation, or change what is known of it."""
    open_home(home)
    # Imported here: Django must have started.
    from maillage.directory.joining import Described, describe

    described = Described(options.kind, options.territory, options.email, options.siren)
    record, new = describe(options.name, described)
    where = record.territory or "aucun territoire"
    print(f"{'Organisation ouverte' if new else 'Organisation changée'} : {record.name} ({where}).")


def member(home: Path, options: Namespace) -> None:
    """Give somebody a role in an organisation, or take it back."""
    open_home(home)
    # Imported here: Django must have started.
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
