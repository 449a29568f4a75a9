"""The kinds of things of the site that notices, discussions and links are about, whichever wing holds them.

An app declares its kinds in its `kinds.py` (`KINDS = (Kind(...),)`): steering and commons know nothing of each other,
and what is about a thing of either asks here what it is called, where it is, and what somebody may do with it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete

from maillage.directory import discovery
from maillage.directory.models import User
from maillage.directory.rights import Act
from maillage.kernel.words import folded

MOST_SEARCHED = 3000
"""The newest things of a kind in which a name is looked for."""
About = tuple[str, str]
"""A thing as it is kept: the name of its kind, its key."""


def _nobody(row: Any) -> list[User]:
    return []


def _page(person: Any, row: Any) -> str:
    return str(row.page)


def _no_people(person: Any, row: Any) -> QuerySet[User]:
    return User.objects.none()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing. `readable` gives those that somebody (signed in or not) may read; `acts` what they may do with
    one of them, that they may read; `concerned` who answers for it; `people` whom somebody may call to it by name;
    `page` the path of its sheet, for them. Its model says its name (`str`).

    `name` is written in the database; `label` is read by people, « Action ».
    """

    name: str
    label: str
    model: type[Model]
    readable: Callable[[Any], QuerySet[Any]]
    acts: Callable[[Any, Any], frozenset[Act]]
    title: Callable[[Any], str] = str
    page: Callable[[Any, Any], str] = _page
    concerned: Callable[[Any], list[User]] = _nobody
    people: Callable[[Any, Any], QuerySet[User]] = _no_people


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that somebody may read, and the path of its sheet for them."""

    kind: Kind
    row: Any
    address: str

    @property
    def about(self) -> About:
        """How it is kept."""
        return self.kind.name, str(self.row.pk)

    @property
    def title(self) -> str:
        """What it is called."""
        return self.kind.title(self.row)

    def acts(self, person: Any) -> frozenset[Act]:
        """What somebody may do with it."""
        return self.kind.acts(person, self.row)


@cache
def kinds() -> dict[str, Kind]:
    """The kinds that apps declare, by name."""
    declared = discovery.modules("kinds").values()
    return {kind.name: kind for module in declared for kind in getattr(module, "KINDS", ())}


def held(person: Any, name: str, row: Any) -> Thing:
    """The thing of a row that somebody was judged to be allowed to read."""
    kind = kinds()[name]
    return Thing(kind, row, kind.page(person, row))


def read(person: Any, about: About) -> Thing | None:
    """A thing, for who may read it; None alike for what is not there."""
    return read_many(person, [about]).get(about)


def read_many(person: Any, abouts: Iterable[About]) -> dict[About, Thing]:
    """Those of these things that somebody may read: one query a kind."""
    wanted: dict[str, set[int]] = {}
    for name, key in abouts:
        if name in kinds() and key.isdecimal() and len(key) < 19:
            wanted.setdefault(name, set()).add(int(key))
    return {
        (name, str(row.pk)): held(person, name, row)
        for name, keys in wanted.items()
        for row in kinds()[name].readable(person).filter(pk__in=keys)
    }


def search(person: Any, text: str, among: Iterable[str], most: int) -> list[Thing]:
    """The things of these kinds, that somebody may read, whose name has the words of a text; the newest first."""
    words = folded(text).split()
    matches = []
    for name in among:
        for row in kinds()[name].readable(person).order_by("-pk")[:MOST_SEARCHED]:
            thing = held(person, name, row)
            if words and all(word in folded(thing.title) for word in words):
                matches.append(thing)
    return matches[:most]


def when_deleted(forget: Callable[[About], None]) -> None:
    """Have what is kept about a thing forgotten with it. Called once models are loaded."""

    def deleted(sender: Any, instance: Any, **more: Any) -> None:
        for kind in kinds().values():
            if kind.model is sender:
                forget((kind.name, str(instance.pk)))

    post_delete.connect(deleted, weak=False, dispatch_uid=f"{forget.__module__}.{forget.__qualname__}")
