"""The menu of the site: the lines that pages declare, and where the reader is."""

from functools import cache
from typing import Any, NamedTuple

from django.urls import get_resolver, reverse

from maillage.web.declared import Line, pages


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


def rubrics(path: str, release: Any) -> list[Rubric]:
    """The menu of a reader at this address, of this release; nothing when there is none. A line that leads nowhere is
    left out."""
    lines = sorted((page.line, name) for name, page in pages().items() if page.line)
    shown: dict[str, list[Door]] = {}
    for line, name in lines:
        address = _address(line, name, release)
        if address:
            here = path.lstrip("/").partition("/")[0] in _steps()[name]
            shown.setdefault(line.rubric, []).append(Door(address, line.label, here))
    return [Rubric(name, doors, any(door.here for door in doors)) for name, doors in shown.items()]


def _address(line: Line, name: str, release: Any) -> str:
    return line.address(release) if line.address else reverse(name)
