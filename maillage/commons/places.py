"""What people write about: a commune, or an address in it, named by what the observatory knows of it only."""

import re
from dataclasses import dataclass

from django.urls import reverse

from maillage.kernel.errors import UsageError
from maillage.kernel.french import typographic
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory

COMMUNE = re.compile(r"[0-9][0-9AB][0-9]{3}")


@dataclass(frozen=True, slots=True)
class Place:
    """A commune, or an address in one; `key` is empty for the commune itself."""

    commune: Ref
    commune_name: str
    key: str = ""
    label: str = ""

    @property
    def name(self) -> str:
        """« 12 rue de l’Église, Villeneuve » or « Villeneuve »."""
        return typographic(self.label or self.commune_name)

    @property
    def page(self) -> str:
        """Its page on the site."""
        return (
            reverse("address", args=[self.key])
            if self.key
            else reverse("territory", args=["commune", self.commune.code])
        )

    @property
    def query(self) -> str:
        """How forms are told about it: « commune=25056 »."""
        return f"adresse={self.key}" if self.key else f"commune={self.commune.code}"


def commune(source: Observatory, code: str) -> Place:
    """A commune of the region served, today's for a code of before. Raises UsageError for any other code."""
    plain = code.strip().upper()
    if not COMMUNE.fullmatch(plain):
        raise UsageError(f"« {code[:20]} » n’est pas le code d’une commune.")
    asked = Ref(Level.COMMUNE, plain)
    territory = source.territory(source.successor(asked) or asked)
    return Place(territory.ref, territory.name)


def find(source: Observatory, code: str, key: str = "") -> Place:
    """The place of a commune's code, or of an address's key when there is one. Raises UsageError."""
    return address(source, key) if key else commune(source, code)


def address(source: Observatory, key: str) -> Place:
    """An address of the region served. Raises UsageError when there is none of this key."""
    place = source.addresses.place(key)
    town = source.territory(place.commune).name
    return Place(place.commune, town, place.key, f"{place.label}, {town}")
