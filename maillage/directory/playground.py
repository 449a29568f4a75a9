"""The demonstration opens itself: who comes to try it signs in without account, and puts it back as it was.

Only where everything is simulated, and where the site answers to this machine alone or the operator says so.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from maillage.directory.models import User
from maillage.kernel.errors import DataError
from maillage.observatory import door

DOMAIN = "brumes.example"
"""Of every address of the demonstration: a top-level domain of examples, where no mail ever arrives."""


def is_open() -> bool:
    """Whether this site is a demonstration that lets everybody in."""
    if not settings.MAILLAGE_DEMONSTRATION:
        return False
    try:
        return bool(door.current(settings.MAILLAGE_HOME).release.simulated)
    except DataError:
        return False


def plays(person: User) -> bool:
    """Whether this account is one of the demonstration's, on a site that is one."""
    return person.email.endswith(f"@{DOMAIN}") and is_open()


def enter_person(account: str, name: str) -> User:
    """A fictional person, who can be written to nowhere: known already, or new."""
    email = f"{account}@{DOMAIN}"
    person = User.objects.filter(email=email).first() or User.objects.create_user(email)
    if not person.name:
        person.name = name
        person.save(update_fields=["name"])
    return person


def beginning() -> Path:
    """Where what people write is kept as it was when the demonstration was made."""
    return Path(settings.MAILLAGE_HOME) / "demonstration.sqlite3"


def keep() -> None:
    """Keep what is entered now as the beginning. With PostgreSQL nothing is kept: it has its own copies."""
    if connection.vendor != "sqlite":
        return
    fresh = beginning().with_suffix(".fresh")
    fresh.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(fresh)])
    fresh.replace(beginning())


def may_restart() -> bool:
    """Whether the beginning was kept, and can be put back."""
    return connection.vendor == "sqlite" and beginning().is_file()


def restart() -> None:
    """Put what people wrote back as it was at the beginning, under the tables of the version installed."""
    connection.ensure_connection()
    with closing(sqlite3.connect(beginning())) as kept:
        kept.backup(connection.connection)
    call_command("migrate", verbosity=0)
