"""`maillage organisation` and `maillage member`: who may challenge, who must answer.

Who comes: whoever runs the platform, to let a collectivité or an operator in; leaves with the organisation known and
its people able to sign in by e-mail, at /contestations/connexion.
"""

from argparse import Namespace
from pathlib import Path


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

    if options.action == "remove":
        joining.leave(options.email, options.organisation)
        print(f"{options.email} n’a plus de rôle dans {options.organisation}.")
        return
    held = joining.join(options.email, options.organisation, options.role)
    print(
        f"{held.person.email} : {held}. Connexion par courriel, à l’adresse /contestations/connexion du site."
    )
