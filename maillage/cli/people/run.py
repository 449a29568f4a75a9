"""Accounts of those who write the texts of the site."""

import sys
from argparse import Namespace
from getpass import getpass
from pathlib import Path

from maillage.config.serve import open_home
from maillage.kernel.errors import UsageError


def editor(home: Path, options: Namespace) -> None:
    """Open an account, change its password, or close it."""
    open_home(home)
    # Imported here: Django must have started.
    from maillage.commons.editorial import people

    address = people.check_address(options.email)
    known = people.known(address) is not None
    if options.action == "add":
        if known:
            raise UsageError(people.already(address))
        people.add(address, _password())
        print(f"Compte ouvert : {address}. Connectez-vous à l’adresse /gestion/ du site.")
        return
    if not known:
        raise UsageError(people.unknown(address))
    if options.action == "remove":
        people.remove(address)
        print(f"Compte supprimé : {address}. Ce qui a été publié le reste.")
        return
    if options.action == "answers":
        from maillage.commons.reports.people import let_answer

        let_answer(address)
        print(f"{address} peut répondre aux signalements, à l’adresse /gestion/signalements/.")
        return
    if options.action == "conventions":
        from maillage.steering.conventions.people import let_enter

        let_enter(address)
        print(f"{address} peut saisir les conventions, à l’adresse /gestion/conventions/.")
        return
    if options.action == "offers":
        from maillage.commons.offers.people import let_enter as let_enter_offers

        let_enter_offers(address)
        print(f"{address} peut saisir les offres de gros, à l’adresse /gestion/offres/.")
        return
    people.change_password(address, _password())
    print(f"Mot de passe changé : {address}.")


def _password() -> str:
    """Asked twice at a terminal; otherwise the first line of the standard input."""
    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\r\n")
        if not given:
            raise UsageError("Aucun mot de passe reçu. Écrivez-le sur l’entrée standard, ou lancez la commande seule.")
        return given
    try:
        given = getpass("Mot de passe (12 caractères au moins) : ")
        again = getpass("Le même, une seconde fois : ")
    except EOFError:
        raise UsageError("Aucun mot de passe reçu.") from None
    if given != again:
        raise UsageError("Les deux mots de passe ne sont pas les mêmes.")
    return given
