"""The menu of the site: the lines that pages declare, by question, and where the reader is."""

from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.urls import get_resolver, reverse

from maillage.kernel.territory import Ref
from maillage.web.declared import Line, Question, pages

ELSEWHERE = "?#"
"""What an address has that leads to a part of another page, or to that page in another state."""


class Door(NamedTuple):
    """A line of the menu as it is shown: where it leads, its name, its words; `current` is « page » on that very page,
    « true » below it."""

    address: str
    label: str
    words: str
    current: str


class Rubric(NamedTuple):
    """The lines of a question; `here` when the reader is in one of them."""

    name: str
    doors: tuple[Door, ...]
    here: bool


@cache
def _beginning(name: str) -> str:
    """What the address of a page begins with, whatever its parts: `/territoires`."""
    forms: Any = get_resolver().reverse_dict
    address: str = forms[name][0][0][0]
    return "/" + address.partition("%")[0].rstrip("/")


@lru_cache(maxsize=4)
def _led(region: Ref | None) -> tuple[tuple[Line, str], ...]:
    """The lines that lead somewhere, in their order, and where."""
    order = list(Question)
    every = [(line, name) for name, page in pages().items() for line in page.lines]
    every.sort(key=lambda pair: (order.index(pair[0].question), pair[0].rank, pair[1]))
    led = [(line, line.address(region) if line.address else reverse(name)) for line, name in every]
    return tuple((line, address) for line, address in led if address)


@lru_cache(maxsize=4)
def _below(region: Ref | None) -> dict[str, Line]:
    """The line that is marked below each beginning of an address: its own, then that of the page that declares it when
    it leads to a part of another one, then those of the pages under it."""
    below = {address.rstrip("/"): line for line, address in _led(region) if not set(address) & set(ELSEWHERE)}
    for name, page in pages().items():
        of = pages()[page.under] if page.under else page
        for line in of.lines[:1]:
            below.setdefault(_beginning(name), line)
    return below


def rubrics(path: str, release: Any) -> tuple[Rubric, ...]:
    """The menu of a reader at this address, of this release; nothing when there is none. A line that leads nowhere is
    left out, and a question without lines."""
    region = release.region if release else None
    begun, below = path.rstrip("/"), _below(region)
    while begun and begun not in below:
        begun = begun.rpartition("/")[0]
    marked = below.get(begun)
    shown: dict[Question, list[Door]] = {}
    for line, address in _led(region):
        current = ("page" if address == path else "true") if line is marked else ""
        shown.setdefault(line.question, []).append(Door(address, line.label, line.words, current))
    return tuple(
        Rubric(question.value, tuple(doors), any(door.current for door in doors)) for question, doors in shown.items()
    )
