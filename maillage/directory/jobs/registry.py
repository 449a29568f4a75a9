"""The works that jobs run: each registers where it lives, by its name. There is no list to edit.

A work is found when its module is imported: those of pages with their addresses, those of an app in its `work.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import IO, Any, Protocol, TypeAlias

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from maillage.kernel.errors import DataError

Arguments: TypeAlias = Mapping[str, Any]


class Progress(Protocol):
    """Says how far the work is: a share from 0 to 1, and what is being done, in French. To be called often: it costs
    nothing, and it is where work that was taken away stops."""

    def __call__(self, share: float, words: str = "") -> None:
        """Note it."""


Make: TypeAlias = Callable[[Progress, Arguments, IO[bytes]], str]
"""Writes the file, from arguments that JSON can hold, and gives its name. Raises MaillageError with what the person is
told. The job adds `by`, the key of who asked (None: the public), `sent`, where the file it was given is, `job` and
`attempt`, which `once` reads."""


@dataclass(frozen=True, slots=True)
class Work:
    """A work: its name, which stays; how long its file is kept; whether the same question always has the same answer
    (`lasting`), so that a file already made is given again; whether its end is told by the page it was asked from
    (`leads_back`), and not by a file to take."""

    name: str
    make: Make
    kept: timedelta
    lasting: bool
    leads_back: bool = False


WORKS: dict[str, Work] = {}


def work(name: str, *, kept: timedelta, lasting: bool = True, leads_back: bool = False) -> Callable[[Make], Work]:
    """Registers what it decorates as the work of this name."""

    def register(make: Make) -> Work:
        held = WORKS.get(name)
        if held is not None and held.make.__module__ != make.__module__:
            raise ValueError(f"two works are named {name}: {held.make.__module__}, {make.__module__}")
        WORKS[name] = Work(name, make, kept, lasting, leads_back)
        return WORKS[name]

    return register


def find(name: str) -> Work:
    """The work of this name. Raises DataError: a version that knew it no longer runs here."""
    known = WORKS.get(name)
    if known is None:
        raise DataError("Ce site ne sait plus faire ce travail : revenez à la page d’où il vient, et demandez-le-lui.")
    return known


def gather(addresses: str) -> None:
    """Import every module that may register a work: those that the module of `addresses` reaches, and of apps."""
    import_module(addresses)
    for config in apps.get_app_configs():
        if config.name.startswith("maillage.") and config.module and module_has_submodule(config.module, "work"):
            import_module(f"{config.name}.work")
