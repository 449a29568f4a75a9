"""The menu of the site: the lines that pages declare, and where the reader is."""

from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.urls import get_resolver, reverse

from maillage.kernel.territory import Ref
from maillage.web.declared import pages


class Door(NamedTuple):
    """A line of the menu as it is shown: where it leads, its words, whether the reader is there."""

    address: str
    label: str
    here: bool


class Rubric(NamedTuple):
    """Lines that go together; `here` when the reader is in one of them."""

    name: str
    doors: list[Door]
    here: bool


@cache
def _steps() -> dict[str, set[str]]:
    """For each page with a line of the menu, the first steps of the addresses it is lit for: its own, and those of the
    pages that declare to be under it."""
    forms: Any = get_resolver().reverse_dict
    steps: dict[str, set[str]] = {}
    for name, page in pages().items():
        if page.line or page.under:
            address: str = forms[name][0][0][0]
            steps.setdefault(page.under or name, set()).add(address.partition("/")[0])
    return steps


def rubrics(path: str, release: Any) -> tuple[Rubric, ...]:
    """The menu of a reader at this address, of this release; nothing when there is none. A line that leads nowhere is
    left out."""
    return _drawn(path.lstrip("/").partition("/")[0], release.region if release else None)


@lru_cache(maxsize=256)
def _drawn(step: str, region: Ref | None) -> tuple[Rubric, ...]:
    shown: dict[str, list[Door]] = {}
    for line, name in sorted((page.line, name) for name, page in pages().items() if page.line):
        address = line.address(region) if line.address else reverse(name)
        if address:
            shown.setdefault(line.rubric, []).append(Door(address, line.label, step in _steps()[name]))
    return tuple(Rubric(name, doors, any(door.here for door in doors)) for name, doors in shown.items())
