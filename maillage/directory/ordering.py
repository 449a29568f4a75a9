"""Names in the order of a French dictionary, on SQLite and on PostgreSQL: « Équipe » between « Doubs » and « Fibre ».

Every list sorted by words of people is sorted by `alphabetic`; lists sorted in Python, by `kernel.words.alphabetical`.
"""

from functools import lru_cache
from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import F
from django.db.models.functions import Collate

from maillage.kernel.words import alphabetical

COLLATION = "fr-x-icu"
"""What PostgreSQL calls the French order of ICU; SQLite is taught it under the same name."""


def alphabetic(field: str) -> Collate:
    """What a query is sorted by, for the words of a field: `order_by(alphabetic("name"))`."""
    return Collate(F(field), COLLATION)


_key = lru_cache(maxsize=100_000)(alphabetical)


def _compared(name: str, other: str) -> int:
    here, there = _key(name), _key(other)
    return (here > there) - (here < there)


def _teach(sender: Any, connection: Any, **more: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_collation(COLLATION, _compared)


def teach() -> None:
    """Have every connection to SQLite know the order."""
    connection_created.connect(_teach, dispatch_uid="maillage.directory.ordering")
