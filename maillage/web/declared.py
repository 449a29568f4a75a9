"""What a page says of itself in its folder (`__init__.py`: `PAGE = Page(...)`): its lines in menus, the area where it
lets people write, whether search engines may list it. A page that says nothing is in no menu, and takes no form.

A page that is a list and nothing else is one file of its wing, `lists/<name>.py`: `LISTING`, and its `PAGE` if any.
"""

from collections.abc import Callable
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from maillage.kernel.territory import Ref

_WEB = Path(__file__).parent


class Area(NamedTuple):
    """The addresses below one first step, where people write: they have sessions or forms, with cookies of their own.

    `most`: the bytes that may be sent there. With `landing`, a route, members sign in at `/connexion` of the area and
    land there; signing out leads to `leaving`. `purpose` and `welcome` are what its page of connection says.
    """

    name: str
    most: int
    landing: str = ""
    leaving: str = "home"
    purpose: str = ""
    welcome: str = ""
    listed_below: bool = False

    @property
    def path(self) -> str:
        """Its own address: `/piloter`."""
        return f"/{self.name}"


class Question(Enum):
    """What a reader comes to ask: the menus of the site, in their order."""

    WHERE = "Où en est-on ?"
    FIBRE = "La fibre, quand ?"
    DOING = "Que fait-on ?"
    FROM = "D’où ça vient ?"


class Line(NamedTuple):
    """A line of the menu: under which question, in which place, its name, what one finds there in a few words. It leads
    to the page's own route, named after its folder, or where `address` says, of the region served: nowhere when it is
    empty."""

    question: Question
    rank: int
    label: str
    words: str
    address: Callable[[Ref | None], str] | None = None


class Page(NamedTuple):
    """What a page says of itself. `under`: the page whose line of the menu is marked when this one is read."""

    lines: tuple[Line, ...] = ()
    under: str = ""
    area: Area | None = None
    indexed: bool = False


@cache
def packages() -> dict[str, str]:
    """The folders of pages by name: those of a wing that have addresses, as packages to import."""
    folders = sorted(path.parent for path in _WEB.glob("*/*/urls.py"))
    return {folder.name: ".".join(("maillage.web", *folder.relative_to(_WEB).parts)) for folder in folders}


@cache
def lists() -> dict[str, str]:
    """The pages that are a list and nothing else, by name: modules to import."""
    files = sorted(path for path in _WEB.glob("*/lists/*.py") if path.stem != "__init__")
    return {path.stem: ".".join(("maillage.web", *path.with_suffix("").relative_to(_WEB).parts)) for path in files}


@cache
def documents() -> tuple[str, ...]:
    """The files of the pages that each describe a document, as modules to import: `<page>/<what>_document.py`."""
    files = sorted(_WEB.glob("*/*/*_document.py"))
    return tuple(".".join(("maillage.web", *file.relative_to(_WEB).with_suffix("").parts)) for file in files)


@cache
def pages() -> dict[str, Page]:
    """What each page of the site says of itself, by name."""
    described = {module.split(".")[-2]: module.rpartition(".")[0] for module in documents()}
    named = {**described, **packages(), **lists()}
    return {name: getattr(import_module(module), "PAGE", Page()) for name, module in named.items()}


@cache
def areas() -> tuple[Area, ...]:
    """The areas where people write, of every page; the back office is Wagtail's, and not among them."""
    return tuple(page.area for page in pages().values() if page.area)


def doors() -> tuple[Area, ...]:
    """The areas of members, where one signs in; who signed in to one is known in all."""
    return tuple(area for area in areas() if area.landing)
