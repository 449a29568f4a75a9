"""One request for a list, as its description reads it: what its filters ask, who asks, what its address names."""

from typing import Any

from django.http import HttpRequest

from maillage.kernel.value import Value


class Asked:
    """What is asked of a list. `place` holds what its address names; `memory` what its rows and cells share."""

    def __init__(self, request: HttpRequest, place: dict[str, str]) -> None:
        self.request, self.place = request, place
        self.memory: dict[str, Any] = {}
        self.deliveries: set[tuple[str, str]] = set()
        self.texts: dict[str, str] = {}
        self.values: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """What a filter asks."""
        return self.values[name]

    @property
    def person(self) -> Any:
        """Who asks."""
        return self.request.user

    def drawn(self, value: Value) -> Value:
        """Notes where a value comes from, and gives it back."""
        self.deliveries.update((origin.source, origin.period) for origin in value.origins)
        return value
