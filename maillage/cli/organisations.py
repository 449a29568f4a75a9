"""`maillage organisation` and `maillage member`: who may challenge, who must answer, who steers.

Who comes: whoever runs the platform, to let a collectivité or an operator in; leaves with the organisation known and
its people able to sign in by e-mail, at /piloter/connexion.
"""

from argparse import Namespace
from pathlib import Path

from maillage.kernel.errors import UsageError


def organisation(home: Path, options: Namespace) -> None:
    """Open an organisation, or change what is known of it."""
    # Imported here: the other commands must not wait for Django to start.
    from maillage.config.serve import open_home

    open_home(home)
    from maillage.directory.joining import Described, describe

    told = Described(options.kind, options.territory, options.email, options.siren)
    one, new = describe(options.name, told)
    where = one.territory or "aucun territoire"
    print(f"{'Organisation ouverte' if new else 'Organisation changée'} : {one.name} ({where}).")


def member(home: Path, options: Namespace) -> None:
    """Give somebody a role in an organisation, or take it back."""
    from maillage.config.serve import open_home

    open_home(home)
    from maillage.directory import joining

    if options.strategy:
        from maillage.steering.strategies.models import Strategy

        known = list(Strategy.objects.values_list("slug", flat=True))
        if options.strategy not in known:
            raise UsageError(
                f"Stratégie « {options.strategy} » inconnue. Stratégies : {', '.join(known) or 'aucune'}."
            )
    if options.action == "remove":
        joining.leave(options.email, options.organisation, options.strategy or None)
        print(f"{options.email} n’a plus de rôle dans {options.organisation}.")
        return
    held = joining.join(options.email, options.organisation, options.role, options.strategy)
    what = f", pour {held.strategy}" if held.strategy else ""
    print(
        f"{held.person.email} : {held}{what}. Connexion par courriel, à l’adresse /piloter/connexion du site."
    )
