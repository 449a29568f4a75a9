"""The drawings that pages let other sites show: each is described beside its address, where the guide finds them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import get_resolver

from maillage.web.gate.access import walk

FRAME = "frame"
"""What a view that is framed carries: its Frame."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawing of a place that others may show.

    `name` is its word in the guide, `label` what it is called there, `route` that of its page in a frame, `height` its
    pixels at a usual width (640), `asks` the parameters that its address keeps besides the place, which is `dans`;
    `guard` refuses in words what is not for everybody."""

    name: str
    label: str
    route: str
    height: int
    asks: tuple[str, ...] = ()
    guard: Callable[[HttpRequest], None] | None = None

    def open(self, request: HttpRequest) -> bool:
        """Whether whoever comes with nothing may see it."""
        try:
            if self.guard:
                self.guard(request)
        except PermissionDenied:
            return False
        return True


@cache
def frames() -> dict[str, Frame]:
    """All of them by name, in the order of their addresses."""
    found = (getattr(view, FRAME, None) for _, view in walk(get_resolver().url_patterns))
    return {frame.name: frame for frame in found if isinstance(frame, Frame)}
