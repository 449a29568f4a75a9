"""Who may read what is reserved, as a request says it: the level the operator chose, and what the reader holds."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from maillage.directory.rights import clearance
from maillage.kernel.visibility import NOBODY, Clearance, Visibility
from maillage.observatory.door import Observatory
from maillage.observatory.reserved import Reserved

SOURCE = "ipe_immeubles"


def opened(source: Observatory) -> Reserved:
    """The reserved part of a release, at the level chosen: each of its methods asks for a clearance."""
    return Reserved(source, settings.MAILLAGE_IPE_VISIBILITY)


def held(request: HttpRequest) -> Clearance:
    """What the reader holds: nothing where there is no session."""
    person = getattr(request, "user", None)
    return clearance(person) if person is not None else NOBODY


def loaded(source: Observatory) -> bool:
    """Whether planned dates were delivered at all, which is said everywhere alike."""
    return bool(source.source(SOURCE).deliveries)


@dataclass(frozen=True, slots=True)
class PlannedDates:
    """What everybody may know at a point: that planned dates exist somewhere, and the quarters when they are public."""

    loaded: bool
    quarters: tuple[str, ...]


def told_to_all(source: Observatory, longitude: float, latitude: float, identifiers: Collection[str]) -> PlannedDates:
    """What a public page may say at a point: the same words whether a building has a row there or not, unless the
    operator of the site made the quarters public."""
    if not loaded(source):
        return PlannedDates(False, ())
    if settings.MAILLAGE_IPE_VISIBILITY is not Visibility.PUBLIC:
        return PlannedDates(True, ())
    quarters = opened(source).quarters(longitude, latitude, identifiers, NOBODY)
    return PlannedDates(True, tuple(quarter.label for quarter in quarters))
