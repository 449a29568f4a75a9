"""The place a reader points at: its coordinates as an address asks them, and what is there."""

from django.http import HttpRequest

from maillage.kernel.errors import UsageError
from maillage.observatory.address_sheet import Spot, spot_at
from maillage.observatory.door import Observatory


def coordinate(text: str, name: str, low: float, high: float) -> float:
    """A coordinate typed in the address. Raises UsageError when it is none."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = high + 1
    if not low <= value <= high:
        raise UsageError(f"« {name} » doit être un nombre de degrés entre {low:g} et {high:g}.")
    return value


def at_point(request: HttpRequest, source: Observatory) -> Spot:
    """The spot asked by `lon` and `lat`. Raises UsageError outside of the region."""
    longitude = coordinate(request.GET.get("lon", ""), "lon", -180, 180)
    latitude = coordinate(request.GET.get("lat", ""), "lat", -90, 90)
    return spot_at(source, longitude, latitude)


def where(spot: Spot) -> str:
    """The coordinates of a spot, as an address asks them: to the metre."""
    return f"lon={round(spot.longitude, 5)}&lat={round(spot.latitude, 5)}"
